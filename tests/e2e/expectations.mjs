// Saying what an API expects: by field, configuration, link and memory; at which moment; what resolves a finding.

import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { launch } from "../support/browser.mjs";
import { API, token, user } from "../support/tokens.mjs";

const { E2E_BASE } = process.env;
const TENANT = "aaaabbbb-0000-cccc-1111-dddd2222eeee";
let browser;
let context;
let page;

before(async () => {
  browser = await launch();
});
after(() => browser.close());

const start = async (address = E2E_BASE) => {
  await context?.close();
  context = await browser.newContext({ viewport: { width: 1440, height: 1000 }, permissions: ["clipboard-read", "clipboard-write"], timezoneId: "Europe/Berlin" });
  page = await context.newPage();
  await open(address);
};
const open = async (address) => {
  await page.goto(address);
  await page.waitForSelector("html[data-page=started]");
};
beforeEach(() => start());

const box = () => page.getByRole("textbox", { name: "Token", exact: true });
const group = () => page.getByRole("group", { name: "What your API expects" });
const field = (name) => group().getByRole("textbox", { name, exact: true });
const choice = (name) => group().getByRole("combobox", { name, exact: true });
const button = (name) => group().getByRole("button", { name, exact: true });
const list = () => page.getByRole("list", { name: "Findings" });
const finding = (rule) => list().locator(`[data-rule="${rule}"]`).first();
const quiet = (rule) => page.waitForFunction((rule) => !document.querySelector(`.findings [data-rule="${rule}"]`), rule);
const more = () => group().getByText("More", { exact: true }).click();
const copied = () => page.evaluate(() => navigator.clipboard.readText());
const said = (text) => page.getByText(text).first().waitFor();
const messages = () => list().locator("h3").allInnerTexts();
const met = (name, is) => field(name).locator("xpath=ancestor::*[@class='field']").locator(`[data-met="${is}"]`).first().waitFor();

test("every field is checked, and says at once whether the token meets it", async () => {
  await box().fill(token(user()));
  await more();
  for (const [name, wrong, rule, right] of [
    ["Tenant", "bbbbcccc-1111-dddd-2222-eeee3333ffff", "tid-mismatch", TENANT],
    ["Client", "33334444-dddd-5555-eeee-6666ffff7777", "client-not-allowed", undefined],
    ["Algorithms", "ES256, PS256", "alg-not-allowed-for-profile", "RS256"],
  ]) {
    await field(name).fill(wrong);
    await finding(rule).waitFor();
    await met(name, false);
    if (right) {
      await field(name).fill(right);
      await met(name, true);
    }
    await field(name).fill("");
    await quiet(rule);
  }
  await choice("Token version").selectOption("1");
  await finding("ver-mismatch-expected").waitFor();
  await choice("Token version").selectOption("2");
  await quiet("ver-mismatch-expected");
  const now = Math.floor(Date.now() / 1000);
  await box().fill(token(user({ auth_time: now - 7200, nonce: "n-1" })));
  await field("Maximum age").fill("soon");
  await met("Maximum age", false);
  await quiet("auth-time-too-old");
  await field("Maximum age").fill("900");
  await finding("auth-time-too-old").waitFor();
  await field("Maximum age").fill("9000");
  await met("Maximum age", true);
  await field("Nonce").fill("n-2");
  await met("Nonce", false);
  await field("Nonce").fill("n-1");
  await met("Nonce", true);
  await field("Subject").fill("somebody else");
  await met("Subject", false);
});

test("the less usual fields are out of the way until one of them says something", async () => {
  await box().fill(token(user()));
  assert.equal(await field("Tenant").isVisible(), false);
  await open(`${E2E_BASE}#/?tid=${TENANT}`);
  await page.reload();
  await page.waitForSelector("html[data-page=started]");
  await box().fill(token(user()));
  await field("Tenant").waitFor();
  assert.equal(await field("Tenant").inputValue(), TENANT);
});

test("tolerances are named after those who apply them, and one's own is taken", async () => {
  const now = Math.floor(Date.now() / 1000);
  await box().fill(token(user({ exp: now - 100 })));
  await finding("token-expired").waitFor();
  const options = await choice("Clock tolerance").locator("option").allInnerTexts();
  assert.match(options.join(" "), /Spring/);
  assert.match(options.join(" "), /ASP\.NET Core/);
  await choice("Clock tolerance").selectOption("60");
  await finding("token-expired").waitFor();
  await choice("Clock tolerance").selectOption("300");
  await quiet("token-expired");
  await choice("Clock tolerance").selectOption("own");
  await field("Seconds of tolerance").fill("20");
  await finding("token-expired").waitFor();
});

