import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, openSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { promisify } from "node:util";
import { type FaultHandle, type LocalOrg, startLocalOrg } from "kinetic-local-org";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { BUILD_TIMEOUT_MS, buildForChildren, inProject } from "../../../../test/support/built.ts";
import { envOf, type Run } from "../support/kinetic.ts";

const bin = inProject("packages/cli/dist/bin.js");
let org: LocalOrg;
let folder = "";

beforeAll(async () => {
  await buildForChildren();
  folder = await mkdtemp(join(tmpdir(), "kinetic-cli-"));
  const fields = [{ name: "Ext__c", type: "string", length: 20, externalId: true, unique: true }] as const;
  org = await startLocalOrg({ objects: [{ name: "Account", fields }], ledger: { Account: "Ext__c" } });
}, BUILD_TIMEOUT_MS);
afterAll(async () => {
  await org.close();
  await rm(folder, { recursive: true });
});
beforeEach(() => org.reset());

const environment = (extra: Record<string, string> = {}): NodeJS.ProcessEnv => ({
  PATH: process.env["PATH"],
  HOME: folder,
  KINETIC_CONFIG_DIR: join(folder, "config"),
  ...envOf(org),
  ...extra,
});

function start(
  args: readonly string[],
  stdout: "pipe" | number = "pipe",
): { child: ChildProcess; end: Promise<Run> } {
  const child = spawn(process.execPath, [bin, ...args], {
    cwd: folder,
    env: environment(),
    stdio: ["ignore", stdout, "pipe"],
  });
  let [out, err] = ["", ""];
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    out += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    err += text;
  });
  const end = once(child, "close").then(([code]) => ({ code: code as number, out, err }));
  return { child, end };
}

const openJobs = (): string[] =>
  org
    .jobs()
    .flatMap(({ id, state }) => (/^(JobComplete|Failed|Aborted)$/.test(state) ? [] : [`${id} ${state}`]));

async function accounts(rows: number): Promise<string> {
  const path = join(folder, "accounts.csv");
  const lines = Array.from({ length: rows }, (_, at) => `${at},Row ${at}\n`);
  await writeFile(path, `Ext__c,Name\n${lines.join("")}`);
  return path;
}

/** Waits until a fault was met, and does something to the process then. */
async function at(rule: FaultHandle, child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  while (rule.hits === 0 && child.exitCode === null) await setTimeout(2);
  child.kill(signal);
}

