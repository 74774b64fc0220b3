import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import {
  type BulkFault,
  type FaultHandle,
  type FaultRule,
  type LocalOrg,
  startLocalOrg,
} from "kinetic-local-org";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { BUILD_TIMEOUT_MS, buildForChildren, inProject } from "../support/built.ts";

let folder = "";
let org: LocalOrg;
let stuck: "ingest" | "query" | undefined;

beforeAll(async () => {
  await buildForChildren();
  folder = await mkdtemp(join(tmpdir(), "kinetic-signals-"));
  const fault = ({ kind }: { kind: string }): BulkFault => ({ stuck: kind === stuck });
  org = await startLocalOrg({ bulk: { fault } });
}, BUILD_TIMEOUT_MS);
afterAll(async () => {
  await org.close();
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  org.reset();
  stuck = undefined;
});

/** The demo in a process of its own, on an org that outlives it. Its standard error is no terminal, but is told that it is. */
class Demo {
  readonly #child: ChildProcess;
  output = "";

  constructor(rows: number) {
    const terminal = "data:text/javascript,process.stderr.isTTY=true;process.stderr.columns=120";
    const main = inProject("examples/dist/demo/main.js");
    this.#child = spawn(process.execPath, ["--import", terminal, main, "--yes", "--rows", String(rows)], {
      cwd: folder,
      env: {
        ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("SF_"))),
        SF_LOGIN_URL: org.url,
        SF_CLIENT_ID: org.clientId,
        SF_USERNAME: org.username,
        SF_PRIVATE_KEY: org.privateKey,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        this.output += text;
      });
    }
  }

  /** Sends a signal as soon as something holds, and returns the exit code; a demo that ends before that is a mistake. */
  async interrupt(name: NodeJS.Signals, when: () => boolean): Promise<number | null> {
    const ended = once(this.#child, "close") as Promise<[number | null]>;
    try {
      while (!when()) {
        if (this.#child.exitCode !== null) throw new Error(`The moment never came:\n${this.output}`);
        await setTimeout(2);
      }
      this.#child.kill(name);
      const [code] = await ended;
      return code;
    } finally {
      this.#child.kill("SIGKILL");
    }
  }
}

/** Jobs that have not ended. */
const openJobs = (): string[] =>
  org
    .jobs()
    .flatMap(({ id, state }) => (/^(JobComplete|Failed|Aborted)$/.test(state) ? [] : [`${id} ${state}`]));

interface Moment {
  /** Holds a call up, so that the signal comes while it is under way. */
  readonly call?: FaultRule;
  readonly stuck?: "ingest" | "query";
  readonly when?: (demo: Demo) => boolean;
}

const hang = { kind: "hang" } as const;
const slow = { kind: "slow", delayMs: 300 } as const;

const MOMENTS: Record<string, Moment> = {
  "signing in": { call: { path: /oauth2\/token/, fault: hang } },
  "checking the file": { when: ({ output }) => output.includes("3. Load into") },
  "making the job": { call: { method: "POST", path: /jobs\/ingest$/, fault: slow } },
  uploading: { call: { method: "PUT", path: /batches$/, fault: hang } },
  "starting the job": { call: { method: "PATCH", path: /jobs\/ingest\/\w+$/, fault: slow } },
  processing: { stuck: "ingest", when: () => org.jobs().some(({ state }) => state === "InProgress") },
  "reading results": { call: { method: "GET", path: /successfulResults/, fault: hang } },
  "asking for the export": { call: { method: "POST", path: /jobs\/query$/, fault: slow } },
  "waiting for the export": {
    stuck: "query",
    when: ({ output }) => output.includes("5. Export") && openJobs().length > 0,
  },
  "reading the export": { call: { method: "GET", path: /jobs\/query\/\w+\/results/, fault: hang } },
};

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

it.each(
  Object.entries(MOMENTS).map(([name, moment], at) => ({
    name,
    moment,
    signal: SIGNALS[at % 2] ?? "SIGINT",
  })),
)("$signal while $name ends with 130, no open job and a clean terminal", async ({ moment, signal }) => {
  stuck = moment.stuck;
  const rule: FaultHandle | undefined = moment.call && org.faults.add(moment.call);
  const demo = new Demo(3000);
  const code = await demo.interrupt(signal, () => moment.when?.(demo) ?? rule?.hits === 1);
  expect(code, demo.output).toBe(130);
  expect(openJobs()).toEqual([]);
  const [hides, shows] = ["\u001b[?25l", "\u001b[?25h"].map((code) => demo.output.split(code).length - 1);
  expect(shows, "the cursor is shown as often as it was hidden").toBe(hides);
  expect(demo.output.lastIndexOf("\u001b[?25h")).toBeGreaterThanOrEqual(
    demo.output.lastIndexOf("\u001b[?25l"),
  );
});
