import { readFile } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import type { CsvEncoding, CsvSource, IngestOperation, Mapping } from "kinetic-core";
import { UsageError } from "../../exit/index.ts";
import type { OrgOptions } from "../../logins/index.ts";
import type { CommandIo } from "../../terminal/index.ts";

/** Options of `kinetic load`. */
export interface LoadCommandOptions extends OrgOptions {
  readonly operation?: IngestOperation | undefined;
  readonly externalId?: string | undefined;
  readonly mapping?: string | undefined;
  /** A folder; false with `--no-results`. */
  readonly results?: string | false | undefined;
  /** False with `--no-checkpoint`. */
  readonly checkpoint?: boolean | undefined;
  readonly dryRun?: boolean | undefined;
  readonly delimiter?: string | undefined;
  readonly encoding?: CsvEncoding | undefined;
  readonly key?: string | undefined;
  readonly retryRows?: number | undefined;
  readonly concurrency?: number | undefined;
  readonly rowsPerJob?: number | undefined;
  readonly assignmentRule?: string | undefined;
  readonly deleteJobs?: boolean | undefined;
  readonly json?: boolean | undefined;
}

/** The names that a delimiter has on the command line. */
const DELIMITERS = {
  comma: "COMMA",
  semicolon: "SEMICOLON",
  tab: "TAB",
  pipe: "PIPE",
  caret: "CARET",
  backquote: "BACKQUOTE",
} as const;

/**
 * The input: a CSV file, or standard input for `-`.
 * @throws UsageError when a person would have to type it
 */
export async function sourceOf(
  io: CommandIo,
  file: string | undefined,
  { delimiter, encoding }: LoadCommandOptions,
): Promise<CsvSource> {
  const { csvFile, csvStream } = await import("kinetic-core");
  const columnDelimiter =
    delimiter === undefined ? undefined : DELIMITERS[delimiter as keyof typeof DELIMITERS];
  const settings = { columnDelimiter, encoding };
  if (file !== undefined && file !== "-") return csvFile(file, settings);
  if (io.stdin.isTTY === true)
    throw new UsageError(
      "there is no input: name a CSV file, or give one on standard input",
      "kinetic load Account accounts.csv",
    );
  return csvStream(io.stdin, { ...settings, name: "standard input" });
}

/** Reads a mapping file. What it says is checked by the SDK. */
export async function readMapping(file: string | undefined): Promise<Mapping | undefined> {
  if (file === undefined) return undefined;
  const type = `kinetic load <object> <file> --mapping mapping.json, which holds {"fields": {"Name": "company"}}`;
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "error";
    throw new UsageError(`the mapping ${file} cannot be read (${code})`, type);
  }
  try {
    return JSON.parse(text) as Mapping;
  } catch {
    throw new UsageError(`the mapping ${file} is no JSON`, type);
  }
}

/** The folder of results and checkpoint: the same for the same command, so that it finds what it left. */
export function resultFolder(
  { object, file }: { readonly object: string; readonly file: string | undefined },
  { results, operation = "insert" }: LoadCommandOptions,
): string {
  if (typeof results === "string") return results;
  const stem = file === undefined || file === "-" ? "stdin" : basename(file, extname(file));
  return join(".", `${stem}.${object}.${operation}`);
}
