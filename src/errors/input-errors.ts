import { type ErrorDetails, KineticError } from "./kinetic-error.ts";
import { redact } from "./redact.ts";

/** One setting that is wrong. */
export interface ConfigurationProblem {
  /** Name of the setting as the caller writes it, e.g. `auth.clientId`. */
  readonly setting: string;
  /** Where its value came from, e.g. `option`, or the name of the environment variable. */
  readonly source: string;
  /** What is wrong with it, without its value where that is a secret. */
  readonly message: string;
}

/** Facts of a {@link ConfigurationError}. */
export interface ConfigurationDetails extends ErrorDetails {
  /** Everything that is wrong, all at once. */
  readonly problems?: readonly ConfigurationProblem[] | undefined;
}

/** Reports settings that cannot work, found before anything was sent. */
export class ConfigurationError extends KineticError {
  /** The code of this class, the same for each of its errors. */
  static override readonly code: "CONFIGURATION" = "CONFIGURATION";
  /** Always "CONFIGURATION": narrows `AnyKineticError`. */
  declare readonly code: "CONFIGURATION";
  /** Everything that is wrong, all at once. */
  readonly problems: readonly ConfigurationProblem[];

  constructor(message: string, details?: ConfigurationDetails) {
    const problems = (details?.problems ?? []).map((one) => ({ ...one, message: redact(one.message) }));
    const list = problems.map((one) => `${one.setting} (${one.source}): ${one.message}`).join("; ");
    super(
      ConfigurationError.code,
      list === "" ? message : `${message.replace(/[.:]$/, "")}: ${list}`,
      details,
    );
    this.problems = Object.freeze(problems);
  }
}

/** Facts of an {@link InputError}. */
export interface InputDetails extends ErrorDetails {
  /** The file or stream, as a person calls it. */
  readonly source?: string | undefined;
  /** Record in the source; the first record after the header is 1. */
  readonly row?: number | undefined;
  /** Bytes from the start of the source to the place of the fault. */
  readonly byteOffset?: number | undefined;
  /** Name of the column, or its position counted from 1 when it has none. */
  readonly column?: string | number | undefined;
}

/** Reports bad CSV, bad records or bad arguments, found before anything was sent. */
export class InputError extends KineticError {
  /** The code of this class, the same for each of its errors. */
  static override readonly code: "INPUT" = "INPUT";
  /** Always "INPUT": narrows `AnyKineticError`. */
  declare readonly code: "INPUT";
  /** The file or stream, as a person calls it. */
  readonly source: string | undefined;
  /** Record in the source; the first record after the header is 1. */
  readonly row: number | undefined;
  /** Bytes from the start of the source to the place of the fault. */
  readonly byteOffset: number | undefined;
  /** Name of the column, or its position counted from 1 when it has none. */
  readonly column: string | number | undefined;

  constructor(message: string, details?: InputDetails) {
    super(InputError.code, `${message.replace(/\.$/, "")}${place(details)}`, details);
    this.source = details?.source;
    this.row = details?.row;
    this.byteOffset = details?.byteOffset;
    this.column = details?.column;
  }
}

/** Says where the fault is, in brackets. */
function place(details: InputDetails = {}): string {
  const { source, row, column, byteOffset } = details;
  const parts = [
    source ?? "",
    row === undefined ? "" : `row ${row}`,
    column === undefined ? "" : `column ${column}`,
    byteOffset === undefined ? "" : `byte ${byteOffset}`,
  ].filter((part) => part !== "");
  return parts.length === 0 ? "." : ` (${parts.join(", ")}).`;
}
