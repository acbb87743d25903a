// The report for a ticket: copied at once, adjusted before that, printed. In a real browser, on the page as it is shipped.

import assert from "node:assert/strict";
import { test } from "node:test";
import { fresh } from "../support/fresh.mjs";
import { token, user } from "../support/tokens.mjs";

const NAME = "Rosalind Secretname";
let page;

fresh((its) => {
  page = its;
}, { permissions: ["clipboard-read", "clipboard-write"] });

const pasted = token(user({ name: NAME, oid: "00001111-aaaa-2222-bbbb-3333cccc4444" }));
const signature = pasted.split(".")[2];
const box = () => page.getByRole("textbox", { name: "Token", exact: true });
const panel = () => page.getByRole("dialog", { name: "Report for a ticket" });
const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
const emptied = () => page.evaluate(() => navigator.clipboard.writeText(""));

/// No eight bytes of the signature stand in a text, and no name.
function holdsNothing(text) {
  for (let at = 0; at + 8 <= signature.length; at += 1) assert.ok(!text.includes(signature.slice(at, at + 8)), "a piece of the signature");
  assert.ok(!text.includes("Secretname"));
}

test("one click copies the report, masked and without the signature", async () => {
  await box().fill(pasted);
  await emptied();
  await page.getByRole("button", { name: "Copy report" }).click();
  await page.getByText("Copied, without the signature").first().waitFor();
  const text = await clipboard();
  assert.match(text, /aud/);
  holdsNothing(text);
});

test("what is masked is seen and adjusted before copying, by mouse", async () => {
  await box().fill(pasted);
  await page.getByRole("button", { name: "Adjust…" }).click();
  await panel().waitFor();
  const preview = panel().getByLabel("Report", { exact: true });
  holdsNothing(await preview.innerText());
  const name = panel().getByRole("checkbox", { name: "name", exact: true });
  assert.ok(await name.isChecked());
  await name.uncheck();
  assert.match(await preview.innerText(), /Secretname/);
  await panel().getByRole("checkbox", { name: "aud", exact: true }).check();
  await panel().getByLabel("Form").selectOption("json");
  await emptied();
  await panel().getByRole("button", { name: "Copy", exact: true }).click();
  await panel().getByRole("status").getByText("Copied, without the signature").waitFor();
  const report = JSON.parse(await clipboard());
  assert.match(JSON.stringify(report), /Secretname/);
  assert.ok(!JSON.stringify(report).includes(signature.slice(0, 12)));
  // Another token starts from the beginning.
  await page.keyboard.press("Escape");
  await box().fill(`${pasted} `);
  await page.getByRole("button", { name: "Adjust…" }).click();
  assert.ok(await name.isChecked());
});

test("the same by keyboard", async () => {
  await box().fill(pasted);
  await page.getByRole("button", { name: "Adjust…" }).focus();
  await page.keyboard.press("Enter");
  await panel().waitFor();
  const name = panel().getByRole("checkbox", { name: "name", exact: true });
  await name.focus();
  await page.keyboard.press("Space");
  assert.ok(!(await name.isChecked()));
  assert.match(await panel().getByLabel("Report", { exact: true }).innerText(), /Secretname/);
  await page.keyboard.press("Escape");
  await panel().waitFor({ state: "hidden" });
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Adjust…");
});

test("printing prints the report and nothing of the token", async () => {
  await box().fill(pasted);
  await page.emulateMedia({ media: "print" });
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  const paper = await page.evaluate(() => document.body.innerText);
  assert.doesNotMatch(paper, /##|\*\*/);
  assert.match(paper, /Findings/);
  holdsNothing(paper);
  assert.ok(!(await box().isVisible()));
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  assert.equal(await page.evaluate(() => document.getElementById("print").textContent), "");
  // What looks like Markdown in a claim is of the claim.
  await page.emulateMedia({ media: "screen" });
  await box().fill(token(user({ scp: "a**b**c" })));
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  assert.match(await page.evaluate(() => document.getElementById("print").textContent), /"a\*\*b\*\*c"/);
});
