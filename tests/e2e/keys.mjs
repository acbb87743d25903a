// Keys: signatures checked, encrypted tokens opened, disclosures unfolded, in a real browser.

import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { test } from "node:test";
import { fresh } from "../support/fresh.mjs";
import { base64url, disclosure, ec, hs256, jwe, rsa } from "../support/keys.mjs";
import { user } from "../support/tokens.mjs";

let page;

fresh((its) => {
  page = its;
});

const box = () => page.getByRole("textbox", { name: "Token", exact: true });
const key = () => page.getByRole("textbox", { name: "Key", exact: true });
const card = () => page.getByRole("region", { name: "Key", exact: true });
const finding = (rule) => page.getByRole("list", { name: "Findings" }).locator(`[data-rule="${rule}"]`).first();
const state = () => page.locator(".signed");
const reaches = (name) => page.locator(`.signed[data-state="${name}"]`).waitFor();
const paste = (field, text) =>
  field.evaluate((field, text) => {
    field.focus();
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
    if (field.dispatchEvent(event)) document.execCommand("insertText", false, text);
  }, text);

const mine = rsa("k1");

test("a key set verifies the signature, and that alone accepts nothing", async () => {
  await box().fill(mine.sign(user({ exp: 1 })));
  assert.match(await state().innerText(), /not checked/i);
  await key().fill(JSON.stringify({ keys: [rsa("k2").jwk, mine.jwk] }));
  await reaches("verified");
  assert.match(await card().innerText(), /RSA, 2048 bits[\s\S]*kid k1[\s\S]*for signatures[\s\S]*thumbprint/);
  assert.match(await finding("signature-valid").innerText(), /does not make the token acceptable/);
  assert.match(await page.getByRole("status").first().innerText(), /would reject/i);
  await page.getByRole("tab", { name: "Signature" }).click();
  assert.match(await page.getByRole("tabpanel").innerText(), /Checked byte for byte: 0 to /);
});

test("a key with another kid is named with the near ones, not called invalid", async () => {
  await box().fill(mine.sign(user(), { kid: "k1-2026" }));
  await key().fill(JSON.stringify({ keys: [rsa("k1-2025").jwk] }));
  await reaches("no-key-with-kid");
  assert.match(await finding("key-not-found").innerText(), /k1-2025/);
  assert.doesNotMatch(await page.locator("main").innerText(), /invalid/i);
});

test("a key of another type does not fit", async () => {
  await box().fill(mine.sign(user()));
  await key().fill(JSON.stringify(ec("k1").jwk));
  await reaches("key-unfit");
});

test("a truncated signature has the wrong length", async () => {
  const token = mine.sign(user());
  await box().fill(token.slice(0, -40));
  await key().fill(JSON.stringify(mine.jwk));
  await reaches("wrong-length");
});

test("a changed payload does not verify", async () => {
  const [header, , signature] = mine.sign(user()).split(".");
  await box().fill(`${header}.${base64url(JSON.stringify(user({ scp: "All" })))}.${signature}`);
  await key().fill(JSON.stringify(mine.jwk));
  await reaches("does-not-verify");
  assert.equal(await finding("signature-invalid").getAttribute("data-severity"), "error");
});

test("what is learned of an earlier text is forgotten with it", async () => {
  await box().fill(mine.sign(user()));
  await key().fill(JSON.stringify(mine.jwk));
  await reaches("verified");
  await box().press("End");
  await box().pressSequentially("x");
  await page.locator('.signed:not([data-state="verified"])').waitFor();
});

test("a private key is taken, with a warning", async () => {
  await box().fill(mine.sign(user()));
  await key().fill(mine.pem);
  await reaches("verified");
  assert.match(await card().innerText(), /This is a private key/);
});

test("what is no key is said with its place and how to convert it", async () => {
  await box().fill(mine.sign(user()));
  await key().fill("\n-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----");
  await card().getByRole("list", { name: "What is no key" }).waitFor();
  assert.match(await card().innerText(), /Line 2, column 1: [\s\S]*openssl pkey/);
});

