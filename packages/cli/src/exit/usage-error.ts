/** Something typed wrongly: one line of what is wrong, one of what to type. */
export class UsageError extends Error {
  /** What to type instead. */
  readonly type: string;

  constructor(message: string, type: string) {
    super(message);
    this.name = "UsageError";
    this.type = type;
  }
}

/** An ending with a code and a message of its own, which nothing went wrong in the program for. */
export class Ending extends Error {
  readonly exitCode: number;
  /** What to do about it. */
  readonly advice: string | undefined;

  constructor(
    message: string,
    { exitCode, advice }: { readonly exitCode: number; readonly advice?: string },
  ) {
    super(message);
    this.name = "Ending";
    this.exitCode = exitCode;
    this.advice = advice;
  }
}

/** The reason of an abort by a signal. */
export class Interruption extends Error {
  readonly exitCode: number;

  constructor(signal: string, exitCode: number) {
    super(`ended by ${signal}`);
    this.name = "Interruption";
    this.exitCode = exitCode;
  }
}

/** Nobody reads what is written any more, as after `| head`. */
export class BrokenPipe extends Error {
  constructor(cause: unknown) {
    super("nobody reads the output", { cause });
    this.name = "BrokenPipe";
  }
}
