// Unpacks the module of a page as the page does it, and prints its SHA-256.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

const strings = readFileSync(process.argv[2], "utf8").match(/\("([^"]+)"\);?<\/script>/);
const unpack = ["www/inflate.js", "www/unpack.js"].map((path) => readFileSync(path)).join("");
const start = new Function("packed", `${unpack}return unpack();`);
const module = await start(strings[1]);
if (!WebAssembly.validate(module)) throw new Error("what the page unpacks is no module");
console.log(createHash("sha256").update(module).digest("hex"));
