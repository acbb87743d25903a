// A page of its own for every test of a file, in one browser.

import { after, before, beforeEach } from "node:test";
import { launch } from "./browser.mjs";

/// Hands over the page before each test, once it has started. `options` are those of the context.
export function fresh(hand, options = {}) {
  let browser;
  let context;
  before(async () => {
    browser = await launch();
  });
  after(() => browser.close());
  beforeEach(async () => {
    await context?.close();
    context = await browser.newContext({ viewport: { width: 1440, height: 1000 }, ...options });
    const page = await context.newPage();
    await page.goto(process.env.E2E_BASE);
    await page.waitForSelector("html[data-page=started]");
    hand(page);
  });
}
