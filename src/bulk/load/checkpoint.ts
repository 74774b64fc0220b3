/**
 * Where a load notes how far it is, so that the same call can go on after the process died. A port: write your own for
 * a database. What is written is plain JSON data and holds no rows and no secrets.
 */
export interface LoadCheckpoint {
  /** Name for messages, e.g. the path. */
  readonly name: string;
  /** Returns what was written last; `undefined` when there is nothing. */
  read(): Promise<unknown>;
  /** Replaces the note. It must be durable when the promise resolves, and whole or absent after a crash. */
  write(state: unknown): Promise<void>;
  /**
   * Keeps other loads from using the same note at the same time; returns what lets go of it.
   *
   * @throws ConfigurationError when somebody else holds it
   */
  lock?(): Promise<() => Promise<void>>;
}

/** A checkpoint that lasts as long as the process: for tests, and for resuming within one run. */
export interface MemoryCheckpoint extends LoadCheckpoint {
  /** The note as JSON text; `undefined` when there is none. */
  readonly text: string | undefined;
}

/**
 * Makes a checkpoint in memory.
 *
 * @param text a note taken from another one
 * @example
 * ```ts
 * const checkpoint = memoryCheckpoint();
 * await sf.bulk.load({ object: "Account", operation: "insert", source, checkpoint });
 * ```
 */
export function memoryCheckpoint(text?: string): MemoryCheckpoint {
  let note = text;
  return {
    name: "memory",
    get text() {
      return note;
    },
    read: async () => (note === undefined ? undefined : (JSON.parse(note) as unknown)),
    write: async (state) => {
      note = JSON.stringify(state);
    },
  };
}

/**
 * Saves by need: calls that come while a write is under way share the next one. Each call resolves when the state as
 * it was at the call, or a later one, is durable.
 */
export function createSaver(
  checkpoint: Pick<LoadCheckpoint, "write"> | undefined,
  snapshot: () => unknown,
): () => Promise<void> {
  if (checkpoint === undefined) return async () => undefined;
  let writing: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const write = (): Promise<void> => {
    writing = checkpoint.write(snapshot()).finally(() => {
      writing = undefined;
    });
    return writing;
  };
  return () => {
    if (writing === undefined) return write();
    next ??= writing
      .catch(() => undefined)
      .then(() => {
        next = undefined;
        return write();
      });
    return next;
  };
}
