import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ExportOptions, SalesforceClient } from "kinetic-core";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { bulkClient } from "./client.ts";
import { type Answer, csvText, type FakeOrg, type FakeOrgOptions, startFakeOrg } from "./fake-org.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kinetic-parallel-test-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const SOQL = "SELECT Id, Name FROM Account";
const ROWS: [string, string][] = Array.from({ length: 43 }, (_, at) => [`001${at}`, `na"me,\n${at}`]);
const CSV = csvText([["Id", "Name"], ...ROWS]);
const PARALLEL: ExportOptions = { parallelPages: 5 };

async function withOrg(
  options: FakeOrgOptions,
  test: (sf: SalesforceClient, fake: FakeOrg) => Promise<void>,
): Promise<void> {
  const fake = await startFakeOrg({ rows: ROWS, pageSize: 3, ...options });
  const sf = bulkClient(fake.url);
  try {
    await test(sf, fake);
  } finally {
    await sf.close();
    await fake.close();
  }
}

async function names(rows: AsyncIterable<Record<string, string>>): Promise<string[]> {
  const list: string[] = [];
  for await (const row of rows) list.push(row["Name"] ?? "?");
  return list;
}

async function text(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of bytes) parts.push(part);
  return Buffer.concat(parts).toString();
}

const EXPECTED = ROWS.map(([, name]) => name);

/** Answers wait for each other, so that all of them are seen to be on their way at the same time. */
function rendezvous(count: number): NonNullable<FakeOrgOptions["before"]> {
  let waiting: (() => void)[] = [];
  return async (call) => {
    if (call !== "GET results") return;
    await new Promise<void>((resolve) => {
      waiting.push(resolve);
      if (waiting.length < count) return;
      for (const go of waiting) go();
      waiting = [];
    });
  };
}

it("has as many pages on their way as asked for, and passes the rows on in order", () =>
  withOrg({ pageSize: 9, before: rendezvous(5) }, async (sf, fake) => {
    expect(await names(sf.bulk.export(SOQL, PARALLEL))).toEqual(EXPECTED);
    expect(fake.calls.filter((call) => call === "GET results")).toHaveLength(5);
  }));

it("reads all lists of pages, and gives rows, file and bytes alike", () =>
  withOrg({}, async (sf, fake) => {
    const path = join(folder, "out.csv");
    expect(await names(sf.bulk.export(SOQL, PARALLEL))).toEqual(EXPECTED);
    expect(fake.calls.filter((call) => call === "GET resultPages")).toHaveLength(3);
    expect(await text(sf.bulk.export(SOQL, PARALLEL).csv())).toBe(CSV);
    expect(await sf.bulk.export(SOQL, PARALLEL).toFile(path)).toMatchObject({ rows: 43 });
    expect(await readFile(path, "utf8")).toBe(CSV);
  }));

it("passes pages on as they come where told so, each once", () =>
  withOrg({ before: holdFirstPage() }, async (sf) => {
    const rows = await names(sf.bulk.export(SOQL, { ...PARALLEL, pageOrder: "arrival" }));
    expect([...rows].sort()).toEqual([...EXPECTED].sort());
    expect(rows).not.toEqual(EXPECTED);
  }));

/** Answers the first page when so many others were asked for that one of them must have been read already. */
function holdFirstPage(): NonNullable<FakeOrgOptions["before"]> {
  let asked = 0;
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  return async (call, path) => {
    if (call !== "GET results") return;
    asked += 1;
    if (asked > 5) release();
    if (path.endsWith("locator=MA")) await released;
  };
}

it("takes the member names of the guide, of its example, and short paths", async () => {
  const shapes: ((body: string) => string)[] = [
    (body) => body.replaceAll("nextRecordsUrl", "nextRecordUrl"),
    (body) => body.replaceAll("resultUrl", "resultLink").replaceAll("/services/data/v68.0", ""),
    (body) =>
      body.replaceAll("resultUrl", "resultLink").replaceAll('"/services', '"https://other.example/services'),
  ];
  for (const shape of shapes) {
    const tamper = (call: string, answer: Answer): Answer =>
      call === "GET resultPages" ? { ...answer, body: shape(answer.body) } : answer;
    await withOrg({ tamper }, async (sf) => {
      expect(await names(sf.bulk.export(SOQL, PARALLEL))).toEqual(EXPECTED);
    });
  }
});

it.each([1, 4, 15])("reads a page again that was cut at read %i", (nth) =>
  withOrg(
    { fault: (call, count) => (call === "GET results" && count === nth ? "cut-body" : undefined) },
    async (sf) => {
      expect(await names(sf.bulk.export(SOQL, PARALLEL))).toEqual(EXPECTED);
    },
  ),
);

it("fails when a page is missing from the list, and when one is there twice", async () => {
  const drop = (call: string, answer: Answer, count: number): Answer =>
    call === "GET resultPages" && count === 2 ? change(answer, (pages) => pages.slice(1)) : answer;
  await withOrg({ tamper: drop }, async (sf) => {
    const fault = { code: "INCOMPLETE_RESULT", expected: 43, received: 40 };
    await expect(names(sf.bulk.export(SOQL, PARALLEL))).rejects.toMatchObject(fault);
  });
  const repeat = (call: string, answer: Answer): Answer =>
    call === "GET resultPages" ? change(answer, (pages) => [...pages, pages[0]]) : answer;
  await withOrg({ tamper: repeat }, async (sf) => {
    await expect(names(sf.bulk.export(SOQL, PARALLEL))).rejects.toThrow(/twice/);
  });
});

function change(answer: Answer, edit: (pages: unknown[]) => unknown[]): Answer {
  const body = JSON.parse(answer.body) as { resultPages: unknown[] };
  return { ...answer, body: JSON.stringify({ ...body, resultPages: edit(body.resultPages) }) };
}

it("leaves no temporary file and no request behind when the reader ends early", async () => {
  const tempDirectory = await mkdtemp(join(folder, "temp-"));
  vi.stubEnv("TMPDIR", tempDirectory);
  await withOrg({}, async (sf, fake) => {
    for await (const _ of sf.bulk.export(SOQL, PARALLEL)) break;
    expect(await readdir(tempDirectory)).toEqual([]);
    expect(fake.jobs.size).toBe(0);
  });
  vi.unstubAllEnvs();
});

it("reads page after page from an org that cannot name them yet", async () => {
  const fake = await startFakeOrg({ rows: ROWS, pageSize: 10 });
  const sf = bulkClient(fake.url, { apiVersion: "57.0" });
  expect(await names(sf.bulk.export(SOQL, PARALLEL))).toEqual(EXPECTED);
  expect(fake.calls).not.toContain("GET resultPages");
  await sf.close();
  await fake.close();
});

it.each([
  [{ parallelPages: 0 }, /parallelPages/],
  [{ parallelPages: 2.5 }, /parallelPages/],
  [{ parallelPages: 2, maxRecords: 10 }, /maxRecords/],
  [{ maxRecords: 0 }, /maxRecords/],
])("refuses %j before anything is sent", (options, message) =>
  withOrg({}, async (sf, fake) => {
    expect(() => sf.bulk.export(SOQL, options)).toThrow(message);
    expect(fake.calls).toEqual([]);
  }),
);
