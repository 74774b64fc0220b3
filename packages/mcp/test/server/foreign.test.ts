import type { LocalOrg } from "kinetic-local-org";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect, type Host, localOrg, orgConfig, YES } from "../harness.ts";

const SETTINGS = { write: true, toolsets: ["core", "bulk", "files"], maxRows: 10 } as const;
const TEXT = "Rechnung für Zoë";

let one: LocalOrg;
let two: LocalOrg;
let host: Host;
let jobId: string;
let fileId: string;
beforeAll(async () => {
  const rows = { Account: Array.from({ length: 30 }, (_, at) => ({ Name: `Acme ${at}` })) };
  one = await localOrg({ rows });
  two = await localOrg({ seed: 2, rows });
  host = await connect([orgConfig(one, { alias: "one" }), orgConfig(two, { alias: "two" })], {
    settings: SETTINGS,
    onAsk: () => YES,
  });
  const { data } = await host.call("sf_bulk_query_start", {
    soql: "SELECT Id, Name FROM Account",
    org: "two",
  });
  jobId = String(data["jobId"]);
  await host.call("sf_bulk_status", { jobId, kind: "query", waitSeconds: 20, org: "two" });
  const uploaded = await host.call("sf_file_upload", { name: "bill.txt", text: TEXT, org: "two" });
  fileId = String(uploaded.data["contentDocumentId"]);
});
afterAll(async () => {
  await host[Symbol.asyncDispose]();
  await one.close();
  await two.close();
});

const page = async (uri: string): Promise<string> => {
  const { contents } = await host.client.readResource({ uri });
  return contents.map((part) => ("text" in part ? part.text : "")).join("");
};

describe("what an org has given out", () => {
  it("is read as pages of that org", async () => {
    const rows = await page(`sf://two/jobs/${jobId}/query`);
    expect(rows).toContain('"Acme 0"');
    expect(rows).toContain("nextCursor");
    const text = await page(`sf://two/files/${fileId}`);
    expect(text).toContain(TEXT);
    for (const said of [rows, text]) expect(said).toMatch(/<sf-data-[\w-]+>/);
  });

  it.each([
    ["a job", () => `jobs/${jobId}/query`],
    ["a file", () => `files/${fileId}`],
  ])("is no page of another org: %s", async (_, path) => {
    await expect(page(`sf://one/${path()}`)).rejects.toThrow(/not found/i);
  });

  it.each([
    ["a part that no job has", () => `jobs/${jobId}/all`],
    ["what is no id", () => "jobs/75/query"],
    ["a file that is no id", () => "files/..%2F..%2Fetc"],
  ])("is not found as %s", async (_, path) => {
    await expect(page(`sf://two/${path()}`)).rejects.toThrow(/not found/i);
  });

  it("is refused by another org with the way out: the cursor of a bulk result", async () => {
    const first = await host.call("sf_bulk_results", { jobId, part: "query", org: "two" });
    const cursor = first.data["nextCursor"];
    expect(cursor).toEqual(expect.any(String));
    const before = one.requests().length;
    const foreign = await host.call("sf_bulk_results", { cursor, org: "one" });
    expect(foreign.isError).toBe(true);
    expect(foreign.text).toContain("belongs to another org or user");
    expect(
      one
        .requests()
        .slice(before)
        .map(({ url }) => url)
        .filter((url) => url.includes("/jobs/")),
    ).toEqual([]);
    expect((await host.call("sf_bulk_results", { cursor, org: "two" })).data["returned"]).toBe(10);
  });

  it.each<[string, string, () => Record<string, unknown>]>([
    ["the status of a job", "sf_bulk_status", () => ({ jobId, kind: "query" })],
    ["the rows of a job", "sf_bulk_results", () => ({ jobId, part: "query" })],
    ["a job to abort", "sf_bulk_abort", () => ({ jobId, kind: "query" })],
    ["a file", "sf_file_get", () => ({ id: fileId })],
  ])("is refused by another org with the way out: %s", async (_, tool, args) => {
    const { isError, data, text } = await host.call(tool, { ...args(), org: "one" });
    expect(isError, text).toBe(true);
    expect(data["error"]).toMatchObject({ code: "NOT_FOUND", retryable: false });
    expect(text).toMatch(/What to do|Check|Next: /);
    expect((await host.call(tool, { ...args(), org: "two" })).text).not.toContain("NOT_FOUND");
  });
});
