// Loads the packed packages that check-packages.mjs laid out, as a consumer on this version of Node would.
import { createHook } from "node:async_hooks";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { conclude, scratch } from "./lib.mjs";

const consumer = join(scratch, "consumer");
const require = createRequire(join(consumer, "use.js"));
const { kinetic: names } = JSON.parse(await readFile(join(consumer, "package.json"), "utf8"));

/** What an import may not begin: timers, sockets, processes, watchers, workers, whether they keep Node alive or not. */
const activity = /^(?:Timeout|Immediate|WORKER|STATWATCHER)$|(?:TCP|SERVER|UDP|PROCESS|SIGNAL|FSEVENT)WRAP$/;

/** Where zod keeps what copies of it share; it writes them whenever it is loaded. */
const zodShares = new Set(["__zod_globalConfig", "__zod_globalRegistry"]);

/** What an import may not change in the process. */
const traces = () =>
  JSON.stringify({
    listeners: process.eventNames().map((name) => [String(name), process.listenerCount(name)]),
    globals: Object.getOwnPropertyNames(globalThis).filter((name) => !zodShares.has(name)),
  });

/** Imports a package and tells what it began on the side. */
async function watchImport(name) {
  const begun = new Set();
  const hook = createHook({ init: (_id, type) => void (activity.test(type) && begun.add(type)) });
  const before = traces();
  const start = performance.now();
  hook.enable();
  const imported = await import(pathToFileURL(require.resolve(name)).href);
  hook.disable();
  if (traces() !== before) begun.add("a listener of the process or a global");
  return { imported, begun: [...begun], milliseconds: Math.round(performance.now() - start) };
}

async function problemsOf(name) {
  const { imported, begun, milliseconds } = await watchImport(name);
  const problems = begun.map((what) => `${name}: importing it left something behind: ${what}`);
  if (require(name) !== imported) problems.push(`${name}: require() gives something else than import`);
  console.log(
    `${process.version} ${name}: ${Object.keys(imported).length} exports, loaded in ${milliseconds} ms`,
  );
  return problems;
}

const problems = [];
for (const name of names) problems.push(...(await problemsOf(name)));
conclude(problems, `${process.version}: all load, by import and by require, without side effects.`);
