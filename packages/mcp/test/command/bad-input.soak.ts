import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LocalOrg } from "kinetic-local-org";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Command, callOverHttp, type Door, makeCommand, overHttp, overStdio } from "../bin.ts";
import { localOrg } from "../harness.ts";

/** Moves the clock of a process by an hour when the file that CLOCK names is there. */
const CLOCK = `const { existsSync } = require("node:fs");
const now = Date.now;
Date.now = () => now() + (existsSync(process.env.CLOCK) ? 3_600_000 : 0);`;

let command: Command;
let orgs: readonly [LocalOrg, LocalOrg];
let folder: string;
beforeAll(async () => {
  const rows = { Account: Array.from({ length: 30 }, (_, at) => ({ Name: `Acme ${at}` })) };
  const bulk = { fault: () => ({ stuck: true }) };
  const [one, two] = [localOrg({ rows, bulk }), localOrg({ rows, seed: 2 })];
  [command, ...orgs] = await Promise.all([makeCommand(), one, two]);
  folder = await mkdtemp(join(tmpdir(), "kinetic-mcp-"));
  await symlink("/etc/passwd", join(folder, "link.csv"));
  await writeFile(join(folder, "clock.cjs"), CLOCK);
  for (const [at, org] of orgs.entries()) {
    const settings = `SF_INSTANCE_URL=${org.url}\nSF_ACCESS_TOKEN=${org.accessToken()}\n`;
    await writeFile(join(folder, `${at}.env`), settings);
  }
}, 120_000);
afterAll(async () => {
  await command[Symbol.asyncDispose]();
  await Promise.all(orgs.map((org) => org.close()));
  await rm(folder, { recursive: true, force: true });
});

const WAYS = ["stdio", "http"] as const;

async function open(way: (typeof WAYS)[number], env: Record<string, string> = {}): Promise<Door> {
  const files = ["--import-dir", folder, "--export-dir", folder];
  const named = [0, 1].flatMap((at) => ["--org", `${at === 0 ? "one" : "two"}=${join(folder, `${at}.env`)}`]);
  const args = ["--toolsets", "all", "--write", ...files, ...named];
  return way === "stdio"
    ? overStdio(command.start(args, env))
    : overHttp(command.start([...args, "--http", "0"], env));
}

const soql = "SELECT Id FROM Account";
const job = { org: "one", jobId: "750000000000000AAA", part: "query" };
const load = { org: "one", object: "Account", operation: "insert" };
const BAD: readonly (readonly [what: string, tool: string, args: unknown, says: string])[] = [
  ["an unknown argument", "sf_query", { org: "one", soql, maxrows: 3 }, 'Unrecognized key: \\"maxrows\\"'],
  ["no org", "sf_query", { soql }, 'expected one of \\"one\\"|\\"two\\"'],
  ["no such org", "sf_query", { org: "three", soql }, 'expected one of \\"one\\"|\\"two\\"'],
  ["arguments that are none", "sf_query", null, "Invalid tools/call request"],
  ["a tool that there is not", "sf_nothing", {}, "sf_nothing not found"],
  ["neither query nor cursor", "sf_query", { org: "one" }, "either soql or cursor"],
  ["a cursor that is none", "sf_query", { org: "one", cursor: "a.b" }, "none that this server gave"],
  ["a cursor over its size", "sf_query", { org: "one", cursor: "x".repeat(600) }, "<=512 characters"],
  ["SOQL over its size", "sf_query", { org: "one", soql: soql.padEnd(100_001) }, "<=100000 characters"],
  ["SOQL that is none", "sf_query", { org: "one", soql: "\u0000 DROP" }, "MALFORMED_QUERY"],
  ["an id that is a path", "sf_bulk_results", { ...job, jobId: "../../x" }, "must match pattern"],
  ["a job that there is not", "sf_bulk_status", { org: "one", jobId: job.jobId, kind: "query" }, "NOT_FOUND"],
  ["a path out of the export folder", "sf_bulk_results", { ...job, saveTo: "../x.csv" }, "not a plain name"],
  ["an absolute path", "sf_bulk_results", { ...job, saveTo: "/x.csv" }, "not a plain name"],
  ["a path out of the import folder", "sf_bulk_ingest_start", { ...load, csvPath: "../x.csv" }, "no file"],
  ["a link out of the import folder", "sf_bulk_ingest_start", { ...load, csvPath: "link.csv" }, "no file"],
];

