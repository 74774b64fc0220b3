import { isKineticError } from "kinetic-core";
import { readOptions, USAGE, UsageError } from "./options.ts";
import { runDemo } from "./run.ts";

const EXIT = { ok: 0, failed: 1, usage: 2, interrupted: 130 } as const;

/** Turns the signals that end a program into an abort, so that open jobs are closed first; a second one ends at once. */
function interruptible(): AbortSignal {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(EXIT.interrupted);
      process.stderr.write("\n  Stopping: open jobs are being aborted …\n");
      controller.abort(new Error("interrupted"));
    });
  }
  return controller.signal;
}

async function main(): Promise<number> {
  const signal = interruptible();
  try {
    const options = readOptions(process.argv.slice(2));
    if (options === undefined) {
      process.stdout.write(`${USAGE}\n`);
      return EXIT.ok;
    }
    return (await runDemo(options, signal)) ? EXIT.ok : EXIT.failed;
  } catch (error) {
    if (signal.aborted) return EXIT.interrupted;
    if (error instanceof UsageError) {
      process.stderr.write(`${error.message}\nTry: npm run demo -- --help\n`);
      return EXIT.usage;
    }
    process.stderr.write(`\n${isKineticError(error) ? `${error.name}: ${error.message}` : String(error)}\n`);
    return EXIT.failed;
  }
}

process.exitCode = await main();
// Everything was closed; what may still hold the loop (a terminal that was asked) must not keep the process.
process.exit();
