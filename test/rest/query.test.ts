import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { quickClient } from "../support/client.ts";
import { json, refuse, startServer } from "../support/server.ts";

/** Serves `total` rows in pages. */
function pages(total: number, size: number, counted = total) {
  return startServer((request, response) => {
    const at = Number(/-(\d+)$/.exec(request.path)?.[1] ?? 0);
    const next = at + size;
    const records = Array.from({ length: Math.min(size, total - at) }, (_, i) => ({
      attributes: { type: "Account" },
      Name: `row ${at + i}`,
    }));
    const last = next >= total;
    json(response, 200, {
      totalSize: counted,
      done: last,
      ...(last ? {} : { nextRecordsUrl: `/services/data/v68.0/query/01g000000000001AAA-${next}` }),
      records,
    });
  });
}

describe("query", () => {
  it("reads the rows of all pages in order", async () => {
    await using server = await pages(4_500, 2_000);
    await using sf = quickClient(server.url).sf;
    const names: unknown[] = [];
    for await (const row of sf.query("SELECT Name FROM Account")) names.push(row["Name"]);
    expect(names).toHaveLength(4_500);
    expect(names.at(-1)).toBe("row 4499");
    expect(server.seen.map(({ path }) => path)).toEqual([
      "/services/data/v68.0/query?q=SELECT+Name+FROM+Account",
      "/services/data/v68.0/query/01g000000000001AAA-2000",
      "/services/data/v68.0/query/01g000000000001AAA-4000",
    ]);
  });

  it("fetches no page that nobody reads", async () => {
    await using server = await pages(4_500, 2_000);
    await using sf = quickClient(server.url).sf;
    await expect(sf.query("SELECT Name FROM Account").first()).resolves.toMatchObject({ Name: "row 0" });
    expect(server.seen).toHaveLength(1);
  });

  it("counts what COUNT() counts, whose rows are none", async () => {
    await using server = await startServer((_, response) =>
      json(response, 200, { totalSize: 17, done: true, records: [] }),
    );
    await using sf = quickClient(server.url).sf;
    await expect(sf.query("SELECT COUNT() FROM Account").count()).resolves.toBe(17);
    const rows: unknown[] = [];
    for await (const row of sf.query("SELECT COUNT() FROM Account")) rows.push(row);
    expect(rows).toEqual([]);
  });

  it("reports rows that are missing instead of ending in silence", async () => {
    await using server = await pages(3_000, 2_000, 3_001);
    await using sf = quickClient(server.url).sf;
    const read = async () => {
      for await (const _ of sf.query("SELECT Name FROM Account"));
    };
    await expect(read()).rejects.toMatchObject({
      code: "INCOMPLETE_RESULT",
      expected: 3_001,
      received: 3_000,
    });
  });

  it("asks for deleted rows and for smaller pages where told to", async () => {
    await using server = await pages(10, 2_000);
    await using sf = quickClient(server.url).sf;
    for await (const _ of sf.query("SELECT Id FROM Account", { includeDeleted: true, pageSize: 200 }));
    expect(server.seen[0]!.path).toContain("/queryAll?");
    expect(server.seen[0]!.headers["sforce-query-options"]).toBe("batchSize=200");
  });

  it("reads one page ahead while the rows before are used, and none with prefetch 0", async () => {
    for (const prefetch of [1, 0] as const) {
      await using server = await pages(4_500, 2_000);
      await using sf = quickClient(server.url).sf;
      const asked: number[] = [];
      for await (const _ of sf.query("SELECT Name FROM Account", { prefetch }).pages()) {
        // Turns of the loop until the call ahead is there; without one there is nothing to wait for.
        for (let turn = 0; turn < 200 && server.seen.length <= asked.length + prefetch; turn += 1)
          await new Promise((resolve) => setImmediate(resolve));
        asked.push(server.seen.length);
      }
      expect(asked).toEqual(prefetch === 1 ? [2, 3, 3] : [1, 2, 3]);
    }
  });

  it("asks for each page once, however many calls of next wait for it", async () => {
    await using server = await pages(450, 200);
    await using sf = quickClient(server.url).sf;
    const rows = sf.query("SELECT Name FROM Account")[Symbol.asyncIterator]();
    const read = await Promise.all(Array.from({ length: 453 }, () => rows.next()));
    expect(read.slice(0, 450).map(({ value }) => value?.["Name"])).toEqual(
      [...Array(450).keys()].map((at) => `row ${at}`),
    );
    expect(read.slice(450)).toEqual([1, 2, 3].map(() => ({ done: true, value: undefined })));
    expect(server.seen).toHaveLength(3);
  });

  it("ends the call ahead when its reader stops", async () => {
    let closed = 0;
    await using server = await startServer((_, response, call) => {
      response.on("close", () => {
        closed += 1;
      });
      if (call === 1)
        json(response, 200, {
          totalSize: 4,
          done: false,
          nextRecordsUrl: "/services/data/v68.0/query/x-2",
          records: [{}, {}],
        });
    });
    await using sf = quickClient(server.url).sf;
    for await (const _ of sf.query("SELECT Id FROM Account")) {
      while (server.seen.length < 2) await new Promise((resolve) => setImmediate(resolve));
      break;
    }
    while (closed < 2) await new Promise((resolve) => setImmediate(resolve));
    expect(server.seen).toHaveLength(2);
  });

  it("goes on from the locator of a page, and still counts", async () => {
    await using server = await pages(4_500, 2_000);
    await using sf = quickClient(server.url).sf;
    let locator: string | undefined;
    for await (const page of sf.query("SELECT Name FROM Account").pages()) {
      locator = page.locator;
      break;
    }
    const names = (await sf.resumeQuery(locator ?? "").all()).map((row) => row["Name"]);
    expect([names.length, names[0]]).toEqual([2_500, "row 2000"]);
    const short = await sf.resumeQuery("01g000000000001AAA-4000").all();
    expect(short).toHaveLength(500);
    expect(() => sf.resumeQuery("https://elsewhere.example/x")).toThrow(/not the locator/);
  });

  it("holds all rows in memory up to a bound, and fails above it instead of cutting off", async () => {
    await using server = await pages(4_500, 2_000);
    await using sf = quickClient(server.url).sf;
    const query = sf.query("SELECT Name FROM Account");
    await expect(query.all({ maxRows: 4_500 })).resolves.toHaveLength(4_500);
    await expect(query.all({ maxRows: 4_499 })).rejects.toMatchObject({ code: "LIMIT" });
    await expect(query.all({ maxRows: 4_499 })).rejects.toThrow(/4500 rows, more than the 4499/);
  });

  it("follows the pages of child records, of their children too, into the rows they belong to", async () => {
    const child = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, at) => ({ Name: `child ${from + at}` }));
    const grandchildren = {
      totalSize: 2,
      done: false,
      nextRecordsUrl: "/services/data/v68.0/query/g-1",
      records: [{ Name: "g0" }],
    };
    await using server = await startServer((request, response) => {
      if (request.path.endsWith("/c-2"))
        json(response, 200, {
          totalSize: 5,
          done: false,
          nextRecordsUrl: "/services/data/v68.0/query/c-4",
          records: child(2, 4),
        });
      else if (request.path.endsWith("/c-4"))
        json(response, 200, {
          totalSize: 5,
          done: true,
          records: [{ Name: "child 4", Deep: grandchildren }],
        });
      else if (request.path.endsWith("/g-1"))
        json(response, 200, { totalSize: 2, done: true, records: [{ Name: "g1" }] });
      else {
        const Contacts = {
          totalSize: 5,
          done: false,
          nextRecordsUrl: "/services/data/v68.0/query/c-2",
          records: child(0, 2),
        };
        json(response, 200, {
          totalSize: 2,
          done: true,
          records: [
            { Name: "a", Contacts },
            { Name: "b", Contacts: null },
          ],
        });
      }
    });
    await using sf = quickClient(server.url).sf;
    const rows = await sf
      .query("SELECT Name, (SELECT Name, (SELECT Name FROM Deep) FROM Contacts) FROM Account")
      .all();
    const contacts = rows[0]?.["Contacts"] as {
      done: boolean;
      records: { Name: string; Deep?: { records: object[] } }[];
    };
    expect(contacts.records.map(({ Name }) => Name)).toEqual([0, 1, 2, 3, 4].map((at) => `child ${at}`));
    expect(contacts).toMatchObject({ done: true, totalSize: 5 });
    expect(contacts).not.toHaveProperty("nextRecordsUrl");
    expect(contacts.records[4]?.Deep?.records).toEqual([{ Name: "g0" }, { Name: "g1" }]);
  });

  it("sends SOQL that is too long for a URL in the body of a composite call", async () => {
    await using server = await startServer((request, response) => {
      if (request.path.length > 16_384) {
        response.writeHead(414).end();
        return;
      }
      const page = { totalSize: 1, done: true, records: [{ attributes: { type: "Account" }, Name: "x" }] };
      json(response, 200, {
        compositeResponse: [{ body: page, httpHeaders: {}, httpStatusCode: 200, referenceId: "query" }],
      });
    });
    await using sf = quickClient(server.url).sf;
    const list = Array.from({ length: 3_000 }, (_, at) => `'ä"&+#${at}'`).join(", ");
    const soql = `SELECT Name FROM Account WHERE Name IN (${list})`;
    await expect(sf.queryAll(soql, { pageSize: 200 }).all()).resolves.toHaveLength(1);
    const [step] = JSON.parse(gunzipSync(server.seen[0]!.body).toString()).compositeRequest;
    expect(new URL(step.url, server.url).searchParams.get("q")).toBe(soql);
    expect(step).toMatchObject({ method: "GET", httpHeaders: { "Sforce-Query-Options": "batchSize=200" } });
    expect(step.url).toMatch(/^\/services\/data\/v68\.0\/queryAll\?/);
  });

  it("throws the error of a long query as if it had stood in a URL", async () => {
    const body = [{ errorCode: "MALFORMED_QUERY", message: "unexpected token: SELEKT" }];
    await using server = await startServer((_, response) =>
      json(response, 200, {
        compositeResponse: [{ body, httpHeaders: {}, httpStatusCode: 400, referenceId: "query" }],
      }),
    );
    await using sf = quickClient(server.url).sf;
    const query = sf.query(`SELEKT ${"x".repeat(9_000)}`);
    await expect(query.first()).rejects.toMatchObject({
      code: "REQUEST_REJECTED",
      errorCode: "MALFORMED_QUERY",
    });
  });

  it("says that rows are missing when the org has lost the cursor, for example with the session", async () => {
    await using server = await startServer((_, response, call) => {
      if (call === 1)
        json(response, 200, {
          totalSize: 4,
          done: false,
          nextRecordsUrl: "/services/data/v68.0/query/x-2",
          records: [{}, {}],
        });
      else refuse(response, 400, "INVALID_QUERY_LOCATOR", "invalid query locator");
    });
    await using sf = quickClient(server.url).sf;
    let seen = 0;
    const read = async () => {
      for await (const _ of sf.query("SELECT Id FROM Account")) seen += 1;
    };
    await expect(read()).rejects.toMatchObject({
      code: "INCOMPLETE_RESULT",
      errorCode: "INVALID_QUERY_LOCATOR",
      expected: 4,
      received: 2,
      cause: { code: "REQUEST_REJECTED" },
    });
    expect(seen).toBe(2);
  });

  it.each([
    ["an empty query", " ", {}],
    ["a page size that is none", "SELECT Id FROM Account", { pageSize: 20 }],
    ["SOQL over the platform's limit", `SELECT Id FROM Account WHERE Name = '${"x".repeat(100_000)}'`, {}],
  ])("refuses %s before the network", async (_, soql, options) => {
    await using server = await pages(1, 1);
    await using sf = quickClient(server.url).sf;
    await expect(sf.query(soql, options).first()).rejects.toMatchObject({ code: "INPUT" });
    expect(server.seen).toHaveLength(0);
  });
});
