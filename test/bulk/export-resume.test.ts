import { cp, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ExportFormat, ExportHandle, ExportOptions } from "kinetic-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bulkClient } from "./client.ts";
import { csvText, type FakeOrgOptions, type JobStore, startFakeOrg } from "./fake-org.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kinetic-resume-test-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const SOQL = "SELECT Id, Name FROM Account";
const ROWS: [string, string][] = Array.from({ length: 23 }, (_, at) => [`001${at}`, `na"me,\n${at}`]);
const CSV = csvText([["Id", "Name"], ...ROWS]);
const NDJSON = ROWS.map(([Id, Name]) => `${JSON.stringify({ Id, Name })}\n`).join("");
const TEXTS = { csv: CSV, ndjson: NDJSON };
const ORG: FakeOrgOptions = { rows: ROWS, pageSize: 4 };

/** What a process leaves that is killed while it waits for the answer to its n-th call: its files, and the org. */
async function killedAt(
  nth: number,
  { format, ...options }: ExportOptions & { readonly format?: ExportFormat },
): Promise<{ left: string; store: JobStore }> {
  const [work, left] = await Promise.all([mkdtemp(join(folder, "work-")), mkdtemp(join(folder, "left-"))]);
  let calls = 0;
  let die = (): void => undefined;
  const death = new Promise<void>((resolve) => {
    die = resolve;
  });
  const before = async (): Promise<void> => {
    calls += 1;
    if (calls < nth) return;
    if (calls === nth) {
      await cp(work, left, { recursive: true });
      die();
    }
    await new Promise(() => undefined);
  };
  const fake = await startFakeOrg({ ...ORG, before });
  const sf = bulkClient(fake.url);
  const controller = new AbortController();
  const signal = controller.signal;
  const ended = sf.bulk
    .export(SOQL, { ...options, signal })
    .toFile(join(work, "out"), { resume: true, format })
    .catch(() => undefined);
  await death;
  controller.abort();
  await fake.close();
  await sf.close();
  await ended;
  return { left, store: fake.store };
}

const SETTINGS: [ExportFormat, ExportOptions][] = [
  ["csv", {}],
  ["csv", { parallelPages: 3 }],
  ["ndjson", {}],
  ["ndjson", { parallelPages: 3 }],
];
describe.each(SETTINGS)("%s with %j", (format, options) => {
  it.each([1, 2, 3, 4, 5, 6, 8, 9])("goes on with the same file after a kill at call %i", async (nth) => {
    const { left, store } = await killedAt(nth, { ...options, format });
    const fake = await startFakeOrg(ORG, store);
    const sf = bulkClient(fake.url);
    const path = join(left, "out");
    const summary = await sf.bulk.export(SOQL, options).toFile(path, { resume: true, format });
    expect(await readFile(path, "utf8")).toBe(TEXTS[format]);
    expect(summary).toMatchObject({ rows: 23, bytes: TEXTS[format].length });
    expect(await readdir(left)).toEqual(["out"]);
    // A job whose making was answered is gone on with.
    expect(store.jobs.size).toBe(1);
    await sf.close();
    await fake.close();
  });
});

function withoutJobs(store: JobStore): JobStore {
  store.jobs.clear();
  return store;
}

it("does not read pages again that are in the file", async () => {
  const { left, store } = await killedAt(7, {});
  const fake = await startFakeOrg(ORG, store);
  const sf = bulkClient(fake.url);
  await sf.bulk.export(SOQL).toFile(join(left, "out"), { resume: true });
  expect(fake.calls.filter((call) => call === "GET results").length).toBeLessThan(6);
  await sf.close();
  await fake.close();
});

it("begins anew in another format, and refuses one that is none", async () => {
  const { left, store } = await killedAt(7, { format: "ndjson" });
  const fake = await startFakeOrg(ORG, store);
  const sf = bulkClient(fake.url);
  const path = join(left, "out");
  await sf.bulk.export(SOQL).toFile(path, { resume: true });
  expect(await readFile(path, "utf8")).toBe(CSV);
  const format = "xml" as ExportFormat;
  await expect(sf.bulk.export(SOQL).toFile(path, { format })).rejects.toThrow(/csv or ndjson, not "xml"/);
  await sf.close();
  await fake.close();
});

it.each([
  ["another query", (store: JobStore) => store, "SELECT Id, Name FROM Account WHERE Name != 'x'"],
  ["a job that the org has no longer", withoutJobs, SOQL],
])("begins anew with %s", async (_, change, soql) => {
  const { left, store } = await killedAt(7, {});
  const fake = await startFakeOrg(ORG, change(store));
  const sf = bulkClient(fake.url);
  const path = join(left, "out");
  await sf.bulk.export(soql).toFile(path, { resume: true });
  expect(await readFile(path, "utf8")).toBe(CSV);
  await sf.close();
  await fake.close();
});

it.each([[{}], [{ parallelPages: 3 }]])(
  "goes on with rows from a handle, each once, with %j",
  async (options) => {
    const fake = await startFakeOrg(ORG);
    const sf = bulkClient(fake.url);
    const ids: (string | undefined)[] = [];
    let saved: { handle: ExportHandle; rows: number } | undefined;
    const onProgress: ExportOptions["onProgress"] = ({ handle }) => {
      if (handle?.locator !== undefined) saved = { handle, rows: ids.length };
    };
    for await (const row of sf.bulk.export(SOQL, { ...options, onProgress, keepJob: true })) {
      ids.push(row["Id"]);
      if (ids.length === 10) break;
    }
    expect(saved).toMatchObject({ rows: 8, handle: { rows: 8 } });
    const handle = JSON.parse(JSON.stringify(saved?.handle)) as ExportHandle;
    ids.length = 8;
    for await (const row of sf.bulk.export(SOQL, { ...options, resume: handle })) ids.push(row["Id"]);
    expect(ids).toEqual(ROWS.map(([id]) => id));
    expect(fake.jobs.size).toBe(1);
    await sf.close();
    await fake.close();
  },
);

it("refuses a handle of another kind before anything is sent", async () => {
  const fake = await startFakeOrg(ORG);
  const sf = bulkClient(fake.url);
  const resume = { job: { kind: "ingest", id: "750000000000001AAA" }, rows: 0 } as const;
  expect(() => sf.bulk.export(SOQL, { resume })).toThrow(/ingest job/);
  expect(fake.calls).toEqual([]);
  await sf.close();
  await fake.close();
});
