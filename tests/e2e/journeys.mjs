// What people come for, in a real browser against the page as it is shipped.

import assert from "node:assert/strict";
import { test } from "node:test";
import { fresh } from "../support/fresh.mjs";
import { API, ENTRA_ERROR, TENANT, token, user } from "../support/tokens.mjs";

let page;

fresh((its) => {
  page = its;
});

const box = () => page.getByRole("textbox", { name: "Token", exact: true });
const findings = () => page.getByRole("list", { name: "Findings" });
const finding = (rule) => findings().locator(`[data-rule="${rule}"]`).first();
const verdict = () => page.getByRole("status").first();
const audience = () => page.getByRole("group", { name: "What your API expects" }).getByRole("textbox", { name: "Audience" });

test("a wrong audience leads to its finding, to the guide and back, by mouse", async () => {
  await box().fill(token(user()));
  await audience().fill("api://invoices.contoso.example");
  const found = finding("aud-mismatch");
  assert.equal(await found.getAttribute("data-severity"), "error");
  assert.match(await found.innerText(), new RegExp(API));
  assert.match(await verdict().innerText(), /would reject/i);
  await found.getByRole("link", { name: "How to fix", exact: true }).click();
  await page.waitForURL(/#\/guide\/audience$/);
  const guide = page.getByRole("complementary", { name: "Guide" });
  assert.match(await guide.innerText(), /audience/i);
  assert.match(await guide.innerText(), /invoices\.contoso\.example/, "the values of this token are filled in");
  assert.ok(await findings().isVisible(), "findings stay beside the guide");
  await page.goBack();
  await guide.waitFor({ state: "detached" });
  assert.match(await box().inputValue(), /^eyJ/, "the token is still there");
});

test("the same by keyboard alone", async () => {
  await box().focus();
  await page.keyboard.insertText(token(user()));
  const isAt = (name) =>
    page.evaluate((name) => {
      const here = document.activeElement;
      return (here?.getAttribute("aria-label") ?? here?.labels?.[0]?.innerText ?? here?.innerText ?? "").trim() === name;
    }, name);
  const tabTo = async (name) => {
    for (let steps = 0; steps < 120; steps += 1) {
      await page.keyboard.press("Tab");
      if (await isAt(name)) return;
    }
    assert.fail(`Tab never comes to ${name}`);
  };
  await tabTo("Audience");
  await page.keyboard.insertText("api://invoices.contoso.example");
  await finding("aud-mismatch").waitFor();
  await page.keyboard.press("Home");
  await page.evaluate(() => document.activeElement.blur());
  await box().focus();
  for (let steps = 0; steps < 160; steps += 1) {
    await page.keyboard.press("Tab");
    const here = await page.evaluate(() => {
      const link = document.activeElement;
      const rule = link?.closest("[data-rule]")?.getAttribute("data-rule");
      return link?.tagName === "A" ? rule : "";
    });
    if (here === "aud-mismatch") break;
    assert.ok(steps < 159, "Tab never comes to the remedy of aud-mismatch");
  }
  await page.keyboard.press("Enter");
  await page.waitForURL(/#\/guide\/audience$/);
  const inGuide = () => page.evaluate(() => !!document.activeElement?.closest('[aria-label="Guide"]'));
  await page.waitForFunction(() => !!document.activeElement?.closest('[aria-label="Guide"]'));
  assert.ok(await inGuide(), "focus goes into the guide");
  await page.goBack();
  await page.waitForFunction(() => !!document.activeElement?.closest('[data-rule="aud-mismatch"]'));
});

test("the box has the focus from the start, and a paste beside it replaces what is in it until it is undone", async () => {
  await page.waitForFunction(() => document.activeElement?.id === "token");
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const pasted = token(user());
  await page.evaluate((text) => navigator.clipboard.writeText(text), pasted);
  await page.keyboard.insertText("what was here");
  await page.getByRole("heading", { level: 1 }).click();
  assert.equal(await page.evaluate(() => document.activeElement === document.body), true);
  await page.keyboard.press("ControlOrMeta+v");
  await findings().waitFor();
  assert.equal(await box().inputValue(), pasted);
  await page.keyboard.press("ControlOrMeta+z");
  assert.equal(await box().inputValue(), "what was here");
  await audience().focus();
  await page.keyboard.press("ControlOrMeta+v");
  assert.equal(await audience().inputValue(), pasted, "a field keeps what is pasted into it");
  assert.equal(await box().inputValue(), "what was here");
});

test("a file that falls beside every box is read, and does not take the place of the page", async () => {
  const dropped = token(user());
  const drop = (on) =>
    on.evaluate((element, text) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([text], "token.txt"));
      const isTaken = (type) => !element.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
      return isTaken("dragover") && isTaken("drop");
    }, dropped);
  assert.ok(await drop(page.getByRole("banner")));
  await findings().waitFor();
  assert.equal(await box().inputValue(), dropped);
  await page.goto(`${process.env.E2E_BASE}#/compare`);
  const right = page.getByRole("textbox", { name: "Right token" });
  await right.waitFor();
  assert.ok(await drop(page.getByRole("heading", { level: 1 })));
  await page.getByText("Nothing differs").waitFor();
  assert.equal(await right.inputValue(), dropped);
});

