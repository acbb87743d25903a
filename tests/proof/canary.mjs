// A token that exists nowhere else, taken through everything the page has. Then it is looked for: at the servers, in
// the browser's log of its network, in its profile on the disk, and in every place where a page can keep something.

import assert from "node:assert/strict";
import { test } from "node:test";
import { search } from "./support/canary.mjs";
import { KINDS } from "./support/browser.mjs";
import * as drive from "./support/drive.mjs";
import { elsewhere, faults, gather } from "./support/evidence.mjs";
import { unlisted, listed } from "./support/watch.mjs";

const { E2E_DIST } = process.env;

for (const kind of KINDS) {
  test(`${kind}: nothing of what is pasted leaves the page or stays behind`, { timeout: 300_000 }, async (t) => {
    const far = await elsewhere();
    t.after(() => far.close());
    const evidence = await gather(kind, E2E_DIST, {
      far,
      async use(page, secret, own) {
        const counts = await drive.everything(page, secret);
        const check = async (when) => {
          const needles = [["plain", Buffer.from(secret.mark)], ["the token", Buffer.from(secret.token)]];
          assert.deepEqual(search(Buffer.from(await drive.shown(page)), needles), [], `on the page ${when}`);
          for (const [place, text] of Object.entries(await drive.kept(page))) assert.deepEqual(search(Buffer.from(text ?? ""), needles), [], `in ${place} ${when}`);
        };
        evidenceOf.before = await drive.kept(page);
        evidenceOf.elements = (await page.evaluate(() => globalThis.__seen)) ?? {};
        await page.reload();
        await page.waitForSelector("html[data-page=started]");
        await check("after a reload");
        await drive.fill(page, "#token", secret.token);
        await page.goto(own.blank);
        // A page out of the browser's memory has no `load` to wait for.
        await page.evaluate(() => history.back()).catch(() => {});
        await page.waitForFunction((blank) => location.href !== blank, {}, own.blank);
        await page.waitForSelector("html[data-page=started]");
        await check("after coming back");
        await drive.fill(page, "#token", secret.token);
        return counts;
      },
    });
    const { before, elements } = evidenceOf;
    assert.equal(JSON.parse(before.localStorage).theme !== undefined || before.localStorage === "{}", true);
    assert.deepEqual(elements.violations, []);
    assert.deepEqual(elements.remote, []);
    assert.deepEqual(faults({ ...evidence, far }), []);

    const missing = unlisted(elements.elements);
    assert.deepEqual(missing, [], "not on tests/policy/elements.txt");
    assert.deepEqual(elements.marked.filter((note) => !MARKED.has(note)), [], "attributes that hold text of a token");
    const { counts, log, disk, requests } = evidence;
    assert.ok(counts.clicks > 40 && counts.texts >= 10, `too little was done: ${JSON.stringify(counts)}`);
    const documents = requests.filter(({ path }) => path === new URL(evidence.own.base).pathname).length;
    t.diagnostic(
      `${counts.texts} texts, ${counts.keys} keys, ${counts.clicks} clicks, ${counts.choices} fields and choices, ${counts.calls} calls; ` +
        `asked of the host: the page ${documents} times (opened, reloaded, returned to), ${requests.length - documents} of its files or the blank page; ` +
        (log ? `log: ${log.events} events, ${log.names.filter((name) => name !== evidence.own.host).length} names looked up, ${log.udp.length} datagrams; ` : "") +
        `disk: ${disk.files} files, ${disk.bytes} bytes, ${disk.unpacked} of them unpacked; ` +
        `DOM: ${Object.keys(elements.elements).length} of ${Object.keys(listed()).length} listed elements`,
    );
  });
}

/// Set while a page is driven.
const evidenceOf = {};

/// Attributes in which text of a token may stand: none of them loads, runs or is kept.
const MARKED = new Set(["tr data-claim"]);
