// Opens the page that runs the tests of tests/web and prints what it says.

import { launch } from "./browser.mjs";

const browser = await launch();
const page = await browser.newPage();
page.on("pageerror", (error) => console.error(`${error}`));
await page.goto(process.argv[2]);
const ended = page.waitForFunction(() => ["passed", "failed"].includes(document.title), null, { timeout: 300_000 });
const passed = await ended.then(() => page.title(), (error) => `${error}`);
console.log(await page.locator("#output").textContent());
await browser.close();
if (passed !== "passed") {
  console.error(passed);
  process.exitCode = 1;
}
