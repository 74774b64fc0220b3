import type { Handler } from "../commands/invocation.ts";

/** An option of a command. */
export interface OptionSpec {
  /** As commander has it: `-o, --output <file>`. */
  readonly flags: string;
  readonly about: string;
  /** The only values that it takes. */
  readonly values?: readonly string[] | undefined;
  /** `count`: a whole number from 1 on. `list`: may be repeated, or hold commas. `many`: may be repeated. */
  readonly takes?: "count" | "list" | "many" | undefined;
}

/** A command: what its help, its parsing and its completion are made of. */
export interface CommandSpec {
  readonly name: string;
  readonly about: string;
  /** As commander has them: `<object> [file]`. */
  readonly args?: string | undefined;
  readonly options?: readonly OptionSpec[] | undefined;
  /** Command lines to copy, each with what it does. */
  readonly examples?: readonly (readonly [line: string, about: string])[] | undefined;
  /** Loads what carries it out, when it is called and not before. */
  readonly load?: (() => Promise<Handler<never>>) | undefined;
  readonly commands?: readonly CommandSpec[] | undefined;
}
