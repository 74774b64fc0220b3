#!/usr/bin/env node
import { spareMemory } from "./command/spare-memory.ts";

spareMemory();

const stop = new Promise<void>((resolve) => {
  process.once("SIGINT", () => resolve());
  process.once("SIGTERM", () => resolve());
});

// Loaded after what spares memory: the space that loading takes is not given back.
void import("./command/index.ts")
  .then(({ runCommand }) =>
    runCommand(process.argv.slice(2), {
      env: process.env,
      stdin: process.stdin,
      out: (text) => process.stdout.write(text),
      err: (text) => process.stderr.write(text),
      stop,
    }),
  )
  .then((code) => {
    process.exitCode = code;
  });
