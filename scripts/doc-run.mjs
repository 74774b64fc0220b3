// Runs compiled examples of the documentation one after another, each with a fresh org. What they print is kept, and shown
// with the error of the one that fails. Started by scripts/doc-examples.mjs.
import { basename } from "node:path";
import { pathToFileURL } from "node:url";
import { formatWithOptions } from "node:util";
import { closeContext, openContext } from "./doc-context.mjs";

let printed = [];
const print = console.log;
for (const method of ["log", "error", "table", "warn"])
  console[method] = (...values) => void printed.push(formatWithOptions({ colors: false }, ...values));

function fail(file, error) {
  print(`${basename(file, ".mjs")} does not run: ${formatWithOptions({ colors: false }, error)}`);
  if (printed.length > 0) print(`It had printed:\n${printed.join("\n")}`);
  process.exitCode = 1;
}

let current = "";
process.on("unhandledRejection", (error) => fail(current, error));
for (const file of process.argv.slice(2)) {
  printed = [];
  current = file;
  await openContext();
  try {
    await import(pathToFileURL(file).href);
  } catch (error) {
    fail(file, error);
  } finally {
    await closeContext();
  }
}

// Fires only where something of an example keeps Node alive.
setTimeout(() => {
  fail(current, `it, or a block before it, left open: ${process.getActiveResourcesInfo().join(", ")}`);
  process.exit();
}, 10_000).unref();