test("required claims are completed from the dictionary and taken out again, by mouse", async () => {
  await box().fill(token(user()));
  await field("Required claims").fill("oid, ema");
  await page.getByRole("option", { name: "email", exact: true }).click();
  assert.equal(await field("Required claims").inputValue(), "oid, email");
  await finding("required-claim-missing").waitFor();
  await button("Remove email").click();
  assert.equal(await field("Required claims").inputValue(), "oid");
  await quiet("required-claim-missing");
  await field("Required claims").fill("ver=1.0");
  await met("Required claims", false);
  await field("Required claims").fill("ver=2.0");
  await met("Required claims", true);
});

test("the same by keyboard", async () => {
  await box().fill(token(user()));
  await field("Required claims").focus();
  await page.keyboard.type("oid, emai");
  const offered = page.getByRole("option", { name: "email", exact: true });
  await offered.waitFor();
  await page.getByText(/^\d known claims? starts? so/).waitFor();
  await page.keyboard.press("Escape");
  await offered.waitFor({ state: "hidden" });
  await page.keyboard.press("Backspace");
  await offered.waitFor();
  for (const key of ["ArrowUp", "ArrowDown", "ArrowDown"]) await page.keyboard.press(key);
  await page.waitForFunction(() => document.getElementById(document.activeElement.getAttribute("aria-activedescendant"))?.getAttribute("aria-selected") === "true");
  await page.keyboard.press("Enter");
  assert.equal(await field("Required claims").inputValue(), "oid, email");
  await page.locator("#completions").waitFor({ state: "hidden" });
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  assert.equal(await field("Required claims").inputValue(), "oid");
});

const SETTINGS = JSON.stringify({
  AzureAd: { Instance: "https://login.microsoftonline.com/", TenantId: TENANT, ClientId: "33334444-dddd-5555-eeee-6666ffff7777", Colour: "red" },
});

test("a configuration fills the fields in, says from where, and is undone", async () => {
  await box().fill(token(user()));
  await field("Scopes").fill("Orders.Read");
  await button("From your configuration").click();
  await field("Configuration").fill(SETTINGS);
  const panel = page.locator("#configuration");
  await panel.getByText("ASP.NET Core settings").waitFor();
  assert.match(await panel.innerText(), /Tenant: aaaabbbb-0000-cccc-1111-dddd2222eeee, from AzureAd:TenantId/);
  assert.match(await panel.innerText(), /AzureAd:Colour: this setting is not known/);
  await button("Use these").click();
  assert.match(await field("Audience").inputValue(), /33334444-dddd/);
  assert.equal(await field("Tenant").inputValue(), TENANT);
  assert.equal(await field("Scopes").inputValue(), "Orders.Read", "what it does not say stays");
  await finding("aud-mismatch").waitFor();
  await button("Undo").click();
  assert.equal(await field("Audience").inputValue(), "");
  await quiet("aud-mismatch");
});

test("a file opens by keyboard, with a choice among what it defines", async () => {
  await box().fill(token(user()));
  await button("From your configuration").focus();
  await page.keyboard.press("Enter");
  const manifest = JSON.stringify({ appId: API, identifierUris: [`api://${API}`], appRoles: [{ value: "Orders.Admin", isEnabled: true, allowedMemberTypes: ["User"] }] });
  await page.getByLabel("Or open a file").setInputFiles({ name: "manifest.json", mimeType: "application/json", buffer: Buffer.from(manifest) });
  const offer = group().getByRole("checkbox", { name: /Orders\.Admin/ });
  await offer.focus();
  await page.keyboard.press("Space");
  await button("Use these").focus();
  await page.keyboard.press("Enter");
  await finding("role-missing-expected").waitFor();
  assert.equal(await field("Roles").inputValue(), "Orders.Admin");
  assert.ok(await button("From your configuration").evaluate((own) => own === document.activeElement), "focus is not lost");
});

test("what is no configuration is said to be none, and a token is not taken", async () => {
  await box().fill(token(user()));
  await button("From your configuration").click();
  await field("Configuration").fill("hello");
  await said("no configuration that is known here");
  await field("Configuration").fill(JSON.stringify({ nonce: token(user()) }));
  await said(/Nothing was taken/);
  assert.equal(await button("Use these").count(), 0);
});

