// Uses everything the page has, with a text that must not get out of it.

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/// Until the page has drawn what was asked of it. One that is out of sight draws nothing.
export const settled = (page) =>
  page.evaluate(
    () =>
      new Promise((done) => {
        requestAnimationFrame(() => setTimeout(done, 0));
        setTimeout(done, 100);
      }),
  );

export async function open(page, address) {
  await page.goto(address);
  await page.waitForSelector("html[data-page=started]", { timeout: 60_000 });
}

/// Puts a text in a field the way typing does, whatever was in it.
export async function fill(page, selector, text) {
  await page.evaluate(
    (selector, text) => {
      const field = document.querySelector(selector);
      field.focus();
      field.select?.();
      document.execCommand("insertText", false, text);
    },
    selector,
    text,
  );
  await settled(page);
}

/// Clicks everything that can be clicked, once for each name. Returns how many that were.
async function clickEverything(page, done, most) {
  let clicks = 0;
  for (; clicks < most; clicks += 1) {
    const name = await page.evaluate((done) => {
      const named = (element) =>
        `${element.localName} ${element.getAttribute("aria-label") ?? ""} ${element.getAttribute("href") ?? ""} ${(element.innerText ?? "").trim().slice(0, 40)}`;
      const all = document.querySelectorAll("button, a, summary, [role=tab], [role=option], [role=button], input[type=checkbox], input[type=radio]");
      // Clear and samples have their turn by name: they would end what is being looked at. What is to be remembered is.
      const next = [...all].find(
        (element) => !done.includes(named(element)) && element.checkVisibility() && !/\b(Clear|Samples|Paste|Back to your token)\b/.test(element.innerText ?? "") && !element.matches(".sample, .brand, #remember"),
      );
      if (!next) return null;
      const name = named(next);
      next.dispatchEvent(new MouseEvent("mouseover", { bubbles: true }));
      next.focus();
      next.click();
      return name;
    }, done);
    if (name === null) break;
    done.push(name);
    await settled(page);
  }
  return clicks;
}

/// Fills every field of the page but the token's, and takes every choice.
async function fillEverything(page, text) {
  const fields = await page.evaluate(() => {
    const all = document.querySelectorAll("input:not([type=checkbox]):not([type=radio]):not([type=file]), textarea:not(#token)");
    return [...all].filter((field) => field.checkVisibility() && !field.readOnly && field.id).map((field) => `#${CSS.escape(field.id)}`);
  });
  for (const field of fields) await fill(page, field, text);
  const choices = await page.evaluate(() => {
    const found = [];
    for (const select of document.querySelectorAll("select")) for (const option of select.options) found.push([select.id, option.value]);
    return found;
  });
  for (const [id, value] of choices) {
    await page.evaluate(
      (id, value) => {
        const select = document.getElementById(id);
        if (!select) return;
        select.value = value;
        select.dispatchEvent(new Event("change", { bubbles: true }));
      },
      id,
      value,
    );
  }
  await settled(page);
  return fields.length + choices.length;
}

const goTo = async (page, fragment) => {
  await page.evaluate((fragment) => void (location.hash = fragment), fragment);
  await settled(page);
};

