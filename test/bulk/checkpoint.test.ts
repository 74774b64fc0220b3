import { chmod, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import {
  csvFile,
  fileCheckpoint,
  type LoadCheckpoint,
  type LoadOptions,
  type LoadResult,
  memoryCheckpoint,
  records,
} from "kinetic-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bulkClient } from "./client.ts";
import { virtualClock } from "./clock.ts";
import { type FakeOrg, type FakeOrgOptions, startFakeOrg } from "./fake-org.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kinetic-checkpoint-test-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const ROWS = Array.from({ length: 12 }, (_, at) => ({ Name: `row ${at + 1}`, Ext__c: `x${at + 1}` }));
const TOTALS = { rows: 12, succeeded: 12, failed: 0, unprocessed: 0 };
const OPTIONS = { object: "Account", operation: "insert", maxRecordsPerJob: 4, concurrency: 2 } as const;

const runtime = virtualClock();

async function loadInto(fake: FakeOrg, options: Partial<LoadOptions> = {}): Promise<LoadResult> {
  const sf = bulkClient(fake.url, { runtime, maxAttempts: 1 });
  return await sf.bulk.load({ ...OPTIONS, source: records(ROWS), ...options });
}

const startOrg = (org: FakeOrgOptions = {}, store?: FakeOrg["store"]): Promise<FakeOrg> =>
  startFakeOrg({ now: runtime.now, ...org }, store);

interface Killed {
  readonly fake: FakeOrg;
  readonly note: string | undefined;
  readonly died: boolean;
}

/** Runs a load whose connection to the org, and whose checkpoint, end at the n-th call: before or after it is done. */
async function killAt(nth: number, when: "before" | "after", org: FakeOrgOptions = {}): Promise<Killed> {
  const checkpoint = memoryCheckpoint();
  let note: string | undefined;
  let died = false;
  let calls = 0;
  const fake = await startOrg({
    ...org,
    fault: () => {
      calls += 1;
      if (calls < nth) return undefined;
      if (!died) note = checkpoint.text;
      const first = !died;
      died = true;
      return first && when === "after" ? "lose-answer" : "lose-request";
    },
  });
  await loadInto(fake, { checkpoint }).catch(() => undefined);
  await fake.close();
  const again = await startOrg(org, fake.store);
  return { fake: again, note, died };
}

describe("a load with a checkpoint", () => {
  it.each(["before", "after"] as const)(
    "goes on after a death %s any call, and loads every row once",
    async (when) => {
      let deaths = 0;
      for (let nth = 1; ; nth += 1) {
        const { fake, note, died } = await killAt(nth, when);
        if (!died) {
          await fake.close();
          break;
        }
        deaths += 1;
        const result = await loadInto(fake, { checkpoint: memoryCheckpoint(note) });
        expect(result.totals, `death ${when} call ${nth}`).toEqual(TOTALS);
        expect([...fake.stored.values()], `death ${when} call ${nth}`).toEqual(Array(12).fill(1));
        expect(fake.open(), `death ${when} call ${nth}`).toEqual([]);
        await fake.close();
      }
      expect(deaths).toBeGreaterThan(12);
    },
  );

  it("uses the jobs again that the org already has", async () => {
    const { fake, note } = await killAt(9, "after");
    const before = fake.jobs.size;
    await loadInto(fake, { checkpoint: memoryCheckpoint(note) });
    expect(before).toBeGreaterThan(0);
    expect(fake.jobs.size).toBeLessThanOrEqual(before + 3);
    await fake.close();
  });

  it("returns the same result again when it was complete, without loading anything", async () => {
    const fake = await startOrg({ fate: (_, at) => (at === 1 ? { error: "X_Y:z: --" } : "stored") });
    const checkpoint = memoryCheckpoint();
    const first = await loadInto(fake, { checkpoint });
    const calls = fake.calls.length;
    const second = await loadInto(fake, { checkpoint });
    expect(second.totals).toEqual(first.totals);
    expect(fake.calls).toHaveLength(calls);
    await fake.close();
  });

  it("loads what an aborted run left over, and nothing twice", async () => {
    const org: FakeOrgOptions = { looks: 3 };
    const fake = await startOrg(org);
    const controller = new AbortController();
    const checkpoint = memoryCheckpoint();
    await expect(
      loadInto(fake, {
        checkpoint,
        signal: controller.signal,
        onProgress: ({ jobs }) => {
          if (jobs["InProgress"]) controller.abort(new Error("enough"));
        },
      }),
    ).rejects.toThrow("enough");
    expect(fake.open()).toEqual([]);
    const result = await loadInto(fake, { checkpoint });
    expect(result.totals).toEqual(TOTALS);
    expect([...fake.stored.values()]).toEqual(Array(12).fill(1));
    await fake.close();
  });

  it("finishes a job that was aborted half way", async () => {
    const { fake, note } = await killAt(6, "before");
    const job = [...fake.jobs.values()].find(
      ({ state }) => state === "UploadComplete" || state === "InProgress",
    );
    if (job === undefined) throw new Error("the load was to die while a job was running");
    fake.store.abortHalfWay(job, 1);
    const result = await loadInto(fake, { checkpoint: memoryCheckpoint(note) });
    expect(result.totals).toEqual(TOTALS);
    expect([...fake.stored.values()]).toEqual(Array(12).fill(1));
    const rows: (number | undefined)[] = [];
    for await (const { row } of result.succeeded()) rows.push(row);
    expect(rows.sort((a, b) => (a ?? 0) - (b ?? 0))).toEqual(ROWS.map((_, at) => at + 1));
    await fake.close();
  });

  it("says which rows' fate cannot be told when the org does not know their job", async () => {
    const { fake, note } = await killAt(6, "before");
    const started = [...fake.jobs.values()].filter(({ state }) => state !== "Open");
    for (const { id } of started) fake.jobs.delete(id);
    expect(started.length).toBeGreaterThan(0);
    await expect(loadInto(fake, { checkpoint: memoryCheckpoint(note) })).rejects.toMatchObject({
      code: "OUTCOME_UNKNOWN",
      jobId: started[0]?.id,
      message: expect.stringMatching(/^Rows \d+ to \d+ of records/),
    });
    expect([...fake.stored.values()].every((times) => times === 1)).toBe(true);
    await fake.close();
  });

  const others: [string, Partial<LoadOptions>, RegExp][] = [
    ["another object", { object: "Contact" }, /object is Account there and Contact here/],
    [
      "another operation",
      { operation: "upsert", externalIdFieldName: "Ext__c" },
      /operation is insert there/,
    ],
  ];
  it.each(others)("refuses the note of a load of %s", async (_, options, message) => {
    const { fake, note } = await killAt(6, "before");
    const calls = fake.calls.length;
    await expect(loadInto(fake, { checkpoint: memoryCheckpoint(note), ...options })).rejects.toMatchObject({
      code: "CONFIGURATION",
      message: expect.stringMatching(message),
    });
    expect(fake.calls).toHaveLength(calls);
    await fake.close();
  });

  it("refuses records that changed", async () => {
    const { fake, note } = await killAt(6, "before");
    const changed = records(ROWS.map((row, at) => (at === 5 ? { ...row, Name: "other" } : row)));
    await expect(
      loadInto(fake, { checkpoint: memoryCheckpoint(note), source: changed }),
    ).rejects.toMatchObject({ code: "INPUT", message: expect.stringMatching(/changed/) });
    await fake.close();
  });

  it("refuses a note that is none", async () => {
    const fake = await startOrg();
    for (const text of ['{"format":"other"}', '{"format":"kinetic-load","version":99,"rounds":[]}', "[]"]) {
      await expect(loadInto(fake, { checkpoint: memoryCheckpoint(text) })).rejects.toMatchObject({
        code: "CONFIGURATION",
      });
    }
    expect(fake.calls).toEqual([]);
    await fake.close();
  });

  it("sends nothing when the note cannot be written, and aborts what is open when that happens later", async () => {
    let writes = 0;
    const failing = (after: number): LoadCheckpoint => ({
      name: "failing",
      read: async () => undefined,
      write: async () => {
        writes += 1;
        if (writes > after) throw new Error("disk full");
      },
    });
    const first = await startOrg();
    await expect(loadInto(first, { checkpoint: failing(0) })).rejects.toThrow("disk full");
    expect(first.calls).toEqual([]);
    await first.close();
    for (let after = 1; after < 6; after += 1) {
      writes = 0;
      const fake = await startOrg({ looks: 100 });
      await expect(loadInto(fake, { checkpoint: failing(after) })).rejects.toThrow("disk full");
      expect(fake.open()).toEqual([]);
      await fake.close();
    }
  });
});

describe("fileCheckpoint", () => {
  it("keeps the note in a file of this user alone, and no other file beside it", async () => {
    const path = join(folder, "note.json");
    const fake = await startOrg();
    await loadInto(fake, { checkpoint: fileCheckpoint(path) });
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await readdir(folder)).filter((name) => name.startsWith("note"))).toEqual(["note.json"]);
    expect(await readFile(path, "utf8")).not.toContain("row 1");
    await fake.close();
  });

  it("notices a file that changed", async () => {
    const path = join(folder, "input.csv");
    await writeFile(path, "Name\na\nb\n");
    const note = join(folder, "changed.json");
    const fake = await startOrg();
    await loadInto(fake, { source: csvFile(path), checkpoint: fileCheckpoint(note) });
    const { atime } = await stat(path);
    await utimes(path, atime, new Date(0));
    await expect(
      loadInto(fake, { source: csvFile(path), checkpoint: fileCheckpoint(note) }),
    ).rejects.toMatchObject({ code: "INPUT" });
    await fake.close();
  });

  it("keeps a second load out", async () => {
    const path = join(folder, "locked.json");
    const fake = await startOrg({ looks: 50 });
    const first = loadInto(fake, { checkpoint: fileCheckpoint(path) });
    await expect.poll(() => fake.calls.length, { timeout: 30_000 }).toBeGreaterThan(2);
    await expect(loadInto(fake, { checkpoint: fileCheckpoint(path) })).rejects.toMatchObject({
      code: "CONFIGURATION",
      message: expect.stringMatching(/held by another load/),
    });
    await first;
    await fake.close();
  });

  it("takes the lock of a dead process over, and respects that of a living one elsewhere", async () => {
    const path = join(folder, "stale.json");
    const lock = `${path}.lock`;
    const fake = await startOrg();
    const hold = (holder: object): Promise<void> => writeFile(lock, JSON.stringify(holder));
    await hold({ pid: 2 ** 22 + 1, host: hostname(), began: 1 });
    expect((await loadInto(fake, { checkpoint: fileCheckpoint(path) })).ok).toBe(true);
    await hold({ pid: process.pid, host: hostname(), began: 1 });
    expect((await loadInto(fake, { checkpoint: fileCheckpoint(path) })).ok).toBe(true);
    await hold({ pid: 1, host: "elsewhere", began: 1 });
    await expect(loadInto(fake, { checkpoint: fileCheckpoint(path) })).rejects.toMatchObject({
      code: "CONFIGURATION",
    });
    const longAgo = new Date(Date.now() - 120_000);
    await utimes(lock, longAgo, longAgo);
    expect((await loadInto(fake, { checkpoint: fileCheckpoint(path) })).ok).toBe(true);
    await fake.close();
  });

  it("says what is wrong with a file that it cannot use", async () => {
    const path = join(folder, "broken.json");
    await writeFile(path, "not json");
    const fake = await startOrg();
    const missing = join(folder, "nowhere", "note.json");
    for (const bad of [path, missing]) {
      await expect(loadInto(fake, { checkpoint: fileCheckpoint(bad) })).rejects.toMatchObject({
        code: "CONFIGURATION",
        problems: [{ setting: "checkpoint", source: expect.stringContaining(bad) }],
      });
    }
    await chmod(path, 0o600);
    expect(fake.calls).toEqual([]);
    await fake.close();
  });
});
