// Loads the packed packages that check-packages.mjs laid out, as a consumer on this version of Node would.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { conclude, scratch } from "./lib.mjs";

const consumer = join(scratch, "consumer");
const require = createRequire(join(consumer, "use.js"));
const { kinetic: names } = JSON.parse(await readFile(join(consumer, "package.json"), "utf8"));

/** What an import may leave behind in the process: nothing. */
const traces = () => ({
  handles: process
    .getActiveResourcesInfo()
    .filter((kind) => kind !== "PipeWrap" && kind !== "TTYWrap" && kind !== "FSReqPromise"),
  listeners: process.eventNames().map((name) => [String(name), process.listenerCount(name)]),
  globals: Object.getOwnPropertyNames(globalThis),
});

async function problemsOf(name) {
  const before = JSON.stringify(traces());
  const start = performance.now();
  const imported = await import(pathToFileURL(require.resolve(name)).href);
  const milliseconds = Math.round(performance.now() - start);
  const problems = [];
  if (JSON.stringify(traces()) !== before)
    problems.push(`${name}: importing it left a handle, a listener or a global behind`);
  if (require(name) !== imported) problems.push(`${name}: require() gives something else than import`);
  console.log(
    `${process.version} ${name}: ${Object.keys(imported).length} exports, loaded in ${milliseconds} ms`,
  );
  return problems;
}

const problems = [];
for (const name of names) problems.push(...(await problemsOf(name)));
conclude(problems, `${process.version}: all load, by import and by require, without side effects.`);
