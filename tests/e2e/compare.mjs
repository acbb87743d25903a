// Two tokens side by side, in a real browser.

import assert from "node:assert/strict";
import { test } from "node:test";
import { fresh } from "../support/fresh.mjs";
import { API, token, user } from "../support/tokens.mjs";

let page;

fresh((its) => {
  page = its;
});

const box = () => page.getByRole("textbox", { name: "Token", exact: true });
const left = () => page.getByRole("textbox", { name: "Left token" });
const right = () => page.getByRole("textbox", { name: "Right token" });
const card = (name) => page.getByRole("region", { name, exact: true });
const differences = () => page.getByRole("table", { name: "Differences" });
const names = () => differences().locator("[data-claim]").evaluateAll((rows) => rows.map((row) => row.dataset.claim));

const works = token(user({ scp: "Orders.Read Orders.Write", uti: "one" }));
const fails = token(user({ scp: "Orders.Read", uti: "two", aud: "00000003-0000-0000-c000-000000000000", azp: "33334444-dddd-5555-eeee-6666ffff7777" }));

test("a working and a failing token, by mouse: what explains a finding comes first", async () => {
  await box().fill(fails);
  await page.getByRole("group", { name: "What your API expects" }).getByRole("textbox", { name: "Audience" }).fill(API);
  await page.getByRole("link", { name: "Compare", exact: true }).click();
  await page.waitForURL(/#\/compare$/);
  assert.equal(await left().inputValue(), fails, "the left side has what is inspected");
  await right().fill(`Authorization: Bearer ${works}`);
  await differences().waitFor();
  assert.match(await card("Left token").innerText(), /would reject/i);
  assert.match(await card("Right token").innerText(), /nothing here speaks against/i);
  assert.ok((await card("Only the left token has").locator('[data-rule^="aud-"]').count()) >= 1);
  assert.equal(await card("Only the right token has").locator('[data-severity="error"]').count(), 0);
  const rows = await names();
  assert.equal(rows[0], "aud");
  assert.match(await differences().locator('[data-claim="aud"]').innerText(), /left: The /, "it says whose finding that is");
  assert.ok(!rows.includes("uti"), "ids are folded away");
  assert.ok(rows.includes("azp") && rows.indexOf("azp") > 0);
  const scp = differences().locator('[data-claim="scp"]');
  assert.match(await scp.innerText(), /nothing of its own[\s\S]*only here Orders\.Write/);
  assert.match(await scp.innerText(), /1 that both have/);
  await page.getByRole("button", { name: /always differ/ }).click();
  assert.ok((await names()).includes("uti"));
  assert.equal(new URL(page.url()).hash, "#/compare", "nothing of it is in the address");
});

test("what is changed on the left stays there, and can be taken back", async () => {
  await box().fill(works);
  await page.getByRole("link", { name: "Compare", exact: true }).click();
  await left().fill(fails);
  await page.getByText("Changed here only").waitFor();
  await page.getByRole("link", { name: "Inspect", exact: true }).click();
  assert.equal(await box().inputValue(), works);
  await page.getByRole("link", { name: "Compare", exact: true }).click();
  assert.equal(await left().inputValue(), fails);
  await page.getByRole("button", { name: "Take the one in the main box" }).click();
  assert.equal(await left().inputValue(), works);
  await page.getByRole("button", { name: "Swap left and right" }).click();
  assert.equal(await right().inputValue(), works);
  await page.getByRole("link", { name: "Inspect", exact: true }).click();
  assert.equal(await box().inputValue(), works, "the main box keeps what it has");
  await page.getByRole("button", { name: "Clear", exact: true }).click();
  await page.getByRole("link", { name: "Compare", exact: true }).click();
  assert.equal((await left().inputValue()) + (await right().inputValue()), "", "clearing forgets both sides");
});

test("by keyboard, with several tokens on a side", async () => {
  const isAt = (name) =>
    page.evaluate((name) => {
      const here = document.activeElement;
      return (here?.getAttribute("aria-label") ?? here?.innerText ?? "").trim().startsWith(name);
    }, name);
  const tabTo = async (name) => {
    for (let steps = 0; steps < 60; steps += 1) {
      if (await isAt(name)) return;
      await page.keyboard.press("Tab");
    }
    assert.fail(`Tab never comes to ${name}`);
  };
  await page.getByRole("link", { name: "Inspect", exact: true }).focus();
  await tabTo("Compare");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement?.id === "compare-heading");
  await tabTo("Left token");
  await page.keyboard.insertText(works);
  await tabTo("Right token");
  await page.keyboard.insertText(`${fails} and ${works}`);
  const choice = page.getByRole("group", { name: "Tokens in the right text" });
  await choice.waitFor();
  assert.ok((await names()).includes("aud"));
  await choice.getByRole("radio").first().focus();
  await page.keyboard.press("ArrowDown");
  await page.getByText("Nothing differs").waitFor();
  assert.ok(await choice.getByRole("radio").nth(1).isChecked());
});

test("one side, or what is no token, is said plainly", async () => {
  await page.evaluate(() => void (location.hash = "#/compare"));
  await page.getByText("Paste a token on either side").waitFor();
  await left().fill(works);
  await page.getByText("Paste the other token on the right").waitFor();
  await right().fill("hello world, no token");
  await page.waitForTimeout(50);
  assert.equal(await page.locator("img, iframe").count(), 0);
});

test("a megabyte and hostile names do not freeze it", async () => {
  const many = Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`c${at}<img>`, "x".repeat(100)]));
  await page.evaluate(() => void (location.hash = "#/compare"));
  const started = Date.now();
  await left().fill(token(user(many)));
  await right().fill(works);
  await page.getByRole("button", { name: /and .* more/ }).waitFor();
  assert.ok(Date.now() - started < 15_000);
  assert.ok((await page.evaluate(() => document.querySelectorAll("*").length)) < 3000);
});
