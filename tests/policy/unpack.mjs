// Unpacks the module of a page as the page does it, and prints its SHA-256.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

const page = readFileSync(process.argv[2], "utf8");
const [, unpacker] = page.match(/"(AGFzb[^"]+)"/);
const [, packed] = page.match(/\("([^"]+)"\);?<\/script>/);
const unpack = ["www/inflate.js", "www/unpack.js"].map((path) => readFileSync(path)).join("");
const module = await new Function("unpacker", "packed", `${unpack}return unpack();`)(unpacker, packed);
if (!WebAssembly.validate(module)) throw new Error("what the page unpacks is no module");
console.log(createHash("sha256").update(module).digest("hex"));
