import type { ErrorCode } from "kinetic-core";
import { EXIT } from "./codes.ts";
import { BrokenPipe, Ending, Interruption, UsageError } from "./usage-error.ts";

/** By the code of the SDK's errors. */
const BY_CODE: Readonly<Record<ErrorCode, number>> = {
  CONFIGURATION: EXIT.usage,
  INPUT: EXIT.usage,
  AUTHENTICATION: EXIT.login,
  NETWORK: EXIT.unreachable,
  TIMEOUT: EXIT.unreachable,
  PERMISSION: EXIT.refused,
  NOT_FOUND: EXIT.refused,
  REQUEST_REJECTED: EXIT.refused,
  CONFLICT: EXIT.refused,
  LIMIT: EXIT.refused,
  JOB: EXIT.refused,
  OUTCOME_UNKNOWN: EXIT.unknown,
  JOB_TIMEOUT: EXIT.unknown,
  INCOMPLETE_RESULT: EXIT.unknown,
  ACCOUNTING: EXIT.unknown,
  SERVER: EXIT.failed,
  UNEXPECTED_RESPONSE: EXIT.failed,
};

/** Codes of the system for a file that cannot be written. */
const DISK = new Set([
  "ENOSPC",
  "EDQUOT",
  "EFBIG",
  "EIO",
  "EROFS",
  "EACCES",
  "EPERM",
  "EISDIR",
  "ENOTDIR",
  "ENOENT",
]);

/** Decides the exit code for what was thrown. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof Ending || error instanceof Interruption) return error.exitCode;
  if (error instanceof UsageError) return EXIT.usage;
  if (error instanceof BrokenPipe) return EXIT.brokenPipe;
  const code = codeOf(error);
  if (isDisk(error)) return EXIT.disk;
  return typeof code === "string" && Object.hasOwn(BY_CODE, code) ? BY_CODE[code as ErrorCode] : EXIT.failed;
}

/** Whether a file could not be written; for the SDK's errors, whether that is the cause. */
export function isDisk(error: unknown): boolean {
  // A file of input that cannot be read is a wrong argument.
  if (codeOf(error) === "INPUT") return false;
  for (let one = error; one instanceof Error; one = one.cause) {
    const code = codeOf(one);
    if (typeof code === "string" && DISK.has(code)) return true;
  }
  return false;
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
