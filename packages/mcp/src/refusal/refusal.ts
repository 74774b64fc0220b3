/** A call of a tool that an agent can make next. */
export interface NextCall {
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** What a refusal says besides what it refuses. */
export interface RefusalDetails {
  /** Stable name of the rule, in capitals. */
  readonly code: string;
  /** What to do, and who can do it. */
  readonly action: string;
  readonly next?: NextCall | undefined;
}

/**
 * Says that this server itself does not do something: a rule of its settings, a bad argument, a dead cursor. What the
 * org or the SDK refuses stays the SDK's own error.
 */
export class Refusal extends Error {
  readonly code: string;
  readonly action: string;
  readonly next: NextCall | undefined;

  constructor(message: string, { code, action, next }: RefusalDetails) {
    super(message);
    this.name = "Refusal";
    this.code = code;
    this.action = action;
    this.next = next;
  }
}
