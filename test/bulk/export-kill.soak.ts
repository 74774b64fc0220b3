import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { createReadStream } from "node:fs";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";
import { decodeCsv } from "kinetic-core";
import { type LocalOrg, startLocalOrg } from "kinetic-local-org";
import { afterAll, beforeAll, expect, it } from "vitest";
import { BUILD_TIMEOUT_MS, buildForChildren, inProject } from "../support/built.ts";
import { dice, openJobs, SEED } from "./soak-support.ts";

const ROWS = 2000;
const PAGE_ROWS = 50;
const EXPORTS_PER_KIND = 3;
const MOST_KILLS = 5;
const SOQL = "SELECT Id, AccountNumber, Name, Description FROM Account";

const counts = { exports: 0, kills: 0, resumed: 0, rows: 0, lost: 0, doubled: 0 };
const random = dice(SEED);
const upTo = (most: number): number => Math.floor(random() * (most + 1));
let folder = "";
let org: LocalOrg;
let expected: string[][] = [];

beforeAll(async () => {
  await buildForChildren();
  folder = await mkdtemp(join(tmpdir(), "kinetic-export-kill-"));
  org = await startLocalOrg({ bulk: { resultPageRows: PAGE_ROWS } });
  const rows = Array.from({ length: ROWS }, (_, at) => ({
    AccountNumber: `A${String(at).padStart(6, "0")}`,
    Name: `Company "${at}", Zürich`,
    Description: `${at}\n`.repeat(1 + (at % 300)).trimEnd(),
  }));
  const ids = org.insert("Account", rows);
  expected = rows.map((row, at) => [ids[at] ?? "", row.AccountNumber, row.Name, row.Description]);
}, BUILD_TIMEOUT_MS);
afterAll(async () => {
  await org.close();
  await rm(folder, { recursive: true });
  console.log(`kill -9 of exports, seed ${SEED}: ${JSON.stringify(counts)}`);
});

type Child = ChildProcessByStdio<null, Readable, Readable>;
type Format = "csv" | "ndjson";

interface Kind {
  readonly format: Format;
  readonly options: { readonly parallelPages?: number; readonly maxRecords?: number };
}

const KINDS: Readonly<Record<string, Kind>> = {
  "CSV, page by page": { format: "csv", options: { maxRecords: PAGE_ROWS } },
  "CSV, four pages at a time": { format: "csv", options: { parallelPages: 4 } },
  "NDJSON, page by page": { format: "ndjson", options: { maxRecords: PAGE_ROWS } },
};

function startExport(path: string, kind: Kind): Child {
  const work = { url: org.url, token: org.accessToken(), soql: SOQL, path, ...kind };
  return spawn(process.execPath, [inProject("test/bulk/export-child.mjs"), JSON.stringify(work)], {
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** Kills an export some calls and some milliseconds after it began; whether it lived until then. */
async function killAtRandom(child: Child): Promise<boolean> {
  const ended = once(child, "close");
  const calls = org.requests().length + 1 + upTo(ROWS / PAGE_ROWS);
  while (org.requests().length < calls && child.exitCode === null) await setTimeout(1);
  await setTimeout(upTo(10));
  const wasAlive = child.exitCode === null && child.kill("SIGKILL");
  await ended;
  return wasAlive;
}

async function finish(child: Child): Promise<{ rows: number; bytes: number }> {
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if (output === "") throw new Error(`The last run failed: ${errors}`);
  return JSON.parse(output) as { rows: number; bytes: number };
}

/** The rows of a file, as lists of values in the order of the query. */
async function rowsIn(path: string, format: Format): Promise<string[][]> {
  if (format === "ndjson") {
    const lines = (await readFile(path, "utf8")).trimEnd().split("\n");
    return lines.map((line) => Object.values(JSON.parse(line) as Record<string, string>));
  }
  const rows: string[][] = [];
  for await (const batch of decodeCsv(createReadStream(path))) rows.push(...batch);
  const [header] = rows.splice(0, 1);
  expect(header).toEqual(["Id", "AccountNumber", "Name", "Description"]);
  return rows;
}

it.each(Object.keys(KINDS))(
  "an export to a file of %s, killed again and again, holds every row once",
  async (name) => {
    const kind = KINDS[name] as Kind;
    for (let run = 0; run < EXPORTS_PER_KIND; run += 1) {
      const place = await mkdtemp(join(folder, "run-"));
      const path = join(place, "accounts");
      const kills = 1 + upTo(MOST_KILLS - 1);
      for (let kill = 0; kill < kills; kill += 1) {
        if (await killAtRandom(startExport(path, kind))) counts.kills += 1;
      }
      if ((await readdir(place)).includes(".accounts.export.json")) counts.resumed += 1;
      const { rows } = await finish(startExport(path, kind));
      const found = await rowsIn(path, kind.format);
      const ids = new Set(found.map(([id]) => id));
      counts.exports += 1;
      counts.rows += rows;
      counts.lost += ROWS - ids.size;
      counts.doubled += found.length - ids.size;
      expect({ rows, files: await readdir(place), openJobs: openJobs(org) }).toEqual({
        rows: ROWS,
        files: ["accounts"],
        openJobs: [],
      });
      expect([...found].sort(byId)).toEqual([...expected].sort(byId));
    }
  },
);

it("was killed before its end, and went on from there", () => {
  expect(counts.kills).toBeGreaterThan(EXPORTS_PER_KIND);
  expect(counts.resumed).toBeGreaterThan(0);
});

const byId = ([one = ""]: readonly string[], [other = ""]: readonly string[]): number =>
  one < other ? -1 : 1;
