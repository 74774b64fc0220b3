import { parseArgs } from "node:util";

/** What the demo was asked to do. */
export interface DemoOptions {
  /** Rows of the default data set; more than it has are generated. */
  readonly rows: number | undefined;
  /** A CSV file of the user's own. */
  readonly file: string | undefined;
  readonly object: string;
  /** Do not ask before writing to a real org. */
  readonly yes: boolean;
}

export const USAGE = `Usage: npm run demo -- [options]

  --rows N       load N rows of the default data set (a dictionary of 102,217 entries; more are generated)
  --file PATH    load a CSV file of your own; its header row names fields of --object
  --object NAME  object to load into (default: Account)
  --yes          do not ask before writing to a real org
  --help         show this text

Without SF_* variables the demo runs on a local org inside this process. With them (SF_LOGIN_URL, SF_CLIENT_ID,
SF_USERNAME, SF_PRIVATE_KEY_PATH, ...) it runs on that org, and asks before it writes.`;

/** A mistake in how the demo was called. */
export class UsageError extends Error {}

/** Reads the command line; `undefined` when only help was wanted. */
export function readOptions(args: readonly string[]): DemoOptions | undefined {
  const { values } = parse(args);
  if (values.help === true) return undefined;
  if (values.file !== undefined && values.rows !== undefined) {
    throw new UsageError("--rows and --file exclude each other: a file is loaded whole");
  }
  return {
    rows: values.rows === undefined ? undefined : rowCount(values.rows),
    file: values.file,
    object: values.object ?? "Account",
    yes: values.yes === true,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        rows: { type: "string" },
        file: { type: "string" },
        object: { type: "string" },
        yes: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function rowCount(text: string): number {
  const rows = Number(text.replaceAll(/[_,]/g, ""));
  if (Number.isSafeInteger(rows) && rows > 0) return rows;
  throw new UsageError(`--rows ${text}: a whole number above 0 is needed`);
}
