export { runCommand } from "./program/index.ts";
export type { CommandIo, Env, Stream } from "./terminal/index.ts";
export { version } from "./version.ts";
