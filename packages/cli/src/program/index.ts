export { PROGRAM, runCommand } from "./run.ts";
export type { CommandSpec, OptionSpec } from "./spec.ts";
