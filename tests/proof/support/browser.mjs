// Browsers with a profile of their own, which is looked through when they have ended.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import puppeteer from "puppeteer-core";
import * as netlog from "./netlog.mjs";
import { searchFolder } from "./disk.mjs";

const CHATTER = ["AutofillServerCommunication", "NetworkTimeServiceQuerying", "OptimizationHints", "MediaRouter", "Translate", "InterestFeedContentSuggestions", "CertificateTransparencyComponentUpdater", "GaiaAuthFetcher", "PrivacySandboxSettings4"];

/// Names lead nowhere. Those of the browser's maker, which it asks for on its own account, lead to a closed door without
/// being looked up, so that every look-up that is logged is one that counts.
const RULES = ["MAP *.google.com 127.0.0.1:9", "MAP *.googleapis.com 127.0.0.1:9", "MAP * ~NOTFOUND", "EXCLUDE 127.0.0.1"].join(", ");

export const KINDS = ["chromium", "firefox"].filter((kind) => process.env[kind.toUpperCase()]);

/// Starts a browser. `end(needles)` ends it and says what its log and its disk tell.
export async function start(kind, { needles = [], proxy, rules = RULES } = {}) {
  const executablePath = process.env[kind.toUpperCase()];
  if (!executablePath) throw new Error(`${kind.toUpperCase()} does not say where the browser is: run this by cargo xtask test proof`);
  const folder = await mkdtemp(join(tmpdir(), `proof-${kind}-`));
  const profile = join(folder, "profile");
  const log = join(folder, "netlog.json");
  const browser = await puppeteer.launch(
    kind === "chromium"
      ? {
          browser: "chrome",
          executablePath,
          userDataDir: profile,
          pipe: true,
          args: [
            ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
            `--log-net-log=${log}`,
            "--net-log-capture-mode=Everything",
            `--host-resolver-rules=${rules}`,
            "--disable-quic",
            "--no-proxy-server",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-extensions",
            "--disable-component-extensions-with-background-pages",
            "--allow-browser-signin=false",
            "--disable-domain-reliability",
            // What the browser itself would like to know is not what is measured here. WebRTC hides behind no name.
            `--disable-features=${CHATTER.join(",")},WebRtcHideLocalIpsWithMdns`,
            "--force-webrtc-ip-handling-policy=default",
          ],
        }
      : {
          browser: "firefox",
          executablePath,
          userDataDir: profile,
          extraPrefsFirefox: {
            ...(proxy
              ? {
                  "network.proxy.type": 1,
                  "network.proxy.http": "127.0.0.1",
                  "network.proxy.http_port": proxy,
                  "network.proxy.ssl": "127.0.0.1",
                  "network.proxy.ssl_port": proxy,
                  "network.proxy.no_proxies_on": "",
                  "network.proxy.allow_hijacking_localhost": true,
                }
              : {}),
            // What the browser itself would like to know is not what is measured here.
            "app.normandy.enabled": false,
            "browser.safebrowsing.provider.google4.updateURL": "",
            "browser.safebrowsing.provider.mozilla.updateURL": "",
            "browser.region.network.url": "",
            "browser.topsites.contile.enabled": false,
            "extensions.getAddons.cache.enabled": false,
            "extensions.systemAddon.update.enabled": false,
            "extensions.update.enabled": false,
            "media.gmp-manager.url": "",
            "network.captive-portal-service.enabled": false,
            "network.connectivity-service.enabled": false,
            "services.settings.server": "data:,#remote-settings-dummy/v1",
            "toolkit.telemetry.enabled": false,
            "media.peerconnection.ice.loopback": true,
            "media.peerconnection.ice.obfuscate_host_addresses": false,
            "dom.serviceWorkers.testing.enabled": false,
          },
        },
  );
  return {
    browser,
    profile,
    async end() {
      await browser.close();
      const evidence = { disk: await searchFolder(profile, needles) };
      if (kind === "chromium") evidence.log = await netlog.read(log, needles);
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
      return evidence;
    },
    async discard() {
      await browser.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}