describe.each(WAYS)("the command over %s", (way) => {
  it("answers what nobody could mean with what is wrong, and goes on", async () => {
    const door = await open(way);
    for (const [what, tool, args, says] of BAD) {
      const answer = await door.call(tool, args);
      expect(JSON.stringify(answer), what).toContain(says);
      expect(answer["error"] ?? answer["result"], what).toMatchObject(
        answer["error"] === undefined ? { isError: true } : { code: -32602 },
      );
    }
    expect(await door.call("sf_query", { org: "one", soql, mode: "count" })).toMatchObject({
      result: { structuredContent: { totalSize: 30 } },
    });
    expect(await door.close()).toBe(0);
  });

  it("runs a query that is too long for a URL", async () => {
    const door = await open(way);
    const long = `${soql} WHERE Name = '${"x".repeat(50_000)}'`;
    expect(await door.call("sf_query", { org: "one", soql: long })).toMatchObject({
      result: { structuredContent: { totalSize: 0, done: true } },
    });
    expect(await door.close()).toBe(0);
  });

  it("takes a cursor neither for another org nor after its time", async () => {
    const clock = join(folder, `${way}-later`);
    const door = await open(way, { CLOCK: clock, NODE_OPTIONS: `--require ${join(folder, "clock.cjs")}` });
    const first = await door.call("sf_query", { org: "one", soql, maxRows: 5 });
    const { result } = first as { result: { structuredContent: { nextCursor: string } } };
    const { nextCursor: cursor } = result.structuredContent;
    const invalid = { isError: true, structuredContent: { error: { code: "CURSOR_INVALID" } } };
    const foreign = await door.call("sf_query", { org: "two", cursor });
    expect(foreign).toMatchObject({ result: invalid });
    expect(JSON.stringify(foreign)).toContain("belongs to another org or user");
    expect(await door.call("sf_query", { org: "one", cursor })).toMatchObject({
      result: { structuredContent: { returned: 25 } },
    });
    await writeFile(clock, "");
    const late = await door.call("sf_query", { org: "one", cursor });
    expect(late).toMatchObject({ result: invalid });
    expect(JSON.stringify(late)).toContain("has expired");
    expect(await door.close()).toBe(0);
  });
});

it("over HTTP ends at once though a host went away while it waited for a job", async () => {
  const door = await overHttp(
    command.start(["--toolsets", "core,bulk", "--http", "0", "--org", `one=${join(folder, "0.env")}`]),
  );
  const { result } = (await door.call("sf_bulk_query_start", { soql })) as {
    result: { structuredContent: { jobId: string } };
  };
  const { jobId } = result.structuredContent;
  const polls = (): number => orgs[0].requests().filter(({ url }) => url.endsWith(jobId)).length;
  const gone = new AbortController();
  const waiting = fetch(door.url, {
    ...callOverHttp("sf_bulk_status", { jobId, kind: "query", waitSeconds: 50 }),
    signal: gone.signal,
  }).then((answer) => answer.text());
  await expect.poll(polls, { timeout: 20_000 }).toBeGreaterThan(0);
  gone.abort(new Error("the host went away"));
  await expect(waiting).rejects.toThrow();
  expect(await door.close()).toBe(0);
});

it("does not listen where another program does, and says so", async () => {
  const first = await overHttp(command.start(["--http", "0"]));
  const { port } = new URL(first.url);
  const second = command.start(["--http", port]);
  expect(await second.ended).toBe(2);
  expect(second.output.stderr).toBe(
    `kinetic-mcp: The server cannot listen on port ${port}: another program listens there. Give --http another port, or 0 for any free one.\n`,
  );
  expect(await first.close()).toBe(0);
});
