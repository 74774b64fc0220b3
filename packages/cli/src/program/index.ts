export { runCommand } from "./run.ts";
export { version } from "./version.ts";