describe("the command as a process", () => {
  it.each([
    ["SIGINT", 130, { method: "PUT", path: /batches$/ }],
    ["SIGHUP", 129, { method: "PATCH", path: /jobs\/ingest\/\w+$/ }],
    ["SIGTERM", 143, { method: "GET", path: /jobs\/ingest\/\w+$/ }],
  ] as const)("%s during a load aborts the open job and ends with %d", async (signal, code, place) => {
    const rule = org.faults.add({ ...place, fault: { kind: "hang" } });
    const { child, end } = start(["load", "Account", await accounts(20), "--no-checkpoint", "--no-results"]);
    await at(rule, child, signal);
    const run = await end;
    expect(run, run.err).toMatchObject({ code, out: "" });
    expect(run.err).toBe(`kinetic: ended by ${signal}\n`);
    expect(openJobs()).toEqual([]);
  });

  it("SIGINT during an export aborts its job and ends with 130", async () => {
    org.insert("Account", [{ Name: "Acme" }]);
    const rule = org.faults.add({ path: /jobs\/query\/\w+\/results/, fault: { kind: "hang" } });
    const { child, end } = start(["export", "SELECT Id FROM Account"]);
    await at(rule, child, "SIGINT");
    expect(await end).toEqual({ code: 130, out: "", err: "kinetic: ended by SIGINT\n" });
  });

  it("goes on after kill -9 with the same command, no row lost or doubled", async () => {
    const file = await accounts(60);
    const args = [
      "load",
      "Account",
      file,
      "--rows-per-job",
      "10",
      "--concurrency",
      "1",
      "--results",
      join(folder, "r"),
    ];
    const rule = org.faults.add({ method: "PUT", path: /batches$/, fault: { kind: "hang" }, skip: 3 });
    const { child, end } = start(args);
    await at(rule, child, "SIGKILL");
    await end;
    rule.remove();
    const again = await start(args).end;
    expect(again.code, again.err).toBe(0);
    expect(org.ledger("Account").map((entry) => entry.inserted)).toEqual(Array.from({ length: 60 }, () => 1));
    expect(openJobs()).toEqual([]);
  });

  it.each(["csv", "ndjson"])(
    "goes on with an export to %s after kill -9 with the same command",
    async (format) => {
      org.insert(
        "Account",
        Array.from({ length: 2000 }, (_, index) => ({ Name: `Row ${index}`, AnnualRevenue: index })),
      );
      const soql = "SELECT Name, AnnualRevenue FROM Account ORDER BY AnnualRevenue";
      const whole = await start(["export", soql, "--format", format]).end;
      expect(whole.out.length).toBeGreaterThan(30_000);
      const file = join(folder, `all.${format}`);
      const args = ["export", soql, "--page-size", "100", "--resume", "-o", file];
      for (const skip of [0, 3, 8]) {
        const path = /results\?.*locator=/;
        const rule = org.faults.add({ path, skip, fault: { kind: "cut", bytes: 900 }, times: 1 });
        const stop = org.faults.add({ path, skip: skip + 1, fault: { kind: "hang" } });
        const { child, end } = start(args);
        await at(stop, child, "SIGKILL");
        await end;
        expect(rule.hits).toBe(1);
        expect(existsSync(file)).toBe(false);
        org.faults.clear();
      }
      const before = org.jobs().length;
      const last = await start(args).end;
      expect(last.code, last.err).toBe(0);
      expect(await readFile(file, "utf8")).toBe(whole.out);
      // The job of the first try, and that of the whole.
      expect(org.jobs()).toHaveLength(before);
    },
  );

  it("makes a pipe that has a name into no file", async () => {
    org.insert("Account", [{ Name: "Acme" }]);
    const pipe = join(folder, "pipe");
    await promisify(execFile)("mkfifo", [pipe]);
    const { end } = start(["export", "SELECT Name FROM Account", "-o", pipe]);
    expect(await readFile(pipe, "utf8")).toBe('"Name"\n"Acme"\n');
    expect((await end).code).toBe(0);
  });

  it("ends quietly with 141 when nobody reads any more", async () => {
    const names = Array.from({ length: 2000 }, (_, index) => ({ Name: `${index} ${"x".repeat(200)}` }));
    org.insert("Account", names);
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is bash's.
    const script = '"$0" "$@" 2>err.txt | head -n 1; echo "${PIPESTATUS[0]}"; cat err.txt';
    const args = ["query", "SELECT Id, Name FROM Account", "--page-size", "200"];
    const options = { cwd: folder, env: environment() };
    const { stdout } = await promisify(execFile)(
      "bash",
      ["-c", script, process.execPath, bin, ...args],
      options,
    );
    expect(stdout).toBe("Id,Name\n141\n");
  });

  it.runIf(existsSync("/dev/full"))("ends with 74 on a full disk, in output and in files", async () => {
    org.insert("Account", [{ Name: "Acme" }]);
    const full = openSync("/dev/full", "w");
    const piped = await start(["query", "SELECT Id FROM Account"], full).end;
    closeSync(full);
    const filed = await start(["query", "SELECT Id FROM Account", "-o", "/dev/full"]).end;
    for (const { code, err } of [piped, filed]) {
      expect(code).toBe(74);
      expect(err).toMatch(/^kinetic: ENOSPC[^\n]+\nFree space[^\n]+\n$/);
    }
    const absent = await start(["export", "SELECT Id FROM Account", "-o", join(folder, "no/such/a.csv")]).end;
    expect(absent.code, absent.err).toBe(74);
  });

  it("starts a local org, and stops it at Ctrl-C with 0", async () => {
    const { child, end } = start(["org", "start", "--json", "--user", "eva@example.com"]);
    const [text] = (await once(child.stdout as NonNullable<ChildProcess["stdout"]>, "data")) as [string];
    const { url, username } = JSON.parse(text) as { url: string; username: string };
    expect(username).toBe("eva@example.com");
    expect((await fetch(`${url}/services/data`)).status).toBe(200);
    child.kill("SIGINT");
    expect((await end).code).toBe(0);
    const wrong = await start(["org", "start", "--port", "many"]).end;
    expect(wrong.code).toBe(2);
  });
});
