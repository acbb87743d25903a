// How long the page takes, in milliseconds: prints a name and a number a line. Run by `cargo xtask bench`.

import { launch } from "../support/browser.mjs";

const base = process.argv[2];
const STARTS = 15;
const KEYS = 100;

const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];
const print = (name, number) => console.log(`${name}\t${number.toFixed(2)}`);
const base64url = (value) => Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");

/// An access token with as many groups as make it that long.
function token(length) {
  const payload = {
    aud: "api://orders.contoso.example",
    iss: "https://login.example.com/tenant/v2.0",
    iat: 1767222000,
    exp: 1767225900,
    sub: "AAAAAAAAAAAAAAAAAAAAAIkzqFVrSaSaFHy782bbtaQ",
    groups: [],
  };
  const fixed = base64url({ typ: "JWT", alg: "RS256" }) + base64url(payload) + ".".repeat(2) + "A".repeat(342);
  const group = (n) => `${n.toString(16).padStart(8, "0")}-86f1-41af-91ab-2d7cd011db47`;
  const count = Math.max(0, Math.floor(((length - fixed.length) * 3) / 4 / 39));
  payload.groups = Array.from({ length: count }, (_, n) => group(n));
  return `${base64url({ typ: "JWT", alg: "RS256" })}.${base64url(payload)}.${"A".repeat(342)}`;
}

/// From the start of the navigation to the first finding; the token is there as soon as the field is.
async function start(browser, path) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.addInitScript((text) => {
    let pasted = false;
    const look = (_, observer) => {
      const field = document.getElementById("token");
      if (field && !pasted) {
        pasted = true;
        field.value = text;
        field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertFromPaste" }));
      }
      if (document.querySelector("[data-rule]")) {
        globalThis.found = performance.now();
        observer.disconnect();
      }
    };
    new MutationObserver(look).observe(document, { childList: true, subtree: true });
  }, token(1_400));
  await page.goto(base + path);
  await page.waitForFunction(() => globalThis.found > 0, null, { timeout: 20_000 });
  const found = await page.evaluate(() => globalThis.found);
  await context.close();
  return found;
}

async function started(browser) {
  const page = await browser.newPage();
  await page.goto(`${base}page/`);
  await page.waitForSelector("html[data-page=started]");
  return page;
}

/// Gives the page a text as a paste does: first as an event it may take over, else as the field's new value.
function paste(text) {
  const field = document.getElementById("token");
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  field.focus();
  field.select();
  if (field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }))) {
    field.value = text;
    field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertFromPaste" }));
  }
}

/// From the event to the last change of the document that it causes.
async function keystrokes(browser) {
  const page = await started(browser);
  await page.evaluate(paste, token(2_000));
  await page.waitForSelector("[data-rule]");
  await page.evaluate(() => {
    let begin = 0;
    let end = 0;
    const now = () => (end = performance.now());
    addEventListener("input", () => (begin = now()), { capture: true });
    addEventListener("input", now);
    // Only there: a second after the start, the loader changes the head.
    new MutationObserver(now).observe(document.getElementById("app"), { attributes: true, characterData: true, childList: true, subtree: true });
    globalThis.took = () => end - begin;
    const field = document.getElementById("token");
    field.focus();
    field.setSelectionRange(field.value.length >> 1, field.value.length >> 1);
  });
  const times = [];
  for (let key = 0; key < KEYS; key++) {
    await page.keyboard.press(key % 2 ? "Backspace" : "KeyQ");
    times.push(
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(globalThis.took()))))),
    );
  }
  await page.close();
  return times.slice(10);
}

/// From the event to the frame after the document has changed.
async function bigPaste(browser) {
  const page = await started(browser);
  const text = token(1_000_000);
  await page.evaluate(() => {
    globalThis.painted = new Promise((done) => {
      const frames = (begin) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(performance.now() - begin))));
      addEventListener("paste", () => frames(performance.now()), { capture: true });
    });
  });
  await page.evaluate(paste, text);
  const time = await page.evaluate(() => globalThis.painted);
  await page.close();
  return time;
}

const browser = await launch();
const times = { "empty/": [], "page/": [] };
for (let round = -2; round < STARTS; round++) {
  for (const path of Object.keys(times)) {
    const time = await start(browser, path);
    if (round >= 0) times[path].push(time);
  }
}
print("empty page", median(times["empty/"]));
print("first finding", median(times["page/"]));

const keys = await keystrokes(browser);
print("keystroke, median", median(keys));
print("keystroke, worst", Math.max(...keys));

const pastes = [];
for (let round = 0; round < 5; round++) pastes.push(await bigPaste(browser));
print("paste of 1 MB", median(pastes));
await browser.close();
