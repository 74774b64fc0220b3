import type { CommandIo } from "../terminal/index.ts";

/** What a command was called with. */
export interface Invocation<Options> {
  readonly io: CommandIo;
  /** The arguments, in order; one that was left out is `undefined`. */
  readonly args: readonly (string | undefined)[];
  readonly options: Options;
}

/** Carries out a command; resolves with its exit code, 0 where it says none. */
export type Handler<Options> = (invocation: Invocation<Options>) => Promise<number | undefined>;
