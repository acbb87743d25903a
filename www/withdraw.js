// Takes the offline copy back. A host that puts this file in the place of sw.js makes every browser that has kept the
// page forget it, at its next visit, and from then on ask the host again.
"use strict";

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(withdraw()));

async function withdraw() {
  const ours = `token-inspector ${registration.scope} `;
  for (const name of await caches.keys()) if (name.startsWith(ours)) await caches.delete(name);
  await registration.unregister();
}
