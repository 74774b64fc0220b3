import type { Readable, Writable } from "node:stream";

/** Environment variables, as `process.env` has them. */
export type Env = Readonly<Record<string, string | undefined>>;

/** A stream that may be a terminal. */
export type Stream<T> = T & {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
};

/** The surroundings of the command: what a process has, or a test gives it. */
export interface CommandIo {
  readonly env: Env;
  readonly stdin: Stream<Readable>;
  readonly stdout: Stream<Writable>;
  readonly stderr: Stream<Writable>;
  /** Aborted when the command is to stop, e.g. at SIGINT; its reason decides the exit code. */
  readonly signal: AbortSignal;
}
