// Resources whose behaviour no other file here shows against the local org. The others: records in records.test.ts,
// collections in collections.test.ts, composite, graph, tree and batch in composite.test.ts, discovery, Apex REST, actions,
// anonymous Apex, files and the UI API in resources.test.ts, write and sync in ../write.
import { buffer } from "node:stream/consumers";
import { accessToken, SalesforceClient, selectFrom } from "kinetic-core";
import type { GraphqlHandler, ReportSpec } from "kinetic-local-org";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type OpenOrg, openOrg } from "../support/org.ts";

const EVENT_LOG_FILE = {
  name: "EventLogFile",
  keyPrefix: "0AT",
  fields: [
    { name: "Id", type: "id", nillable: false, defaultedOnCreate: true },
    { name: "CreatedDate", type: "datetime", createable: false, updateable: false, defaultedOnCreate: true },
    { name: "EventType", type: "string", length: 80 },
    { name: "LogDate", type: "datetime" },
    { name: "Interval", type: "string", length: 20 },
    { name: "Sequence", type: "int" },
    { name: "LogFileLength", type: "double" },
    { name: "LogFile", type: "base64" },
  ],
} as const;
const TRIP = {
  name: "Trip__c",
  fields: [
    { name: "Ext__c", type: "string", length: 40, externalId: true },
    { name: "Day__c", type: "date" },
  ],
} as const;

const SHIPPED = { name: "Shipped__e", fields: [{ name: "Number__c", type: "string", length: 10 }] } as const;
const REPORT = "00O000000000001AAA";
const cellOf = (value: string) => ({ dataCells: [{ label: value, value }] });
const ACCOUNTS: ReportSpec = {
  name: "Accounts",
  run: ({ includeDetails, reportMetadata }, { store }) => {
    if (reportMetadata["reportFilters"] !== undefined) throw new Error("the report takes no filters");
    const count = store.count("Account");
    const rows = includeDetails
      ? store
          .findIds("Account", "IsDeleted", 0)
          .map((id) => cellOf(String(store.get("Account", id)?.["Name"])))
      : [];
    return {
      factMap: { "T!T": { aggregates: [{ label: String(count), value: count }], rows } },
      allData: count < 3,
    };
  },
};
const countAccounts: GraphqlHandler = ({ query, variables }, { store }) => {
  if (query.includes("Objekt")) throw new Error("Objekt is unknown");
  return { uiapi: { query: { Account: { totalCount: store.count("Account"), where: variables["where"] } } } };
};

/** More fields than names of them go into a URL. */
const WIDE = {
  name: "Wide__c",
  fields: Array.from({ length: 300 }, (_, at) => ({ name: `Measure_${at}__c`, type: "int" }) as const),
};

let here: OpenOrg;
beforeAll(async () => {
  here = await openOrg({
    objects: [EVENT_LOG_FILE, TRIP, SHIPPED, WIDE],
    reports: { [REPORT]: ACCOUNTS },
    graphql: countAccounts,
  });
});
beforeEach(() => here.org.reset());
afterAll(() => here[Symbol.asyncDispose]());

