// axe-core finds nothing, in every state, light and dark, wide and narrow.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { launch } from "../support/browser.mjs";
import { disclosure, ec, hs256, jwe, rsa } from "../support/keys.mjs";
import { ENTRA_ERROR, token, user } from "../support/tokens.mjs";

const { E2E_BASE } = process.env;
const axe = readFileSync(new URL("../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
let browser;

before(async () => {
  browser = await launch();
});
after(() => browser.close());

const key = (page) => page.getByRole("textbox", { name: "Key", exact: true });
const mine = rsa();
const box = (page) => page.getByRole("textbox", { name: "Token", exact: true });
const STATES = [
  ["empty", async () => {}],
  ["with a refused token", async (page) => box(page).fill(token(user({ scp: undefined, exp: 1 })))],
  ["with a token that nothing speaks against", async (page) => box(page).fill(token(user()))],
  ["with an error", async (page) => box(page).fill(`${ENTRA_ERROR} ${token(user())}`)],
  ["with opaque text", async (page) => box(page).fill("hello")],
  ["with several tokens", async (page) => box(page).fill(`${token(user())} ${token(user({ aud: "x" }))}`)],
  ["with a finding that was chosen, and what was quiet", async (page) => {
    await box(page).fill(token(user({ exp: 1 })));
    await page.getByRole("button", { name: /quiet/ }).click();
    await page.locator('[data-rule="token-expired"] h3 button').click();
    await page.getByRole("button", { name: "Back to the finding" }).waitFor();
  }],
  ["with a key in the box for tokens", async (page) => {
    await box(page).fill(mine.pem);
    await page.getByRole("button", { name: "Use it as the key" }).waitFor();
  }],
  ["showing JSON", async (page) => {
    await box(page).fill(token(user()));
    await page.getByRole("tab", { name: "JSON" }).click();
  }],
  ["showing the header", async (page) => {
    await box(page).fill(token(user()));
    await page.getByRole("tab", { name: "Header" }).click();
  }],
  ["showing the signature", async (page) => {
    await box(page).fill(token(user()));
    await page.getByRole("tab", { name: "Signature" }).click();
  }],
  ["with a key that verifies", async (page) => {
    await box(page).fill(mine.sign(user()));
    await key(page).fill(JSON.stringify(mine.jwk));
    await page.locator('[data-state="verified"]').first().waitFor();
    await page.getByRole("tab", { name: "Signature" }).click();
  }],
  ["with keys that are none", async (page) => {
    await box(page).fill(mine.sign(user(), { kid: "x" }));
    await key(page).fill(`${mine.pem}-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----`);
    await page.getByRole("list", { name: "What is no key" }).waitFor();
  }],
  ["with a detached payload", async (page) => {
    await box(page).fill(hs256("secret", "content", { detached: true }));
    await page.getByRole("textbox", { name: "Detached payload" }).fill("other");
  }],
  ["with an encrypted token", async (page) => box(page).fill(jwe("{}", { password: "secret", count: 1_000_000_000 }))],
  ["with a token inside", async (page) => {
    const secret = Buffer.alloc(32, 7);
    await box(page).fill(jwe(mine.sign(user()), { key: secret }));
    await key(page).fill(secret.toString("base64url"));
    await page.getByRole("group", { name: "Tokens in what was pasted" }).getByRole("radio").first().check({ force: true });
    await page.getByRole("button", { name: "Show the token inside" }).waitFor();
  }],
  ["with disclosures", async (page) => {
    const [given, stray, withheld] = [disclosure("name", "Ulm"), disclosure("stray", 1), disclosure("withheld", 1)];
    const signed = ec().sign({ iss: "https://issuer.example", _sd: [given.digest, withheld.digest] }, { typ: "dc+sd-jwt" });
    await box(page).fill(`${signed}~${given.text}~${stray.text}~`);
    await page.getByRole("list", { name: "Disclosures" }).waitFor();
  }],
  ["with every expectation", async (page) => {
    await box(page).fill(token(user({ auth_time: 1 })));
    const group = page.getByRole("group", { name: "What your API expects" });
    await group.getByText("More", { exact: true }).click();
    for (const [name, text] of [["Audience", "api://x"], ["Tenant", "x"], ["Algorithms", "ES256"], ["Maximum age", "60"], ["Nonce", "n"]]) await group.getByRole("textbox", { name, exact: true }).fill(text);
    await group.getByRole("textbox", { name: "Required claims" }).fill("oid, email, acr=1, ac");
    await page.keyboard.press("ArrowDown");
    await group.getByRole("combobox", { name: "Clock tolerance" }).selectOption("own");
    await group.getByRole("combobox", { name: "Checked at" }).selectOption("given");
    await group.getByRole("checkbox", { name: "Remember on this device" }).check();
  }],
  ["with a configuration", async (page) => {
    await box(page).fill(token(user()));
    const group = page.getByRole("group", { name: "What your API expects" });
    await group.getByRole("button", { name: "From your configuration" }).click();
    const configuration = { appId: "11112222-bbbb-3333-cccc-4444dddd5555", identifierUris: ["api://orders"], appRoles: [{ value: "Orders.Admin", isEnabled: true }], web: {} };
    await group.getByRole("textbox", { name: "Configuration", exact: true }).fill(JSON.stringify(configuration));
    await group.getByRole("button", { name: "Use these" }).waitFor();
  }],
  ["asking which clock is wrong", async (page) => {
    await box(page).fill(token(user()));
    await page.getByText("Which clock is wrong?").click();
    await page.getByRole("textbox", { name: "HTTP Date header" }).fill("Thu, 01 Jan 2026 00:00:00 GMT");
  }],
  ["with remedies", async (page) => {
    await box(page).fill(token(user()));
    await page.getByRole("group", { name: "What your API expects" }).getByRole("textbox", { name: "Audience" }).fill("api://x");
    await page.locator('[data-rule="aud-mismatch"]').getByRole("link", { name: "How to fix", exact: true }).click();
    await page.getByRole("region", { name: "For this token" }).waitFor();
  }],
  ["with the report to adjust", async (page) => {
    await box(page).fill(token(user()));
    await page.getByRole("button", { name: "Adjust…" }).click();
    await page.getByRole("dialog", { name: "Report for a ticket" }).waitFor();
  }],
  ["with the guide beside it", async (page) => {
    await box(page).fill(token(user({ exp: 1 })));
    await page.getByRole("link", { name: "How to fix", exact: true }).first().click();
    await page.getByRole("complementary", { name: "Guide" }).waitFor();
  }],
  ["showing what is enforced, and the page to take along", async (page) => {
    await page.getByRole("button", { name: "Compare or download this page" }).click();
    await page.getByRole("heading", { name: "Take it with you" }).scrollIntoViewIfNeeded();
  }],
  ["trying a change", async (page) => {
    await box(page).fill(token(user({ aud: "x", exp: 1 })));
    await page.getByRole("tab", { name: "Try a change" }).click();
    await page.getByRole("textbox", { name: "tid", exact: true }).fill("common");
    await page.getByRole("button", { name: "Issued now" }).click();
  }],
  ["with nothing to compare", async (page) => page.getByRole("link", { name: "Compare", exact: true }).click()],
  ["comparing two tokens", async (page) => {
    await box(page).fill(token(user({ scp: "Orders.Read", aud: "x", exp: 1 })));
    await page.getByRole("link", { name: "Compare", exact: true }).click();
    await page.getByRole("textbox", { name: "Left token" }).fill(token(user({ scp: "Orders.Read", aud: "x", exp: 1 })));
    await page.getByRole("textbox", { name: "Right token" }).fill(`${token(user({ uti: "u" }))} ${token(user())}`);
    await page.getByRole("button", { name: /always differ/ }).click();
  }],
  ["showing the codes", async (page) => page.evaluate(() => location.assign("#/guide/aadsts-lookup"))],
  ["showing the guide", async (page) => page.getByRole("link", { name: "Guide", exact: true }).first().click()],
  ["where nothing is", async (page) => page.evaluate(() => void (location.hash = "#/guide/<b>nothing"))],
];

for (const colorScheme of ["light", "dark"]) {
  for (const width of [1440, 390]) {
    test(`${colorScheme}, ${width} px`, async (t) => {
      for (const [name, reach] of STATES) {
        await t.test(name, async () => {
          const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
          const page = await context.newPage();
          await page.goto(E2E_BASE);
          await page.waitForSelector("html[data-page=started]");
          await reach(page);
          await page.waitForTimeout(100);
          // Evaluated by the browser's driver: the policy of the page would refuse it as a script.
          await page.evaluate(axe);
          const { violations } = await page.evaluate((tags) => globalThis.axe.run(document, { runOnly: tags }), TAGS);
          const said = violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => node.html).join(" | ")}`);
          assert.deepEqual(said, []);
          const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          assert.ok(overflow <= 0, `${overflow} px wider than the window`);
          await context.close();
        });
      }
    });
  }
}
