import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LoadFailure, type LoadOptions, type LoadProgress, records } from "kinetic-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bulkClient } from "./client.ts";
import { type FakeOrgOptions, startFakeOrg } from "./fake-org.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kinetic-load-test-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function input(rows: readonly string[], header = "Name,Ext__c"): Promise<string> {
  const path = join(folder, `${Math.random().toString(36).slice(2)}.csv`);
  await writeFile(path, `${[header, ...rows].join("\n")}\n`);
  return path;
}

const numbered = (count: number): string[] =>
  Array.from({ length: count }, (_, at) => `row ${at + 1},x${at + 1}`);

async function load(org: FakeOrgOptions, options: Partial<LoadOptions> & Pick<LoadOptions, "source">) {
  const fake = await startFakeOrg(org);
  const sf = bulkClient(fake.url);
  const close = async (): Promise<void> => {
    await sf.close();
    await fake.close();
  };
  const run = sf.bulk.load({ object: "Account", operation: "insert", ...options });
  return { fake, run, close };
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

describe("load", () => {
  it("brings every row of a file in, in one job, with the calls of the protocol in order", async () => {
    const { fake, run, close } = await load({}, { source: await input(numbered(25)) });
    const result = await run;
    expect(result.totals).toEqual({ rows: 25, succeeded: 25, failed: 0, unprocessed: 0 });
    expect(result.ok).toBe(true);
    expect(fake.calls).toEqual(["POST ingest", "PUT batches", "PATCH UploadComplete", "GET job", "GET job"]);
    expect(fake.stored.size).toBe(25);
    expect(JSON.parse(JSON.stringify(result))).toMatchObject({ totals: { rows: 25 }, ok: true });
    await result.close();
    await close();
  });

  it("has as many jobs under way as it is told, without a warning of Node's about listeners", async () => {
    const warnings: string[] = [];
    const note = ({ message }: Error): number => warnings.push(message);
    process.on("warning", note);
    const { signal } = new AbortController();
    const options = { maxRecordsPerJob: 1, concurrency: 24, signal };
    const { run, close } = await load({ looks: 5 }, { source: await input(numbered(24)), ...options });
    const result = await run;
    expect(result.totals.succeeded).toBe(24);
    await result.close();
    await close();
    process.off("warning", note);
    expect(warnings).toEqual([]);
  });

  it("ties refused rows to input rows across several jobs, whatever their order", async () => {
    const { run, close } = await load(
      {
        shuffle: true,
        fate: ({ Ext__c }) =>
          Number(Ext__c?.slice(1)) % 7 === 0 ? { error: `INVALID_FIELD:bad: value:Ext__c --` } : "stored",
      },
      { source: await input(numbered(100)), maxRecordsPerJob: 15, concurrency: 3 },
    );
    const result = await run;
    expect(result.totals).toEqual({ rows: 100, succeeded: 86, failed: 14, unprocessed: 0 });
    expect(result.jobs).toHaveLength(7);
    const failures = await all(result.failures());
    expect(failures.map(({ row }) => row)).toEqual(Array.from({ length: 14 }, (_, at) => (at + 1) * 7));
    expect(failures.every(({ row, record }) => record["Ext__c"] === `x${row}`)).toBe(true);
    expect(failures[0]?.error).toMatchObject({
      code: "INVALID_FIELD",
      message: "bad: value",
      fields: ["Ext__c"],
    });
    const succeeded = await all(result.succeeded());
    expect(succeeded.map(({ row }) => row)).toEqual(
      Array.from({ length: 100 }, (_, at) => at + 1).filter((row) => row % 7 !== 0),
    );
    expect(succeeded.every(({ id, created }) => id?.length === 18 && created)).toBe(true);
    await result.close();
    await close();
  });

  it("says that equal rows with different fates cannot be told apart", async () => {
    const { run, close } = await load(
      { fate: (_, index) => (index === 2 ? { error: "DUPLICATE_VALUE:twice:Name --" } : "stored") },
      { source: await input(["same,1", "other,2", "same,1", "same,1"]) },
    );
    const [failure] = await all((await run).failures());
    expect(failure).toMatchObject({ ambiguous: true, record: { Name: "same" } });
    await close();
  });

  it("finds rows again whose values the server spells differently", async () => {
    const rows = ["a,912260031,2024-01-02T03:04:05Z", "b,100,2024-01-02T03:04:06Z"];
    const { run, close } = await load(
      {
        fate: () => ({ error: "INVALID_FIELD:no:Name --" }),
        tamper: (call, answer) =>
          call === "GET failedResults"
            ? {
                ...answer,
                body: answer.body
                  .replace("912260031", "9.12260031E8")
                  .replace('"100"', '"100.0"')
                  .replaceAll("Z", ".000+0000"),
              }
            : answer,
      },
      { source: await input(rows, "Name,Number__c,Time__c") },
    );
    const failures = await all((await run).failures());
    expect(failures.map(({ row, ambiguous }) => [row, ambiguous])).toEqual([
      [1, false],
      [2, false],
    ]);
    await close();
  });

  it("yields rows that cannot be told without a number", async () => {
    const { run, close } = await load(
      {
        fate: (_, index) => (index === 1 ? { error: "X_Y:z: --" } : "stored"),
        tamper: (call, answer) =>
          call === "GET failedResults"
            ? { ...answer, body: answer.body.replace("row 2", "something else") }
            : answer,
      },
      { source: await input(numbered(3)) },
    );
    const result = await run;
    expect(await all(result.failures())).toMatchObject([
      { row: undefined, record: { Name: "something else" } },
    ]);
    await close();
  });

  it("uses a key column where one is named", async () => {
    const { run, close } = await load(
      {
        fate: ({ Ext__c }) => (Ext__c === "x2" ? { error: "X_Y:z: --" } : "stored"),
        tamper: (call, answer) =>
          call === "GET failedResults"
            ? { ...answer, body: answer.body.replace("row 2", "something else") }
            : answer,
      },
      { source: await input(numbered(3)), key: "ext__c" },
    );
    expect(await all((await run).failures())).toMatchObject([{ row: 2, record: { Name: "row 2" } }]);
    await close();
  });

  it("reports rows that the server did not reach, and those of a job that failed as a whole", async () => {
    const partly = await load(
      {
        fate: (_, index) => (index >= 4 ? "unprocessed" : "stored"),
        end: () => ({ state: "Failed", errorMessage: "InternalServerError : too many retries" }),
      },
      { source: await input(numbered(6)) },
    );
    const first = await partly.run;
    expect(first.totals).toEqual({ rows: 6, succeeded: 4, failed: 0, unprocessed: 2 });
    expect((await all(first.unprocessed())).map(({ row }) => row)).toEqual([5, 6]);
    expect(first.jobs[0]).toMatchObject({ state: "Failed", error: { code: "JOB" } });
    await partly.close();

    const wholly = await load(
      {
        fate: () => "unprocessed",
        end: () => ({
          state: "Failed",
          errorMessage: "InvalidBatch : InvalidBatch : Field name not found : Nope",
        }),
      },
      { source: await input(numbered(6)), maxRecordsPerJob: 2, concurrency: 1 },
    );
    const second = await wholly.run;
    expect(second.totals).toEqual({ rows: 6, succeeded: 0, failed: 0, unprocessed: 6 });
    expect(wholly.fake.jobs.size).toBe(1);
    expect((await all(second.unprocessed())).map(({ row }) => row)).toEqual([1, 2, 3, 4, 5, 6]);
    await wholly.close();
  });

  it("loads records, and bytes that can be read once", async () => {
    const { run, fake, close } = await load(
      {},
      { source: records([{ Name: "a", Site: null }, { Name: "b" }, { Name: "c", Site: "x\ny" }]) },
    );
    const result = await run;
    expect(result.totals.succeeded).toBe(3);
    expect([...fake.jobs.values()][0]?.data).toContain("#N/A");
    await result.close();
    await close();
  });

  it("reports how far it is", async () => {
    const seen: LoadProgress[] = [];
    const { run, close } = await load(
      {},
      {
        source: await input(numbered(10)),
        maxRecordsPerJob: 5,
        onProgress: (progress) => seen.push(progress),
      },
    );
    await run;
    expect(seen[0]?.phase).toBe("scan");
    expect(seen.at(-1)).toMatchObject({
      phase: "done",
      rows: { total: 10, processed: 10, failed: 0 },
      jobs: { JobComplete: 2 },
    });
    expect(seen.at(-1)?.bytes.sent).toBe(seen.at(-1)?.bytes.total);
    await close();
  });

  it("survives a progress listener that throws", async () => {
    const { run, close } = await load(
      {},
      {
        source: await input(numbered(3)),
        onProgress: () => {
          throw new Error("no terminal");
        },
      },
    );
    expect((await run).ok).toBe(true);
    await close();
  });

  it("leaves no temporary file behind", async () => {
    const before = (await readdir(tmpdir())).filter((name) => name.startsWith("kinetic-bulk-"));
    const { run, close } = await load(
      { fate: () => ({ error: "X_Y:z: --" }) },
      { source: await input(numbered(5)) },
    );
    const result = await run;
    const taken: LoadFailure[] = [];
    for await (const failure of result.failures()) {
      taken.push(failure);
      break;
    }
    expect(taken).toHaveLength(1);
    const after = (await readdir(tmpdir())).filter((name) => name.startsWith("kinetic-bulk-"));
    expect(after.filter((name) => !before.includes(name))).toEqual([]);
    await close();
  });
});

describe("load with bad input", () => {
  const cases: [string, Partial<LoadOptions>, readonly string[], string | undefined, RegExp][] = [
    ["two columns for a delete", { operation: "delete" }, ["001,x"], "Id,Name", /one column Id/],
    ["no Id for an update", { operation: "update" }, ["a,b"], undefined, /needs the column Id/],
    [
      "no external id column",
      { operation: "upsert", externalIdFieldName: "Key__c" },
      ["a,b"],
      undefined,
      /Key__c/,
    ],
    ["upsert without its field", { operation: "upsert" }, ["a,b"], undefined, /externalIdFieldName/],
    ["an unknown operation", { operation: "merge" as never }, ["a,b"], undefined, /operation must be one of/],
    ["an object that is none", { object: "Account; DROP" }, ["a,b"], undefined, /API name/],
    ["too many bytes", { maxBytes: 120_000_000 }, ["a,b"], undefined, /maxBytes/],
    ["a missing key", { key: "Nope" }, ["a,b"], undefined, /key column Nope/],
    ["a ragged row", {}, ["a,b", "a,b,c"], undefined, /row 2/],
    ["a row over the limit", { maxBytes: 20 }, [`${"a".repeat(40)},b`], undefined, /row 1/],
    ["no rows", {}, [], undefined, /no rows/i],
  ];
  it.each(cases)("refuses %s before anything is sent", async (_, options, rows, header, message) => {
    const { run, fake, close } = await load({}, { source: await input(rows, header), ...options });
    await expect(run).rejects.toMatchObject({ code: "INPUT", message: expect.stringMatching(message) });
    expect(fake.calls).toEqual([]);
    await close();
  });

  it("refuses a missing file", async () => {
    const { run, fake, close } = await load({}, { source: join(folder, "nope.csv") });
    await expect(run).rejects.toMatchObject({ code: "INPUT" });
    expect(fake.calls).toEqual([]);
    await close();
  });
});
