// Tokens to paste: made up, complete for their kind, alive for an hour.

const base64url = (text) => Buffer.from(text).toString("base64url");

export const TENANT = "aaaabbbb-0000-cccc-1111-dddd2222eeee";
export const API = "11112222-bbbb-3333-cccc-4444dddd5555";
export const CLIENT = "00001111-aaaa-2222-bbbb-3333cccc4444";

/// A compact token with a dummy signature of 256 bytes.
export function token(claims, header = {}) {
  const head = { typ: "JWT", alg: "RS256", kid: "k1", ...header };
  const signature = Buffer.alloc(256, 7).toString("base64url");
  return `${base64url(JSON.stringify(head))}.${base64url(JSON.stringify(claims))}.${signature}`;
}

/// The claims of an Entra v2 access token for a user; `changes` replaces some, `undefined` leaves one out.
export function user(changes = {}) {
  const now = Math.floor(Date.now() / 1000);
  return {
    aud: API,
    iss: `https://login.microsoftonline.com/${TENANT}/v2.0`,
    iat: now - 300,
    nbf: now - 300,
    exp: now + 3600,
    azp: CLIENT,
    azpacr: "1",
    oid: "aaaaaaaa-0000-1111-2222-bbbbbbbbbbbb",
    scp: "Orders.Read",
    sub: "6vRnZ0YkA1f3Q2pXcT8mLwB5dEhUjKsG4iNoVtMrPqE",
    tid: TENANT,
    ver: "2.0",
    ...changes,
  };
}

/// An Entra error response as the token endpoint writes it.
export const ENTRA_ERROR = JSON.stringify({
  error: "invalid_grant",
  error_description:
    "AADSTS90016: The access token isn't valid. The required claim is missing. Trace ID: 0a1b2c3d-0000-1111-2222-333344445555 Correlation ID: 9f8e7d6c-5555-4444-3333-222211110000 Timestamp: 2026-01-01 00:00:00Z",
  error_codes: [90016],
  timestamp: "2026-01-01 00:00:00Z",
  trace_id: "0a1b2c3d-0000-1111-2222-333344445555",
  correlation_id: "9f8e7d6c-5555-4444-3333-222211110000",
});
