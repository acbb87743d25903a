// A change is tried: an unsigned draft, and the token as it was.

import assert from "node:assert/strict";
import { test } from "node:test";
import { fresh } from "../support/fresh.mjs";
import { API, token, user } from "../support/tokens.mjs";

let page;

fresh((its) => {
  page = its;
});

const box = () => page.getByRole("textbox", { name: "Token", exact: true });
const panel = () => page.getByRole("tabpanel");
const field = (name) => panel().getByRole("list", { name: "Claims of the draft" }).getByRole("textbox", { name, exact: true });
const listed = (name, rule) => panel().getByRole("list", { name, exact: true }).locator(`[data-rule="${rule}"]`);
const open = () => page.getByRole("tab", { name: "Try a change" }).click();

test("a claim is changed, another removed, another added, and the token stays, by mouse", async () => {
  const text = token(user({ aud: "api://other", exp: Math.floor(Date.now() / 1000) - 7200, iat: Math.floor(Date.now() / 1000) - 10800, nbf: Math.floor(Date.now() / 1000) - 10800 }));
  await box().fill(text);
  await page.getByRole("group", { name: "What your API expects" }).getByRole("textbox", { name: "Audience" }).fill(API);
  await open();
  await page.getByText("Nothing is changed yet.").waitFor();
  assert.match(await panel().innerText(), /Unsigned draft, not your token/);
  await field("aud").fill(API);
  await listed("Would go", "aud-mismatch").waitFor();
  await listed("Would remain", "token-expired").waitFor();
  assert.match(await page.locator(".draft__said").innerText(), /would reject/);
  await page.getByRole("button", { name: "Issued now" }).click();
  assert.equal(await page.evaluate(() => document.activeElement.innerText), "Issued now", "the focus stays");
  await listed("Would go", "token-expired").waitFor();
  assert.match(await page.locator(".draft__said").innerText(), /nothing here would speak against/);
  const scp = panel().getByRole("listitem").filter({ has: page.getByRole("textbox", { name: "scp", exact: true }) });
  await scp.getByRole("button", { name: "Remove" }).click();
  await listed("Would appear", "scp-and-roles-missing").waitFor();
  await page.getByRole("textbox", { name: "Add a claim" }).fill("roles");
  await page.getByRole("textbox", { name: "Its value, as JSON or text" }).fill('["Orders.Admin"]');
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await listed("Would appear", "scp-and-roles-missing").waitFor({ state: "detached" });
  const changes = panel().getByRole("list", { name: "Changes" });
  assert.equal(await changes.getByRole("listitem").count(), 4);
  await changes.getByRole("button", { name: "Undo" }).first().click();
  await listed("Would remain", "aud-mismatch").waitFor();
  assert.equal(await box().inputValue(), text, "the token is untouched");
  assert.ok(await page.getByRole("list", { name: "Findings" }).locator('[data-rule="aud-mismatch"]').isVisible(), "the findings are the token's");
  await page.getByRole("tab", { name: "JSON" }).click();
  assert.match(await panel().innerText(), /api:\/\/other/, "the JSON is the token's");
  await open();
  await page.getByRole("button", { name: "Discard, back to the token" }).click();
  assert.ok(await page.getByRole("table", { name: "Claims" }).isVisible());
  await open();
  await page.getByText("Nothing is changed yet.").waitFor();
});

test("by keyboard, and another text ends it", async () => {
  await box().fill(token(user({ ver: "2.0", exp: 1 })));
  await page.getByRole("tab", { name: "Table" }).focus();
  await page.keyboard.press("End");
  await page.getByText("Nothing is changed yet.").waitFor();
  await page.evaluate(() => document.getElementById("draft-name").focus());
  await page.keyboard.type("email");
  await page.keyboard.press("Tab");
  await page.keyboard.type("a@contoso.example");
  await page.keyboard.press("Enter");
  assert.equal(await field("email").inputValue(), "a@contoso.example");
  assert.equal(await page.evaluate(() => document.activeElement.id), "draft-name");
  assert.equal(await field("ver").inputValue(), '"2.0"', "what would be a number keeps its quotes");
  await field("exp").focus();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("9");
  assert.equal(await field("exp").inputValue(), "9");
  await page.getByRole("button", { name: "All times +1 h" }).focus();
  await page.keyboard.press("Space");
  assert.equal(await field("exp").inputValue(), "3609");
  await box().fill(token(user({ sub: "other" })));
  await page.getByText("Nothing is changed yet.").waitFor();
});

test("what stands around the token still counts, and what cannot be edited says so", async () => {
  await box().fill(`See ${token(user())}. And Authorization: Bearer ${token(user({ aud: "x" }))}`);
  await open();
  await field("tid").fill("x");
  await page.locator(".draft__said").filter({ hasText: /would/ }).waitFor();
  await box().fill(`${token(user()).split(".").slice(0, 2).join(".").slice(0, -9)}.x`);
  await open();
  await page.getByText("Header and payload have to be complete").waitFor();
});

test("the focus is not lost when the first claim is taken away", async () => {
  await box().fill(token(user()));
  await open();
  await page.getByRole("list", { name: "Claims of the draft" }).getByRole("button", { name: "Remove" }).first().focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement?.id === "draft-said");
});
