#!/usr/bin/env node
import { runCommand } from "./command/index.ts";

const stop = new Promise<void>((resolve) => {
  process.once("SIGINT", () => resolve());
  process.once("SIGTERM", () => resolve());
});

void runCommand(process.argv.slice(2), {
  env: process.env,
  stdin: process.stdin,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  stop,
}).then((code) => {
  process.exitCode = code;
});