test("a file dropped on the box is read, in DER too", async () => {
  await box().fill(mine.sign(user()));
  const der = Buffer.from(mine.pem.replace(/-----.*-----|\s/g, ""), "base64");
  await key().evaluate((field, bytes) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([new Uint8Array(bytes)], "key.der"));
    field.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
  }, [...der]);
  await reaches("verified");
});

test("a detached payload is asked for, and only then", async () => {
  const content = page.getByRole("textbox", { name: "Detached payload" });
  await box().fill(hs256("correct horse battery staple, and then some", "the content"));
  assert.equal(await content.count(), 0);
  await box().fill(hs256("correct horse battery staple, and then some", "the content", { detached: true }));
  await key().fill("correct horse battery staple, and then some");
  await reaches("cannot-be-checked");
  await content.fill("another content");
  await reaches("does-not-verify");
  await content.fill("the content");
  await reaches("verified");
});

test("the address of the issuer's keys is text to copy", async () => {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await box().fill(mine.sign(user()));
  await card().getByText("Where the issuer’s keys are").click();
  assert.match(await card().innerText(), /discovery\/v2\.0\/keys/);
  assert.equal(await card().getByRole("link").count(), 0);
  await card().getByRole("button", { name: "Copy address" }).first().click();
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^https:.*\/discovery\/v2\.0\/keys$/);
});

test("Clear forgets the key, and so does its own button", async () => {
  await box().fill(mine.sign(user()));
  await key().fill(mine.pem);
  await reaches("verified");
  await card().getByRole("button", { name: "Forget it" }).click();
  await reaches("not-checked");
  assert.equal(await key().inputValue(), "");
  await key().fill(mine.pem);
  await reaches("verified");
  await page.getByRole("button", { name: "Clear", exact: true }).click();
  await box().fill(mine.sign(user()));
  await reaches("not-checked");
  assert.equal(await key().inputValue(), "");
});

test("by keyboard alone", async () => {
  await box().focus();
  await page.keyboard.insertText(mine.sign(user()));
  const isAtKey = () => page.evaluate(() => document.activeElement?.id === "key");
  for (let steps = 0; steps < 120 && !(await isAtKey()); steps += 1) await page.keyboard.press("Tab");
  assert.ok(await isAtKey(), "Tab leads to the key");
  await page.keyboard.insertText(JSON.stringify(mine.jwk));
  await reaches("verified");
});

test("a key set of ten megabytes keeps the page alive", async () => {
  await box().fill(mine.sign(user()));
  const one = JSON.stringify({ ...rsa("other").jwk });
  const many = one.replace('"other"', '"kXXXXXX"');
  const keys = Array.from({ length: Math.ceil(10_000_000 / many.length) }, (_, at) => many.replace("XXXXXX", `${at}`));
  await paste(key(), `{"keys":[${JSON.stringify(mine.jwk)},${keys.join(",")}]}`);
  await reaches("verified");
  const start = Date.now();
  await page.getByRole("tab", { name: "Header" }).click();
  assert.ok(Date.now() - start < 5_000, "the page answers");
  assert.match(await card().innerText(), /more/);
  await card().getByRole("button", { name: "Forget it" }).click();
  await reaches("not-checked");
});

test("an encrypted token opens, and the token in it is inspected like any other", async () => {
  const secret = randomBytes(32);
  const jwk = JSON.stringify({ kty: "oct", k: base64url(secret) });
  await box().fill(jwe(mine.sign(user({ exp: 1 })), { key: secret, header: { cty: "JWT" } }));
  assert.match(await page.getByRole("tabpanel").innerText(), /encrypted/);
  await key().fill(JSON.stringify({ keys: [JSON.parse(jwk), mine.jwk] }));
  await reaches("verified");
  assert.ok(await finding("token-expired").isVisible());
  await page.getByRole("group", { name: "Tokens in what was pasted" }).getByRole("radio").first().check({ force: true });
  await reaches("opened");
  await page.getByRole("button", { name: "Show the token inside" }).click();
  await reaches("verified");
  assert.ok(await page.getByRole("table", { name: "Claims" }).locator('[data-claim="oid"]').isVisible());
});

