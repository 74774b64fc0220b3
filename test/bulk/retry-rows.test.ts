import { type LoadOptions, type LoadResult, memoryCheckpoint, records } from "kinetic-core";
import { describe, expect, it } from "vitest";
import { bulkClient } from "./client.ts";
import { virtualClock } from "./clock.ts";
import { type FakeOrg, type FakeOrgOptions, startFakeOrg } from "./fake-org.ts";

const ROWS = Array.from({ length: 30 }, (_, at) => ({
  Name: `row ${at + 1}`,
  AccountId: `00100000000000${at % 3}AAA`,
}));
const LOCKED = { error: "UNABLE_TO_LOCK_ROW:unable to obtain exclusive access to this record: --" };
const BAD = { error: "INVALID_FIELD:bad value:Name --" };

const rowOf = (record: Record<string, string>): number => Number(record["Name"]?.slice(4));

async function loadInto(fake: FakeOrg, options: Partial<LoadOptions>): Promise<LoadResult> {
  const sf = bulkClient(fake.url, { runtime: virtualClock() });
  return sf.bulk.load({
    object: "Contact",
    operation: "insert",
    source: records(ROWS),
    maxRecordsPerJob: 10,
    ...options,
  });
}

async function withOrg(
  org: FakeOrgOptions,
  options: Partial<LoadOptions>,
  test: (result: LoadResult, fake: FakeOrg) => Promise<void>,
): Promise<void> {
  const fake = await startFakeOrg(org);
  try {
    const result = await loadInto(fake, options);
    await test(result, fake);
    await result.close();
  } finally {
    await fake.close();
  }
}

async function numbers(
  rows: AsyncIterable<{ readonly row: number | undefined }>,
): Promise<(number | undefined)[]> {
  const list: (number | undefined)[] = [];
  for await (const { row } of rows) list.push(row);
  return list;
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, at) => at + 1);

