export { runCommand, version } from "./program/index.ts";
export type { CommandIo, Env, Stream } from "./terminal/index.ts";
