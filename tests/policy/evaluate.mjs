// Google's csp_evaluator has nothing to say about the policy of the page given.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { CspEvaluator } = require("csp_evaluator/dist/evaluator.js");
const { CspParser } = require("csp_evaluator/dist/parser.js");

const html = await readFile(process.argv[2], "utf8");
const policy = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(html)?.[1];
if (!policy) throw new Error(`no policy in ${process.argv[2]}`);
const findings = new CspEvaluator(new CspParser(policy).csp).evaluate();
for (const { directive, value, description } of findings) console.error(directive, value ?? "", description);
console.log(`${findings.length} findings about: ${policy}`);
process.exitCode = findings.length === 0 ? 0 : 1;
