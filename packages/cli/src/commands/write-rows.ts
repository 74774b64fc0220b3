import { randomUUID } from "node:crypto";
import { open, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { UsageError } from "../exit/index.ts";
import { FORMATS, type Format } from "../format/index.ts";
import { type CommandIo, type Output, outputTo } from "../terminal/index.ts";

/** Where rows go, and how they look. */
export interface RowsOptions {
  readonly format?: Format | undefined;
  /** A file; `-` and none mean standard output. */
  readonly output?: string | undefined;
}

const BY_EXTENSION: Readonly<Record<string, Format>> = {
  ".csv": "csv",
  ".ndjson": "ndjson",
  ".jsonl": "ndjson",
  ".json": "json",
  ".txt": "table",
};

/** The format that is meant: what is said, what the file's name says, a table for a terminal, CSV for everything else. */
export function formatFor({ stdout }: Pick<CommandIo, "stdout">, options: RowsOptions): Format {
  if (options.format !== undefined) return checkFormat(options.format);
  if (isFile(options)) return BY_EXTENSION[extname(options.output).toLowerCase()] ?? "csv";
  return stdout.isTTY === true ? "table" : "csv";
}

function checkFormat(format: Format): Format {
  if (FORMATS.includes(format)) return format;
  throw new UsageError(`--format takes ${FORMATS.join(", ")}, not "${format}"`, "--format csv");
}

function isFile(options: RowsOptions): options is RowsOptions & { readonly output: string } {
  return options.output !== undefined && options.output !== "-";
}

/**
 * Writes to the file or to standard output. A file appears under its name when it is whole; what exists already and is no
 * plain file, such as a pipe, is written to as it is.
 */
export async function withOutput<T>(
  { stdout }: Pick<CommandIo, "stdout">,
  options: Pick<RowsOptions, "output">,
  work: (output: Output) => Promise<T>,
): Promise<T> {
  if (!isFile(options)) return work(outputTo(stdout));
  const { output: path } = options;
  const found = await stat(path).catch(() => undefined);
  if (found !== undefined && !found.isFile()) return writeTo(path, work);
  const draft = join(dirname(path), `.${basename(path)}.${randomUUID()}.part`);
  try {
    const result = await writeTo(draft, work);
    await rename(draft, path);
    return result;
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

async function writeTo<T>(path: string, work: (output: Output) => Promise<T>): Promise<T> {
  const file = await open(path, "w");
  try {
    return await work({ write: (text) => file.writeFile(text) });
  } finally {
    await file.close();
  }
}
