import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LocalOrg, startLocalOrg } from "kinetic-local-org";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { envOf, kinetic, type Run, type RunOptions } from "../support/kinetic.ts";

let org: LocalOrg;
let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kinetic-cli-"));
  const fields = [{ name: "Ext__c", type: "string", length: 40, externalId: true }] as const;
  const objects = [{ name: "Account", fields }];
  org = await startLocalOrg({ objects, rows: { Account: [{ Name: "Acme", Ext__c: "a/1", Site: "Basel" }] } });
});
afterAll(async () => {
  await org.close();
  await rm(folder, { recursive: true });
});

const run = (args: readonly string[], options: RunOptions = {}): Promise<Run> =>
  kinetic(args, { ...options, env: { ...envOf(org), NO_COLOR: "1" } });

const row = async (id: string): Promise<Record<string, unknown> | undefined> =>
  (await org.query(`SELECT Name, Site, AnnualRevenue FROM Account WHERE Id = '${id}'`))[0];

describe("one record", () => {
  it("is created, read, updated and deleted by its id", async () => {
    const created = await run(["create", "Account", "Name=A = b", "AnnualRevenue:=5000", "Site:=null"]);
    expect(created).toMatchObject({ code: 0, err: "" });
    const id = created.out.trim();
    expect(await row(id)).toMatchObject({ Name: "A = b", AnnualRevenue: 5000, Site: null });
    expect(await run(["update", "Account", id, "Site=Basel"])).toEqual({ code: 0, out: `${id}\n`, err: "" });
    const got = await run(["get", "Account", id, "--fields", "Name,Site"]);
    expect(JSON.parse(got.out)).toMatchObject({ Name: "A = b", Site: "Basel" });
    expect(await run(["delete", "Account", id])).toEqual({ code: 0, out: "", err: "" });
    expect((await run(["get", "Account", id])).code).toBe(6);
  });

  it("is found by an external id", async () => {
    const upserted = await run(["upsert", "Account", "Ext__c=a/2", "Name=New", "--json"]);
    expect(JSON.parse(upserted.out)).toMatchObject({ created: true });
    expect(
      JSON.parse((await run(["upsert", "Account", "Ext__c=a/2", "Name=Old", "--json"])).out),
    ).toMatchObject({
      created: false,
    });
    expect((await run(["update", "Account", "Ext__c=a/2", "Name=Older"])).code).toBe(0);
    expect(JSON.parse((await run(["get", "Account", "Ext__c=a/2"])).out)).toMatchObject({ Name: "Older" });
    expect((await run(["update", "Account", "Ext__c=none", "Name=x"])).code).toBe(6);
    expect((await run(["delete", "Account", "Ext__c=a/2"])).code).toBe(0);
  });

  it("is shown to a person one field to a line", async () => {
    const { out } = await run(["get", "Account", "Ext__c=a/1", "--fields", "Name,Site"], { tty: true });
    expect(out).toContain("Name  Acme\nSite  Basel\n");
  });

  it("comes from a file or from standard input, arguments over it", async () => {
    const file = join(folder, "account.json");
    await writeFile(file, JSON.stringify({ Name: "From a file", Site: "x" }));
    const one = (await run(["create", "Account", "Site=y", "--file", file])).out.trim();
    expect(await row(one)).toMatchObject({ Name: "From a file", Site: "y" });
    const two = await run(["create", "Account", "--file", "-"], { stdin: '{"Name":"By a pipe"}' });
    expect(await row(two.out.trim())).toMatchObject({ Name: "By a pipe" });
  });

  it("that is refused ends with its own code, and says why", async () => {
    const { code, err } = await run(["create", "Account", "Site=x"]);
    expect(code).toBe(6);
    expect(err).toMatch(/^kinetic: .*REQUIRED_FIELD_MISSING.*\nWhat to do: /);
  });

  it.each([
    [["create", "Account"], "no field is given"],
    [["create", "Account", "Name"], '"Name" is no field'],
    [["create", "Account", "AnnualRevenue:=five"], "AnnualRevenue is no JSON"],
    [["create", "Account", "--file", "none.json"], "cannot be read (ENOENT)"],
    [["update", "Account", "0010"], "neither an id"],
    [["upsert", "Account", "001000000000001AAA", "Name=x"], "neither an id"],
    [["get", "Account"], "missing required argument 'id|Field=value'"],
    [["delete", "Account", "a", "b"], "too many arguments"],
  ])("is not looked for with %j", async (args, text) => {
    const { code, err } = await run(args);
    expect(code).toBe(2);
    expect(err).toContain(text);
    expect(err).toMatch(/^kinetic: [^\n]+\nType: kinetic [^\n]+\n$/);
  });
});

