#!/usr/bin/env node
import { runCommand } from "./index.ts";
import { abortOnSignals } from "./signals.ts";

const { env, stdin, stdout, stderr } = process;

// Warnings of the SDK are for the person, not for a developer: without Node's number of the process and its hints.
process.removeAllListeners("warning");
process.on("warning", ({ name, message }) => {
  if (name === "KineticWarning") stderr.write(`kinetic: ${message}\n`);
});

void runCommand(process.argv.slice(2), { env, stdin, stdout, stderr, signal: abortOnSignals() }).then(
  (code) => {
    // Everything was written and closed; what may still hold the loop (an open standard input) must not keep the process.
    process.exit(code);
  },
);
