// What a page does, seen from inside: violations of its policy, and every element and attribute it ever has.

import { readFileSync } from "node:fs";

/// Runs in the page before anything of the page does.
export function install(forms) {
  const seen = { violations: [], elements: {}, marked: [], remote: [] };
  Object.defineProperty(globalThis, "__seen", { value: seen });
  addEventListener("securitypolicyviolation", (event) => {
    seen.violations.push(`${event.effectiveDirective} ${event.blockedURI}`);
  });
  const noteAttribute = (element, { name, value }) => {
    const attributes = (seen.elements[element.localName] ??= {});
    attributes[name] = true;
    if (forms.some((form) => value.includes(form))) {
      const note = `${element.localName} ${name}`;
      if (!seen.marked.includes(note)) seen.marked.push(note);
    }
    const own = element.hasAttribute("download") ? /^(|index\.html\.sha256)$/ : /^(#|data:|manifest\.webmanifest$)/;
    if (name === "href" && !own.test(value)) seen.remote.push(value);
    if (name === "download" && !/^index\.html(\.sha256)?$/.test(value)) seen.remote.push(value);
  };
  const note = (element) => {
    seen.elements[element.localName] ??= {};
    for (const attribute of element.attributes) noteAttribute(element, attribute);
  };
  new MutationObserver((records) => {
    for (const { type, target, attributeName, addedNodes } of records) {
      if (type === "attributes" && target.hasAttribute(attributeName)) noteAttribute(target, target.attributes[attributeName]);
      for (const node of addedNodes) {
        if (node.nodeType !== Node.ELEMENT_NODE) continue;
        note(node);
        for (const inner of node.querySelectorAll("*")) note(inner);
      }
    }
  }).observe(document, { childList: true, attributes: true, subtree: true });
}

/// What was seen so far.
export const seen = (page) => page.evaluate(() => globalThis.__seen);

const LIST = new URL("../../policy/elements.txt", import.meta.url);

/// The checked-in list: `element: attribute attribute … — reason`.
export function listed() {
  const list = {};
  for (const line of readFileSync(LIST, "utf8").split("\n")) {
    if (!line.trim() || line.startsWith("#")) continue;
    const match = /^(\S+):([^—]*)—\s*\S/.exec(line);
    if (!match) throw new Error(`elements.txt: \`${line}\` gives no reason`);
    list[match[1]] = new Set(match[2].trim().split(/\s+/).filter(Boolean));
  }
  return list;
}

/// Elements and attributes that are not on the list.
export function unlisted(elements, list = listed()) {
  const strange = [];
  for (const [element, attributes] of Object.entries(elements)) {
    if (!list[element]) strange.push(`<${element}>`);
    else for (const name of Object.keys(attributes)) if (!list[element].has(name)) strange.push(`<${element} ${name}>`);
  }
  return strange;
}
