import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";
import { type LocalOrg, startLocalOrg } from "kinetic-local-org";
import { afterAll, beforeAll, expect, it } from "vitest";
import { BUILD_TIMEOUT_MS, buildForChildren, inProject } from "../support/built.ts";
import { dice, openJobs, SEED } from "./soak-support.ts";

const ROWS = 1000;
const LOADS_PER_KIND = 4;
const MOST_KILLS = 5;

const counts = { loads: 0, kills: 0, rows: 0, lost: 0, doubled: 0, open: 0 };
const random = dice(SEED);
const upTo = (most: number): number => Math.floor(random() * (most + 1));
let folder = "";
let org: LocalOrg;

beforeAll(async () => {
  await buildForChildren();
  folder = await mkdtemp(join(tmpdir(), "kinetic-kill-"));
  const rows = Array.from({ length: ROWS }, (_, at) => `A${String(at).padStart(6, "0")},Company ${at}\n`);
  await writeFile(join(folder, "in.csv"), `AccountNumber,Name\n${rows.join("")}`);
  // Slow enough for a job to be killed half way, in slices that are smaller than a job.
  org = await startLocalOrg({
    ledger: { Account: "AccountNumber" },
    bulk: { rowsPerSecond: 2000, sliceRows: 20 },
  });
}, BUILD_TIMEOUT_MS);
afterAll(async () => {
  await org.close();
  await rm(folder, { recursive: true });
  console.log(`kill -9, seed ${SEED}: ${JSON.stringify(counts)}`);
});

type Child = ChildProcessByStdio<null, Readable, Readable>;

function startLoad(kind: string, checkpoint: string): Child {
  const job = { url: org.url, token: org.accessToken(), file: join(folder, "in.csv"), kind, checkpoint };
  return spawn(process.execPath, [inProject("test/bulk/load-child.mjs"), JSON.stringify(job)], {
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** Kills a load some calls and some milliseconds after it began; whether it lived until then. */
async function killAtRandom(child: Child): Promise<boolean> {
  const ended = once(child, "close");
  const calls = org.requests().length + 1 + upTo(45);
  while (org.requests().length < calls && child.exitCode === null) await setTimeout(1);
  await setTimeout(upTo(20));
  const wasAlive = child.exitCode === null && child.kill("SIGKILL");
  await ended;
  return wasAlive;
}

async function finish(child: Child): Promise<{ totals: unknown; warnings: string[] }> {
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if (output === "") throw new Error(`The last run failed: ${errors}`);
  return JSON.parse(output) as { totals: unknown; warnings: string[] };
}

it.each(["file", "stream", "records"])(
  "a load of a %s, killed again and again, loads every row once",
  async (kind) => {
    for (let load = 0; load < LOADS_PER_KIND; load += 1) {
      org.reset();
      const checkpoint = join(folder, `${kind}-${load}.json`);
      const kills = 1 + upTo(MOST_KILLS - 1);
      for (let kill = 0; kill < kills; kill += 1) {
        if (await killAtRandom(startLoad(kind, checkpoint))) counts.kills += 1;
      }
      const { totals, warnings } = await finish(startLoad(kind, checkpoint));
      counts.loads += 1;
      counts.rows += ROWS;
      const ledger = org.ledger("Account");
      const doubled = ledger.filter(({ inserted }) => inserted !== 1);
      counts.lost += ROWS - ledger.length;
      counts.doubled += doubled.length;
      counts.open += openJobs(org).length;
      expect({ totals, rows: ledger.length, doubled, openJobs: openJobs(org), warnings }).toEqual({
        totals: { rows: ROWS, succeeded: ROWS, failed: 0, unprocessed: 0 },
        rows: ROWS,
        doubled: [],
        openJobs: [],
        warnings: [],
      });
    }
  },
);
