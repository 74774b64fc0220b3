import { access, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LocalOrg, startLocalOrg } from "kinetic-local-org";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { Interruption } from "../../src/exit/index.ts";
import { clientOf, envOf, kinetic, type Run, type RunOptions } from "../support/kinetic.ts";

let org: LocalOrg;
let folder = "";
let results = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kinetic-cli-"));
  const fields = [{ name: "Ext__c", type: "string", length: 20, externalId: true, unique: true }] as const;
  org = await startLocalOrg({ objects: [{ name: "Account", fields }], ledger: { Account: "Ext__c" } });
});
afterAll(async () => {
  await org.close();
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  org.reset();
  results = await mkdtemp(join(folder, "results-"));
});

const run = (args: readonly string[], options: RunOptions = {}): Promise<Run> =>
  kinetic(args, { ...options, env: { ...envOf(org), NO_COLOR: "1" } });

async function fileOf(text: string, name = "accounts.csv"): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

const read = (name: string): Promise<string> => readFile(join(results, name), "utf8");

describe("load", () => {
  it("puts every row where its fate says, and ends with a code of its own when one was refused", async () => {
    const file = await fileOf(`Ext__c,Name\n1,Acme\n2,${"x".repeat(300)}\n3,"Two, ""b"""\n`);
    const { code, out, err } = await run(["load", "Account", file, "--results", results]);
    expect({ code, out }).toEqual({ code: 3, out: "" });
    expect(err).toMatch(/^✗ 2 of 3 rows loaded into Account \(insert\): .* rows\/s, 1 job\n {2}1 refused\n/);
    expect(err).toMatch(/1 x STRING_TOO_LONG \(Name\): row 2\n +why: .*\n +do: {2}\S/);
    expect(await read("succeeded.csv")).toMatch(
      /^sf__Row,sf__Id,sf__Created,Ext__c,Name\n1,001\w{15},true,1,Acme\n3,001\w{15},true,3,"Two, ""b"""\n$/,
    );
    expect(await read("failed.csv")).toMatch(/^sf__Row,.*\n2,,STRING_TOO_LONG,Name,.*,2,x{300}\n$/);
    expect(await read("unprocessed.csv")).toBe("sf__Row\n");
    expect((await readdir(results)).sort()).toEqual(["failed.csv", "succeeded.csv", "unprocessed.csv"]);
  });

  it("reads standard input, upserts, and tells a program", async () => {
    org.insert("Account", [{ Ext__c: "1", Name: "Old" }]);
    const args = [
      "load",
      "Account",
      "-",
      "--operation",
      "upsert",
      "--external-id",
      "Ext__c",
      "--json",
      "--no-results",
    ];
    const { code, out } = await run([...args, "--no-checkpoint"], { stdin: "Ext__c;Name\n1;New\n2;Two\n" });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ totals: { rows: 2, succeeded: 2 }, files: [], dryRun: false });
    expect(org.rows("Account").map((row) => row["Name"])).toEqual(["New", "Two"]);
  });

  it("keeps jobs and checkpoint until the results are written, and loads nothing twice", async () => {
    const file = await fileOf("Ext__c,Name\n1,Acme\n2,Globex\n");
    const args = ["load", "Account", file, "--results", results, "--delete-jobs"];
    await mkdir(join(results, "failed.csv.part"));
    expect((await run(args)).code).toBe(74);
    expect(org.jobs()).toHaveLength(1);
    await rm(join(results, "failed.csv.part"), { recursive: true });
    expect((await run(args)).code).toBe(0);
    expect(org.rows("Account")).toHaveLength(2);
    expect(await read("succeeded.csv")).toMatch(/^sf__Row,.*\n1,001.*\n2,001.*\n$/);
    expect([org.jobs(), await readdir(results)]).toEqual([
      [],
      ["failed.csv", "succeeded.csv", "unprocessed.csv"],
    ]);
  });

  it("maps columns by a file: renames, constants, transforms", async () => {
    const file = await fileOf('firma,umsatz\n Acme ,"1.000,0"\nBad,viel\n');
    const mapping = {
      onError: "skip",
      fields: {
        Name: { from: "firma", transforms: ["trim"] },
        AnnualRevenue: { from: "umsatz", transforms: [{ number: { decimal: ",", group: "." } }] },
        Type: { value: "Customer" },
      },
    };
    const path = await fileOf(JSON.stringify(mapping), "mapping.json");
    const args = ["load", "Account", file, "--mapping", path, "--results", results];
    const dry = await run([...args, "--dry-run"]);
    expect(dry.err).toMatch(
      /^✓ Dry run: 2 rows for Account \(insert\), in 1 job; nothing was sent\n {2}1 could not be mapped\n/,
    );
    expect({ code: dry.code, jobs: org.jobs() }).toEqual({ code: 0, jobs: [] });
    const { code, err } = await run(args);
    expect(code).toBe(3);
    expect(err).toContain("1 could not be mapped");
    expect(err).toContain("1 x INPUT (AnnualRevenue): row 2");
    expect(org.rows("Account")).toMatchObject([{ Name: "Acme", AnnualRevenue: 1000, Type: "Customer" }]);
    expect(await read("failed.csv")).toMatch(
      /^sf__Row,.*,firma,umsatz\n2,,INPUT,AnnualRevenue,.*,Bad,viel\n$/,
    );
    expect(await read("succeeded.csv")).toMatch(/,firma,umsatz\n1,001\w{15},true," Acme ","1.000,0"\n$/);
    // Mended, it goes by the same mapping.
    const mended = await fileOf((await read("failed.csv")).replace(",viel\n", ',"2.001,0"\n'), "mended.csv");
    const again = ["load", "Account", mended, "--mapping", path, "--results", join(results, "again")];
    expect(await run(again)).toMatchObject({ code: 0 });
    expect(org.rows("Account").map((row) => row["AnnualRevenue"])).toEqual([1000, 2001]);
    expect(await read("again/succeeded.csv")).toMatch(/^sf__Row,sf__Id,sf__Created,firma,umsatz\n1,001/);
  });

  it("puts the input's own columns beside each mapped row, in whatever order the fates come", async () => {
    const rows = Array.from(
      { length: 40 },
      (_, at) => `${at},${at % 7 === 3 ? "x".repeat(300) : `Row ${at}`},${at % 5 === 2 ? "much" : at}`,
    );
    const file = await fileOf(`Key,Firma,Umsatz\n${rows.join("\n")}\n`, "many.csv");
    const fields = { Name: "Firma", AnnualRevenue: { from: "Umsatz", transforms: ["number"] } };
    const path = await fileOf(JSON.stringify({ onError: "skip", fields }), "mapping.json");
    const args = ["load", "Account", file, "--mapping", path, "--rows-per-job", "6", "--results", results];
    expect((await run(args)).code).toBe(3);
    const lines = (await Promise.all(["succeeded.csv", "failed.csv"].map(read))).flatMap((text) =>
      text.trim().split("\n").slice(1),
    );
    expect(lines).toHaveLength(40);
    for (const line of lines)
      expect(line.endsWith(`,${rows[Number(line.split(",")[0]) - 1]}`), line).toBe(true);
    // What comes by standard input cannot be read again: it is known by its number.
    const piped = ["load", "Account", "-", "--mapping", path, "--results", join(results, "piped")];
    expect((await run(piped, { stdin: await readFile(file, "utf8") })).code).toBe(3);
    expect(await read("piped/failed.csv")).toMatch(/^sf__Row,[^\n]*sf__WhatToDo\n3,/);
  });

  it.each([
    ["a file", false],
    ["standard input", true],
  ])(
    "takes mended refusals again from %s, without the columns that tell about them",
    async (_name, piped) => {
      const file = await fileOf(`Ext__c;Name\n1;Acme\n2;${"x".repeat(300)}\n3;${"y".repeat(300)}\n`);
      expect((await run(["load", "Account", file, "--results", results])).code).toBe(3);
      const refused = await read("failed.csv");
      const mended = refused.replace(/,x+\n/, ',"Zwei, ""b"" und\nmehr"\n').replace(/,y+\n/, ",ü\n");
      const again = await fileOf(mended, "failed.csv");
      const args = ["load", "Account", piped ? "-" : again, "--results", join(results, "again")];
      const { code, err } = await run(args, piped ? { stdin: mended } : {});
      expect(code, err).toBe(0);
      expect(err).toContain(
        "! the columns sf__Row, sf__Id, sf__Code, sf__Fields, sf__Message, sf__WhatToDo of",
      );
      expect(org.rows("Account").map((row) => [row["Ext__c"], row["Name"]])).toEqual([
        ["1", "Acme"],
        ["2", 'Zwei, "b" und\nmehr'],
        ["3", "ü"],
      ]);
      expect(await read("again/succeeded.csv")).toMatch(/^sf__Row,sf__Id,sf__Created,Ext__c,Name\n1,001/);
    },
  );

  it("leaves out the columns of Salesforce's own result lists, and no field of a package", async () => {
    const file = await fileOf("sf__Id,sf__Error,Name\n,BAD,Acme\n");
    const { code, err } = await run(["load", "Account", file, "--dry-run"]);
    expect({ code, warned: err.includes("! the columns sf__Id, sf__Error of") }).toEqual({
      code: 0,
      warned: true,
    });
    const packaged = await fileOf("sf__Error,sf__Note__c,Name\nBAD,x,Acme\n");
    const refused = await run(["load", "Account", packaged, "--dry-run"]);
    expect(refused.err).toContain("sf__Note__c");
    expect(refused.err).not.toContain("sf__Error");
  });

  it("goes on after Ctrl-C also with a file of refusals", async () => {
    const rows = Array.from({ length: 40 }, (_, at) => `${at + 1},OLD,${at},Row ${at}\n`).join("");
    const file = await fileOf(`sf__Row,sf__Code,Ext__c,Name\n${rows}`, "refused.csv");
    const controller = new AbortController();
    const fault = { kind: "hang" } as const;
    const rule = org.faults.add({ method: "PUT", path: /batches$/, fault, skip: 1 });
    const sizes = ["--rows-per-job", "10", "--concurrency", "1"];
    const args = ["load", "Account", file, "--results", results, ...sizes];
    const ended = run(args, { signal: controller.signal });
    await expect.poll(() => rule.hits, { timeout: 30_000 }).toBe(1);
    controller.abort(new Interruption("SIGINT", 130));
    expect((await ended).code).toBe(130);
    expect((await run(args)).code).toBe(0);
    expect(org.ledger("Account").map(({ inserted }) => inserted)).toEqual(Array<number>(40).fill(1));
  });

  it.each([
    ["a file that has no other columns", "sf__Row,sf__Code\n1,BAD\n", "failed.csv", "no columns but those"],
    ["its own results", "Name\nAcme\n", "results/failed.csv", "would take the place of"],
  ])("refuses %s", async (_name, text, name, told) => {
    await mkdir(join(folder, "results"), { recursive: true });
    const file = await fileOf(text, name);
    const { code, err } = await run(["load", "Account", file, "--results", join(folder, "results")]);
    expect({ code, told: err.includes(told), lines: err.split("\n").length }).toEqual({
      code: 2,
      told: true,
      lines: 3,
    });
    expect(org.jobs()).toEqual([]);
  });

  it("checks everything in a dry run and sends nothing", async () => {
    const file = await fileOf("Name\nAcme\n");
    expect((await run(["load", "Account", file, "--dry-run"])).err).toContain("✓ Dry run: 1 row for Account");
    expect(org.jobs()).toEqual([]);
    await expect(access("accounts.Account.insert")).rejects.toThrow();
  });

  it("shows a bar on a terminal, and takes it away", async () => {
    const file = await fileOf(`Name\n${"Acme\n".repeat(5000)}`);
    const { err, code } = await run(["load", "Account", file, "--no-results", "--results", results], {
      tty: true,
    });
    expect(code).toBe(0);
    expect(err).toMatch(/Account [░█]+ \d+% \| /);
    expect(err).toMatch(/✓ 5,000 of 5,000 rows loaded/);
    expect(err.lastIndexOf("\u001b[?25h")).toBeGreaterThanOrEqual(err.lastIndexOf("\u001b[?25l"));
  });

  it("shows rows, refused ones, bytes, rate and the time to go", async () => {
    await using slow = await startLocalOrg({ bulk: { rowsPerSecond: 200 } });
    const file = await fileOf(`Name\n${"x".repeat(300)}\n${"Acme\n".repeat(599)}`, "slow.csv");
    const args = ["load", "Account", file, "--no-results", "--results", results, "--rows-per-job", "200"];
    const { err } = await kinetic([...args, "--concurrency", "1"], { env: envOf(slow), tty: true });
    expect(err).toMatch(
      /\| 200 of 600 rows \| 1 refused \| [\d.]+ k?B of 3\.3 kB \| \d+ rows\/s \| [\d.]+ s to go/,
    );
  });

  it.each([
    [["load", "Account", "none.csv"], "none.csv"],
    [["load", "Account", "FILE", "--operation", "merge"], "It takes insert, update"],
    [["load", "Account", "FILE", "--operation", "upsert"], "externalIdFieldName"],
    [["load", "Account", "FILE", "--mapping", "none.json"], "cannot be read (ENOENT)"],
    [["load", "Account", "FILE", "--mapping", "FILE"], "is no JSON"],
    [["load", "Account", "FILE", "--retry-rows", "-1"], "whole number"],
    [["load"], "missing required argument 'object'"],
  ])("refuses %j before anything is sent", async (args, text) => {
    const file = await fileOf("Name\nAcme\n");
    const given = args.map((arg) => (arg === "FILE" ? file : arg));
    const { code, err } = await run([...given, ...(args.length > 1 ? ["--results", results] : [])]);
    expect(err).toContain(text);
    expect({ code, lines: err.trim().split("\n").length }).toEqual({ code: 2, lines: 2 });
    expect(org.jobs()).toEqual([]);
  });

  it("ends cleanly at Ctrl-C: the open job is aborted in the org, and the same command goes on", async () => {
    const text = `Ext__c,Name\n${Array.from({ length: 40 }, (_, at) => `${at},Row ${at}\n`).join("")}`;
    const file = await fileOf(text, "interrupted.csv");
    const controller = new AbortController();
    const rule = org.faults.add({
      method: "PUT",
      path: /batches$/,
      fault: { kind: "hang" },
      skip: 1,
      times: 1,
    });
    const args = [
      "load",
      "Account",
      file,
      "--results",
      results,
      "--rows-per-job",
      "10",
      "--concurrency",
      "1",
    ];
    const ended = run(args, { signal: controller.signal });
    while (rule.hits === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    controller.abort(Object.assign(new Error("ended by SIGINT"), { exitCode: 130 }));
    await ended;
    expect(org.jobs().filter(({ state }) => !/^(JobComplete|Aborted)$/.test(state))).toEqual([]);
    rule.remove();
    const { code } = await run(args);
    expect(code).toBe(0);
    expect(org.ledger("Account")).toHaveLength(40);
    expect(new Set(org.ledger("Account").map((entry) => entry.inserted))).toEqual(new Set([1]));
  });
});

