#!/bin/sh
# Puts what is known already into the corpora: published vectors and keys, JSONTestSuite, the examples of the guide.
set -eu
cd "$(dirname "$0")/.."
for target in input json base64url keys expectations sd_jwt; do mkdir -p "fuzz/corpus/$target"; done
cp tests/vectors/jsontestsuite/test_parsing/*.json fuzz/corpus/json/
cp tests/vectors/jsontestsuite/test_parsing/y_*.json fuzz/corpus/expectations/
find tests/vectors -type f \( -name '*.jws*' -o -name '*.jwe*' \) | while read -r file; do
  name=$(printf %s "$file" | tr / _)
  cp "$file" "fuzz/corpus/input/$name"
  tr . '\n' <"$file" | head -n 1 | tr -d '\n' >"fuzz/corpus/base64url/$name"
done
find tests/vectors tests/verify/forms -type f \( -name '*.jwk*' -o -path '*/forms/*' \) | while read -r file; do
  cp "$file" "fuzz/corpus/keys/$(printf %s "$file" | tr / _)"
done
awk '/^```(token|paste)/ { name = sprintf("fuzz/corpus/input/guide-%d", ++count); next } /^```/ { name = "" } name { print > name }' src/guide/*.md
printf '{"aud":["a"],"iss":"b","scopes":["c"],"require":["oid"],"tolerance":300}' >fuzz/corpus/expectations/all
printf '{"_sd_alg":"sha-256","_sd":["x"],"vct":"a","cnf":{}}\n["salt","name","value"]\n["salt","value"]\n["salt","_sd",{"...":"x"}]' >fuzz/corpus/sd_jwt/some
