import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LocalOrg } from "kinetic-local-org";
import type { McpSettings } from "kinetic-mcp";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { connect, type Host, type HostOptions, localOrg, orgConfig, YES } from "../../harness.ts";

let org: LocalOrg;
let folder: string;
let settings: McpSettings;
beforeAll(async () => {
  org = await localOrg({
    rows: { Account: Array.from({ length: 120 }, (_, at) => ({ Name: `Acme ${at}` })) },
  });
  org.snapshot();
  folder = await mkdtemp(join(tmpdir(), "kinetic-mcp-"));
  await mkdir(join(folder, "in"));
  await mkdir(join(folder, "out"));
  settings = {
    write: true,
    toolsets: ["core", "bulk"],
    importDir: join(folder, "in"),
    exportDir: join(folder, "out"),
  };
});
beforeEach(() => org.restore());
afterAll(async () => {
  await org.close();
  await rm(folder, { recursive: true, force: true });
});

const host = (options: HostOptions = {}) =>
  connect([orgConfig(org)], { settings, onAsk: () => YES, ...options });

/** Waits for the end of a job as an agent would, and returns it. */
async function ended(one: Host, jobId: unknown, kind: string): Promise<Record<string, unknown>> {
  const { data, text } = await one.call("sf_bulk_status", { jobId, kind, waitSeconds: 20 });
  expect(text).not.toContain("It goes on");
  return (data["jobs"] as Record<string, unknown>[])[0] ?? {};
}

async function exported(one: Host): Promise<unknown> {
  const { data } = await one.call("sf_bulk_query_start", { soql: "SELECT Id, Name FROM Account" });
  expect(await ended(one, data["jobId"], "query")).toMatchObject({ state: "JobComplete", processed: 120 });
  return data["jobId"];
}

describe("a bulk query", () => {
  it("is started, waited for with progress, and read to its end in parts", async () => {
    await using one = await host();
    const jobId = await exported(one);
    const rows: unknown[][] = [];
    let answer = await one.call("sf_bulk_results", { jobId, part: "query", maxRows: 50 });
    for (;;) {
      rows.push(...(answer.data["rows"] as unknown[][]));
      expect(answer.bytes).toBeLessThanOrEqual(32_768);
      if (answer.data["done"] === true) break;
      answer = await one.call("sf_bulk_results", { cursor: answer.data["nextCursor"], maxRows: 50 });
    }
    expect(rows.map(([, name]) => name).sort()).toEqual(
      org
        .rows("Account")
        .map(({ Name }) => Name)
        .sort(),
    );
  });

  it("tells the host how far it is", async () => {
    await using one = await host();
    const { data } = await one.call("sf_bulk_query_start", { soql: "SELECT Id FROM Account" });
    const told: string[] = [];
    const params = {
      name: "sf_bulk_status",
      arguments: { jobId: data["jobId"], kind: "query", waitSeconds: 20 },
    };
    await one.client.callTool(params, { onprogress: ({ message }) => told.push(message ?? "") });
    expect(told.at(-1)).toBe("JobComplete, 120 records");
  });

  it("is saved to a new file of the export folder, and to no other place", async () => {
    await using one = await host();
    const jobId = await exported(one);
    const { data, text } = await one.call("sf_bulk_results", {
      jobId,
      part: "query",
      saveTo: "accounts.csv",
    });
    const bytes = await readFile(join(folder, "out", "accounts.csv"));
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    expect(data, text).toMatchObject({
      returned: 5,
      file: { path: "accounts.csv", rows: 120, bytes: bytes.length, sha256 },
    });
    for (const saveTo of ["accounts.csv", "../x.csv", "/etc/x.csv", "a/b.csv", ".hidden", ".."]) {
      const refused = await one.call("sf_bulk_results", { jobId, part: "query", saveTo });
      expect(refused.data["error"]).toMatchObject({ code: "PATH" });
    }
  });

  it("is ended", async () => {
    await using one = await host();
    const { data } = await one.call("sf_bulk_query_start", { soql: "SELECT Id FROM Account" });
    const answer = await one.call("sf_bulk_abort", { jobId: data["jobId"], kind: "query" });
    expect(answer.data).toMatchObject({ state: expect.stringMatching(/Aborted|JobComplete/) });
  });

  it("is possible where nothing may be written, and a load is not", async () => {
    await using one = await host({ settings: { toolsets: ["core", "bulk"] } });
    const { tools } = await one.client.listTools();
    expect(tools.map(({ name }) => name)).not.toContain("sf_bulk_ingest_start");
    await exported(one);
  });

  it("is held to the policy, whoever made the job", async () => {
    await using free = await host();
    const jobId = await exported(free);
    await using bound = await host({ settings: { ...settings, policy: { denyFields: ["Account.Name"] } } });
    const start = await bound.call("sf_bulk_query_start", { soql: "SELECT Name FROM Account" });
    const read = await bound.call("sf_bulk_results", { jobId, part: "query" });
    for (const answer of [start, read]) expect(answer.data["error"]).toMatchObject({ code: "POLICY" });
    await using masked = await host({ settings: { ...settings, policy: { maskFields: ["Account.Name"] } } });
    expect((await masked.call("sf_bulk_results", { jobId, part: "query" })).text).not.toContain("Acme");
    const saved = await masked.call("sf_bulk_results", { jobId, part: "query", saveTo: "masked.csv" });
    expect(saved.data["error"]).toMatchObject({ code: "POLICY" });
  });

  it("lists the latest jobs", async () => {
    await using one = await host();
    const jobId = await exported(one);
    const { data } = await one.call("sf_bulk_status", { kind: "query" });
    expect(data["jobs"]).toContainEqual(
      expect.objectContaining({ jobId, kind: "query", state: "JobComplete" }),
    );
  });
});

