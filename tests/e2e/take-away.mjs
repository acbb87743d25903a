// The page as a file: which version it is, how to take it along, and how to see that it is the right one.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { launch } from "../support/browser.mjs";

const { E2E_BASE, E2E_FILE } = process.env;
let browser;

before(async () => {
  browser = await launch();
});
after(() => browser.close());

async function panel(address) {
  const page = await browser.newPage();
  await page.goto(address);
  await page.waitForSelector("html[data-page=started]");
  await page.getByRole("contentinfo").getByRole("button", { name: "Compare or download this page" }).press("Enter");
  const dialog = page.getByRole("dialog", { name: /nothing leaves this page/ });
  await dialog.waitFor();
  return { page, dialog };
}

async function download(page, link) {
  const [file] = await Promise.all([page.waitForEvent("download"), link.click()]);
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

test("the page and its hash can be downloaded, and belong together", async () => {
  const { page, dialog } = await panel(E2E_BASE);
  const found = await download(page, dialog.getByRole("link", { name: "Download this page" }));
  assert.equal(found.name, "index.html");
  assert.deepEqual(found.bytes, await readFile(new URL(E2E_FILE)));
  const hash = await download(page, dialog.getByRole("link", { name: "Download its SHA-256" }));
  assert.equal(hash.name, "index.html.sha256");
  assert.equal(`${hash.bytes}`, `${createHash("sha256").update(found.bytes).digest("hex")}  index.html\n`);
  // The page is still there.
  assert.equal(page.url(), E2E_BASE);
  assert.equal(await dialog.isVisible(), true);
  await page.close();
});

test("where the browser keeps the page, what it kept is what is downloaded", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(E2E_BASE);
  await page.evaluate(async () => {
    const { active } = await navigator.serviceWorker.ready;
    if (active.state !== "activated") await new Promise((done) => active.addEventListener("statechange", done, { once: true }));
  });
  await page.reload();
  await page.waitForSelector("html[data-page=started]");
  assert.ok(await page.evaluate(() => !!navigator.serviceWorker.controller));
  await page.getByRole("button", { name: "Compare or download this page" }).click();
  const found = await download(page, page.getByRole("link", { name: "Download this page" }));
  assert.deepEqual(found.bytes, await readFile(new URL(E2E_FILE)));
  const hash = await download(page, page.getByRole("link", { name: "Download its SHA-256" }));
  assert.match(`${hash.bytes}`, /^[0-9a-f]{64}  index\.html\n$/);
  await context.close();
});

test("with a section of the guide open it is the same file", async () => {
  const { page, dialog } = await panel(`${E2E_BASE}#/guide`);
  const found = await download(page, dialog.getByRole("link", { name: "Download this page" }));
  assert.deepEqual(found.bytes, await readFile(new URL(E2E_FILE)));
  assert.match(page.url(), /#\/guide$/);
  await page.close();
});

test("it says which version it is, and how to compare it", async () => {
  const { page, dialog } = await panel(E2E_BASE);
  const version = /Version \d+\.\d+\.\d+, (commit [0-9a-f]{12}\+?|not a release)/;
  assert.match(await page.getByRole("contentinfo").innerText(), version);
  assert.match(await dialog.innerText(), version);
  assert.match(await dialog.innerText(), /sha256sum -c index\.html\.sha256/);
  await page.close();
});

for (const [where, address, says] of [
  ["from a file", E2E_FILE, true],
  ["under a wrong address", `${E2E_BASE}no/such/page`, false],
]) {
  test(`${where} there is nothing to download`, async () => {
    const { page, dialog } = await panel(address);
    assert.equal(await dialog.getByRole("link").count(), 0);
    assert.equal((await dialog.innerText()).includes("You have it: this is the file"), says);
    await page.close();
  });
}
