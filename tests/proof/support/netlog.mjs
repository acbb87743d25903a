// What Chromium's own log of its network says: every connection, name look-up and datagram, whoever asked for it.
// The driver's events and "offline" emulation do not see WebRTC and early connections; this does.

import { readFile } from "node:fs/promises";
import { search } from "./canary.mjs";

const MAKER = /^https?:\/\/[a-z0-9.-]+\.(google|googleapis)\.com\//;
/// Where the browser's maker is made to live.
const NOWHERE = "127.0.0.1:9";

/// Reads a log made with `--net-log-capture-mode=Everything`, once the browser has ended.
export async function read(file, needles) {
  const text = await readFile(file, "utf8");
  let log;
  try {
    log = JSON.parse(text);
  } catch {
    // A browser that was ended hard leaves the list open.
    log = JSON.parse(`${text.trimEnd().replace(/,$/, "")}]}`);
  }
  const names = Object.fromEntries(Object.entries(log.constants.logEventTypes).map(([name, id]) => [id, name]));
  // What the browser asks its maker for has no page as its initiator and belongs to none. All else is the page's.
  const own = new Set();
  for (const { params } of log.events) {
    if (!params?.url || !("initiator" in params) || !MAKER.test(params.url)) continue;
    if (params.initiator === "not an origin" && !String(params.network_isolation_key).includes("127.0.0.1")) own.add(params.url);
  }
  const found = {
    chatter: own.size,
    events: log.events.length,
    urls: new Set(),
    addresses: new Set(),
    names: new Set(),
    udp: new Set(),
    marks: new Set(search(Buffer.from(text), needles)),
  };
  for (const { type, params = {} } of log.events) {
    const event = names[type] ?? "";
    if (params.url && /^(https?|wss?):/.test(params.url) && !own.has(params.url)) found.urls.add(params.url);
    if (/^(TCP_CONNECT|TCP_CONNECT_ATTEMPT)$/.test(event)) {
      for (const address of [params.address, params.remote_address, ...(params.address_list ?? [])]) if (address && address !== NOWHERE) found.addresses.add(address);
    }
    if (event.startsWith("HOST_RESOLVER") || event.startsWith("DNS_") || event.startsWith("SYSTEM_DNS")) {
      const host = String(params.host ?? params.hostname ?? "").replace(/^[a-z]+:\/\//, "");
      if (host && host !== NOWHERE) found.names.add(host);
    }
    // Chromium asks the operating system for routes by connecting a socket that never sends: no datagram, no count.
    if (/^UDP_(BYTES|SEND|RECEIVE)/.test(event)) found.udp.add(`${event} ${params.address ?? ""}`);
    if (typeof params.bytes === "string") for (const form of search(Buffer.from(params.bytes, "base64"), needles)) found.marks.add(`${form} in the bytes of ${event}`);
  }
  return Object.fromEntries(Object.entries(found).map(([key, value]) => [key, value instanceof Set ? [...value] : value]));
}
