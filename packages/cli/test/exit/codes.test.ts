import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Fault, faults, type LocalOrg, startLocalOrg } from "kinetic-local-org";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { EXIT, Interruption } from "../../src/exit/index.ts";
import { envOf, kinetic, type RunOptions } from "../support/kinetic.ts";

let org: LocalOrg;
let folder = "";

beforeAll(async () => {
  org = await startLocalOrg();
  folder = await mkdtemp(join(tmpdir(), "kinetic-codes-"));
  await writeFile(join(folder, "b.csv"), `Name\nAcme\n${"x".repeat(300)}\n`);
});
afterAll(async () => {
  await org.close();
  await rm(folder, { recursive: true });
});
afterEach(() => org.reset());

/** One way to each end. */
interface Way {
  readonly code: number;
  readonly args: readonly string[];
  readonly options?: RunOptions;
  readonly env?: Readonly<Record<string, string>>;
  readonly fault?: { readonly path: RegExp; readonly fault: Fault };
}

const query = ["query", "SELECT Id, Name FROM User"];
const ended = (code: number): RunOptions => ({
  signal: AbortSignal.abort(new Interruption("a signal", code)),
});
const proxy: Fault = { kind: "reply", status: 200, text: "<html>Sign in to this network</html>" };
const almostUsed = {
  kind: "reply",
  status: 200,
  json: { DailyApiRequests: { Max: 1000, Remaining: 50 } },
} as const;

const WAYS: readonly Way[] = [
  { code: EXIT.ok, args: query },
  { code: EXIT.failed, args: query, fault: { path: /\/query\?/, fault: proxy } },
  { code: EXIT.usage, args: ["query"] },
  { code: EXIT.usage, args: ["load", "Account", "no-such-file.csv"] },
  { code: EXIT.rows, args: ["load", "Account", "FOLDER/b.csv", "--results", "FOLDER/results"] },
  { code: EXIT.login, args: query, env: { SF_CLIENT_ID: "another app" } },
  { code: EXIT.unreachable, args: query, env: { SF_LOGIN_URL: "http://127.0.0.1:1" } },
  { code: EXIT.refused, args: ["query", "SELECT Nmae FROM Account"] },
  { code: EXIT.refused, args: ["get", "Account", "001000000000009AAA"] },
  { code: EXIT.refused, args: query, fault: { path: /\/query\?/, fault: faults.dailyLimit } },
  {
    code: EXIT.unknown,
    args: ["create", "Account", "Name=Acme"],
    fault: { path: /\/sobjects\/Account/, fault: { kind: "reset-after" } },
  },
  { code: EXIT.doctorWarn, args: ["doctor"], fault: { path: /\/limits$/, fault: almostUsed } },
  { code: EXIT.doctorFail, args: ["doctor"], env: { SF_CLIENT_ID: "another app" } },
  { code: EXIT.disk, args: query, options: { outFails: "ENOSPC" } },
  { code: EXIT.disk, args: [...query, "-o", "FOLDER/none/rows.csv"] },
  { code: EXIT.hangup, args: query, options: ended(EXIT.hangup) },
  { code: EXIT.interrupted, args: query, options: ended(EXIT.interrupted) },
  { code: EXIT.brokenPipe, args: query, options: { outFails: "EPIPE" } },
  { code: EXIT.terminated, args: query, options: ended(EXIT.terminated) },
];

it.each(WAYS)("ends with $code after $args", async ({ code, args, options, env, fault }) => {
  if (fault !== undefined) org.faults.add({ ...fault, times: 1_000 });
  const given = args.map((arg) => arg.replace("FOLDER", folder));
  const run = await kinetic(given, { ...options, env: { ...envOf(org), ...env } });
  expect(run.code, run.err).toBe(code);
});

it("has each of its codes above, and in the table of its page", async () => {
  const codes = Object.values(EXIT).sort((a, b) => a - b);
  expect([...new Set(WAYS.map(({ code }) => code))].sort((a, b) => a - b)).toEqual(codes);
  const page = await readFile(new URL("../../README.md", import.meta.url), "utf8");
  const table = page.slice(page.indexOf("## Exit codes")).split("\n## ")[0] ?? "";
  const rows = [...table.matchAll(/^\| ([\d, ]+) \|/gm)];
  expect(rows.flatMap(([, cell = ""]) => cell.split(", ").map(Number)).sort((a, b) => a - b)).toEqual(codes);
});
