// The page as it is shipped starts, from a host and from a disk, and asks nobody for anything.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch } from "../support/browser.mjs";

const { E2E_BASE, E2E_FILE } = process.env;
let browser;

before(async () => {
  browser = await launch();
});
after(() => browser.close());

for (const [where, address] of [
  ["under a path of a host", E2E_BASE],
  ["under an address of that host that does not exist", `${E2E_BASE}no/such/page`],
  ["from a file", E2E_FILE],
]) {
  test(`it starts ${where}, with one request and no violation of its policy`, async () => {
    const page = await browser.newPage();
    const requests = [];
    const said = [];
    page.on("request", (request) => requests.push(request.url()));
    page.on("console", (message) => said.push(message.text()));
    page.on("pageerror", (error) => said.push(`${error}`));
    await page.addInitScript(() => {
      globalThis.violations = [];
      addEventListener("securitypolicyviolation", (event) => {
        globalThis.violations.push(`${event.effectiveDirective} ${event.blockedURI}`);
      });
    });
    await page.goto(address);
    await page.waitForSelector("html[data-page=started]");
    // The browser logs it where somebody is quicker than the focus that the page gives.
    await page.waitForFunction(() => document.activeElement?.id === "token");
    const field = page.getByRole("textbox", { name: "Token", exact: true });
    await field.fill("e30.e30.");
    await field.press("End");
    await page.waitForTimeout(250);

    assert.equal(await page.locator("#notice").isVisible(), false);
    assert.deepEqual(await page.evaluate(() => globalThis.violations), []);
    assert.deepEqual(requests, [address]);
    const missing = /Failed to load resource.*404/;
    assert.deepEqual(said.filter((text) => !missing.test(text)), []);
    await page.close();
  });
}

test("what is typed before the page has started is kept", async () => {
  const page = await browser.newPage();
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      const field = document.getElementById("token");
      if (!field) return;
      field.value = "typed early";
      observer.disconnect();
    }).observe(document, { childList: true, subtree: true });
  });
  await page.goto(E2E_BASE);
  await page.waitForSelector("html[data-page=started]");
  assert.equal(await page.getByRole("textbox", { name: "Token", exact: true }).inputValue(), "typed early");
  await page.close();
});

test("the policy is in force: a script that it does not know is refused", async () => {
  const page = await browser.newPage();
  await page.goto(E2E_BASE);
  await page.waitForSelector("html[data-page=started]");
  const ran = await page.evaluate(() => {
    const script = document.createElement("script");
    try {
      script.textContent = "globalThis.ran = true";
    } catch {
      return "refused by Trusted Types";
    }
    document.head.append(script);
    return globalThis.ran === true;
  });
  assert.ok(ran === false || ran === "refused by Trusted Types");
  await page.close();
});

for (const [what, script, words] of [
  ["without WebAssembly", "delete globalThis.WebAssembly", /too old/],
  ["without DecompressionStream", "delete globalThis.DecompressionStream", /too old/],
  ["when the module cannot be started", "WebAssembly.Instance = WebAssembly.instantiate = function () { throw Error('no') }", /could not start/],
]) {
  test(`${what} it says so`, async () => {
    const page = await browser.newPage();
    await page.addInitScript(script);
    await page.goto(E2E_BASE);
    await page.waitForSelector("html[data-page=stopped]");
    assert.match(await page.getByRole("alert").innerText(), words);
    await page.close();
  });
}

test("it starts where a module of its size must not be compiled at once", async () => {
  const page = await browser.newPage();
  await page.addInitScript(() => {
    const { Module } = WebAssembly;
    WebAssembly.Module = function (bytes) {
      // The limit of Chromium before version 115.
      if (bytes.byteLength > 4096) throw new RangeError("too large");
      return new Module(bytes);
    };
  });
  await page.goto(E2E_BASE);
  await page.waitForSelector("html[data-page=started]");
  await page.close();
});

test("inside another page it does not run, and says so", async () => {
  const page = await browser.newPage();
  await page.setContent(`<iframe src="${E2E_BASE}"></iframe>`);
  const frame = page.frameLocator("iframe");
  await frame.locator("html[data-page=stopped]").waitFor({ state: "attached" });
  assert.match(await frame.getByRole("alert").innerText(), /inside another/);
  assert.equal(await frame.getByRole("textbox").count(), 0);
  await page.close();
});

test("when the module fails later on it says so, and nothing of what was typed", async () => {
  const page = await browser.newPage();
  await page.goto(E2E_BASE);
  await page.waitForSelector("html[data-page=started]");
  await page.evaluate(() => {
    const error = new WebAssembly.RuntimeError("unreachable: what was typed");
    dispatchEvent(new ErrorEvent("error", { error, message: error.message }));
  });
  const words = await page.getByRole("alert").innerText();
  assert.match(words, /has stopped/);
  assert.doesNotMatch(words, /typed/);
  await page.close();
});