describe("against the local org", () => {
  it("upsert of an old version answers an update with nothing, and an insert with its id", async () => {
    await using old = new SalesforceClient({
      auth: accessToken({ token: here.org.accessToken(), instanceUrl: here.org.url }),
      apiVersion: "45.0",
    });
    const upsert = (Name: string) =>
      old.sobject("Trip__c").upsert({ field: "Ext__c", value: "old" }, { Name });
    const { id, created } = await upsert("a");
    expect([typeof id, created]).toEqual(["string", true]);
    await expect(upsert("b")).resolves.toEqual({ id: undefined, created: false });
    expect(here.org.rows("Trip__c")).toMatchObject([{ Id: id, Name: "b" }]);
  });

  it("a write puts its record among the recent ones unless it says otherwise", async () => {
    const accounts = here.sf.sobject("Account");
    const recent = async () => (await here.sf.recent()).map(({ Id }) => Id);
    const before = await recent();
    const unseen = { updateMru: false };
    const { id } = await accounts.create({ Name: "Unseen" }, unseen);
    await accounts.update(id, { Site: "x" }, unseen);
    expect(await recent()).toEqual(before);
    await accounts.update(id, { Site: "y" });
    expect([...(await recent())].sort()).toEqual([...before, id].sort());
  });

  it("upsert creates, then updates, whatever the external id consists of, and tells several matches", async () => {
    const trips = here.sf.sobject("Trip__c");
    for (const value of ["a/b?c#d%", "ü é", "x.inc", "it's"]) {
      const externalId = { field: "Ext__c", value };
      const made = await trips.upsert(externalId, { Name: "new" });
      expect(made).toEqual({ id: expect.stringMatching(/^a\w{17}$/), created: true });
      await expect(trips.upsert(externalId, { Name: "old" })).resolves.toEqual({
        id: made.id,
        created: false,
      });
      await expect(trips.retrieveByExternalId("Ext__c", value)).resolves.toMatchObject({ Ext__c: value });
      await trips.deleteByExternalId("Ext__c", value);
    }
    await expect(
      trips.upsert({ field: "Ext__c", value: "none" }, { Name: "x" }, { updateOnly: true }),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
    here.org.insert("Trip__c", [{ Ext__c: "two" }, { Ext__c: "two" }]);
    const twice = trips.upsert({ field: "Ext__c", value: "two" }, { Name: "x" });
    await expect(twice).rejects.toMatchObject({ code: "CONFLICT", status: 300, matches: { length: 2 } });
  });

  it("a record is read only if it changed, and written only if it did not", async () => {
    const accounts = here.sf.sobject("Account");
    const { id } = await accounts.create({ Name: "Acme" });
    const first = await accounts.retrieveIfModified(id, { since: new Date(0), fields: ["Name"] });
    if (!first.modified) throw new Error("it was there before the epoch");
    const { etag = "" } = first;
    await expect(accounts.retrieveIfModified(id, { etag })).resolves.toEqual({ modified: false });
    await accounts.update(id, { Name: "Other" }, { ifMatch: etag });
    await expect(accounts.update(id, { Name: "Third" }, { ifMatch: etag })).rejects.toMatchObject({
      code: "CONFLICT",
      status: 412,
    });
    await expect(accounts.retrieve(id)).resolves.toMatchObject({ Name: "Other" });
  });

  it("a text is searched for, of which nothing is taken for SOSL", async () => {
    here.org.insert("Account", [{ Name: "Boots {AND} Braces" }, { Name: "Braces" }]);
    const objects = [{ name: "Account", fields: ["Name"], limit: 10 }];
    const found = await here.sf.searchText<{ Name: string }>("{AND}", { objects });
    expect(found.map(({ Name }) => Name)).toEqual(["Boots {AND} Braces"]);
  });

  it("SOQL of 300 fields and 800 ids is run, which no URL holds", async () => {
    const [id = ""] = here.org.insert("Account", [{ Name: "Acme" }]);
    const ids = Array.from({ length: 800 }, (_, at) => `001${String(at).padStart(12, "0")}`);
    const list = [...ids, id].map((one) => `'${one}'`).join(", ");
    const soql = `SELECT Id, Name FROM Account WHERE Id IN (${list})`;
    expect(encodeURIComponent(soql).length).toBeGreaterThan(16_384);
    await expect(here.sf.query(soql).all()).resolves.toMatchObject([{ Name: "Acme" }]);
  });

  it("a query is resumed by the locator of a page, and follows the pages of children", async () => {
    here.org.insert(
      "Account",
      Array.from({ length: 450 }, (_, at) => ({ Name: `a${String(at).padStart(3, "0")}` })),
    );
    const query = here.sf.query<{ Name: string }>("SELECT Name FROM Account ORDER BY Name", {
      pageSize: 200,
    });
    const pages = query.pages();
    const { value: first } = await pages.next();
    await pages.return?.();
    const rest = await here.sf.resumeQuery<{ Name: string }>(first?.locator ?? "").all();
    expect([...(first?.records ?? []), ...rest].map(({ Name }) => Name)).toEqual(
      Array.from({ length: 450 }, (_, at) => `a${String(at).padStart(3, "0")}`),
    );
    await expect(query.all({ maxRows: 449 })).rejects.toMatchObject({ code: "LIMIT" });

    const [parent = ""] = here.org.insert("Account", [{ Name: "parent" }]);
    here.org.insert(
      "Contact",
      Array.from({ length: 450 }, (_, at) => ({ LastName: `c${at}`, AccountId: parent })),
    );
    const soql = `SELECT Id, (SELECT LastName FROM Contacts) FROM Account WHERE Id = '${parent}'`;
    const row = await here.sf
      .query<{ Contacts: { records: object[]; done: boolean } }>(soql, { pageSize: 200 })
      .first();
    expect(row?.Contacts.records).toHaveLength(450);
    expect(row?.Contacts.done).toBe(true);
  });

  it("a record that the user wrote is among those that he dealt with lately", async () => {
    const { id } = await here.sf.sobject("Account").create({ Name: "seen" }, { updateMru: true });
    const recent = await here.sf.recent({ limit: 200 });
    expect(recent.map((record) => record.Id)).toContain(id);
  });

  it("Tooling queries and its records are read", async () => {
    await expect(here.sf.tooling.query("SELECT Id FROM User").first()).resolves.toHaveProperty("Id");
    await expect(here.sf.tooling.query("SELECT Nmae FROM User").first()).rejects.toMatchObject({
      errorCode: "INVALID_FIELD",
    });
  });

  it("a platform event is published, and its UUID told", async () => {
    const { eventUuid } = await here.sf.publish("Shipped__e", { Number__c: "17" });
    expect(eventUuid).toMatch(/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/);
    expect(here.org.rows("Shipped__e")).toMatchObject([{ Number__c: "17" }]);
    await expect(here.sf.publish("Shipped__e", { Nmuber__c: "17" })).rejects.toMatchObject({
      errorCode: "INVALID_FIELD",
    });
  });

  it("event log files are listed, the oldest first, and read", async () => {
    const log = '"EVENT_TYPE","USER_ID"\n"API","005000000000001"\n';
    const file = {
      LogDate: "2026-11-25T00:00:00Z",
      Interval: "Daily",
      Sequence: 0,
      LogFileLength: log.length,
    };
    const LogFile = Buffer.from(log).toString("base64");
    here.org.insert("EventLogFile", [
      { ...file, EventType: "API", LogFile },
      { ...file, EventType: "Login", LogFile },
    ]);
    const files = await here.sf.eventLogs.list({ eventType: "API", interval: "Daily" }).all();
    expect(files).toMatchObject([{ EventType: "API", LogFileLength: log.length }]);
    const read = await here.sf.eventLogs.read(files[0]?.Id ?? "");
    expect((await buffer(read)).toString()).toBe(log);
  });

  it("reports are listed, described and run, at once and in the background", async () => {
    const { sf, org } = here;
    org.insert("Account", [{ Name: "a" }, { Name: "b" }]);
    await expect(sf.reports.recent()).resolves.toMatchObject([{ id: REPORT, name: "Accounts" }]);
    await expect(sf.reports.describe(REPORT)).resolves.toMatchObject({
      reportMetadata: { name: "Accounts" },
    });
    const report = await sf.reports.run(REPORT, { includeDetails: true });
    expect(report).toMatchObject({ allData: true, hasDetailRows: true });
    expect(report.factMap["T!T"]?.rows?.map(({ dataCells }) => dataCells[0]?.value)).toEqual(["a", "b"]);
    org.insert("Account", [{ Name: "c" }]);
    const run = await sf.reports.start(REPORT);
    await expect(run.result()).resolves.toMatchObject({ allData: false, factMap: { "T!T": { rows: [] } } });
    const bad = await sf.reports.start(REPORT, { reportMetadata: { reportFilters: [] } });
    await expect(bad.result()).rejects.toMatchObject({ code: "JOB", state: "Error", jobId: bad.id });
    await expect(sf.reports.describe("00O000000000002AAA")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("GraphQL is answered with data, and its errors are thrown though the status is 200", async () => {
    here.org.insert("Account", [{ Name: "a" }]);
    const query =
      "query Count($where: Account_Filter) { uiapi { query { Account(where: $where) { totalCount } } } }";
    const where = { Name: { eq: "a" } };
    const { data } = await here.sf.graphql<{ uiapi: object }>(query, { variables: { where } });
    expect(data.uiapi).toEqual({ query: { Account: { totalCount: 1, where } } });
    await expect(
      here.sf.graphql("query { uiapi { query { Objekt { totalCount } } } }"),
    ).rejects.toMatchObject({
      errorCode: "DataFetchingException",
    });
  });
});

it("a query of 300 fields and 800 ids gives all of them, though no URL may be that long", async () => {
  const names = WIDE.fields.map(({ name }) => name);
  const ids = here.org.insert(
    "Wide__c",
    Array.from({ length: 800 }, (_, row) => ({ [names[row % 300] ?? ""]: row })),
  );
  const before = here.org.requests().length;
  const query = selectFrom("Wide__c")
    .select("Id", ...names)
    .where("Id", "IN", ids);
  const rows = await here.sf.query<Record<string, unknown>>(query.soql).all();
  expect(rows.map((row) => row["Id"]).sort()).toEqual([...ids].sort());
  for (const row of rows) expect(Object.keys(row).filter((name) => name.endsWith("__c"))).toEqual(names);
  const answered = here.org
    .requests()
    .slice(before)
    .filter(({ url }) => url.startsWith("/services/data/v"));
  expect(answered.map(({ method, status }) => `${method} ${status}`)).toContain("POST 200");
  expect(answered.some(({ status }) => status === 414 || status === 431)).toBe(false);
});
