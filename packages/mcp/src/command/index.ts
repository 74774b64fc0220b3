export { type CommandIo, runCommand } from "./run.ts";
