#!/bin/sh
# Puts what is known already into the corpora: published vectors, JSONTestSuite, and the examples of the guide.
set -eu
cd "$(dirname "$0")/.."
for target in input json base64url expectations sd_jwt; do mkdir -p "fuzz/corpus/$target"; done
cp tests/vectors/jsontestsuite/test_parsing/*.json fuzz/corpus/json/
cp fuzz/corpus/json/* fuzz/corpus/expectations/
find tests/vectors -type f \( -name '*.jws*' -o -name '*.jwe*' \) | while read -r file; do
  name=$(printf %s "$file" | tr / _)
  cp "$file" "fuzz/corpus/input/$name"
  tr . '\n' <"$file" | head -n 1 | tr -d '\n' >"fuzz/corpus/base64url/$name"
done
awk '/^```(token|paste)/ { name = sprintf("fuzz/corpus/input/guide-%d", ++count); next } /^```/ { name = "" } name { print > name }' src/guide/*.md
