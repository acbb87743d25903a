// Chromium as all our scripts start it.

import { chromium } from "playwright-core";

/// The browser named by CHROMIUM, without its habit of asking its maker for things.
export function launch({ args = [], ...options } = {}) {
  const executablePath = process.env.CHROMIUM;
  if (!executablePath) throw new Error("CHROMIUM does not say where the browser is: run this by cargo xtask");
  return chromium.launch({
    executablePath,
    args: [
      // Containers and CI run as root, where the sandbox cannot be had.
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      "--disable-quic",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      ...args,
    ],
    ...options,
  });
}