describe("a bulk load", () => {
  it("is only checked unless told otherwise", async () => {
    await using one = await host({ onAsk: () => expect.unreachable("asked") });
    const rows = [{ Name: "New 1" }, { Name: "New 2" }];
    const { data } = await one.call("sf_bulk_ingest_start", { operation: "insert", object: "Account", rows });
    expect(data).toMatchObject({ dryRun: true, rows: 2, columns: ["Name"] });
    expect(org.jobs()).toEqual([]);
  });

  it("loads rows when the user agrees, and tells the refused ones by error", async () => {
    const asked: string[] = [];
    const onAsk = (message: string) => {
      asked.push(message);
      return YES;
    };
    await using one = await host({ onAsk });
    const rows = [{ Name: "New 1" }, { Name: "x".repeat(300) }, { Name: "y".repeat(300) }];
    const args = { operation: "insert", object: "Account", rows, dryRun: false };
    const { data, text } = await one.call("sf_bulk_ingest_start", args);
    expect(data, text).toMatchObject({ dryRun: false, rows: 3, jobId: expect.stringMatching(/^750/) });
    expect(asked).toEqual([expect.stringMatching(/^SANDBOX Bulk insert of 3 Account records\n/)]);
    expect(await ended(one, data["jobId"], "ingest")).toMatchObject({
      state: "JobComplete",
      processed: 3,
      failed: 2,
    });
    const failed = await one.call("sf_bulk_results", { jobId: data["jobId"], part: "failed" });
    expect(failed.data).toMatchObject({ returned: 2, failures: [{ code: "STRING_TOO_LONG", count: 2 }] });
    const success = await one.call("sf_bulk_results", { jobId: data["jobId"], part: "success" });
    expect(success.data).toMatchObject({ returned: 1, done: true });
    const none = await one.call("sf_bulk_results", { jobId: data["jobId"], part: "unprocessed" });
    expect(none.data).toMatchObject({ returned: 0, done: true });
  });

  it("loads a file of the import folder", async () => {
    await writeFile(join(folder, "in", "new.csv"), "Name;Site\nNew;Basel\nMore;Oslo\n");
    await using one = await host();
    const args = { operation: "insert", object: "Account", csvPath: "new.csv", dryRun: false };
    const { data, text } = await one.call("sf_bulk_ingest_start", args);
    expect(data, text).toMatchObject({ rows: 2, columns: ["Name", "Site"] });
    expect(await ended(one, data["jobId"], "ingest")).toMatchObject({ failed: 0 });
    expect(org.rows("Account")).toHaveLength(122);
  });

  it("leaves no job open when the upload fails", async () => {
    await using one = await host();
    org.faults.add({ method: "PUT", path: /batches/, fault: { kind: "reset-after" } });
    const args = { operation: "insert", object: "Account", rows: [{ Name: "New" }], dryRun: false };
    const answer = await one.call("sf_bulk_ingest_start", args);
    org.faults.clear();
    expect(answer.isError).toBe(true);
    expect(org.jobs().map(({ state }) => state)).toEqual(["Aborted"]);
    expect(org.rows("Account")).toHaveLength(120);
  });

  it.each([
    ["a file that is outside", { csvPath: "../secret.csv" }, "no file"],
    ["a link that leads outside", { csvPath: "link.csv" }, "no file"],
    ["an absolute path", { csvPath: "/etc/passwd" }, "no file"],
    ["a file that is not there", { csvPath: "gone.csv" }, "no file"],
    ["a folder", { csvPath: "." }, "no file"],
    ["a ragged file", { csvPath: "ragged.csv" }, "row"],
    ["rows and a file", { csvPath: "new.csv", rows: [{ Name: "x" }] }, "either rows or csvPath"],
    ["no rows", {}, "either rows or csvPath"],
    ["an unknown column", { rows: [{ Nmae: "x" }] }, "Nmae"],
  ])("says what is wrong with %s, and sends nothing", async (_, input, text) => {
    await writeFile(join(folder, "secret.csv"), "Name\nx\n");
    await writeFile(join(folder, "in", "ragged.csv"), "Name,Site\na\n");
    await rm(join(folder, "in", "link.csv"), { force: true });
    await symlink(join(folder, "secret.csv"), join(folder, "in", "link.csv"));
    await using one = await host();
    const answer = await one.call("sf_bulk_ingest_start", {
      operation: "insert",
      object: "Account",
      dryRun: false,
      ...input,
    });
    expect(answer).toMatchObject({ isError: true, text: expect.stringContaining(text) });
    expect(org.jobs()).toEqual([]);
  });
});

describe("a host that gives up on a wait", () => {
  it("ends the wait, and not the job", async () => {
    await using slow = await localOrg({ bulk: { fault: () => ({ stuck: true }) } });
    await using one = await connect([orgConfig(slow)], { settings });
    const { data } = await one.call("sf_bulk_query_start", { soql: "SELECT Id FROM Account" });
    const gone = new AbortController();
    const params = {
      name: "sf_bulk_status",
      arguments: { jobId: data["jobId"], kind: "query", waitSeconds: 50 },
    };
    const onprogress = () => gone.abort(new Error("the user went away"));
    await expect(one.client.callTool(params, { signal: gone.signal, onprogress })).rejects.toThrow();
    const { data: after } = await one.call("sf_bulk_status", { jobId: data["jobId"], kind: "query" });
    expect(after["jobs"]).toMatchObject([{ state: expect.stringMatching(/InProgress|UploadComplete/) }]);
    const polls = () => slow.requests().filter(({ url }) => url.includes("/jobs/query/")).length;
    const before = polls();
    for (let calls = 0; calls < 5; calls++) await one.call("sf_limits");
    expect(polls()).toBe(before);
  });
});
