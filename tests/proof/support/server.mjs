// Servers that remember who asked for what. On this machine only.

import { createServer, request as forward } from "node:http";
import { createSocket } from "node:dgram";
import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";

const KINDS = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  json: "application/json",
  png: "image/png",
  svg: "image/svg+xml",
  txt: "text/plain; charset=utf-8",
  webmanifest: "application/manifest+json",
};

/// Not at the root of the host: hardly a project's page is.
export const PATH = "/some/where/";

/// Serves the files of a folder, or the texts given in their place, as a static host does.
export async function site(folder, replaced = {}) {
  const requests = [];
  const sockets = new Set();
  const served = { folder, replaced, isDown: false };
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://x");
    requests.push({ path: pathname, url: request.url, method: request.method, cookie: request.headers.cookie });
    if (served.isDown) return request.socket.destroy();
    if (pathname === "/blank") return response.writeHead(200, { "content-type": "text/html" }).end("<link rel=icon href=data:,><title>blank</title>");
    let name = pathname.startsWith(PATH) ? pathname.slice(PATH.length) : "../";
    if (name === "") name = "index.html";
    let [status, body] = [200, served.replaced[name]];
    if (body === undefined) {
      const file = join(served.folder, name);
      const isFile = !name.includes("..") && (await stat(file).then((found) => found.isFile(), () => false));
      [status, body] = isFile ? [200, await readFile(file)] : [404, "nothing here"];
    }
    const kind = KINDS[name.split(".").pop()] ?? "application/octet-stream";
    response.writeHead(status, { "content-type": status === 200 ? kind : "text/plain", "cache-control": "max-age=600" });
    response.end(request.method === "HEAD" ? undefined : body);
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => {});
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address();
  return {
    requests,
    served,
    port,
    host: `127.0.0.1:${port}`,
    base: `http://127.0.0.1:${port}${PATH}`,
    blank: `http://127.0.0.1:${port}/blank`,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((done) => server.close(done));
    },
  };
}

/// Where nothing may ever arrive. Answers whatever is asked, so that nothing fails for want of an answer.
export async function elsewhere() {
  const arrived = [];
  const sockets = new Set();
  const answer = (request, response) => {
    arrived.push(`${request.method} ${request.url}`);
    request.resume();
    const kind = /script|worker|module/.test(request.url) ? "text/javascript" : /css|style/.test(request.url) ? "text/css" : "text/html";
    response.writeHead(200, { "content-type": kind, "access-control-allow-origin": "*", "cache-control": "no-store" });
    response.end(kind === "text/javascript" ? "/* came */" : "");
  };
  const server = createServer(answer);
  server.on("connection", (socket) => {
    arrived.push("TCP");
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => {});
  });
  server.on("upgrade", (request, socket) => {
    arrived.push(`UPGRADE ${request.url}`);
    const accept = createHash("sha1").update(`${request.headers["sec-websocket-key"]}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");
    socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address();
  const udp = createSocket("udp4");
  udp.on("message", () => arrived.push("UDP"));
  await new Promise((done) => udp.bind(port, "127.0.0.1", done));
  return {
    arrived,
    port,
    host: `127.0.0.1:${port}`,
    async close() {
      udp.close();
      for (const socket of sockets) socket.destroy();
      await new Promise((done) => server.close(done));
    },
  };
}

/// A proxy through which a browser sees this machine and nothing else, and which remembers what was wanted.
export async function proxy() {
  const wanted = [];
  const sockets = new Set();
  const server = createServer((request, response) => {
    wanted.push(`${request.method} ${request.url}`);
    let url;
    try {
      url = new URL(request.url);
    } catch {
      return response.writeHead(400).end();
    }
    if (url.hostname !== "127.0.0.1") return response.writeHead(502).end();
    const onward = forward({ host: url.hostname, port: url.port, path: url.pathname + url.search, method: request.method, headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    request.pipe(onward);
  });
  server.on("connect", (request, socket) => {
    wanted.push(`CONNECT ${request.url}`);
    socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => {});
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return {
    wanted,
    port: server.address().port,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((done) => server.close(done));
    },
  };
}
