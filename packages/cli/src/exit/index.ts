export { exitCodeOf } from "./code-of.ts";
export { EXIT } from "./codes.ts";
export { report } from "./report.ts";
export { refuseSecrets } from "./secret-arguments.ts";
export { BrokenPipe, Ending, Interruption, UsageError } from "./usage-error.ts";