/// All of it. Returns how much was done.
export async function everything(page, canary) {
  const counts = { texts: 0, keys: 0, clicks: 0, choices: 0, calls: 0 };
  const done = [];

  // Typed by key, which is how most text that is not pasted arrives.
  await page.focus("#token");
  await page.keyboard.type(canary.token.slice(0, 60));
  counts.keys += 60;

  // Samples, colours, guide and its search, while there is nothing to inspect.
  for (let sample = 0; ; sample += 1) {
    await goTo(page, "#/");
    const more = await page.evaluate((sample) => {
      const button = document.querySelectorAll("#samples .sample")[sample];
      button?.click();
      return !!button;
    }, sample);
    if (!more) break;
    counts.clicks += 1;
    await settled(page);
  }
  await goTo(page, "#/guide");
  counts.choices += await fillEverything(page, canary.mark);
  counts.choices += await fillEverything(page, "aud");
  const sections = await page.evaluate(() => [...new Set([...document.querySelectorAll('a[href^="#/guide/"]')].map((link) => link.getAttribute("href")))]);

  // Everything, with each of the things people paste.
  for (const [name, text] of Object.entries(canary.texts)) {
    await goTo(page, "#/");
    await fill(page, "#token", text);
    counts.texts += 1;
    const first = name === "a token";
    counts.clicks += await clickEverything(page, first ? done : [...done], first ? 150 : 12);
    await goTo(page, "#/");
    if (first) {
      counts.choices += await fillEverything(page, canary.mark);
      counts.choices += await fillEverything(page, canary.jwk);
      counts.choices += await fillEverything(page, canary.secret);
      await page.keyboard.press("Tab");
      await page.keyboard.press("Escape");
    }
  }
  for (const fragment of sections.slice(0, 60)) {
    await goTo(page, fragment);
    counts.clicks += 1;
  }
  await goTo(page, "#/compare");
  counts.choices += await fillEverything(page, canary.token);
  counts.clicks += await clickEverything(page, [...done], 20);
  await goTo(page, "#/");

  // A long paste, a dropped file, the function for scripts.
  counts.calls += await page.evaluate(async (canary) => {
    const field = document.querySelector("#token");
    const data = new DataTransfer();
    data.setData("text/plain", `${canary.token} `.repeat(Math.ceil(80_000 / canary.token.length)));
    field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    const file = new DataTransfer();
    file.items.add(new File([canary.token], `${canary.mark}.txt`));
    field.dispatchEvent(new DragEvent("drop", { dataTransfer: file, bubbles: true, cancelable: true }));
    const report = globalThis.tokenInspector.inspect(canary.token, { aud: canary.mark });
    if (!JSON.stringify(report).includes(canary.mark)) throw new Error("the function does not read the token");
    return 3;
  }, canary);
  await pause(200);
  await settled(page);

  // Cleared, and something left in the field, as people leave it.
  await page.evaluate(() => [...document.querySelectorAll("button")].find((button) => button.innerText.trim() === "Clear")?.click());
  await settled(page);
  const left = await page.evaluate(() => document.body.innerText + document.querySelector("#token").value);
  if (left.includes(canary.mark)) throw new Error("something is left after Clear");
  await fill(page, "#token", canary.token);
  return counts;
}

/// Where a page could keep something: each place with what is in it.
export const kept = (page) =>
  page.evaluate(async () => {
    const asked = (request) => new Promise((done, failed) => Object.assign(request, { onsuccess: () => done(request.result), onerror: () => failed(request.error) }));
    const contents = async ({ name }) => {
      // Waits for whoever is still writing.
      const database = await asked(indexedDB.open(name));
      const stores = [...database.objectStoreNames];
      const all = stores.map((store) => asked(database.transaction(store).objectStore(store).getAll()));
      const found = [name, stores, await Promise.all(all)];
      database.close();
      return found;
    };
    const cached = async (name) => {
      const cache = await caches.open(name);
      const found = [];
      for (const request of await cache.keys()) {
        const text = await (await cache.match(request)).text();
        // The page itself need not be read again.
        found.push(request.url, text.length < 100_000 ? text : text.length);
      }
      return [name, found];
    };
    return {
      address: location.href,
      title: document.title,
      name: window.name,
      "history state": JSON.stringify(history.state),
      cookies: document.cookie,
      localStorage: JSON.stringify({ ...localStorage }),
      sessionStorage: JSON.stringify({ ...sessionStorage }),
      databases: JSON.stringify(await Promise.all(((await indexedDB.databases?.()) ?? []).map(contents))),
      caches: JSON.stringify(await Promise.all(((await globalThis.caches?.keys()) ?? []).map(cached))),
    };
  });

/// What can be read on the page, fields included.
export const shown = (page) =>
  page.evaluate(() => document.documentElement.outerHTML.length && document.body.innerText + [...document.querySelectorAll("input, textarea")].map((field) => field.value).join(" "));
