import { afterEach, describe, expect, it } from "vitest";
import { seed } from "../soql/fixture.ts";
import { type Bulk, openBulk, records } from "./harness.ts";

let bulk: Bulk;
afterEach(() => bulk.close());

const locator = (offset: number): string => Buffer.from(String(offset)).toString("base64").replace(/=+$/, "");

function widgets(count: number): void {
  bulk.store.transaction(() => {
    for (let i = 0; i < count; i++) seed(bulk.store, "Widget__c", { Name: `w${i}`, Count__c: i });
  });
}

async function refusal(reply: ReturnType<Bulk["call"]>): Promise<unknown> {
  const { status, json } = await reply;
  const [entry] = json as { errorCode: string; message: string }[];
  return [status, entry?.errorCode, entry?.message];
}

describe("a query job", () => {
  it("starts in UploadComplete, does not repeat its query, and ends in JobComplete", async () => {
    bulk = openBulk();
    widgets(3);
    const created = await bulk.call("POST", "query", {
      operation: "query",
      query: "select name from widget__c",
      contentType: "CSV",
      columnDelimiter: "PIPE",
      lineEnding: "CRLF",
    });
    const job = JSON.parse(created.text) as { id: string };
    expect(Object.keys(job)).toEqual([
      "id",
      "operation",
      "object",
      "createdById",
      "createdDate",
      "systemModstamp",
      "state",
      "concurrencyMode",
      "contentType",
      "apiVersion",
      "lineEnding",
      "columnDelimiter",
    ]);
    expect(job).toMatchObject({ state: "UploadComplete", operation: "query", object: "Widget__c" });
    expect(await bulk.until(job.id, "query")).toMatchObject({
      state: "JobComplete",
      jobType: "V2Query",
      numberRecordsProcessed: 3,
      retries: 0,
    });
    const { text, headers } = await bulk.call("GET", `query/${job.id}/results`);
    expect(text).toBe('"Name"\r\n"w0"\r\n"w1"\r\n"w2"\r\n');
    expect(headers).toEqual({
      "Content-Type": "text/csv",
      "Sforce-Locator": "null",
      "Sforce-NumberOfRecords": "3",
    });
  });

  it("gives values their CSV form", async () => {
    bulk = openBulk();
    const acme = seed(bulk.store, "Account", { Name: 'The "A", Inc', AnnualRevenue: 350_000_000 });
    seed(bulk.store, "Widget__c", {
      Name: "w",
      Size__c: 1.25,
      Count__c: 7,
      Live__c: true,
      Day__c: "2026-01-02",
      At__c: "2026-01-02T03:04:05.000Z",
      Account__c: acme,
    });
    seed(bulk.store, "Widget__c", { Name: "nulls" });
    const soql =
      "SELECT Account__r.Name, Size__c, Count__c, Live__c, Day__c, At__c, Account__r.AnnualRevenue, toLabel(Colour__c) FROM Widget__c";
    const { id } = await bulk.query(soql);
    const { text } = await bulk.call("GET", `query/${id}/results`);
    expect(text.split("\n")).toEqual([
      '"Account__r.Name","Size__c","Count__c","Live__c","Day__c","At__c","Account__r.AnnualRevenue","Colour__c"',
      '"The ""A"", Inc","1.25","7","true","2026-01-02","2026-01-02T03:04:05.000Z","3.5E8",""',
      '"","","","false","","","",""',
      "",
    ]);
  });

  it("is read in pages by locators, from anywhere, as often as one likes", async () => {
    bulk = openBulk({ resultPageRows: 1000 });
    widgets(2501);
    const { id } = await bulk.query("SELECT Name FROM Widget__c");
    const page = async (query: string): Promise<[string | undefined, string | undefined, string[]]> => {
      const { text, headers } = await bulk.call("GET", `query/${id}/results${query}`);
      return [
        headers["Sforce-Locator"],
        headers["Sforce-NumberOfRecords"],
        records(text).map((row) => row["Name"] ?? ""),
      ];
    };
    const [next, size, names] = await page("?maxRecords=10");
    expect([next, size, names.length, names[0]]).toEqual(["MTA", "10", 10, "w0"]);
    expect((await page("?locator=MTA&maxRecords=3"))[2]).toEqual(["w10", "w11", "w12"]);
    expect((await page("?maxRecords=5000"))[1]).toBe("1000");
    const [last, rest, tail] = await page(`?locator=${locator(2000)}`);
    expect([last, rest, tail.at(-1)]).toEqual(["null", "501", "w2500"]);
    expect(await page("?locator=MTA&maxRecords=3")).toEqual(await page("?locator=MTA&maxRecords=3"));
    for (const wrong of ["nonsense", locator(2502), "MTA="])
      expect(await refusal(bulk.call("GET", `query/${id}/results?locator=${wrong}`))).toMatchObject([
        400,
        "INVALID_QUERY_LOCATOR",
        expect.any(String),
      ]);
    expect(await refusal(bulk.call("GET", `query/${id}/results?maxRecords=0`))).toMatchObject([
      400,
      "API_ERROR",
      expect.any(String),
    ]);
  });

  it("names its pages, so that they can be read in parallel", async () => {
    bulk = openBulk({ resultPageRows: 10 });
    widgets(73);
    const { id } = await bulk.query("SELECT Name FROM Widget__c");
    interface Pages {
      resultPages: { resultUrl: string }[];
      nextRecordsUrl?: string;
      done: boolean;
    }
    const first = (await bulk.call("GET", `query/${id}/resultPages`)).json as Pages;
    expect([first.resultPages.length, first.done]).toEqual([5, false]);
    const second = (await bulk.call("GET", first.nextRecordsUrl ?? "")).json as Pages;
    expect([second.resultPages.length, second.done, second.nextRecordsUrl]).toEqual([3, true, undefined]);
    const urls = [...first.resultPages, ...second.resultPages].map((page) => page.resultUrl);
    const pages = await Promise.all(urls.map((url) => bulk.call("GET", url)));
    expect(pages.flatMap(({ text }) => records(text).map((row) => row["Name"]))).toEqual(
      Array.from({ length: 73 }, (_, i) => `w${i}`),
    );
  });

  it("is read with the API version that created it", async () => {
    bulk = openBulk();
    const { id } = await bulk.query("SELECT Name FROM Widget__c");
    expect((await bulk.call("GET", `/services/data/v59.0/jobs/query/${id}/results`)).status).toBe(409);
    expect((await bulk.call("GET", `/services/data/v59.0/jobs/query/${id}/resultPages`)).status).toBe(409);
    expect((await bulk.call("GET", `/services/data/v57.0/jobs/query/${id}/resultPages`)).status).toBe(404);
    expect((await bulk.call("GET", `/services/data/v59.0/jobs/query/${id}`)).status).toBe(200);
  });

  it("sorted its columns by name before version 50", async () => {
    bulk = openBulk({}, 49);
    widgets(1);
    const { id } = await bulk.query("SELECT Name, Count__c FROM Widget__c");
    expect((await bulk.call("GET", `query/${id}/results`)).text).toBe('"Count__c","Name"\n"0","w0"\n');
  });

  it("keeps an order, a limit and the recycle bin", async () => {
    bulk = openBulk();
    widgets(5);
    const gone = seed(bulk.store, "Widget__c", { Name: "gone", Count__c: 9 });
    bulk.store.delete("Widget__c", gone, { userId: "005000000000000AAA" });
    const names = async (soql: string, operation: string): Promise<unknown[]> => {
      const { id } = await bulk.query(soql, { operation });
      return (await bulk.rows(`query/${id}/results`)).map((row) => row["Name"]);
    };
    expect(await names("SELECT Name FROM Widget__c ORDER BY Count__c DESC LIMIT 2", "query")).toEqual([
      "w4",
      "w3",
    ]);
    expect(await names("SELECT Name FROM Widget__c ORDER BY Count__c DESC LIMIT 2", "queryAll")).toEqual([
      "gone",
      "w4",
    ]);
    expect(await names("SELECT Name FROM Widget__c LIMIT 3", "query")).toEqual(["w0", "w1", "w2"]);
  });

  it("shows the rows there were when it ran", async () => {
    bulk = openBulk();
    widgets(2);
    const { id } = await bulk.query("SELECT Name FROM Widget__c");
    widgets(2);
    expect(await bulk.rows(`query/${id}/results`)).toHaveLength(2);
  });

  it("has a header and nothing else where there are no rows", async () => {
    bulk = openBulk();
    const { id } = await bulk.query("SELECT Id, Name FROM Widget__c");
    const { text, headers } = await bulk.call("GET", `query/${id}/results`);
    expect([text, headers["Sforce-Locator"], headers["Sforce-NumberOfRecords"]]).toEqual([
      '"Id","Name"\n',
      "null",
      "0",
    ]);
  });

  it("can be aborted and deleted only when it has ended", async () => {
    bulk = openBulk({ fault: () => ({ stuck: true }) });
    const reply = await bulk.call("POST", "query", { operation: "query", query: "SELECT Id FROM Widget__c" });
    const { id } = JSON.parse(reply.text) as { id: string };
    expect(await refusal(bulk.call("DELETE", `query/${id}`))).toMatchObject([
      400,
      "API_ERROR",
      expect.any(String),
    ]);
    expect(await refusal(bulk.call("GET", `query/${id}/results`))).toMatchObject([
      400,
      "INVALIDJOBSTATE",
      expect.any(String),
    ]);
    expect((await bulk.call("PATCH", `query/${id}`, { state: "Aborted" })).status).toBe(200);
    expect(await refusal(bulk.call("PATCH", `query/${id}`, { state: "Aborted" }))).toMatchObject([
      400,
      "INVALIDJOBSTATE",
      expect.any(String),
    ]);
    expect((await bulk.call("DELETE", `query/${id}`)).status).toBe(204);
    expect((await bulk.call("GET", `query/${id}`)).status).toBe(404);
  });

  it("can be made to fail", async () => {
    bulk = openBulk({ fault: () => ({ failAfterRows: 1, failMessage: "Timeout : too slow" }) });
    widgets(2);
    const { id, ...info } = await bulk.query("SELECT Id FROM Widget__c");
    expect(info).toMatchObject({ state: "Failed", errorMessage: "Timeout : too slow" });
    expect(await refusal(bulk.call("GET", `query/${id}/results`))).toMatchObject([
      400,
      "INVALIDJOBSTATE",
      expect.any(String),
    ]);
  });

  it.each([
    ["SELECT Id, (SELECT Id FROM Contacts) FROM Account", "API_ERROR"],
    ["SELECT COUNT() FROM Account", "API_ERROR"],
    ["SELECT Name, COUNT(Id) FROM Account GROUP BY Name", "API_ERROR"],
    ["SELECT Id FROM Account OFFSET 1", "API_ERROR"],
    ["SELECT TYPEOF Who WHEN Lead THEN Name END FROM Task", "API_ERROR"],
    ["SELECT BillingAddress FROM Account", "API_ERROR"],
    ["SELECT Nope FROM Account", "INVALID_FIELD"],
    ["SELECT Id FROM Nope", "INVALID_TYPE"],
    ["SELEKT", "MALFORMED_QUERY"],
    ["", "MALFORMED_QUERY"],
  ])("is refused for %s", async (query, code) => {
    bulk = openBulk();
    expect(await refusal(bulk.call("POST", "query", { operation: "query", query }))).toMatchObject([
      400,
      code,
      expect.any(String),
    ]);
  });

  it("is one of ten thousand a day", async () => {
    bulk = openBulk({ dailyQueryJobs: 1 });
    await bulk.query("SELECT Id FROM Account");
    const again = { operation: "query", query: "SELECT Id FROM Account" };
    expect(await refusal(bulk.call("POST", "query", again))).toMatchObject([
      400,
      "EXCEEDEDQUOTA",
      expect.any(String),
    ]);
  });

  it("is not found among the ingest jobs", async () => {
    bulk = openBulk();
    const { id } = await bulk.query("SELECT Id FROM Account");
    expect((await bulk.call("GET", `ingest/${id}`)).status).toBe(404);
    expect((await bulk.call("GET", `query/${id.slice(0, 15)}`)).status).toBe(200);
  });
});
