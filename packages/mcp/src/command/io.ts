import type { Readable } from "node:stream";
import type { Env } from "./flags.ts";

/** Where the command reads and writes. Standard output belongs to the protocol. */
export interface CommandIo {
  readonly env: Env;
  readonly stdin: Readable;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Resolves when the command is to stop, e.g. at SIGTERM. */
  readonly stop: Promise<unknown>;
}
