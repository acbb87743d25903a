// Kept by the browser: whole or not at all, renewed only by hand, and taken back when its host says so.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { KINDS, start } from "./support/browser.mjs";
import * as drive from "./support/drive.mjs";
import { elsewhere } from "./support/server.mjs";
import { UNCOVERED, aim, directives, hostile } from "./support/hostile.mjs";
import { site } from "./support/server.mjs";

const { E2E_DIST } = process.env;
const file = (name) => readFile(join(E2E_DIST, name), "utf8");
const [html, worker, withdraw] = await Promise.all(["index.html", "sw.js", "withdraw.js"].map(file));
const sha = (text) => `sha256-${createHash("sha256").update(text).digest("base64")}`;
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/// A build with this page in the place of the shipped one.
function build(page, number) {
  const policy = (text) => [...directives(text).values()].join("; ");
  const altered = worker
    .replace(sha(html), sha(page))
    .replace(policy(html), () => policy(page))
    .replace(/VERSION = "[0-9a-f]+"/, `VERSION = "${number}"`);
  return { "index.html": page, "sw.js": altered };
}
// On the outermost element, which the page leaves alone.
const marked = (text) => html.replace("<html ", `<html data-build="${text}" `);
const mark = (page) => page.evaluate(() => document.documentElement.dataset.build);

/// The page, once the browser has put it away whole.
async function kept(run, own) {
  const page = await run.browser.newPage();
  await drive.open(page, own.base);
  await page.waitForFunction(async () => (await navigator.serviceWorker.getRegistration())?.active?.state === "activated", { timeout: 20_000 });
  return page;
}