test("an error that tells what it found and expects is taken at its word", async () => {
  const error = (found) =>
    `IDX10214: Audience validation failed. Audiences: '${found}'. Did not match: validationParameters.ValidAudience: 'api://invoices'.`;
  const said = page.getByRole("list", { name: "Server errors" });
  await box().fill(`${error(API)}\n${token(user())}`);
  await finding("aud-mismatch").waitFor();
  assert.match(await said.innerText(), /It expects api:\/\/invoices/);
  assert.match(await said.innerText(), /The token bears it out/);
  await box().fill(`${error("api://other")}\n${token(user())}`);
  await finding("aud-mismatch").waitFor({ state: "detached" });
  assert.match(await said.innerText(), /it is about another token/);
});

test("a token that only Graph may judge was refused, and the verdict says so", async () => {
  const aud = "https://graph.microsoft.com";
  await box().fill(token(user({ aud, ver: "1.0", iss: `https://sts.windows.net/${TENANT}/` })));
  assert.match(await verdict().innerText(), /Some receivers may reject/);
  await page.keyboard.press("ControlOrMeta+Home");
  await page.keyboard.insertText(`The audience '${aud}' is invalid\n`);
  await page.getByRole("list", { name: "Server errors" }).waitFor();
  assert.match(await verdict().innerText(), /The server refused this token, and the token shows why/);
});

test("a token in JSON shows its pieces whatever their order, and where its JSON is damaged", async () => {
  const [header, payload, signature] = token(user()).split(".");
  const json = JSON.stringify({ payload, signature, protected: header });
  await box().fill(json);
  await finding("structure-json-serialization").waitFor();
  const colours = await page.locator(".overlay [class^=seg-]").evaluateAll((all) => all.map((one) => [one.textContent, one.className]));
  const colourOf = (text) => colours.find((one) => one[0] === text)?.[1];
  assert.deepEqual([header, payload, signature].map(colourOf), ["seg-header", "seg-payload", "seg-signature"]);
  await box().fill(json.replace(/}$/, ",}"));
  await page.getByText("The token is not JSON").first().waitFor();
  assert.match(await verdict().innerText(), /would reject/i);
});

test("an expired token", async () => {
  const now = Math.floor(Date.now() / 1000);
  await box().fill(token(user({ iat: now - 5460, nbf: now - 5460, exp: now - 1560 })));
  assert.match(await finding("token-expired").innerText(), /26 minutes ago/);
  assert.match(await verdict().innerText(), /expired 26 minutes ago[\s\S]*would reject/i);
});

test("a token without scp and roles shows the claim that is not there", async () => {
  await box().fill(token(user({ scp: undefined })));
  await finding("scp-and-roles-missing").waitFor();
  const claims = page.getByRole("table", { name: "Claims" });
  assert.ok((await claims.locator('[data-claim="aud"]').count()) === 1);
  assert.ok((await claims.locator('[data-missing][data-claim="scp"]').count()) === 1);
});

test("required claims that are absent are all named at once", async () => {
  await box().fill(token(user()));
  const group = page.getByRole("group", { name: "What your API expects" });
  await group.getByRole("textbox", { name: "Required claims" }).fill("email, department");
  await page.waitForFunction(() => document.querySelectorAll('[data-missing]').length >= 2);
  const missing = page.getByRole("table", { name: "Claims" }).locator("[data-missing]");
  const names = await missing.evaluateAll((rows) => rows.map((row) => row.getAttribute("data-claim")));
  assert.ok(names.includes("email") && names.includes("department"), `${names}`);
});