describe("export", () => {
  beforeEach(() => {
    org.insert(
      "Account",
      Array.from({ length: 30 }, (_, at) => ({ Name: `Acme "${at}"`, AnnualRevenue: at })),
    );
  });
  const SOQL = "SELECT Name, AnnualRevenue FROM Account";

  it("writes CSV and NDJSON to files and to standard output", async () => {
    const csv = await run(["export", SOQL]);
    expect(csv.out.split("\n")).toHaveLength(32);
    expect(csv.out).toMatch(/^"?Name"?,"?AnnualRevenue"?\n/);
    const file = join(results, "a.csv");
    const { code, err } = await run(["export", SOQL, "-o", file]);
    expect({ code, text: await readFile(file, "utf8") }).toEqual({ code: 0, text: csv.out });
    expect(err).toBe(`✓ ${file}: 30 rows, ${csv.out.length} B\n`);
    const ndjson = join(results, "a.ndjson");
    expect((await run(["export", SOQL, "-o", ndjson])).code).toBe(0);
    const rows = (await readFile(ndjson, "utf8"))
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as object);
    expect(rows).toHaveLength(30);
    expect(rows).toContainEqual({ Name: 'Acme "7"', AnnualRevenue: 7 });
  });

  it("goes on with an NDJSON file by the same command, and reads no page again", async () => {
    const file = join(results, "a.ndjson");
    const args = ["export", SOQL, "--resume", "--page-size", "10", "-o", file];
    const rule = org.faults.add({ path: /results\?.*locator=/, skip: 1, fault: { kind: "hang" } });
    const controller = new AbortController();
    const ended = kinetic(args, { env: envOf(org), signal: controller.signal });
    await vi.waitUntil(() => rule.hits > 0, { timeout: 20_000 });
    controller.abort(new Error("stopped"));
    expect((await ended).code).not.toBe(0);
    rule.remove();
    const before = org.requests().length;
    expect(await run(args)).toMatchObject({ code: 0, err: expect.stringContaining(`${file}: 30 rows`) });
    const lines = (await readFile(file, "utf8")).trim().split("\n");
    const rows = lines.map((line) => JSON.parse(line) as { AnnualRevenue: number });
    expect(rows.map((row) => row.AnnualRevenue).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 30 }, (_, at) => at),
    );
    const asked = org.requests().slice(before);
    expect(asked.filter(({ url }) => /\/results/.test(url))).toHaveLength(1);
    expect(asked.some(({ method, url }) => method === "POST" && url.endsWith("/jobs/query"))).toBe(false);
  });

  it("asks REST where bulk cannot, if it may", async () => {
    const soql = "SELECT COUNT(Id) n FROM Account";
    expect((await run(["export", soql])).code).toBe(6);
    expect((await run(["export", soql, "--rest"])).out).toContain("30");
  });

  it("shows the query's state, then rows, bytes, rate and the time to go", async () => {
    org.faults.add({ path: /results\?.*locator=/, fault: { kind: "slow", delayMs: 300 } });
    const file = join(results, "a.csv");
    const { err } = await run(["export", SOQL, "--page-size", "10", "-o", file], { tty: true });
    expect(err).toMatch(/the org runs the query: (UploadComplete|InProgress|JobComplete)/);
    expect(err).toMatch(/\| [12]0 of 30 rows \| \d+ B \| \d+ rows\/s \| [\d.]+ s to go/);
  });

  it("needs a file to go on with", async () => {
    const type = "Type: kinetic export <soql> -o accounts.csv --resume\n";
    expect(await run(["export", SOQL, "--resume"])).toEqual({
      code: 2,
      out: "",
      err: `kinetic: --resume needs a file to go on with\n${type}`,
    });
    expect((await run(["export", SOQL, "--file", "x"])).code).toBe(2);
    expect((await run(["export"])).code).toBe(2);
  });
});