describe("the org", () => {
  it("is described", async () => {
    const fields = await run(["describe", "Account", "--find", "annual"]);
    expect(fields.out).toMatch(/^name,type,required,label,can,values\nAnnualRevenue,currency/);
    expect((await run(["describe", "Account", "--custom"])).out).toContain("\nExt__c,string(40),");
    expect((await run(["describe"])).out).toContain("\nAccount,Account,001,");
    expect(JSON.parse((await run(["describe", "Account", "--format", "json"])).out)).toMatchObject({
      name: "Account",
    });
    expect((await run(["describe", "Nope"])).code).toBe(6);
  });

  it("is searched", async () => {
    const { out, code } = await run(["search", "Acme", "--object", "Account:Id,Name", "--in", "name"]);
    expect(code).toBe(0);
    expect(out).toMatch(/^Object,Id,Name\nAccount,001\w{15},Acme\n$/);
    expect((await run(["search", "--sosl", "FIND {Acme} RETURNING Account(Id, Name)"])).out).toBe(out);
    expect((await run(["search", "nothing like it"])).out).toBe("Object,Id\n");
    expect((await run(["search", "--sosl", "FIND {Acme}", "--limit", "3"])).code).toBe(2);
  });

  it("tells its limits, the scarcest first", async () => {
    const { out } = await run(["limits", "--format", "json"]);
    const limits = JSON.parse(out) as { name: string; percent: number }[];
    expect(limits.map(({ percent }) => percent)).toEqual(
      limits.map(({ percent }) => percent).sort((a, b) => a - b),
    );
    const shown = await run(["limits", "DailyApiRequests"], { tty: true });
    expect(shown.out).toMatch(/limit +max +left +left %\nDailyApiRequests +5,000,000 +4,999,\d{3} +100\n/);
  });

  it("has types written for it", async () => {
    const out = join(folder, "types");
    const { code, err } = await run(["types", "generate", "--objects", "Account,Contact", "--out", out]);
    expect({ code, err }).toEqual({ code: 0, err: `3 files in ${out}, of 2 objects\n` });
    expect((await readdir(out)).sort()).toEqual(["Account.ts", "Contact.ts", "index.ts"]);
    expect(await readFile(join(out, "Account.ts"), "utf8")).toContain("Ext__c");
    expect((await run(["types", "generate"])).code).toBe(2);
  });

  it("has types written for all its objects", async () => {
    const out = join(folder, "all-types");
    const names = (await run(["describe", "--format", "ndjson"])).out.trim().split("\n");
    const { code, err } = await run(["types", "generate", "--all", "--out", out, "--org-name", "Dev"]);
    expect({ code, err }).toEqual({
      code: 0,
      err: `${names.length + 1} files in ${out}, of ${names.length} objects\n`,
    });
    const objects = names.map((line) => `${(JSON.parse(line) as { name: string }).name}.ts`);
    expect((await readdir(out)).sort()).toEqual(["index.ts", ...objects].sort());
    expect(await readFile(join(out, "index.ts"), "utf8")).toMatch(/export interface Dev\b/);
  });
});