for (const [field, value, rule] of [
  ["Issuer", "https://issuer.contoso.example", "iss-mismatch"],
  ["Scopes", "Orders.Write", "scope-missing-expected"],
  ["Roles", "Orders.Admin", "role-missing-expected"],
]) {
  test(`the field ${field} is checked`, async () => {
    await box().fill(token(user()));
    await page.getByRole("group", { name: "What your API expects" }).getByLabel(field, { exact: true }).fill(value);
    await finding(rule).waitFor();
  });
}

test("an AADSTS90016 error is explained, alone and beside a token", async () => {
  await box().fill(ENTRA_ERROR);
  await page.getByRole("main").getByText("AADSTS90016").filter({ visible: true }).first().waitFor();
  const link = page.locator('a[href="#/guide/aadsts90016"]').first();
  await link.click();
  await page.waitForURL(/#\/guide\/aadsts90016$/);
  await page.goBack();
  await box().fill(`${ENTRA_ERROR}\n\n${token(user({ tid: undefined }))}`);
  await finding("tid-missing").waitFor();
  assert.ok(await page.locator("main :not(button)").getByText("AADSTS90016").filter({ visible: true }).first().isVisible());
});

test("a broken token is read as far as it goes", async () => {
  const whole = token(user());
  const [header, payload] = whole.split(".");
  await box().fill(`${header}.${payload.slice(0, 80)}`);
  await finding("structure-wrong-segment-count").waitFor();
  await finding("payload-not-json").waitFor();
  assert.match(await verdict().innerText(), /reject/i);
  const claims = page.getByRole("table", { name: "Claims" });
  const claim = (name) => claims.locator(`[data-claim="${name}"]`);
  const partial = page.getByText("These are the claims that can still be read");
  assert.equal(await claim("aud").count(), 1);
  assert.ok(await partial.isVisible());
  // A character is lost: what stands before it is read.
  const lost = payload.slice(0, 200) + payload.slice(201);
  await box().fill(whole.replace(payload, lost));
  await finding("base64url-impossible-length").or(finding("segment-not-utf8")).first().waitFor();
  assert.equal(await claim("iss").count(), 1);
  assert.ok(await partial.isVisible());
  await box().fill(whole);
  await claim("ver").waitFor();
  assert.equal(await partial.count(), 0);
});

test("a token type of its own is named, not called malformed", async () => {
  const opaque = `0.AXoAs-${"Ab3_".repeat(20)}.AgABAAAAAA${"Zx9-".repeat(80)}`;
  await box().fill(opaque);
  await finding("refresh-token-pasted").waitFor();
  assert.match(await verdict().innerText(), /refresh token/i);
  assert.equal(await findings().locator('[data-rule="structure-wrong-segment-count"]').count(), 0);
  await box().fill(`${"eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ"}.${"QUJD".repeat(20)}.QUJDREVGR0hJSktM.QUJD.QUJDREVGR0hJSktMTU5PUA`);
  await finding("structure-jwe-compact").waitFor();
});

/// Every way in which a token is pasted, and what has to be said about it, if anything.
const PASTED = [
  ["after Bearer", (t) => `Bearer ${t}`, "input-wrapped-in-scheme"],
  ["in an Authorization header", (t) => `Authorization: Bearer ${t}`, "input-wrapped-in-scheme"],
  ["in a curl command", (t) => `curl -sS 'https://api.contoso.example/orders' \\\n  -H 'Authorization: Bearer ${t}' -H "Accept: */*"`],
  ["in a curl command of Windows", (t) => `curl "https://api.contoso.example/orders" ^\r\n  -H ^"Authorization: Bearer ${t}^"`],
  ["in a token response", (t) => JSON.stringify({ token_type: "Bearer", expires_in: 3599, access_token: t }), "input-json-token-response"],
  ["in a redirect URL", (t) => `https://app.contoso.example/callback#access_token=${t}&token_type=Bearer&state=1`, "input-url-or-fragment"],
  ["in a cookie", (t) => `Cookie: theme=dark; access_token=${t}; lang=en`],
  ["wrapped over lines", (t) => t.replace(/(.{64})/g, "$1\n"), "input-contains-whitespace"],
  ["in quotes", (t) => `"${t}"`, "input-quoted"],
  ["percent-encoded", (t) => t.replaceAll(".", "%2E"), "input-percent-encoded"],
  ["in prose", (t) => `2026-01-01 12:00:00 WARN call refused, token was ${t} (request 42)`],
];
for (const [how, wrap, rule] of PASTED) {
  test(`a token is found ${how}`, async () => {
    await box().fill(wrap(token(user())));
    await page.getByRole("table", { name: "Claims" }).locator('[data-claim="aud"]').waitFor();
    if (rule) await page.locator(`[data-rule="${rule}"]`).first().waitFor({ state: "attached" });
  });
}

test("of several tokens one is chosen", async () => {
  const response = { access_token: token(user()), id_token: token(user({ scp: undefined, azp: undefined, azpacr: undefined, nonce: "n", aud: "my-client" })) };
  await box().fill(JSON.stringify(response));
  const cell = page.getByRole("table", { name: "Claims" }).locator('[data-claim="aud"]');
  assert.match(await cell.innerText(), new RegExp(API));
  await page.getByRole("radio", { name: /id_token/i }).or(page.getByRole("tab", { name: /id_token/i })).first().click({ force: true });
  await page.waitForFunction(() => /my-client/.test(document.querySelector('[data-claim="aud"]')?.innerText ?? ""));
});

test("what hides in a token is shown, and nothing of it becomes a link", async () => {
  await box().fill(token(user({ name: "ada\u202etxt.exe", picture: "https://evil.example/x.png", iss: "javascript:alert(1)" })));
  await page.getByText("U+202E").first().waitFor();
  // Besides the two of the page itself.
  const links = await page.locator("a:not([download])").evaluateAll((all) => all.map((a) => a.getAttribute("href")));
  const files = await page.locator("a[download]").evaluateAll((all) => all.map((a) => a.getAttribute("href")));
  assert.deepEqual(files, ["", "index.html.sha256"]);
  assert.ok(links.every((href) => href?.startsWith("#")), `${links}`);
  assert.equal(await page.locator("img, iframe, object, embed").count(), 0);
});

test("a megabyte does not freeze the page", async () => {
  const claims = user({ groups: Array.from({ length: 20000 }, (_, at) => `aaaaaaaa-0000-1111-2222-${String(at).padStart(12, "0")}`) });
  const started = Date.now();
  await box().fill(token(claims));
  await finding("structure-token-too-large").waitFor();
  const nodes = await page.evaluate(() => document.querySelectorAll("*").length);
  assert.ok(nodes < 6000, `${nodes} elements`);
  assert.ok(Date.now() - started < 20_000);
});

test("JavaScript gets the same report", async () => {
  const report = await page.evaluate((text) => {
    const face = globalThis.tokenInspector ?? globalThis.wasm_bindgen ?? globalThis.wasmBindings;
    return face.inspect(text, { now: 1767225600, aud: ["x"] });
  }, token(user()));
  assert.equal(report.schema, 1);
  assert.equal(report.verdict, "reject");
  assert.equal(report.tokens[0].form, "jws-compact");
  assert.equal(report.tokens[0].payload.ver, "2.0");
});

test("every sample of the start page can be opened", async () => {
  for (const [name, rule] of [
    ["a missing claim", "scp-and-roles-missing"],
    ["the wrong audience", "aud-mismatch"],
    ["an expired token", "token-expired"],
    ["an ID token sent as access token", "id-token-used-as-access-token"],
  ]) {
    await page.getByRole("button", { name, exact: true }).first().click();
    await finding(rule).waitFor();
    await page.getByRole("button", { name: "Clear" }).first().click();
  }
  await page.getByRole("button", { name: "AADSTS90016", exact: true }).first().click();
  await page.locator('a[href="#/guide/aadsts90016"]').first().waitFor();
});

test("the guide can be read and searched without a token", async () => {
  await page.getByRole("link", { name: "Guide", exact: true }).click();
  await page.waitForURL(/#\/guide$/);
  const main = page.getByRole("main");
  await main.getByRole("searchbox").fill("optional claims");
  await main.locator('a[href="#/guide/optional-claims"]').first().click();
  await page.waitForURL(/#\/guide\/optional-claims$/);
  assert.match(await page.getByRole("main").innerText(), /registration/);
  await page.goBack();
  await page.waitForFunction(() => document.activeElement?.getAttribute("href") === "#/guide/optional-claims");
  assert.equal(await main.getByRole("searchbox").inputValue(), "optional claims");
});

test("every place has its title, which says nothing of what was pasted, and an address that leads nowhere is told", async () => {
  await box().fill(token(user()));
  for (const [fragment, title, said] of [
    ["#/compare", "Compare – Token Inspector"],
    ["#/guide", "Guide – Token Inspector"],
    ["#/guide/audience", /audience.* – Token Inspector$/i],
    ["#/guide/<b>nonsense", "Guide – Token Inspector", /called “.*nonsense”/],
    ["#/scan", "Guide – Token Inspector", /called “scan”/],
    ["#/", "Token Inspector"],
  ]) {
    await page.evaluate((fragment) => void (location.hash = fragment), fragment);
    await page.waitForFunction((title) => document.title === title || title.test?.(document.title), title);
    if (said) assert.match(await page.getByRole("main").innerText(), said);
  }
});

test("what is pasted is shown from its start", async () => {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.evaluate((text) => navigator.clipboard.writeText(text), token(user({ long: "x".repeat(2000) })));
  await box().focus();
  await page.keyboard.press("ControlOrMeta+v");
  await page.getByText("Signed JWT").first().waitFor();
  await page.waitForFunction(() => document.querySelector("#token-frame").scrollTop + document.querySelector("#token").scrollTop === 0);
});

test("a finding that is chosen by keyboard takes the focus to its place, and back", async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await box().fill(token(user({ exp: 1 })));
  const isInView = () =>
    page.waitForFunction(() => {
      const { top, bottom } = document.activeElement.getBoundingClientRect();
      return top >= 0 && bottom <= innerHeight;
    });
  for (const tab of ["Table", "JSON"]) {
    await page.getByRole("tab", { name: tab, exact: true }).click();
    await finding("token-expired").locator("h3 button").focus();
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.activeElement?.innerText === "Back to the finding");
    await isInView();
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.activeElement?.closest("[data-rule=token-expired]"));
    await isInView();
  }
  // Whoever goes from tab to tab stays in sight too.
  await page.getByRole("tab", { name: "JSON", exact: true }).focus();
  await page.keyboard.press("ArrowLeft");
  await isInView();
});