test("claims that were encrypted without a signature are listed", async () => {
  const secret = randomBytes(32);
  await box().fill(jwe(JSON.stringify({ sub: "someone" }), { key: secret }));
  await key().fill(base64url(secret));
  await reaches("opened");
  assert.ok(await page.getByRole("table", { name: "Claims" }).locator('[data-claim="sub"]').isVisible());
});

test("a token damaged or for another key does not open", async () => {
  await box().fill(jwe("{}", { key: randomBytes(32) }));
  await key().fill(base64url(randomBytes(32)));
  await reaches("does-not-open");
});

test("a count of a billion ends in a finding", async () => {
  await box().fill(jwe("{}", { password: "secret", count: 1_000_000_000 }));
  await key().fill("secret");
  await reaches("cannot-be-checked");
  assert.ok(await finding("jwe-pbes2-iterations").isVisible());
});

test("long work says that it goes on, can be stopped and begun again", async () => {
  // Never ends while it is held: the browser itself would be done within a second.
  await page.evaluate(() => {
    const own = crypto.subtle.deriveBits.bind(crypto.subtle);
    globalThis.release = new Promise((done) => (globalThis.done = done));
    SubtleCrypto.prototype.deriveBits = async (...words) => {
      await globalThis.release;
      return own(...words);
    };
  });
  await box().fill(jwe('{"sub":"someone"}', { password: "secret", count: 60_000 }));
  await key().pressSequentially("secret");
  await card().getByRole("button", { name: "Stop" }).click();
  assert.match(await card().getByRole("status").innerText(), /Stopped/);
  await page.evaluate(() => globalThis.done());
  await card().getByRole("button", { name: "Check again" }).click();
  await reaches("opened");
});

test("disclosures are unfolded into the claims they belong to", async () => {
  const issuer = ec("issuer");
  const city = disclosure("locality", "Ulm");
  const address = disclosure("address", { _sd: [city.digest], zip: 1 });
  const nation = disclosure("DE");
  const stray = disclosure("stray", 1);
  const decoy = disclosure("withheld", 1);
  const signed = issuer.sign(
    { iss: "https://issuer.example", vct: "https://issuer.example/card", _sd: [address.digest, decoy.digest], nationalities: [{ "...": nation.digest }] },
    { typ: "dc+sd-jwt" },
  );
  await box().fill(`${[signed, address.text, city.text, nation.text, stray.text].join("~")}~`);
  await key().fill(JSON.stringify(issuer.jwk));
  await reaches("verified");
  assert.match(await page.getByRole("table", { name: "Claims" }).locator('[data-claim="address"]').innerText(), /locality\s+Ulm[^]*from disclosure 1, 2/);
  const list = page.getByRole("list", { name: "Disclosures" });
  const words = await list.innerText();
  assert.match(words, /\/address\/locality\s+Ulm/);
  assert.match(words, /\/nationalities\/0\s+DE/);
  assert.match(words, /no digest names it/);
  assert.match(words, new RegExp(`${decoy.digest}\\s+not disclosed`));
  assert.match(await page.getByRole("tabpanel").innerText(), /1 digest without a disclosure/);
});

test("a key binding is checked with the holder's key in the token, without any other", async () => {
  const [issuer, holder] = [ec("issuer"), ec("holder")];
  const { kid, ...jwk } = holder.jwk;
  const signed = `${issuer.sign({ iss: "https://issuer.example", vct: "https://issuer.example/card", cnf: { jwk } }, { typ: "dc+sd-jwt" })}~`;
  const sd_hash = createHash("sha256").update(signed).digest("base64url");
  const binding = (key) => key.sign({ iat: Math.floor(Date.now() / 1000), aud: "https://verifier.example", nonce: "n", sd_hash }, { typ: "kb+jwt" });
  await box().fill(signed + binding(holder));
  await page.getByRole("tab", { name: "Signature" }).click();
  const checked = page.getByRole("list", { name: "What was checked" });
  await checked.locator('[data-state="verified"]').waitFor();
  assert.match(await checked.innerText(), /Not checked[\s\S]*Key binding: Verifies[\s\S]*the holder's key/);
  await box().fill(signed + binding(ec("holder")));
  await checked.locator('[data-state="does-not-verify"]').waitFor();
  assert.match(await finding("signature-invalid").innerText(), /Key binding/);
});
