import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ExportOptions, ExportProgress, SalesforceClient } from "kinetic-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bulkClient } from "./client.ts";
import { csvText, type FakeOrg, type FakeOrgOptions, startFakeOrg } from "./fake-org.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kinetic-export-test-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const SOQL = "SELECT Id, Name FROM Account";
const ROWS: [string, string][] = Array.from({ length: 23 }, (_, at) => [`001${at}`, `na"me,\n${at}`]);

async function withOrg(
  options: FakeOrgOptions,
  test: (sf: SalesforceClient, fake: FakeOrg) => Promise<void>,
): Promise<void> {
  const fake = await startFakeOrg({ rows: ROWS, ...options });
  const sf = bulkClient(fake.url);
  try {
    await test(sf, fake);
  } finally {
    await sf.close();
    await fake.close();
  }
}

async function names(rows: AsyncIterable<Record<string, string>>): Promise<string[]> {
  const list: string[] = [];
  for await (const row of rows) list.push(row["Name"] ?? "?");
  return list;
}

async function text(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of bytes) parts.push(part);
  return Buffer.concat(parts).toString();
}

const EXPECTED = ROWS.map(([, name]) => name);

describe("export", () => {
  it("yields the rows of all pages, each once", () =>
    withOrg({ pageSize: 5 }, async (sf, fake) => {
      expect(await names(sf.bulk.export(SOQL))).toEqual(EXPECTED);
      expect(fake.calls.filter((call) => call === "GET results")).toHaveLength(5);
      expect(fake.open()).toEqual([]);
    }));

  it("writes one file with one header", () =>
    withOrg({ pageSize: 5 }, async (sf) => {
      const path = join(folder, "out.csv");
      const summary = await sf.bulk.export(SOQL).toFile(path);
      expect(await readFile(path, "utf8")).toBe(csvText([["Id", "Name"], ...ROWS]));
      expect(summary).toMatchObject({ path, rows: 23 });
    }));

  it("streams raw CSV with one header", () =>
    withOrg({ pageSize: 7 }, async (sf) => {
      expect(await text(sf.bulk.export(SOQL).csv())).toBe(csvText([["Id", "Name"], ...ROWS]));
    }));

  it("takes a result without rows for what it is", () =>
    withOrg({ rows: [] }, async (sf) => {
      expect(await names(sf.bulk.export(SOQL))).toEqual([]);
      expect(await text(sf.bulk.export(SOQL).csv())).toBe('"Id","Name"\n');
    }));

  it("asks for pages of the size it is told", () =>
    withOrg({}, async (sf, fake) => {
      await names(sf.bulk.export(SOQL, { maxRecords: 10 }));
      expect(fake.calls.filter((call) => call === "GET results")).toHaveLength(3);
    }));

  it("reports how far it is", () =>
    withOrg({ pageSize: 5 }, async (sf) => {
      const seen: ExportProgress[] = [];
      await names(sf.bulk.export(SOQL, { onProgress: (progress) => seen.push(progress) }));
      expect(seen.at(-1)).toMatchObject({ phase: "done", rows: { total: 23, received: 23 }, pages: 5 });
    }));

  it("deletes the job afterwards when told to", () =>
    withOrg({}, async (sf, fake) => {
      await names(sf.bulk.export(SOQL, { deleteJob: true }));
      expect(fake.jobs.size).toBe(0);
    }));

  it.each([1, 3, 5])("reads a page again that was cut at read %i, and passes nothing on twice", (nth) =>
    withOrg(
      {
        pageSize: 5,
        fault: (call, count) => (call === "GET results" && count === nth ? "cut-body" : undefined),
      },
      async (sf) => {
        expect(await names(sf.bulk.export(SOQL))).toEqual(EXPECTED);
      },
    ),
  );

  const wholes: [string, (sf: SalesforceClient) => Promise<string>][] = [
    [
      "toFile",
      async (sf) => {
        const path = join(folder, "cut.csv");
        await sf.bulk.export(SOQL).toFile(path);
        return readFile(path, "utf8");
      },
    ],
    ["csv", (sf) => text(sf.bulk.export(SOQL).csv())],
  ];
  describe.each(wholes)("%s", (_, run) => {
    it.each([1, 2, 5])("holds every row once after a cut at read %i", (nth) =>
      withOrg(
        {
          pageSize: 5,
          fault: (call, count) => (call === "GET results" && count === nth ? "cut-body" : undefined),
        },
        async (sf) => {
          expect(await run(sf)).toBe(csvText([["Id", "Name"], ...ROWS]));
        },
      ),
    );

    it("reads a page again that ended early without an error", () =>
      withOrg(
        {
          pageSize: 5,
          tamper: (call, answer, count) =>
            call === "GET results" && count === 2
              ? { ...answer, body: answer.body.slice(0, answer.body.lastIndexOf('"0019"')) }
              : answer,
        },
        async (sf) => {
          expect(await run(sf)).toBe(csvText([["Id", "Name"], ...ROWS]));
        },
      ));
  });

  it("reads a page again that was cut inside its last value", () =>
    withOrg(
      {
        columns: ["Id", "NumberOfEmployees"],
        rows: [
          ["1", "10"],
          ["2", "1234"],
        ],
        tamper: (call, answer, count) =>
          call === "GET results"
            ? { ...answer, body: count === 1 ? "Id,N\n1,10\n2,12" : "Id,N\n1,10\n2,1234\n" }
            : answer,
      },
      async (sf) => {
        const rows: unknown[] = [];
        for await (const row of sf.bulk.export(SOQL)) rows.push(row);
        expect(rows).toEqual([
          { Id: "1", N: "10" },
          { Id: "2", N: "1234" },
        ]);
      },
    ));

  it("believes a page without a last line break when it comes twice", () =>
    withOrg(
      {
        tamper: (call, answer) =>
          call === "GET results" ? { ...answer, body: answer.body.trimEnd() } : answer,
      },
      async (sf) => {
        expect(await names(sf.bulk.export(SOQL))).toEqual(EXPECTED);
      },
    ));

  it("fails when rows stay missing from a page, and leaves no file", () =>
    withOrg(
      {
        tamper: (call, answer) =>
          call === "GET results"
            ? { ...answer, body: answer.body.slice(0, answer.body.lastIndexOf('"00122"')) }
            : answer,
      },
      async (sf) => {
        const incomplete = { code: "INCOMPLETE_RESULT", expected: 23, received: 22 };
        await expect(names(sf.bulk.export(SOQL))).rejects.toMatchObject(incomplete);
        const path = join(folder, "short.csv");
        await expect(sf.bulk.export(SOQL).toFile(path)).rejects.toMatchObject(incomplete);
        expect((await readdir(folder)).filter((name) => name.includes("short"))).toEqual([]);
      },
    ));

  it("fails when a page is left out", () =>
    withOrg(
      {
        pageSize: 10,
        tamper: (call, answer, count) =>
          call === "GET results" && count === 2
            ? { ...answer, headers: { ...answer.headers, "Sforce-Locator": "null" } }
            : answer,
      },
      async (sf) => {
        await expect(names(sf.bulk.export(SOQL))).rejects.toMatchObject({
          code: "INCOMPLETE_RESULT",
          expected: 23,
          received: 20,
        });
      },
    ));

  it("fails when the pages never end", () =>
    withOrg(
      {
        pageSize: 10,
        tamper: (call, answer) =>
          call === "GET results"
            ? { ...answer, headers: { ...answer.headers, "Sforce-Locator": "MTA" } }
            : answer,
      },
      async (sf) => {
        await expect(names(sf.bulk.export(SOQL))).rejects.toMatchObject({ code: "UNEXPECTED_RESPONSE" });
      },
    ));

  it("ends the job when the reader ends early", () =>
    withOrg({ pageSize: 5 }, async (sf, fake) => {
      for await (const _ of sf.bulk.export(SOQL)) break;
      expect(fake.jobs.size).toBe(0);
    }));

  it("aborts a running job, and rejects with the signal's reason", () =>
    withOrg({ looks: 1000 }, async (sf, fake) => {
      const controller = new AbortController();
      const reason = new Error("enough");
      const options: ExportOptions = {
        signal: controller.signal,
        onProgress: ({ state }) => {
          if (state === "InProgress") controller.abort(reason);
        },
      };
      await expect(names(sf.bulk.export(SOQL, options))).rejects.toBe(reason);
      expect(fake.open()).toEqual([]);
      expect(fake.calls.filter((call) => call === "PATCH Aborted")).toHaveLength(1);
    }));

  it("reports a query that the server could not run", () =>
    withOrg(
      { end: () => ({ state: "Failed", errorMessage: "InvalidBatch : no such column 'Nope'" }) },
      async (sf) => {
        await expect(names(sf.bulk.export(SOQL))).rejects.toMatchObject({ code: "JOB", state: "Failed" });
      },
    ));

  const refused: [string, string, RegExp][] = [
    ["GROUP BY", "SELECT Name FROM Account GROUP BY Name", /GROUP BY.*sf\.query/],
    ["an aggregate", "SELECT COUNT(Id) FROM Account", /aggregate/],
    ["OFFSET", "SELECT Id FROM Account LIMIT 5 OFFSET 10", /OFFSET/],
    ["TYPEOF", "SELECT TYPEOF What WHEN Account THEN Phone END FROM Event", /TYPEOF/],
    ["a child subquery", "SELECT Id, (SELECT Id FROM Contacts) FROM Account", /child/],
    ["no query", "DELETE FROM Account", /begins with SELECT/],
  ];
  it.each(refused)("refuses %s before a job is made", (_, soql, message) =>
    withOrg({}, async (sf, fake) => {
      expect(() => sf.bulk.export(soql)).toThrow(message);
      expect(fake.calls).toEqual([]);
    }),
  );

  const accepted = [
    "SELECT Id FROM Account WHERE Name = 'GROUP BY COUNT(x) (SELECT 1)'",
    "SELECT Id, Account.Name FROM Contact WHERE AccountId IN (SELECT Id FROM Account) ORDER BY Id LIMIT 5",
    "select Id from Account where Offset__c = 5 and Description = 'it\\'s TYPEOF'",
  ];
  it.each(accepted)("accepts %s", (soql) =>
    withOrg({}, async (sf) => {
      expect(sf.bulk.export(soql).soql).toBe(soql);
    }),
  );
});
