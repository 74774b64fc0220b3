import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LocalOrg, startLocalOrg } from "kinetic-local-org";
import { afterAll, beforeAll, expect, it } from "vitest";
import { clientOf, envOf, kinetic } from "../support/kinetic.ts";

let org: LocalOrg;
let folder = "";
let env: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kinetic-cli-"));
  const rows = Array.from({ length: 450 }, (_, at) => ({ Name: `Acme ${at}`, AnnualRevenue: at * 1000 }));
  org = await startLocalOrg({
    rows: { Account: [{ Name: 'A "quoted", name\nof two lines', Site: "" }, ...rows] },
  });
  env = envOf(org);
});
afterAll(async () => {
  await org.close();
  await rm(folder, { recursive: true });
});

const FIRST = "SELECT Name, Owner.Name, Site FROM Account ORDER BY Name LIMIT 1";

it("writes CSV where nobody looks at it", async () => {
  const run = await kinetic(["query", FIRST], { env });
  expect(run).toEqual({
    code: 0,
    out: 'Name,Owner.Name,Site\n"A ""quoted"", name\nof two lines",Ada Admin,\n',
    err: "",
  });
});

it("writes a table on a terminal, one line to a row", async () => {
  const { out, err } = await kinetic(["query", FIRST], { env: { ...env, NO_COLOR: "1" }, tty: true });
  expect(out).toBe(
    "Name                           Owner.Name  Site\n" + 'A "quoted", name of two lines  Ada Admin\n',
  );
  expect(err).toBe("1 row\n");
});

it("writes NDJSON and JSON without the attributes", async () => {
  const record = { Name: 'A "quoted", name\nof two lines', Owner: { Name: "Ada Admin" }, Site: null };
  const ndjson = await kinetic(["query", FIRST, "--format", "ndjson"], { env });
  expect(JSON.parse(ndjson.out)).toEqual(record);
  expect(ndjson.out.match(/\n/g)).toHaveLength(1);
  const json = await kinetic(["query", FIRST, "--format", "json"], { env });
  expect(JSON.parse(json.out)).toEqual([record]);
});

it("writes all pages", async () => {
  const { out } = await kinetic(["query", "SELECT Id FROM Account", "--page-size", "200"], { env });
  expect(new Set(out.trim().split("\n")).size).toBe(452);
});

it("stops after some pages and says how to go on", async () => {
  const first = await kinetic(["query", "SELECT Id FROM Account", "--page-size", "200", "--pages", "1"], {
    env,
  });
  const locator = /--from (\S+)\n$/.exec(first.err)?.[1] ?? "";
  expect(first.err).toContain("200 of 451 rows; go on with: kinetic query --from ");
  const rest = await kinetic(["query", "--from", locator], { env });
  const ids = [...first.out.trim().split("\n").slice(1), ...rest.out.trim().split("\n").slice(1)];
  expect(new Set(ids).size).toBe(451);
});

it("writes to a file by its extension, and leaves nothing else behind", async () => {
  for (const [name, start] of [
    ["a.csv", "Id\n"],
    ["a.ndjson", '{"Id":'],
    ["a.json", "[\n"],
    ["a.txt", "Id"],
  ] as const) {
    const path = join(folder, name);
    const run = await kinetic(["query", "SELECT Id FROM Account LIMIT 2", "-o", path], { env });
    expect(run).toEqual({ code: 0, out: "", err: "" });
    expect((await readFile(path, "utf8")).slice(0, start.length)).toBe(start);
  }
  expect((await readdir(folder)).filter((name) => name.endsWith(".part"))).toEqual([]);
});

it("keeps a file that is there when the query fails", async () => {
  const path = join(folder, "kept.csv");
  await writeFile(path, "before");
  const { code } = await kinetic(["query", "SELECT Nope FROM Account", "-o", path], { env });
  expect(code).toBe(6);
  expect(await readFile(path, "utf8")).toBe("before");
});

it("takes the query from a file and from standard input", async () => {
  const path = join(folder, "query.soql");
  await writeFile(path, "SELECT COUNT()\nFROM Account\n");
  expect((await kinetic(["query", "--file", path], { env })).out).toBe("451\n");
  expect((await kinetic(["query", "-"], { env, stdin: "SELECT COUNT() FROM Account" })).out).toBe("451\n");
});

it("finds deleted rows with --all", async () => {
  const [id = ""] = org.insert("Account", [{ Name: "Gone" }]);
  const before = await kinetic(["query", `SELECT Id FROM Account WHERE Id = '${id}'`], { env });
  expect(before.out).toBe(`Id\n${id}\n`);
  await using sf = clientOf(org);
  await sf.sobject("Account").delete(id);
  const soql = `SELECT Id, IsDeleted FROM Account WHERE Id = '${id}'`;
  expect((await kinetic(["query", soql], { env })).out).toBe("Id,IsDeleted\n");
  expect((await kinetic(["query", soql, "--all"], { env })).out).toBe(`Id,IsDeleted\n${id},true\n`);
});

it("names the columns of aggregates as the org does", async () => {
  const { out } = await kinetic(["query", "SELECT COUNT(Id) n, MAX(AnnualRevenue) FROM Account"], { env });
  expect(out).toBe("n,expr0\n451,449000\n");
});

it.each([
  [["query"], "there is no query"],
  [["query", "SELECT Id FROM Account", "--file", "x"], "given twice"],
  [["query", "--file", "no-such-file"], "cannot be read (ENOENT)"],
  [["query", "SELECT Id FROM Account", "--format", "xml"], "It takes table, csv, ndjson, json."],
  [["query", "SELECT Id FROM Account", "--pages", "0"], "whole number"],
])("refuses %j in two lines", async (args, text) => {
  const { code, err } = await kinetic(args, { env });
  expect(code).toBe(2);
  expect(err).toContain(text);
  expect(err).toMatch(/^kinetic: [^\n]+\nType: kinetic query[^\n]*\n$/);
});