test("what is inserted over many lines is checked in full, also where only its start is shown", async () => {
  const many = Array.from({ length: 100 }, (_, at) => token(user({ aud: `api://${at}` }))).join("\n");
  await box().focus();
  await page.keyboard.insertText(many);
  await page.getByRole("button", { name: "and 88 more", exact: true }).waitFor();
});

test("deep nesting does not make the page wide", async () => {
  const deep = `${"[".repeat(3000)}${"]".repeat(3000)}`;
  const [header, , signature] = token(user()).split(".");
  await box().fill(`${header}.${Buffer.from(`{"a":${deep}}`).toString("base64url")}.${signature}`);
  await page.getByRole("tab", { name: "JSON" }).click();
  await page.getByText("more lines").or(page.locator(".line").nth(50)).first().waitFor();
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(overflow <= 0, `${overflow} px wider than the window`);
});

test("what is encrypted is not called unobjectionable, and a key is shown its place", async () => {
  await box().fill("eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..QUJDREVGR0hJSktM.QUJD.QUJDREVGR0hJSktMTU5PUA");
  await finding("structure-jwe-compact").waitFor();
  assert.match(await verdict().innerText(), /encrypted, so only its header was checked/);
  await box().fill('{"kty":"oct","k":"QUJD"}');
  await finding("vendor-key-pasted").waitFor();
  assert.match(await verdict().innerText(), /This is a key, not a token: paste it under Key/);
  await page.getByRole("button", { name: "Use it as the key" }).click();
  await page.getByText("The key is kept.").waitFor();
  assert.equal(await box().inputValue(), "");
  await box().fill(token(user()));
  assert.equal(await page.getByRole("textbox", { name: "Key", exact: true }).inputValue(), '{"kty":"oct","k":"QUJD"}');
  await page.getByRole("button", { name: "Clear", exact: true }).click();
  await box().fill("neither a token nor a key");
  await finding("opaque-not-a-jwt").waitFor();
  assert.doesNotMatch(await verdict().innerText(), /This is a key/);
});