test("a link and a file give the same findings, and hold no token", async () => {
  const text = token(user());
  await box().fill(text);
  await field("Audience").fill("api://orders.contoso.example");
  await field("Required claims").fill("email, acr=1");
  await more();
  await field("Algorithms").fill("ES256");
  await choice("Clock tolerance").selectOption("300");
  await choice("Checked at").selectOption("given");
  const wanted = await messages();
  await button("Copy link").click();
  await said("The link is in the clipboard");
  const link = await copied();
  assert.ok(link.startsWith(`${E2E_BASE}#/?`), link);
  assert.ok(!link.includes(text.slice(0, 20)));
  await button("Copy as JSON").click();
  await said("The JSON is in the clipboard");
  const json = await copied();
  assert.deepEqual(JSON.parse(json).aud, ["api://orders.contoso.example"]);

  await start(link);
  await page.getByText("taken from the link").first().waitFor();
  await box().fill(text);
  await finding("aud-mismatch").waitFor();
  assert.deepEqual(await messages(), wanted);
  await field("Audience").fill("changed");
  await page.goto(`${E2E_BASE}#/guide`);
  await page.goBack();
  assert.equal(await field("Audience").inputValue(), "changed", "the way back does not undo what was typed");

  await start();
  await box().fill(text);
  await button("From your configuration").click();
  await field("Configuration").fill(json);
  await button("Use these").click();
  await finding("aud-mismatch").waitFor();
  assert.deepEqual(await messages(), wanted);
});

test("a file is dropped, and what the clipboard refuses is shown to copy by hand", async () => {
  await box().fill(token(user()));
  await button("From your configuration").click();
  await field("Configuration").evaluate((area, text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], "expectations.json"));
    area.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  }, '{"aud":["api://dropped.example"],"scopes":["a b"]}');
  await button("Use these").click();
  assert.equal(await field("Audience").inputValue(), "api://dropped.example");
  assert.equal(await field("Scopes").inputValue(), '["a b"]');
  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error("refused"));
  });
  await button("Copy as JSON").click();
  await said("The browser refused the clipboard");
  assert.match(await group().locator(".travel pre").innerText(), /dropped\.example/);
});

test("moments beyond any calendar do no harm", async () => {
  for (const at of ["9223372036854775807", "-9223372036854775808"]) {
    await start(`${E2E_BASE}#/?at=${at}`);
    await box().fill(token(user({ exp: 9223372036854775807n.toString() })));
    await box().fill(token(user()));
    await page.getByText("Checked as of").waitFor();
    const handle = page.getByRole("slider", { name: "Moment to check at" });
    await handle.focus();
    for (const key of ["ArrowRight", "ArrowLeft", "PageUp", "End", "ArrowLeft"]) await page.keyboard.press(key);
    await page.waitForFunction(() => / left$/.test(document.querySelector(".timeline__handle").getAttribute("aria-valuetext")));
  }
});

