// A text that exists nowhere else, and every form in which it could turn up.

import { randomBytes } from "node:crypto";

const base64url = (text) => Buffer.from(text).toString("base64url");

/// 24 random letters and digits, and tokens, keys and secrets that are full of them.
export function canary() {
  let mark = "";
  while (mark.length < 24) mark += randomBytes(24).toString("base64").replace(/[^A-Za-z0-9]/g, "");
  mark = mark.slice(0, 24);
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: `https://${mark}.example/`,
    sub: mark,
    aud: `api://${mark}`,
    exp: now + 3600,
    iat: now,
    jti: mark,
    picture: `https://${mark}.example/picture.png`,
    website: `javascript:${mark}`,
    [`claim-${mark}`]: `<img src=//${mark}.example onerror=alert(1)>`,
    nested: { [mark]: [mark, { deep: mark }] },
  };
  const header = { alg: "RS256", typ: "JWT", kid: mark, jku: `https://${mark}.example/keys`, [`x-${mark}`]: mark };
  const signature = Buffer.concat([Buffer.from(mark), Buffer.alloc(256 - mark.length, 7)]).toString("base64url");
  const token = `${base64url(JSON.stringify(header))}.${base64url(JSON.stringify(claims))}.${signature}`;
  const disclosure = base64url(JSON.stringify(["salt", `disclosed-${mark}`, mark]));
  return {
    mark,
    token,
    jwk: JSON.stringify({ kty: "RSA", kid: mark, n: base64url(mark.repeat(11)).slice(0, 342), e: "AQAB" }),
    secret: `secret-${mark}`,
    texts: {
      "a token": token,
      "a header": `Authorization: Bearer ${token}`,
      "a curl command": `curl -H 'Authorization: Bearer ${token}' https://${mark}.example/orders`,
      "a token response": JSON.stringify({ access_token: token, id_token: token, refresh_token: mark }),
      "a redirect URL": `https://${mark}.example/cb#access_token=${token}&state=${mark}`,
      "an SD-JWT": `${token}~${disclosure}~`,
      "an encrypted token": `${base64url(JSON.stringify({ alg: "RSA-OAEP", enc: "A256GCM", kid: mark }))}.${base64url(mark)}.QUJDREVGR0hJSktM.${base64url(mark)}.QUJDREVGR0hJSktMTU5PUA`,
      "an error": `AADSTS90016: The required claim is missing. Trace ID: ${mark}`,
      "something broken": token.slice(0, -40).replace(".", ".=").concat("\u202e", mark),
      "something opaque": mark,
    },
  };
}

/// What the mark looks like in common encodings: name and bytes to look for.
export function forms(mark) {
  const found = [["plain", Buffer.from(mark)], ["UTF-16LE", Buffer.from(mark, "utf16le")], ["UTF-16BE", Buffer.from(mark, "utf16le").swap16()]];
  // The part of its base64 that is the same whatever stands around it, for each of the three ways it can be aligned.
  for (const offset of [0, 1, 2]) {
    const text = Buffer.concat([Buffer.alloc(offset), Buffer.from(mark)]).toString("base64url");
    const inner = text.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + mark.length) * 8) / 6));
    found.push([`base64 at ${offset}`, Buffer.from(inner)], [`base64 at ${offset}, UTF-16LE`, Buffer.from(inner, "utf16le")]);
  }
  const hex = Buffer.from(mark).toString("hex");
  found.push(["hex", Buffer.from(hex)], ["HEX", Buffer.from(hex.toUpperCase())], ["percent", Buffer.from(hex.replace(/../g, "%$&"))]);
  found.push(["PERCENT", Buffer.from(hex.toUpperCase().replace(/../g, "%$&"))], ["reversed", Buffer.from([...mark].reverse().join(""))]);
  found.push(["lower case", Buffer.from(mark.toLowerCase())], ["base64 of base64", Buffer.from(Buffer.from(Buffer.from(mark).toString("base64")).toString("base64").slice(0, 40))]);
  return found;
}

/// In which forms the mark stands in these bytes.
export function search(bytes, needles) {
  return needles.filter(([, needle]) => bytes.includes(needle)).map(([name]) => name);
}