test("the focus stays where a button goes with what it does, and Escape leaves the guide", async () => {
  const focused = (css) => page.waitForFunction((css) => document.activeElement?.matches(css), css);
  const press = async (button) => {
    await button.focus();
    await page.keyboard.press("Enter");
  };
  await press(page.getByRole("button", { name: "an expired token", exact: true }).first());
  await finding("token-expired").waitFor();
  await focused("#samples-button");
  await page.getByRole("slider", { name: "Moment to check at" }).focus();
  await page.keyboard.press("ArrowLeft");
  await press(page.getByRole("button", { name: "Back to now" }));
  await focused("#moment");
  await press(findings().getByRole("link", { name: "How to fix", exact: true }).first());
  await focused("#guide-heading");
  await page.keyboard.press("Escape");
  await page.getByRole("complementary", { name: "Guide" }).waitFor({ state: "detached" });
  await focused(".finding__fix");
});

test("an example gives the token back that it took the place of", async () => {
  await box().fill(token(user()));
  await page.getByRole("button", { name: "Samples" }).click();
  const samples = page.getByRole("dialog", { name: "Samples" });
  await samples.getByRole("button", { name: "an expired token" }).click();
  await finding("token-expired").waitFor();
  await page.getByRole("button", { name: "Back to your token" }).click();
  await finding("token-expired").waitFor({ state: "detached" });
  assert.match(await box().inputValue(), /^eyJ/);
  assert.equal(await page.getByRole("button", { name: "Back to your token" }).count(), 0);
});

