import fs from "node:fs";
import { type FileHandle, mkdtemp, open, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { csvStream, fileCheckpoint, records } from "kinetic-core";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { openOrg } from "./open-org.ts";

const ROWS = Array.from({ length: 30 }, (_, at) => ({ Name: `row ${at + 1}` }));
const INSERT = { object: "Account", operation: "insert" } as const;
let folder = "";
let handle: FileHandle;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kinetic-full-"));
  // Of all handles to files only their common prototype can be reached from here.
  const any = await open(join(folder, "any"), "w");
  handle = Object.getPrototypeOf(any) as FileHandle;
  await any.close();
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => rm(folder, { recursive: true }));

function noSpace(): Error {
  return Object.assign(new Error("ENOSPC: no space left on device, write"), {
    code: "ENOSPC",
    syscall: "write",
  });
}

/** Lets every way of writing to a file fail as it does when there is no space left. */
function fillDisk(): void {
  vi.spyOn(handle, "write").mockRejectedValue(noSpace());
  vi.spyOn(handle, "writev").mockRejectedValue(noSpace());
  vi.spyOn(handle, "writeFile").mockRejectedValue(noSpace());
  const refuse = (...args: unknown[]): void => (args.at(-1) as (error: Error) => void)(noSpace());
  vi.spyOn(fs, "write").mockImplementation(refuse as never);
  vi.spyOn(fs, "writev").mockImplementation(refuse as never);
}

it.each([
  ["records", () => records(ROWS)],
  ["a stream", () => csvStream(streamed())],
])("loads nothing of %s that the disk has no room for", async (_, source) => {
  await using here = await openOrg();
  fillDisk();
  await expect(here.sf.bulk.load({ ...INSERT, source: source() })).rejects.toMatchObject({
    code: "INPUT",
    message: expect.stringContaining("the disk is full"),
  });
  expect(here.org.jobs()).toEqual([]);
});

async function* streamed(): AsyncGenerator<string> {
  yield "Name\nrow 1\n";
}

it("makes no job when there is no room for the checkpoint, and loads by the same call when there is", async () => {
  await using here = await openOrg();
  const path = join(folder, "note.json");
  const call = { ...INSERT, source: csvStream(streamed()), checkpoint: fileCheckpoint(path) };
  vi.spyOn(handle, "writeFile").mockRejectedValue(noSpace());
  await expect(here.sf.bulk.load(call)).rejects.toMatchObject({
    code: "CONFIGURATION",
    message: expect.stringMatching(/checkpoint/),
  });
  expect(here.org.jobs()).toEqual([]);
  expect((await readdir(folder)).filter((name) => name.startsWith("note"))).toEqual([]);
  vi.restoreAllMocks();
  await using result = await here.sf.bulk.load({ ...call, source: csvStream(streamed()) });
  expect(result.totals.succeeded).toBe(1);
});

it("says that results have no room, and reads them again when they have", async () => {
  await using here = await openOrg();
  await using result = await here.sf.bulk.load({ ...INSERT, source: records(ROWS) });
  const stored = async (): Promise<number> => {
    let count = 0;
    for await (const _ of result.succeeded()) count += 1;
    return count;
  };
  const path = join(folder, "outcome.csv");
  fillDisk();
  await expect(stored()).rejects.toMatchObject({ code: "CONFIGURATION", message: /Free space/ });
  await expect(result.toFile(path)).rejects.toMatchObject({ code: "CONFIGURATION" });
  expect((await readdir(folder)).filter((name) => name.includes("outcome"))).toEqual([]);
  vi.restoreAllMocks();
  expect(await stored()).toBe(ROWS.length);
  expect(await result.toFile(path)).toMatchObject({ rows: ROWS.length });
});

it("leaves nothing of an export that the disk has no room for, or goes on with it when told so", async () => {
  await using here = await openOrg();
  here.org.insert("Account", ROWS);
  const path = join(folder, "export.csv");
  const all = here.sf.bulk.export("SELECT Name FROM Account");
  for (const resume of [false, true]) {
    fillDisk();
    await expect(all.toFile(path, { resume })).rejects.toMatchObject({ code: "CONFIGURATION" });
    vi.restoreAllMocks();
    expect((await readdir(folder)).filter((name) => name === "export.csv")).toEqual([]);
  }
  expect(await all.toFile(path, { resume: true })).toMatchObject({ rows: ROWS.length });
  expect((await readFile(path, "utf8")).trim().split("\n")).toHaveLength(ROWS.length + 1);
  expect((await readdir(folder)).filter((name) => name.includes("export"))).toEqual(["export.csv"]);
});
