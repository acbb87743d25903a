// Starts the page. xtask puts this behind wasm-bindgen's glue and in one function with it: `wasm_bindgen` makes the
// module's imports and starts it, `unpack` returns the module itself (see unpack.js).
// The token field is none of this script's business: what was typed before the start belongs to the page.

const page = document.documentElement;

// The only policy for Trusted Types there may be. It gives out this one address, whatever it is asked for.
const offline = self.trustedTypes?.createPolicy("offline", { createScriptURL: () => "sw.js" }).createScriptURL("") ?? "sw.js";

function stop(text) {
  page.dataset.page = "stopped";
  tell(text);
}

function tell(text) {
  const notice = document.getElementById("notice");
  notice.textContent = text;
  notice.hidden = false;
}

async function start() {
  const { instance, module } = await instantiate(await unpack(), wasm_bindgen.imports());
  wasm_bindgen.start(instance, module);
  page.dataset.page = "started";
}

// At once, which is soonest, where the browser allows that for a module of this size.
async function instantiate(bytes, imports) {
  try {
    const module = new WebAssembly.Module(bytes);
    return { module, instance: new WebAssembly.Instance(module, imports) };
  } catch {
    return WebAssembly.instantiate(bytes, imports);
  }
}

// Lets the browser keep the page for when there is no network. All works without that too.
function keep() {
  const manifest = document.createElement("link");
  manifest.rel = "manifest";
  manifest.href = "manifest.webmanifest";
  document.head.append(manifest);
  navigator.serviceWorker?.register(offline, { updateViaCache: "none" }).then((kept) => {
    const tellOf = (next) => {
      if (next?.state === "installed" && kept.active)
        tell("A new version of this page is ready. Reload this page to use it, with no other tab of it open. Until then nothing changes.");
    };
    tellOf(kept.waiting);
    kept.addEventListener("updatefound", () => {
      const next = kept.installing;
      next?.addEventListener("statechange", () => tellOf(next));
    });
  }, () => {});
}

if (self !== top) {
  document.getElementById("app").remove();
  stop("This page does not run inside another one. Open it in a window of its own.");
} else if (typeof WebAssembly !== "object" || typeof DecompressionStream !== "function") {
  stop("This browser is too old for this page: it needs WebAssembly and DecompressionStream.");
} else {
  // A panic ends the module for good, and what is on the page is then no longer true to what is typed.
  addEventListener("error", ({ error }) => {
    if (!(error instanceof WebAssembly.RuntimeError)) return;
    document.getElementById("app").replaceChildren();
    stop("The page failed and has stopped. Reload it to go on. Nothing was sent or stored.");
  });
  start().catch(() => stop("The page could not start. Reload it, or try another browser. Nothing was sent."));
  // A page from a disk is kept already, and one at a wrong address (404.html) is not what should be kept.
  // Whoever has pasted something comes first: keeping the page takes the processor and the network for a while.
  if (location.protocol.startsWith("http") && !("lost" in page.dataset)) addEventListener("load", () => setTimeout(keep, 1000));
}
