// Keeps the page for when there is no network, and puts headers on it that a static host cannot send.
// `cargo xtask dist` fills in the names of a build. This is all the code there is besides the page itself:
// it asks its own host for the files listed here and for nothing else, and never sees what is pasted.
"use strict";

const VERSION = "@version@";
// Every file of the build with its hash: what is not exactly this is not kept.
const FILES = /* @files@ */ {};
const HEADERS = /* @headers@ */ {};

// Caches belong to the whole origin, which may be shared: these are ours.
const OURS = `token-inspector ${registration.scope} `;
const CACHE = OURS + VERSION;
const address = (name) => new URL(name, registration.scope).href;
const KEPT = new Set(Object.keys(FILES).map(address));

// Whole or not at all: nothing is put away before everything has come and is what it should be.
async function fill() {
  const asked = Object.entries(FILES).map(async ([name, integrity]) => {
    const request = new Request(address(name), { integrity, cache: "no-cache", credentials: "omit", redirect: "error" });
    const response = await fetch(request);
    if (!response.ok) throw new Error(`${name}: ${response.status}`);
    const headers = new Headers(HEADERS);
    headers.set("content-type", response.headers.get("content-type"));
    return [request.url, new Response(await response.blob(), { headers })];
  });
  const files = await Promise.all(asked);
  const cache = await caches.open(CACHE);
  for (const [url, response] of files) await cache.put(url, response);
}

async function tidy() {
  for (const name of await caches.keys()) if (name.startsWith(OURS) && name !== CACHE) await caches.delete(name);
}

async function answer(request, isNavigation) {
  // A new version waits until the page is loaded anew by hand with no other tab of it open: it replaces nothing in use.
  const isReload = request.isReloadNavigation || request.cache === "no-cache";
  if (isNavigation && registration.waiting && (await clients.matchAll()).length <= (isReload ? 1 : 0)) {
    registration.waiting.postMessage("now");
    return new Response("", { headers: { refresh: "0" } });
  }
  const cache = await caches.open(CACHE);
  return (await cache.match(request.url.split(/[?#]/)[0])) ?? fetch(request);
}

addEventListener("install", (event) => event.waitUntil(fill()));
addEventListener("activate", (event) => event.waitUntil(tidy()));
addEventListener("message", (event) => event.data === "now" && skipWaiting());
addEventListener("fetch", (event) => {
  const { request } = event;
  const isNavigation = request.mode === "navigate";
  const isKept = request.method === "GET" && KEPT.has(request.url.split(/[?#]/)[0]);
  if (isKept) event.respondWith(answer(request, isNavigation));
  // A wrong address is for the host to answer. Whatever else a page asks for is no file of the build.
  else if (!isNavigation) event.respondWith(Response.error());
});