test("a link that holds what looks like a token is refused, and none is made", async () => {
  const text = token(user());
  await start(`${E2E_BASE}#/?nonce=${text}`);
  await page.getByText("it holds what looks like a token").first().waitFor();
  await page.waitForURL(/#\/$/);
  await box().fill(text);
  await more();
  assert.equal(await field("Nonce").inputValue(), "");
  await field("Nonce").fill(text);
  await button("Copy link").click();
  await said(/Nothing was copied: nonce holds what looks like/);
});

test("what a link says stays in the address until something else is expected", async () => {
  await start(`${E2E_BASE}#/?aud=api%3A%2F%2Fa`);
  await box().fill(token(user()));
  assert.equal(await field("Audience").inputValue(), "api://a");
  assert.match(page.url(), /aud=/);
  await field("Audience").fill("api://b");
  await page.waitForURL(/#\/$/);
  assert.equal(await field("Audience").inputValue(), "api://b");
});

test("a configuration in the box for tokens is read as one", async () => {
  await box().fill(SETTINGS);
  await page.getByRole("button", { name: "Read it as configuration" }).click();
  await page.getByText("What your API expects was taken").waitFor();
  assert.equal(await box().inputValue(), "");
  await box().fill(token(user()));
  assert.match(await field("Audience").inputValue(), /33334444/);
});

test("what a sample expects ends with it, however another text comes", async () => {
  await page.getByRole("button", { name: "Samples" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "the wrong audience" }).click();
  await finding("aud-mismatch").waitFor();
  await box().fill(token(user()));
  await quiet("aud-mismatch");
  assert.equal(await field("Audience").inputValue(), "");
});

test("the fields are remembered only where that is wanted", async () => {
  const kept = () => page.evaluate(() => JSON.stringify({ ...localStorage }));
  const text = token(user());
  await box().fill(text);
  await field("Audience").fill("api://kept.example");
  assert.doesNotMatch(await kept(), /kept/);
  const remember = group().getByRole("checkbox", { name: "Remember on this device" });
  assert.equal(await remember.isChecked(), false);
  await remember.check();
  await page.waitForFunction(() => /kept\.example/.test(localStorage.expected ?? ""));
  await more();
  await field("Nonce").fill(text);
  await page.waitForFunction(() => localStorage.expected === undefined);
  await said("Not kept at present");
  await field("Nonce").fill("");
  await page.waitForFunction(() => /kept\.example/.test(localStorage.expected ?? ""));
  assert.ok(!(await kept()).includes(text.slice(0, 20)));
  await page.reload();
  await page.waitForSelector("html[data-page=started]");
  await box().fill(text);
  assert.equal(await field("Audience").inputValue(), "api://kept.example");
  await page.getByRole("button", { name: "Clear" }).first().click();
  await box().fill(text);
  assert.equal(await field("Audience").inputValue(), "api://kept.example");
  await remember.focus();
  await page.keyboard.press("Space");
  await page.waitForFunction(() => localStorage.expected === undefined);
});

test("the moment to check at is dragged along the timeline, and given back", async () => {
  await box().fill(token(user()));
  const handle = page.getByRole("slider", { name: "Moment to check at" });
  const { x, y, width, height } = await handle.boundingBox();
  const at = Number(await handle.inputValue()) / 1000;
  await page.mouse.move(x + 12 + at * (width - 24), y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width * 0.7, y + height / 2, { steps: 4 });
  await page.mouse.move(x + width * 0.9, y + height / 2, { steps: 4 });
  await page.mouse.up();
  await finding("token-expired").waitFor();
  await page.getByText("Checked as of").waitFor();
  await page.getByRole("button", { name: "Back to now" }).click();
  await quiet("token-expired");
});

test("the same by keyboard, and by picker in UTC and local time", async () => {
  const now = Math.floor(Date.now() / 1000);
  await box().fill(token(user({ iat: now - 600, nbf: now - 600, exp: now + 3000 })));
  const handle = page.getByRole("slider", { name: "Moment to check at" });
  await handle.focus();
  await page.keyboard.press("End");
  await finding("token-expired").waitFor();
  await page.keyboard.press("ArrowLeft");
  await quiet("token-expired");
  assert.match(await handle.getAttribute("aria-valuetext"), /60 seconds left/);
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowLeft");
  await finding("token-not-yet-valid").waitFor();

  const picker = group().getByLabel("Date and time");
  await picker.fill("2026-07-01T12:00:30");
  await choice("Time zone").selectOption("local");
  assert.equal(await picker.inputValue(), "2026-07-01T14:00:30");
  assert.match(await choice("Time zone").innerText(), /local, UTC\+02:00/);
  await picker.fill("2026-01-01T00:00");
  await choice("Time zone").selectOption("");
  assert.equal(await picker.inputValue(), "2025-12-31T23:00");
  await page.getByText("Checked as of 31 Dec 2025, 23:00:00 UTC").waitFor();
  await choice("Checked at").selectOption("");
  await quiet("token-not-yet-valid");
});

test("remedies stand beside the guide, with the values of the token, ready to copy", async () => {
  await box().fill(token(user()));
  await field("Audience").fill("api://orders.contoso.example");
  await finding("aud-mismatch").getByRole("link", { name: "How to fix", exact: true }).click();
  const remedies = page.getByRole("complementary", { name: "Guide" }).getByRole("region", { name: "For this token" });
  await remedies.waitFor();
  assert.match(await remedies.innerText(), /For the caller/);
  assert.match(await remedies.innerText(), /lets in tokens that were issued for another API/);
  assert.match(await remedies.innerText(), /For the owner of the receiving API[^]*For the caller/, "a version 2 token names the client ID");
  const request = remedies.getByRole("listitem").filter({ hasText: "Request a token for the user" });
  await request.getByRole("button", { name: "Copy" }).focus();
  await page.keyboard.press("Enter");
  await remedies.getByRole("button", { name: "Copied" }).waitFor();
  assert.match(await copied(), /scope=api:\/\/orders\.contoso\.example\//);
});

test("a pasted Date header tells which clock is wrong", async () => {
  const now = Math.floor(Date.now() / 1000);
  await box().fill(token(user({ iat: now - 5, nbf: now - 5, exp: now + 3000 })));
  await page.getByText("Which clock is wrong?").focus();
  await page.keyboard.press("Enter");
  await page.getByText("does not contradict the clock of this device").waitFor();
  await page.getByRole("textbox", { name: "HTTP Date header" }).fill(`Date: ${new Date((now - 240) * 1000).toUTCString()}`);
  await page.getByText(/The receiver's clock is behind by about 4 minutes/).waitFor();
  await page.getByText(/300 seconds of ASP\.NET Core/).filter({ visible: true }).first().waitFor();
  await page.getByRole("textbox", { name: "HTTP Date header" }).fill("yesterday");
  await page.getByText(/Not read: a date such as/).waitFor();
});