describe("retryRows", () => {
  it("sends locked rows again until they are stored, and leaves refused ones alone", () => {
    const tries = new Map<number, number>();
    const fate: FakeOrgOptions["fate"] = (record) => {
      const row = rowOf(record);
      tries.set(row, (tries.get(row) ?? 0) + 1);
      if (row === 7) return BAD;
      return row % 5 === 0 && (tries.get(row) ?? 0) < (row === 25 ? 3 : 2) ? LOCKED : "stored";
    };
    return withOrg({ fate, shuffle: true }, { retryRows: 3 }, async (result, fake) => {
      expect(result.totals).toEqual({ rows: 30, succeeded: 29, failed: 1, unprocessed: 0 });
      expect(await numbers(result.failures())).toEqual([7]);
      expect((await numbers(result.succeeded())).sort((a, b) => (a ?? 0) - (b ?? 0))).toEqual(
        upTo(30).filter((row) => row !== 7),
      );
      expect(fake.stored.size).toBe(29);
      expect([...fake.stored.values()].every((times) => times === 1)).toBe(true);
      expect(result.jobs.map(({ round }) => round)).toEqual([0, 0, 0, 1, 2]);
      expect(fake.open()).toEqual([]);
    });
  });

  it("stops after as many rounds as it is told, and then reports the rows with their input numbers", () =>
    withOrg(
      { fate: (record) => (rowOf(record) % 10 === 4 ? LOCKED : "stored") },
      { retryRows: 2 },
      async (result) => {
        expect(result.totals).toEqual({ rows: 30, succeeded: 27, failed: 3, unprocessed: 0 });
        expect(await numbers(result.failures())).toEqual([4, 14, 24]);
        expect(Math.max(...result.jobs.map(({ round }) => round))).toBe(2);
      },
    ));

  it("sends rows again that the server did not get to", () => {
    let jobs = 0;
    return withOrg(
      {
        fate: (_, index) => (jobs === 1 && index >= 6 ? "unprocessed" : "stored"),
        end: () => {
          jobs += 1;
          return jobs === 1 ? { state: "Failed", errorMessage: "TooManyLockFailure : too many" } : undefined;
        },
      },
      { retryRows: 1, concurrency: 1 },
      async (result, fake) => {
        expect(result.totals).toEqual({ rows: 30, succeeded: 30, failed: 0, unprocessed: 0 });
        expect(await numbers(result.unprocessed())).toEqual([]);
        expect(fake.stored.size).toBe(30);
      },
    );
  });

  it("does not repeat what the whole input would fail for", () =>
    withOrg(
      {
        fate: () => "unprocessed",
        end: () => ({ state: "Failed", errorMessage: "InvalidBatch : Field name not found : Nope" }),
      },
      { retryRows: 3, concurrency: 1 },
      async (result, fake) => {
        expect(result.totals.unprocessed).toBe(30);
        expect(fake.jobs.size).toBe(1);
      },
    ));

  it("takes more codes for passing when told to", () => {
    const tried = new Set<number>();
    const fate: FakeOrgOptions["fate"] = (record) => {
      const row = rowOf(record);
      if (row % 10 !== 0 || tried.has(row)) return "stored";
      tried.add(row);
      return { error: "CUSTOM_VALIDATION_EXCEPTION:later: --" };
    };
    return withOrg({ fate }, { retryRows: { codes: ["CUSTOM_VALIDATION_EXCEPTION"] } }, async (result) => {
      expect(result.totals.succeeded).toBe(30);
    });
  });

  it("sends rows of one parent side by side when told to", () => {
    const tried = new Set<number>();
    const fate: FakeOrgOptions["fate"] = (record) => {
      const first = !tried.has(rowOf(record));
      tried.add(rowOf(record));
      return first ? LOCKED : "stored";
    };
    return withOrg(
      { fate },
      { retryRows: { rounds: 1, groupBy: "AccountId" }, maxRecordsPerJob: 30 },
      async (result, fake) => {
        const again = [...fake.jobs.values()].at(-1)?.data?.split("\n").slice(1, -1) ?? [];
        const parents = again.map((line) => line.split(",")[1]);
        expect(parents).toEqual([...parents].sort());
        expect((await numbers(result.succeeded())).sort((a, b) => (a ?? 0) - (b ?? 0))).toEqual(upTo(30));
      },
    );
  });

  it("says of rows sent again which of several equal ones they may be", async () => {
    const same = [{ Name: "x" }, { Name: "x" }, { Name: "y" }];
    await withOrg(
      { fate: (record, index) => (record["Name"] === "x" && index === 0 ? LOCKED : "stored") },
      { source: records(same), retryRows: 1 },
      async (result) => {
        const failures: unknown[] = [];
        for await (const { row, ambiguous } of result.failures()) failures.push([row, ambiguous]);
        expect(failures).toEqual([[1, true]]);
      },
    );
  });

  it("goes on with a round that a death interrupted", async () => {
    for (let nth = 16; nth < 24; nth += 1) {
      const checkpoint = memoryCheckpoint();
      let note: string | undefined;
      let calls = 0;
      const tries = new Map<number, number>();
      const org: FakeOrgOptions = {
        fate: (record) => {
          const row = rowOf(record);
          tries.set(row, (tries.get(row) ?? 0) + 1);
          return row % 7 === 0 && (tries.get(row) ?? 0) < 2 ? LOCKED : "stored";
        },
      };
      const fake = await startFakeOrg({
        ...org,
        fault: () => {
          calls += 1;
          if (calls < nth) return undefined;
          note ??= checkpoint.text;
          return "lose-request";
        },
      });
      await loadInto(fake, { checkpoint, retryRows: 2 }).catch(() => undefined);
      await fake.close();
      const again = await startFakeOrg(org, fake.store);
      const result = await loadInto(again, { checkpoint: memoryCheckpoint(note), retryRows: 2 });
      expect(result.totals, `death at call ${nth}`).toEqual({
        rows: 30,
        succeeded: 30,
        failed: 0,
        unprocessed: 0,
      });
      expect([...again.stored.values()], `death at call ${nth}`).toEqual(Array(30).fill(1));
      expect(again.open()).toEqual([]);
      await again.close();
    }
  });
});
