import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createQueryResources } from "../../src/rest/query.ts";
import type { Store } from "../../src/store/types.ts";
import { ADMIN, openOrg, seed } from "../soql/fixture.ts";
import { send, services, type TestReply } from "./call.ts";

interface Page {
  totalSize: number;
  done: boolean;
  nextRecordsUrl?: string;
  records: Record<string, unknown>[];
}

let store: Store;
let now = new Date("2026-11-22T10:20:30.000Z");
const resources = createQueryResources();
const ROWS = 4500;

beforeAll(() => {
  store = openOrg();
  const acme = seed(store, "Account", { Name: "Acme" });
  store.transaction(() => {
    for (let i = 0; i < ROWS; i++)
      seed(store, "Widget__c", { Name: `w${i}`, Count__c: i % 7, Account__c: i < 2500 ? acme : null });
  });
});
afterAll(() => store.close());

const get = (url: string, headers: Record<string, string> = {}, userId = ADMIN): Promise<TestReply> =>
  send(services(store, { clock: () => now }), resources.routes, { url, headers, userId });
const q = (soql: string, headers?: Record<string, string>): Promise<TestReply> =>
  get(`/services/data/v60.0/query?q=${encodeURIComponent(soql)}`, headers);
const page = ({ json }: TestReply): Page => json as Page;

async function walk(first: TestReply): Promise<{ pages: Page[]; names: unknown[] }> {
  const pages = [page(first)];
  for (let last = pages[0]; last?.nextRecordsUrl; last = pages.at(-1))
    pages.push(page(await get(last.nextRecordsUrl)));
  return { pages, names: pages.flatMap(({ records }) => records.map((record) => record["Name"])) };
}

function extended({ status, json }: TestReply): unknown {
  const [entry] = json as { errorCode: string; extendedErrorDetails: { extendedErrorCode: string }[] }[];
  return [status, entry?.errorCode, entry?.extendedErrorDetails[0]?.extendedErrorCode];
}

describe("pages", () => {
  it("come in two thousands, with the whole count on each and a locator to the next", async () => {
    const { pages, names } = await walk(await q("SELECT Name FROM Widget__c"));
    expect(pages.map(({ records }) => records.length)).toEqual([2000, 2000, 500]);
    expect(pages.map(({ totalSize }) => totalSize)).toEqual([ROWS, ROWS, ROWS]);
    expect(pages.map(({ done }) => done)).toEqual([false, false, true]);
    expect(pages[0]?.nextRecordsUrl).toMatch(/^\/services\/data\/v60\.0\/query\/0r8[A-Za-z0-9]{15}-2000$/);
    expect(pages[1]?.nextRecordsUrl).toMatch(/-4000$/);
    expect(Object.keys(pages[0] ?? {})).toEqual(["totalSize", "done", "nextRecordsUrl", "records"]);
    expect(Object.keys(pages[2] ?? {})).toEqual(["totalSize", "done", "records"]);
    expect(names).toEqual(Array.from({ length: ROWS }, (_, i) => `w${i}`));
  });

  it("keep an order over all of them", async () => {
    const { names } = await walk(
      await q("SELECT Name FROM Widget__c WHERE Count__c < 5 ORDER BY Count__c DESC, Name"),
    );
    const expected = Array.from({ length: ROWS }, (_, i) => i)
      .filter((i) => i % 7 < 5)
      .sort((a, b) => (b % 7) - (a % 7) || (`w${a}` < `w${b}` ? -1 : 1))
      .map((i) => `w${i}`);
    expect(names).toEqual(expected);
  });

  it("end where LIMIT says", async () => {
    const { pages, names } = await walk(await q("SELECT Name FROM Widget__c LIMIT 2100"));
    expect(pages.map(({ totalSize, records }) => [totalSize, records.length])).toEqual([
      [2100, 2000],
      [2100, 100],
    ]);
    expect(new Set(names).size).toBe(2100);
  });

  it("can be fetched twice and from any row", async () => {
    const url = page(await q("SELECT Name FROM Widget__c")).nextRecordsUrl ?? "";
    const [first, again] = [page(await get(url)), page(await get(url))];
    expect(again).toEqual(first);
    const odd = page(await get(url.replace("-2000", "-4321").replace("/query/", "/queryAll/")));
    expect(odd.records.map((record) => record["Name"])[0]).toBe("w4321");
    expect([odd.done, odd.records.length]).toEqual([true, ROWS - 4321]);
  });

  it("are as small as Sforce-Query-Options asks, from 200 to 2000", async () => {
    const { pages } = await walk(
      await q("SELECT Name FROM Widget__c LIMIT 500", { "sforce-query-options": "batchSize=200" }),
    );
    expect(pages.map(({ records }) => records.length)).toEqual([200, 200, 100]);
    for (const size of [199, 2001, -5]) {
      const { status, json } = await q("SELECT Name FROM Widget__c", {
        "sforce-query-options": `batchSize=${size}`,
      });
      expect([status, json]).toMatchObject([400, [{ errorCode: "INVALID_BATCH_SIZE" }]]);
    }
  });

  it("count children, and page through a long list of them", async () => {
    const reply = page(await q("SELECT Name, (SELECT Name FROM Widgets__r) FROM Account"));
    const list = reply.records[0]?.["Widgets__r"] as Page;
    expect([list.totalSize, list.done, list.records.length]).toEqual([2500, false, 2000]);
    const rest = page(await get(list.nextRecordsUrl ?? ""));
    expect(rest.records.map((record) => record["Name"])).toEqual(
      Array.from({ length: 500 }, (_, i) => `w${i + 2000}`),
    );
    expect([rest.totalSize, rest.done]).toEqual([2500, true]);
  });
});

