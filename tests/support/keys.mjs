// Keys made on the spot, and tokens made with them.

import { createCipheriv, createHash, createHmac, generateKeyPairSync, pbkdf2Sync, randomBytes, sign } from "node:crypto";

export const base64url = (data) => Buffer.from(data).toString("base64url");

/// An RSA key pair: a public JWK with this `kid`, the private key in PEM, and the way to sign with it.
export function rsa(kid = "k1") {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return {
    jwk: { ...publicKey.export({ format: "jwk" }), kid, alg: "RS256", use: "sig" },
    pem: privateKey.export({ format: "pem", type: "pkcs8" }),
    sign: (claims, header = {}) => compact({ typ: "JWT", alg: "RS256", kid, ...header }, claims, (input) => sign("sha256", input, privateKey)),
  };
}

/// An EC key pair on P-256.
export function ec(kid = "k1") {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return {
    jwk: { ...publicKey.export({ format: "jwk" }), kid },
    sign: (claims, header = {}) =>
      compact({ alg: "ES256", kid, ...header }, claims, (input) => sign("sha256", input, { key: privateKey, dsaEncoding: "ieee-p1363" })),
  };
}

function compact(header, claims, signer) {
  const input = `${base64url(JSON.stringify(header))}.${base64url(JSON.stringify(claims))}`;
  return `${input}.${base64url(signer(Buffer.from(input)))}`;
}

/// A token signed with a shared secret; `detached` leaves the payload out.
export function hs256(secret, payload, { detached = false } = {}) {
  const input = `${base64url('{"alg":"HS256"}')}.${base64url(payload)}`;
  const mac = createHmac("sha256", secret).update(input).digest("base64url");
  return detached ? `${input.split(".")[0]}..${mac}` : `${input}.${mac}`;
}

/// An encrypted token: `dir` with the key of 32 bytes, or PBES2 with a password and a count.
export function jwe(content, { key, password, count, header = {} }) {
  const salt = randomBytes(16);
  const alg = "PBES2-HS256+A128KW";
  const own = key ? { alg: "dir", enc: "A256GCM" } : { alg, enc: "A256GCM", p2s: base64url(salt), p2c: count };
  const head = base64url(JSON.stringify({ ...own, ...header }));
  const contentKey = key ?? randomBytes(32);
  let wrapped = Buffer.alloc(0);
  if (!key) {
    const rounds = count > 5_000_000 ? 1 : count;
    const derived = pbkdf2Sync(password, Buffer.concat([Buffer.from(`${alg}\0`), salt]), rounds, 16, "sha256");
    const wrap = createCipheriv("id-aes128-wrap", derived, Buffer.alloc(8, 0xa6));
    wrapped = Buffer.concat([wrap.update(contentKey), wrap.final()]);
  }
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", contentKey, iv);
  cipher.setAAD(Buffer.from(head));
  const body = Buffer.concat([cipher.update(content), cipher.final()]);
  return [head, base64url(wrapped), base64url(iv), base64url(body), base64url(cipher.getAuthTag())].join(".");
}

/// The disclosure of a claim, or of an array element where it has no name, and its digest.
export function disclosure(...parts) {
  const text = base64url(JSON.stringify([base64url(randomBytes(8)), ...parts]));
  return { text, digest: createHash("sha256").update(text).digest("base64url") };
}
