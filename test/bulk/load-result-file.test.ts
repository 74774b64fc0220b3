import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { csvStream, type LoadOptions, type LoadResult, records } from "kinetic-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bulkClient } from "./client.ts";
import { type FakeOrg, type FakeOrgOptions, type RowFate, startFakeOrg } from "./fake-org.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kinetic-outcomes-test-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const ROWS = Array.from({ length: 30 }, (_, at) => ({ Name: `row ${at + 1}`, Site: `a "b",\n${at % 4}` }));
const LOCKED = { error: "UNABLE_TO_LOCK_ROW:locked: --" };
const BAD = { error: "INVALID_FIELD:bad value:Name --" };

let files = 0;
async function outcomesOf(
  org: FakeOrgOptions,
  options: Partial<LoadOptions> = {},
  check?: (result: LoadResult, fake: FakeOrg) => void,
): Promise<Record<string, string>[]> {
  const fake = await startFakeOrg({ shuffle: true, ...org });
  const sf = bulkClient(fake.url);
  const path = join(folder, `${++files}.csv`);
  try {
    const source = records(ROWS);
    await using result = await sf.bulk.load({
      object: "Account",
      operation: "insert",
      source,
      maxRecordsPerJob: 10,
      ...options,
    });
    const summary = await result.toFile(path);
    const text = await readFile(path, "utf8");
    expect(summary).toMatchObject({ rows: result.totals.rows, bytes: Buffer.byteLength(text) });
    check?.(result, fake);
    return parse(text, { columns: true }) as Record<string, string>[];
  } finally {
    await sf.close();
    await fake.close();
  }
}

const rowOf = (record: Record<string, string>): number => Number(record["Name"]?.slice(4));

describe("toFile", () => {
  it("writes the input in its order, each row with its id or its error", async () => {
    const rows = await outcomesOf({ fate: (record) => (rowOf(record) % 7 === 0 ? BAD : "stored") });
    expect(rows.map(({ sf__Id, sf__Error, ...row }) => row)).toEqual(ROWS);
    expect(rows.map((row) => row["sf__Error"])).toEqual(
      ROWS.map((_, at) => ((at + 1) % 7 === 0 ? BAD.error : "")),
    );
    expect(rows.every((row) => (row["sf__Id"] === "") === (row["sf__Error"] !== ""))).toBe(true);
  });

  it("says what became of rows that were sent again in the end, not in between", async () => {
    const fates: Record<number, readonly RowFate[]> = {
      4: [BAD],
      5: [LOCKED, "stored"],
      9: [LOCKED, LOCKED, LOCKED],
      13: ["unprocessed", "stored"],
      25: [LOCKED, LOCKED, "stored"],
    };
    const tries = new Map<number, number>();
    const fate: FakeOrgOptions["fate"] = (record) => {
      const row = rowOf(record);
      const before = tries.get(row) ?? 0;
      tries.set(row, before + 1);
      return fates[row]?.[before] ?? "stored";
    };
    const rows = await outcomesOf({ fate }, { retryRows: 2 });
    expect(rows.map((row) => row["sf__Error"])).toEqual(
      ROWS.map((_, at) => ({ 3: BAD.error, 8: LOCKED.error })[at] ?? ""),
    );
  });

  it("gives each of several equal rows one outcome", async () => {
    let count = 0;
    const fate = (): typeof BAD | "stored" | "unprocessed" =>
      (["stored", BAD, "unprocessed", BAD, "stored"] as const)[count++ % 5] ?? "stored";
    const same = records(Array.from({ length: 10 }, () => ({ Name: "same" })));
    const rows = await outcomesOf({ fate }, { source: same });
    const errors = rows.map((row) => row["sf__Error"]?.split(":")[0]);
    expect(errors.filter((code) => code === "INVALID_FIELD")).toHaveLength(4);
    expect(errors.filter((code) => code === "UNPROCESSED")).toHaveLength(2);
    expect(new Set(rows.map((row) => row["sf__Id"]))).toHaveProperty("size", 5);
  });

  it("gives equal rows that were sent again the outcome of the last round", async () => {
    let count = 0;
    const fate = (): typeof LOCKED | "stored" | "unprocessed" =>
      (["stored", LOCKED, "unprocessed", "stored"] as const)[count++] ?? "stored";
    const same = records(Array.from({ length: 4 }, () => ({ Name: "same" })));
    const rows = await outcomesOf({ fate }, { source: same, retryRows: 1 }, (result) =>
      expect(result.ok).toBe(true),
    );
    expect(rows.map((row) => row["sf__Error"])).toEqual(["", "", "", ""]);
    expect(rows.every((row) => row["sf__Id"] !== "")).toBe(true);
  });

  it("says that a result cannot be told, and counts it", async () => {
    const tamper: FakeOrgOptions["tamper"] = (call, answer) =>
      call === "GET failedResults" ? { ...answer, body: answer.body.replace("row 3", "else") } : answer;
    const fate: FakeOrgOptions["fate"] = (record) => (rowOf(record) === 3 ? BAD : "stored");
    const rows = await outcomesOf({ fate, tamper });
    expect(rows[2]?.["sf__Error"]).toMatch(/^UNTOLD:/);
    expect(rows.filter((row) => row["sf__Error"] !== "")).toHaveLength(1);
  });

  it("keeps the dialect of the input, and leaves nothing behind when it fails", async () => {
    async function* bytes(): AsyncGenerator<string> {
      yield "Name;Site\r\na;1\r\nb;2\r\n";
    }
    const fake = await startFakeOrg();
    const sf = bulkClient(fake.url);
    await using result = await sf.bulk.load({
      object: "Account",
      operation: "insert",
      source: csvStream(bytes()),
    });
    const path = join(folder, "semicolon.csv");
    await result.toFile(path);
    expect(await readFile(path, "utf8")).toMatch(
      /^sf__Id;sf__Error;Name;Site\r\n\w{18};;a;1\r\n\w{18};;b;2\r\n$/,
    );
    const before = await readdir(folder);
    await expect(result.toFile(join(folder, "no", "such.csv"))).rejects.toMatchObject({
      code: "CONFIGURATION",
    });
    await fake.close();
    await expect(result.toFile(join(folder, "cut.csv"))).rejects.toThrow();
    expect(await readdir(folder)).toEqual(before);
    await sf.close();
  });
});