describe("locators", () => {
  const locatorUrl = async (): Promise<string> =>
    page(await q("SELECT Name FROM Widget__c")).nextRecordsUrl ?? "";

  it("belong to the user who ran the query", async () => {
    const reply = await get(await locatorUrl(), {}, "005000000000001AAA");
    expect(extended(reply)).toEqual([400, "INVALID_QUERY_LOCATOR", "UNAUTHORIZED_USER_FOR_CURSOR"]);
  });

  it("live for two days", async () => {
    const url = await locatorUrl();
    const opened = now;
    now = new Date(opened.getTime() + 2 * 24 * 60 * 60 * 1000);
    expect((await get(url)).status).toBe(200);
    now = new Date(now.getTime() + 1);
    expect(extended(await get(url))).toEqual([400, "INVALID_QUERY_LOCATOR", "QUERY_LOCATOR_EXPIRED"]);
    now = opened;
  });

  it("are refused when they are none", async () => {
    const base = "/services/data/v60.0/query";
    expect(extended(await get(`${base}/nonsense`))).toEqual([
      400,
      "INVALID_QUERY_LOCATOR",
      "INVALID_QUERY_LOCATOR_FORMAT",
    ]);
    expect(extended(await get(`${base}/0r8000000000000AAA-2000`))).toEqual([
      400,
      "INVALID_QUERY_LOCATOR",
      "QUERY_LOCATOR_NOT_FOUND",
    ]);
    const beyond = (await locatorUrl()).replace("-2000", `-${ROWS + 1}`);
    expect(extended(await get(beyond))).toEqual([
      400,
      "INVALID_QUERY_LOCATOR",
      "LOCATOR_LOCATION_EXCEEDS_SIZE",
    ]);
  });

  it.each([
    ["by number", { maxCursors: 1 }, "SELECT Name FROM Widget__c"],
    ["by memory", { maxCursorBytes: ROWS * 18 }, "SELECT Name FROM Widget__c ORDER BY Name"],
  ])("make room for new ones, %s", async (_by, options, soql) => {
    const small = createQueryResources(options);
    const org = services(store);
    const run = (url: string): Promise<TestReply> => send(org, small.routes, { url });
    const url = `/services/data/v60.0/query?q=${encodeURIComponent(soql)}`;
    const first = page(await run(url)).nextRecordsUrl ?? "";
    const second = page(await run(url)).nextRecordsUrl ?? "";
    expect([(await run(first)).status, (await run(second)).status]).toEqual([400, 200]);
  });
});

describe("the query resource", () => {
  it("answers COUNT() with a number and no records", async () => {
    expect((await q("select count() from Widget__c")).json).toEqual({
      totalSize: ROWS,
      done: true,
      records: [],
    });
  });

  it("answers an empty result", async () => {
    expect((await q("SELECT Id FROM Contact")).json).toEqual({ totalSize: 0, done: true, records: [] });
  });

  it("does not page through aggregates", async () => {
    const { status, json } = await q("SELECT Name, COUNT(Id) FROM Widget__c GROUP BY Name");
    expect([status, json]).toMatchObject([400, [{ errorCode: "EXCEEDED_ID_LIMIT" }]]);
    expect(page(await q("SELECT Name, COUNT(Id) FROM Widget__c GROUP BY Name LIMIT 2000")).totalSize).toBe(
      2000,
    );
  });

  it("wants a query", async () => {
    const { status, json } = await get("/services/data/v60.0/query");
    expect([status, json]).toEqual([
      400,
      [{ message: "A query string has to be specified", errorCode: "MALFORMED_QUERY" }],
    ]);
  });

  it("says what it cannot do instead of answering wrongly", async () => {
    const { status, json } = await q("SELECT convertCurrency(AnnualRevenue) FROM Account");
    expect([status, json]).toEqual([
      501,
      [
        {
          message: "kinetic-local-org does not implement convertCurrency() in SELECT in SOQL.",
          errorCode: "NOT_IMPLEMENTED",
        },
      ],
    ]);
  });

  it("refuses as Salesforce does", async () => {
    const { status, json } = await q("SELEKT Name FROM Account");
    expect([status, json]).toEqual([
      400,
      [{ message: "unexpected token: SELEKT", errorCode: "MALFORMED_QUERY" }],
    ]);
  });

  it("explains a query", async () => {
    const soql = encodeURIComponent("SELECT Id FROM Widget__c WHERE Ext__c = 'x'");
    const { json } = await get(`/services/data/v60.0/query?explain=${soql}`);
    expect(json).toMatchObject({
      plans: [
        {
          leadingOperationType: "Index",
          fields: ["Ext__c"],
          sobjectType: "Widget__c",
          sobjectCardinality: ROWS,
        },
      ],
    });
  });

  it("includes deleted rows in queryAll alone", async () => {
    const id = seed(store, "Lead", { LastName: "Gone", Company: "x" });
    store.delete("Lead", id, { userId: ADMIN });
    const soql = encodeURIComponent("SELECT Id FROM Lead");
    expect(page(await get(`/services/data/v60.0/query?q=${soql}`)).totalSize).toBe(0);
    expect(page(await get(`/services/data/v60.0/queryAll?q=${soql}`)).totalSize).toBe(1);
  });
});