describe("jobs", () => {
  it("are listed, shown, read and deleted", async () => {
    const file = await fileOf(`Ext__c,Name\n1,Acme\n2,${"x".repeat(300)}\n`);
    await run(["load", "Account", file, "--results", results]);
    const exported = await run(["export", "SELECT Name FROM Account", "--page-size", "1"]);
    const list = JSON.parse((await run(["jobs", "list", "--format", "json"])).out) as {
      id: string;
      kind: string;
    }[];
    const idOf = (kind: string): string => list.find((job) => job.kind === kind)?.id ?? "";
    expect(list).toHaveLength(2);
    expect((await run(["jobs", "list", "--kind", "ingest", "--state", "Open"])).out.split("\n")).toHaveLength(
      2,
    );
    expect((await run(["jobs", "show", idOf("query")])).out).toContain("JobComplete");
    expect(JSON.parse((await run(["jobs", "show", idOf("ingest"), "--json"])).out)).toMatchObject({
      numberRecordsFailed: 1,
    });
    expect((await run(["jobs", "results", idOf("ingest")])).out).toMatch(/sf__Error.*\n.*STRING_TOO_LONG/);
    expect((await run(["jobs", "results", idOf("ingest"), "--part", "succeeded"])).out).toContain("Acme");
    expect((await run(["jobs", "results", idOf("query")])).out).toBe(exported.out);
    expect((await run(["jobs", "results", idOf("query"), "--part", "failed"])).code).toBe(2);
    expect((await run(["jobs", "delete", idOf("query")])).code).toBe(0);
    expect((await run(["jobs", "show", idOf("query")])).code).toBe(6);
    expect((await run(["jobs", "show", "nonsense"])).code).toBe(2);
    expect((await run(["jobs", "list", "--since", "yesterday"])).code).toBe(2);
  });

  it("are aborted", async () => {
    const env = envOf(org);
    const { SalesforceClient } = await import("kinetic-core");
    await using sf = SalesforceClient.fromEnv({ env });
    const { id } = await sf.bulk.createIngestJob({ object: "Account", operation: "insert" });
    expect((await run(["jobs", "abort", id, "--json"])).out).toContain('"Aborted"');
    expect(await sf.bulk.ingestJob(id).info()).toMatchObject({ state: "Aborted" });
  });

  it("of a query are aborted, too", async () => {
    await using slow = await startLocalOrg({ bulk: { startDelayMs: 60_000 } });
    const { id } = await clientOf(slow).bulk.createQueryJob({ query: "SELECT Id FROM Account" });
    const { code, out } = await kinetic(["jobs", "abort", id], { env: envOf(slow) });
    expect({ code, out }).toEqual({ code: 0, out: expect.stringMatching(/^state +Aborted$/m) });
    expect(slow.jobs()).toMatchObject([{ id, state: "Aborted" }]);
  });
});
