// One run of a page with everything that can be known about it, and what speaks against it.

import { canary, forms, search } from "./canary.mjs";
import { start } from "./browser.mjs";
import * as drive from "./drive.mjs";
import { elsewhere, site } from "./server.mjs";
import * as watch from "./watch.mjs";

/// The names of what a build is made of. Anything else that is asked for is a leak.
export const OWN_FILES = new Set(["", "sw.js", "manifest.webmanifest", "index.html.sha256"]);

/// Runs the page in `folder`, or `html` in its place, through `use`, and gathers the evidence.
export async function gather(kind, folder, { html, use = drive.everything, far, patience = 300, rules } = {}) {
  const secret = canary();
  const needles = forms(secret.mark);
  const own = await site(folder, html === undefined ? {} : { "index.html": html(far) });
  const run = await start(kind, { needles, rules });
  const evidence = { kind, secret, needles, own, said: [], errors: [], counts: {} };
  try {
    const page = await run.browser.newPage();
    page.on("console", (message) => evidence.said.push(message.text()));
    page.on("pageerror", (error) => evidence.errors.push(`${error}`));
    const texts = needles.filter(([name]) => !name.includes("UTF-16")).map(([, needle]) => needle.toString("latin1"));
    await page.evaluateOnNewDocument(watch.install, texts);
    await drive.open(page, own.base);
    evidence.counts = (await use(page, secret, own)) ?? {};
    await new Promise((done) => setTimeout(done, patience));
    // A page that went away took its observations with it.
    evidence.address = page.url();
    evidence.pages = (await run.browser.pages()).map((page) => page.url());
    evidence.seen = await watch.seen(page).catch(() => undefined);
    evidence.kept = await drive.kept(page).catch(() => ({}));
    if (evidence.then) await evidence.then(page);
  } finally {
    Object.assign(evidence, await run.end());
    await own.close();
  }
  evidence.requests = own.requests.map(({ path, url, method }) => ({ path, url, method }));
  return evidence;
}

/// Everything in the evidence that speaks against the page. Nothing, if all is well.
export function faults({ kind, own, requests, log, disk, seen, kept = {}, said, errors, secret, needles, address, pages, far, strange = true }) {
  const faults = [];
  const say = (what, list) => list.length > 0 && faults.push(`${what}: ${[...new Set(list)].slice(0, 5).join(", ")}`);
  const base = new URL(own.base).pathname;
  const isOwn = ({ path, url, method }) => method === "GET" && url === path && (path === "/blank" || (path.startsWith(base) && OWN_FILES.has(path.slice(base.length))));
  say("asked of its host", requests.filter((request) => !isOwn(request)).map(({ method, url }) => `${method} ${url}`));
  say("arrived elsewhere", far?.arrived ?? []);
  if (log) {
    say("addresses in the browser's log", log.urls.filter((url) => new URL(url).host !== own.host));
    say("connections in the browser's log", log.addresses.filter((address) => address !== own.host));
    say("names looked up", log.names.filter((name) => name !== own.host && name !== "127.0.0.1"));
    say("datagrams", log.udp);
    say("the mark in the browser's log", log.marks);
  }
  say("the mark on the disk", disk.found);
  if (!seen) faults.push("the page went away");
  // Firefox itself looks for this one where a page comes back before its own icon was read. The policy refuses that too.
  const isHabit = (text) => kind === "firefox" && text.includes(`http://${own.host}/favicon.ico`);
  say("violations of the policy", (seen?.violations ?? []).filter((text) => !isHabit(text)));
  if (strange && seen) say("not on the list of elements", watch.unlisted(seen.elements));
  say("addresses in the page", seen?.remote ?? []);
  for (const [place, text] of Object.entries(kept)) say(`the mark in ${place}`, search(Buffer.from(text ?? ""), needles));
  say("the mark in the console", said.flatMap((text) => search(Buffer.from(text), needles)));
  say("errors", errors.filter((text) => !isHabit(text)));
  if (address && !address.startsWith(own.base) && address !== own.blank) faults.push(`the page is now ${address.slice(0, 60)}`);
  say("pages", (pages ?? []).filter((url) => !url.startsWith(own.base) && url !== "about:blank" && url !== own.blank));
  return faults;
}

export { elsewhere };
