import { type FileHandle, mkdir, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { UsageError } from "../../exit/index.ts";
import { csvLine } from "../../format/index.ts";
import type { FailureReport } from "./failure-report.ts";
import type { Outcome } from "./outcome.ts";

type Cells = readonly (string | number | boolean | undefined)[];
type Line = readonly [facts: Cells, record: Readonly<Record<string, string>>];

/** Writes what became of the rows: one file for each fate, the columns of the input behind the facts. */
export async function writeResults(
  folder: string,
  outcome: Outcome,
  { signal, report }: { readonly signal: AbortSignal; readonly report: FailureReport },
): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const { stored, refused, left } = outcome;
  const files = {
    "succeeded.csv": [["sf__Row", "sf__Id", "sf__Created"], map(stored(signal), storedLine)],
    "failed.csv": [
      ["sf__Row", "sf__Id", "sf__Code", "sf__Fields", "sf__Message", "sf__WhatToDo"],
      map(refused(signal), (row) => {
        report.add(row);
        const { id, error } = row;
        const { code, fields, message, remediation } = error;
        return [[row.row, id, code, fields.join(" "), message, remediation.summary], row.record];
      }),
    ],
    "unprocessed.csv": [["sf__Row"], map(left(signal), ({ row, record }) => [[row], record])],
  } as const satisfies Readonly<Record<string, readonly [readonly string[], AsyncIterable<Line>]>>;
  for (const [name, [columns, lines]] of Object.entries(files))
    await writeFile(join(folder, name), columns, lines);
  return Object.keys(files).map((name) => join(folder, name));
}

type Stored = Outcome["stored"] extends (signal: AbortSignal) => AsyncIterable<infer Row> ? Row : never;

function storedLine({ row, id, created, record }: Stored): Line {
  return [[row, id, created], record];
}

async function* map<Row>(rows: AsyncIterable<Row>, lineOf: (row: Row) => Line): AsyncGenerator<Line> {
  for await (const row of rows) yield lineOf(row);
}

/**
 * Makes sure that the input is none of the files that are written in the end.
 * @throws UsageError when it is
 */
export function checkOwnInput(folder: string, file: string | undefined): void {
  const isResult = /^(?:succeeded|failed|unprocessed)\.csv$/.test(basename(file ?? ""));
  if (file === undefined || !isResult || resolve(dirname(file)) !== resolve(folder)) return;
  throw new UsageError(
    `the results in ${folder} would take the place of ${file} itself`,
    "kinetic load <object> <file> --results <another folder>",
  );
}

const CHUNK_CHARS = 256 * 1024;

async function writeFile(path: string, facts: readonly string[], lines: AsyncIterable<Line>): Promise<void> {
  const draft = `${path}.part`;
  const file = await open(draft, "w");
  try {
    await writeLines(file, facts, lines);
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}

async function writeLines(
  file: FileHandle,
  facts: readonly string[],
  lines: AsyncIterable<Line>,
): Promise<void> {
  let columns: readonly string[] | undefined;
  let text = "";
  for await (const [cells, record] of lines) {
    if (columns === undefined) {
      columns = Object.keys(record);
      text += csvLine([...facts, ...columns]);
    }
    text += csvLine([...cells.map((one) => String(one ?? "")), ...columns.map((name) => record[name] ?? "")]);
    if (text.length < CHUNK_CHARS) continue;
    await file.writeFile(text);
    text = "";
  }
  await file.writeFile(columns === undefined ? csvLine(facts) : text);
}