for (const kind of KINDS) {
  const using = (name, work) =>
    test(`${kind}: ${name}`, { timeout: 120_000 }, async (t) => {
      const own = await site(E2E_DIST);
      const run = await start(kind);
      try {
        await work({ own, run, t });
      } finally {
        await run.discard();
        await own.close();
      }
    });

  using("without a host it is all there, and asked for once", async ({ own, run, t }) => {
    const first = await kept(run, own);
    await first.close();
    const before = own.requests.map(({ path }) => path.split("/").pop());
    own.served.isDown = true;
    own.requests.length = 0;
    const page = await run.browser.newPage();
    const response = await page.goto(own.base);
    await page.waitForSelector("html[data-page=started]");
    await drive.fill(page, "#token", "eyJhbGciOiJub25lIn0.e30.");
    await page.waitForSelector('[data-rule="alg-none"]');
    const headers = response.headers();
    assert.match(headers["content-security-policy"], /^default-src 'none'; .*frame-ancestors 'none'$/);
    for (const [name, value] of [
      ["connection-allowlist", "(response-origin)"],
      ["cross-origin-opener-policy", "same-origin"],
      ["referrer-policy", "no-referrer"],
      ["x-content-type-options", "nosniff"],
    ])
      assert.equal(headers[name], value);
    assert.match(headers["permissions-policy"], /camera=\(\)/);
    // The browser may ask whether there is a new worker, and nothing else.
    assert.deepEqual(own.requests.filter(({ path }) => !path.endsWith("/sw.js")), []);
    t.diagnostic(`asked for: ${before.map((name) => name || "the page").join(", ")}`);
  });

  if (kind === "chromium")
    using("it can be installed, with its icons in the manifest", async ({ own, run }) => {
      const page = await kept(run, own);
      const session = await page.createCDPSession();
      const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
      // A window of a private kind is no place to install from; nothing else may be wrong.
      assert.deepEqual(installabilityErrors.filter(({ errorId }) => errorId !== "in-incognito"), []);
      const { data, errors } = await session.send("Page.getAppManifest");
      assert.deepEqual(errors, []);
      assert.deepEqual(JSON.parse(data).shortcuts.map(({ name }) => name), ["Inspect", "Guide"]);
    });

  using("a new version is announced, and used after a reload by hand, not before", async ({ own, run }) => {
    const page = await kept(run, own);
    await page.reload();
    await page.waitForSelector("html[data-page=started]");
    await drive.fill(page, "#token", "eyJhbGciOiJub25lIn0.e30.");
    Object.assign(own.served.replaced, build(marked("Second"), "2"));
    await page.evaluate(async () => void (await (await navigator.serviceWorker.getRegistration()).update()));
    await page.waitForFunction(() => !document.getElementById("notice").hidden);
    assert.match(await page.$eval("#notice", (notice) => notice.innerText), /new version/);
    await pause(300);
    assert.equal(await mark(page), undefined);
    assert.match(await page.$eval("#token", (field) => field.value), /^eyJ/, "what is in use stays");
    // Another tab is in the way of it.
    const other = await run.browser.newPage();
    await drive.open(other, own.base);
    assert.equal(await mark(other), undefined, "no tab gets the new one while another has the old one");
    await other.close();
    await page.reload().catch(() => {});
    await page.waitForFunction(() => document.documentElement.dataset.build === "Second" && document.documentElement.dataset.page === "started", { timeout: 20_000 });
    const names = await page.evaluate(() => caches.keys());
    assert.equal(names.length, 1, `${names}`);
  });

  using("half a build is not taken", async ({ own, run }) => {
    const page = await kept(run, own);
    await page.reload();
    const next = build(marked("Second"), "2");
    // The worker is the new one, the page is not what it expects.
    Object.assign(own.served.replaced, { "sw.js": next["sw.js"], "index.html": marked("Third") });
    const outcome = await page.evaluate(async () => {
      const registration = await navigator.serviceWorker.getRegistration();
      await registration.update().catch(() => {});
      for (let waited = 0; registration.installing && waited < 8000; waited += 100) await new Promise((done) => setTimeout(done, 100));
      return { waiting: !!registration.waiting, active: !!registration.active, caches: (await caches.keys()).length };
    });
    assert.deepEqual(outcome, { waiting: false, active: true, caches: 1 });
    own.served.isDown = true;
    await page.reload();
    await page.waitForSelector("html[data-page=started]");
    assert.equal(await mark(page), undefined);
  });

  using("it can be withdrawn", async ({ own, run }) => {
    const page = await kept(run, own);
    Object.assign(own.served.replaced, { "sw.js": withdraw, "index.html": marked("From the host") });
    await page.evaluate(() => caches.open("somebody else's"));
    await page.reload();
    await page.waitForFunction(async () => (await caches.keys()).join() === "somebody else's", { timeout: 20_000 });
    await page.waitForFunction(async () => !(await navigator.serviceWorker.getRegistration()), { timeout: 20_000 });
    await page.reload();
    await page.waitForFunction(() => document.documentElement.dataset.build === "From the host", { timeout: 20_000 });
  });

  using("under a wrong address nothing is kept, and nothing but the build is served", async ({ own, run }) => {
    const lost = await run.browser.newPage();
    own.served.replaced["no/such/page.html"] = await file("404.html");
    await drive.open(lost, `${own.base}no/such/page.html`);
    // A page at its own address would be kept by then.
    await pause(2500);
    assert.deepEqual(await lost.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0);
    await lost.close();
    const page = await kept(run, own);
    own.served.replaced["strange.txt"] = "strange";
    own.served.replaced["other.html"] = "<title>other</title><link rel=icon href=data:,>";
    await page.goto(`${own.base}other.html`);
    const outcome = await page.evaluate(() => fetch("strange.txt").then(() => "served", () => "refused"));
    assert.equal(outcome, "refused");
  });
}

test("chromium: with the headers of the worker, what no policy covers is covered too", { timeout: 180_000, skip: !KINDS.includes("chromium") }, async (t) => {
  const held = [];
  const open = [];
  for (const [name, code] of Object.entries(UNCOVERED)) {
    const far = await elsewhere();
    const own = await site(E2E_DIST);
    const run = await start("chromium");
    Object.assign(own.served.replaced, build(hostile(html, aim(code, far, "x")), "9"));
    try {
      const page = await kept(run, own);
      await page.reload();
      await page.waitForSelector("html[data-page=started]");
      assert.ok(await page.evaluate(() => !!navigator.serviceWorker.controller));
      await page.focus("#token");
      await page.keyboard.press("End");
      await drive.fill(page, "#token", "eyJhbGciOiJub25lIn0.e30.").catch(() => {});
      await pause(1200);
      const came = far.arrived.length > 0 || own.requests.some(({ path }) => path.includes("/stolen/"));
      (came ? open : held).push(name);
    } finally {
      await run.discard();
      await own.close();
      await far.close();
    }
  }
  t.diagnostic(`held: ${held.join(", ")}; open: ${open.join(", ") || "none"}`);
  const supported = held.includes("WebRTC") || held.includes("going elsewhere");
  // Its own host a page may always ask.
  if (supported) assert.deepEqual(open, ["an address of its own host"]);
  else t.diagnostic("this Chromium does not know Connection-Allowlist");
});
