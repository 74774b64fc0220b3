import { mkdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { COLUMN_DELIMITERS, csvFile, type LoadResult, type OpenCsvSource, rawSoql, soql } from "kinetic-core";
import { describeExport, describeLoad, startBar } from "./bar.ts";
import { writeDataSet } from "./data-set.ts";
import { FailureReport } from "./failures.ts";
import { count, megabytes, seconds, table } from "./format.ts";
import { type DemoOptions, UsageError } from "./options.ts";
import { confirmWrite, type DemoOrg, namesRealOrg, openLocalOrg, openRealOrg } from "./org.ts";
import { type Proof, prove } from "./proof.ts";

/** Where the demo puts its files, below the folder that it is started in. */
const FOLDER = ".demo";

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

/** What the steps of one run share. */
interface Run {
  readonly org: DemoOrg;
  readonly options: DemoOptions;
  readonly signal: AbortSignal;
  readonly startedAt: Date;
}

/** Runs the main job from end to end. Resolves to whether everything held. */
export async function runDemo(options: DemoOptions, signal: AbortSignal): Promise<boolean> {
  const org = namesRealOrg(process.env) ? await openRealOrg(signal) : await openLocalOrg();
  const run: Run = { org, options, signal, startedAt: new Date() };
  try {
    const { instanceUrl } = await org.sf.whoAmI({ signal });
    say(
      `\n1. Signed in\n   ${org.description}\n   instance ${instanceUrl}, API v${await org.sf.apiVersion({ signal })}`,
    );
    return await loadAndProve(run);
  } finally {
    await org.close();
  }
}

async function loadAndProve(run: Run): Promise<boolean> {
  const { options, signal } = run;
  const inputFile = await prepareInput(options);
  const { columns, size, delimiter } = await lookInto(inputFile);
  say(`\n2. Input\n   ${inputFile}: ${megabytes(size)}, columns ${columns.join(", ")}`);
  if (!(await mayWrite(run))) {
    say("   Nothing was written.");
    return false;
  }

  await using loaded = await load(run, inputFile);
  const { totals, jobs } = loaded;
  say(`   ${count(totals.succeeded)} of ${count(totals.rows)} rows stored, by ${count(jobs.length)} job(s)`);
  const ids = await idsByRow(loaded, signal);
  await reportFailures(loaded, signal);

  const broken = jobs.find(({ error }) => error !== undefined)?.error;
  if (broken !== undefined) throw broken;

  const exportedFile = join(FOLDER, "exported.csv");
  const exported = await exportRows(run, columns, exportedFile);
  say(`   ${exportedFile}: ${count(exported.rows)} rows, ${megabytes(exported.bytes)}`);

  say("\n6. Proof");
  const { fields } = await run.org.sf.describe(options.object, { signal });
  const proof = await prove({ inputFile, delimiter, exportedFile, columns, fields, ids });
  say(`   ${proof.holds ? "What came out is what went in." : "What came out is NOT what went in."}`);
  summarise(run, loaded, proof);
  return proof.holds && totals.unprocessed === 0;
}

async function prepareInput({ file, rows }: DemoOptions): Promise<string> {
  await mkdir(FOLDER, { recursive: true });
  if (file !== undefined) return file;
  const path = join(FOLDER, "input.csv");
  await writeDataSet(path, rows);
  return path;
}

/** Opens the file as the load will: what is wrong with its head is said before anything else happens. */
async function lookInto(
  path: string,
): Promise<{ columns: readonly string[]; size: number; delimiter: string }> {
  const source: OpenCsvSource = await csvFile(path).open();
  try {
    const { columns, dialect, size = (await stat(path)).size } = source;
    return { columns, size, delimiter: COLUMN_DELIMITERS[dialect.columnDelimiter] };
  } finally {
    await source.close();
  }
}

async function mayWrite({ org, options, signal }: Run): Promise<boolean> {
  if (org.local || options.yes) return true;
  if (!process.stdin.isTTY) {
    throw new UsageError(
      "This would write to a real org, and there is no terminal to ask: add --yes to allow it",
    );
  }
  return confirmWrite(`   This inserts ${options.object} records into ${org.description}.`, signal);
}

async function load({ org, options, signal }: Run, inputFile: string): Promise<LoadResult> {
  say(`\n3. Load into ${options.object} by Bulk API 2.0`);
  const bar = startBar("load");
  try {
    return await org.sf.bulk.load({
      object: options.object,
      operation: "insert",
      source: csvFile(inputFile),
      signal,
      onProgress: (progress) =>
        bar.update(progress.rows.processed, progress.rows.total, describeLoad(progress)),
    });
  } finally {
    bar.stop();
  }
}

async function idsByRow(loaded: LoadResult, signal: AbortSignal): Promise<ReadonlyMap<number, string>> {
  const ids = new Map<number, string>();
  for await (const { row, id } of loaded.succeeded({ signal })) {
    if (row !== undefined && id !== undefined) ids.set(row, id);
  }
  return ids;
}

async function reportFailures(loaded: LoadResult, signal: AbortSignal): Promise<void> {
  say(`\n4. Refused rows: ${count(loaded.totals.failed)}`);
  const report = new FailureReport();
  for await (const failure of loaded.failures({ signal })) report.add(failure);
  if (loaded.totals.failed > 0) say(report.toString());
}

/** In a real org there are other records too: only those of this user since the start of this run are compared. */
async function exportRows(
  { org, options, signal, startedAt }: Run,
  columns: readonly string[],
  path: string,
): Promise<{ rows: number; bytes: number }> {
  say("\n5. Export by bulk query");
  const fields = rawSoql(["Id", ...columns.filter((column) => column.toLowerCase() !== "id")].join(", "));
  const object = rawSoql(options.object);
  const { userId } = await org.sf.whoAmI({ signal });
  const mine =
    org.local || userId === undefined
      ? rawSoql("")
      : rawSoql(soql` WHERE CreatedById = ${userId} AND CreatedDate >= ${startedAt}`);
  const bar = startBar("export");
  try {
    return await org.sf.bulk
      .export(soql`SELECT ${fields} FROM ${object}${mine}`, {
        signal,
        onProgress: (progress) =>
          bar.update(progress.rows.received, progress.rows.total ?? 0, describeExport(progress)),
      })
      .toFile(path);
  } finally {
    bar.stop();
  }
}

function summarise({ startedAt, org }: Run, { totals, jobs }: LoadResult, { exported, holds }: Proof): void {
  const bytes = jobs.reduce((sum, job) => sum + job.bytes, 0);
  const used = org.sf.apiUsage;
  say(
    `\n${table([
      ["rows in the file", count(totals.rows)],
      ["stored", count(totals.succeeded)],
      ["refused", count(totals.failed)],
      ["not processed", count(totals.unprocessed)],
      ["uploaded", megabytes(bytes)],
      ["exported", count(exported.rows)],
      ["same content", holds ? "yes" : "NO"],
      ["API calls of the org", used === undefined ? "?" : `${count(used.used)} of ${count(used.max)}`],
      ["time", seconds(Date.now() - startedAt.getTime())],
      ["peak memory", megabytes(process.resourceUsage().maxRSS * 1024)],
    ])}\n`,
  );
}