test("samples have the focus, and close behind whoever tabs on", async () => {
  await box().fill(token(user()));
  await page.getByRole("button", { name: "Samples" }).click();
  const samples = page.getByRole("dialog", { name: "Samples" });
  await page.waitForFunction(() => document.activeElement?.id === "samples-heading");
  for (let steps = 0; steps < 12 && (await samples.isVisible()); steps += 1) await page.keyboard.press("Tab");
  assert.ok(!(await samples.isVisible()));
  assert.notEqual(await page.evaluate(() => document.activeElement?.localName), "body");
});

test("codes are found by number, by the start of an unknown one, and by finding", async () => {
  await page.getByRole("link", { name: "Guide", exact: true }).click();
  const main = page.getByRole("main");
  for (const [words, code, said] of [
    ["obo-id-token", "AADSTS240002", /obo-id-token/],
    ["aadsts900169", "AADSTS90016", /sub-code of AADSTS90016/],
    ["700211", "AADSTS700211", /not documented/],
  ]) {
    await main.getByRole("searchbox").fill(words);
    const codes = main.getByRole("region", { name: "Error codes" });
    await codes.getByRole("rowheader").filter({ hasText: code }).first().waitFor();
    assert.match(await codes.innerText(), said, words);
  }
  await page.evaluate(() => location.assign("#/guide/aadsts-lookup"));
  await page.getByRole("table", { name: "Error codes" }).waitFor();
});

test("what a token says is put into words: header, lists, what is nested, and the JSON", async () => {
  const claims = user({ amr: ["pwd", "x", "fed"], xms_tcdt: 1700000000, "kubernetes.io": { pod: { name: "orders-1" } }, cnf: { jkt: "j" }, apptype: "Public" });
  await box().fill(token(claims));
  const row = (name) => page.locator(`#panel [data-claim="${name}"]`);
  for (const [name, words] of [
    ["amr", /pwd\s*password\s*x\s*fed\s*federated assertion/],
    ["xms_tcdt", /14 Nov 2023/],
    ["kubernetes.io", /pod\s*name\s*orders-1/],
    ["cnf", /jkt\s*j\s*SHA-256 thumbprint/],
    ["apptype", /seen in tokens, not documented/],
    ["exp", /seconds since 1970 · RFC 7519/],
  ]) assert.match(await row(name).innerText(), words);
  await page.getByRole("tab", { name: "JSON" }).click();
  assert.match(await page.locator("#panel").innerText(), /"pwd",\s*password/);
  assert.match(await page.locator("#panel").innerText(), /"xms_tcdt": 1700000000,\s*14 Nov 2023/);
  await page.getByRole("tab", { name: "Header" }).click();
  assert.match(await row("kid").innerText(), /Which key was used/);
});

test("one claim is copied as it stands, and escaped where it hides something", async () => {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await box().fill(token(user({ name: "A\u202Eb", "x/y": { a: ["1", 2] } })));
  for (const [name, text] of [["aud", API], ["name", '"A\\u202eb"'], ["x/y", '{"a":["1",2]}']]) {
    const button = page.locator(`[data-claim="${name}"]`).getByRole("button", { name: "Copy" });
    await button.focus();
    await page.keyboard.press("Enter");
    await page.locator(`[data-claim="${name}"]`).getByRole("button", { name: "Copied" }).waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), text);
  }
});

test("all is cleared after a while without input, where that is wanted", async () => {
  await page.clock.install();
  await page.reload();
  await page.waitForSelector("html[data-page=started]");
  await box().fill(token(user()));
  await page.clock.fastForward("11:00");
  assert.notEqual(await box().inputValue(), "");
  await page.getByRole("checkbox", { name: "Clear all after 10 minutes without input" }).check();
  await page.clock.fastForward("11:00");
  await page.waitForFunction(() => document.querySelector("#token").value === "");
  await page.getByText("Cleared after 10 minutes").waitFor();
});
