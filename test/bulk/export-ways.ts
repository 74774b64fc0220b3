import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import type { ExportOptions, SalesforceClient } from "kinetic-core";
import { bulkClient } from "./client.ts";
import { virtualClock } from "./clock.ts";
import { type FakeOrg, type FakeOrgOptions, startFakeOrg } from "./fake-org.ts";

export const SOQL = "SELECT Id, Name FROM Account";
/** Rows with all that CSV has to say about quotes, and letters of two and four bytes. */
export const ROWS: [string, string][] = Array.from({ length: 11 }, (_, at) => [
  `001${at}`,
  `n"é,\n\u{1f600}${at}`,
]);

const LIMITS: ExportOptions = { pollTimeoutMs: 5_000 };

/** What an export has given so far, and the whole of it when it has ended well. */
export interface Given {
  readonly rows: string[][];
}

/** One way to read an export. What was passed on before it failed is in `given`. */
export interface ExportWay {
  readonly name: string;
  readonly run: (sf: SalesforceClient, given: Given, folder: string) => Promise<void>;
}

async function readRows(sf: SalesforceClient, given: Given, options: ExportOptions): Promise<void> {
  for await (const row of sf.bulk.export(SOQL, { ...LIMITS, ...options }))
    given.rows.push([row["Id"] ?? "?", row["Name"] ?? "?"]);
}

async function readBytes(sf: SalesforceClient, given: Given, options: ExportOptions): Promise<void> {
  const parts: Uint8Array[] = [];
  try {
    for await (const bytes of sf.bulk.export(SOQL, { ...LIMITS, ...options }).csv()) parts.push(bytes);
  } finally {
    const whole = Buffer.concat(parts).toString();
    const rows = parse(whole.slice(0, whole.lastIndexOf('"\n') + 2), {
      relax_column_count: true,
    }) as string[][];
    given.rows.push(...rows.slice(1));
  }
}

async function writeFile(
  sf: SalesforceClient,
  given: Given,
  { path, ...options }: ExportOptions & { readonly path: string },
): Promise<void> {
  await sf.bulk.export(SOQL, { ...LIMITS, ...options }).toFile(path);
  given.rows.push(...(parse(await readFile(path)) as string[][]).slice(1));
}

/** All ways to read an export. */
export const WAYS: readonly ExportWay[] = [
  { name: "rows", run: (sf, given) => readRows(sf, given, {}) },
  { name: "bytes", run: (sf, given) => readBytes(sf, given, {}) },
  { name: "a file", run: (sf, given, folder) => writeFile(sf, given, { path: join(folder, "all.csv") }) },
  { name: "rows of parallel pages", run: (sf, given) => readRows(sf, given, { parallelPages: 3 }) },
  {
    name: "a file of parallel pages",
    run: (sf, given, folder) => writeFile(sf, given, { path: join(folder, "all.csv"), parallelPages: 3 }),
  },
];

/** How an export ended. */
export interface Outcome {
  readonly fake: FakeOrg;
  readonly rows: string[][];
  readonly error: unknown;
  readonly files: readonly string[];
}

/** Exports in one way from an org of its own. */
export async function exportWith(way: ExportWay, options: FakeOrgOptions): Promise<Outcome> {
  const runtime = virtualClock();
  const fake = await startFakeOrg({ rows: ROWS, pageSize: 4, ...options });
  const sf = bulkClient(fake.url, { runtime });
  const work = await mkdtemp(join(tmpdir(), "kinetic-export-ways-"));
  const given = { rows: [] as string[][] };
  let error: unknown;
  try {
    await way.run(sf, given, work);
  } catch (thrown) {
    error = thrown;
  }
  await sf.close();
  await fake.close();
  const files = await readdir(work);
  await rm(work, { recursive: true });
  return { fake, rows: given.rows, error, files };
}
