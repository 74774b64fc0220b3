import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { quickClient } from "../support/client.ts";
import { type OpenOrg, openOrg } from "../support/org.ts";
import { json, type Responder, refuse, startServer } from "../support/server.ts";

const ID = "001000000000001AAA";

async function call(respond: Responder) {
  const server = await startServer(respond);
  const { sf } = quickClient(server.url);
  return {
    server,
    account: sf.sobject("Account"),
    [Symbol.asyncDispose]: async () => {
      await sf.close();
      await server.close();
    },
  };
}

describe("sobject", () => {
  it("encodes the external id, takes it out of the body, and tells a new record from an old one", async () => {
    await using one = await call((_, response, call) =>
      call === 1
        ? json(response, 201, { id: ID, success: true, created: true })
        : json(response, 200, { id: ID, success: true, created: false }),
    );
    const upsert = () =>
      one.account.upsert({ field: "Ext__c", value: "a/b?c#d%" }, { Ext__c: "x", Name: "Acme" });
    await expect(upsert()).resolves.toEqual({ id: ID, created: true });
    await expect(upsert()).resolves.toEqual({ id: ID, created: false });
    expect(one.server.seen[0]!.path).toBe("/services/data/v68.0/sobjects/Account/Ext__c/a%2Fb%3Fc%23d%25");
    expect(JSON.parse(one.server.seen[0]!.body.toString())).toEqual({ Name: "Acme" });
  });

  it("takes the external id out of the body in whatever case it is named", async () => {
    await using one = await call((_, response) => json(response, 200, { id: ID, success: true }));
    await one.account.upsert({ field: "ext__C", value: "1" }, { Ext__c: "1", Name: "Acme" });
    expect(JSON.parse(one.server.seen[0]!.body.toString())).toEqual({ Name: "Acme" });
  });

  it("believes an answer that says of itself that nothing was saved", async () => {
    const errors = [{ statusCode: "MALFORMED_ID", message: "malformed id 001", fields: ["ParentId"] }];
    await using one = await call((_, response) => json(response, 200, { id: ID, success: false, errors }));
    const expected = { code: "REQUEST_REJECTED", errorCode: "MALFORMED_ID", fields: ["ParentId"] };
    await expect(one.account.create({ Name: "x" })).rejects.toMatchObject(expected);
    await expect(one.account.upsert({ field: "Ext__c", value: "1" }, {})).rejects.toMatchObject(expected);
  });

  it("reads an empty answer to an upsert as an update", async () => {
    await using one = await call((_, response) => json(response, 204, undefined));
    await expect(one.account.upsert({ field: "Ext__c", value: "1" }, { Name: "x" })).resolves.toEqual({
      id: undefined,
      created: false,
    });
  });

  it("says which records an ambiguous external id means", async () => {
    const urls = ["/services/data/v68.0/sobjects/Account/1", "/services/data/v68.0/sobjects/Account/2"];
    await using one = await call((_, response) => json(response, 300, urls));
    await expect(one.account.upsert({ field: "Ext__c", value: "1" }, {})).rejects.toMatchObject({
      code: "CONFLICT",
      status: 300,
      matches: urls,
    });
  });

  it("takes a delete whose answer was lost for done when the record is gone afterwards", async () => {
    await using one = await call((_, response, call) => {
      if (call === 1) response.destroy();
      else refuse(response, 404, "ENTITY_IS_DELETED", "entity is deleted");
    });
    await expect(one.account.delete(ID)).resolves.toBeUndefined();
    expect(one.server.seen).toHaveLength(2);
  });

  it("reports a record that was gone before", async () => {
    await using one = await call((_, response) =>
      refuse(response, 404, "ENTITY_IS_DELETED", "entity is deleted"),
    );
    await expect(one.account.delete(ID)).rejects.toMatchObject({
      code: "NOT_FOUND",
      errorCode: "ENTITY_IS_DELETED",
    });
  });

  it("reads the fields asked for", async () => {
    await using one = await call((_, response) =>
      json(response, 200, { attributes: { type: "Account" }, Name: "x" }),
    );
    await expect(one.account.retrieve(ID, { fields: ["Name", "Site"] })).resolves.toMatchObject({
      Name: "x",
    });
    expect(one.server.seen[0]!.path).toBe(`/services/data/v68.0/sobjects/Account/${ID}?fields=Name%2CSite`);
  });

  it("compresses a large body, and the server reads the same", async () => {
    await using one = await call((_, response) => json(response, 201, { id: ID, success: true }));
    await one.account.create({ Description: "x".repeat(100_000) });
    expect(one.server.seen[0]!.headers["content-encoding"]).toBe("gzip");
    expect(one.server.seen[0]!.body.length).toBeLessThan(1_000);
  });

  it.each<[string, (account: Awaited<ReturnType<typeof call>>["account"]) => Promise<unknown>]>([
    ["an id of a wrong length", (account) => account.retrieve("001")],
    ["an id with a path in it", (account) => account.delete("../../limits00000")],
    ["an update of nothing", (account) => account.update(ID, {})],
    ["an upsert without a value", (account) => account.upsert({ field: "Ext__c", value: "" }, {})],
    ["an id whose checksum is wrong", (account) => account.retrieve("001000000000001AAB")],
    ["an id that lost the case of some letters", (account) => account.retrieve("0014s000007NxmlQAC")],
    ["an update that names the id", (account) => account.update(ID, { Id: ID, Name: "x" })],
    ["an update that names the id in lower case", (account) => account.update(ID, { id: ID, Name: "x" })],
    ["an update of undefined values", (account) => account.update(ID, { Name: undefined })],
    ["a list where a value is needed", (account) => account.create({ Name: ["a", 1] })],
    ["bytes where a value is needed", (account) => account.create({ Logo__c: Buffer.from("x") })],
    ["an invalid date", (account) => account.create({ Opened__c: new Date(Number.NaN) })],
    ["an empty list of fields", (account) => account.retrieve(ID, { fields: [] })],
    ["a field that is none", (account) => account.retrieve(ID, { fields: ["Name,Site"] })],
    ["a conditional read without a condition", (account) => account.retrieveIfModified(ID, {})],
    ["an external id that a URL takes for a step", (account) => account.deleteByExternalId("Ext__c", "..")],
    [
      "a window that ends before it starts",
      (account) => account.updated({ start: new Date(2), end: new Date(1) }),
    ],
    [
      "a window within one minute",
      (account) =>
        account.updated({ start: new Date("2026-11-22T09:30:01Z"), end: new Date("2026-11-22T09:30:59Z") }),
    ],
    ["an external id field that is none", (account) => account.upsert({ field: "a/b", value: "1" }, {})],
  ])("refuses %s before the network", async (_, act) => {
    await using one = await call((_, response) => json(response, 200, {}));
    await expect(act(one.account)).rejects.toMatchObject({ code: "INPUT" });
    expect(one.server.seen).toHaveLength(0);
  });

  it.each([
    ["updated", 30],
    ["deleted", 15],
  ] as const)("refuses what was %s more than %d days before this day", async (kind, days) => {
    await using server = await startServer((_, response) =>
      json(response, 200, {
        ids: [],
        deletedRecords: [],
        earliestDateAvailable: "2026-11-01T00:00:00.000+0000",
        latestDateCovered: "2026-11-02T00:00:00.000+0000",
      }),
    );
    const now = Date.parse("2026-11-30T12:00:00Z");
    await using sf = quickClient(server.url, {}, () => now).sf;
    const account = sf.sobject("Account");
    const oldest = now - (days + 1) * 86_400_000;
    const late = account[kind]({ start: new Date(oldest - 1) });
    await expect(late).rejects.toMatchObject({ code: "INPUT", column: "start" });
    await expect(late).rejects.toThrow(`for ${days} days`);
    expect(server.seen).toHaveLength(0);
    await account[kind]({ start: new Date(oldest) });
    const query = new URL(server.seen[0]?.path ?? "", server.url).searchParams;
    expect(Object.fromEntries(query)).toEqual({
      start: new Date(oldest).toISOString(),
      end: new Date(now).toISOString(),
    });
  });

  it.each(["001000000000001", ID, "0014S000007NxmlQAC", "0014s000007nxmlqac", "0014S000007NXMLQAC"])(
    "takes the id %s, as Salesforce does",
    async (id) => {
      await using one = await call((_, response) => json(response, 200, { attributes: { type: "Account" } }));
      await one.account.retrieve(id);
      expect(one.server.seen[0]!.path).toContain(`/Account/${id}`);
    },
  );

  it("sends what a write may ask for as the headers that Salesforce names", async () => {
    await using one = await call((_, response) => json(response, 201, { id: ID, success: true, errors: [] }));
    const duplicateRule = { allowSave: true, includeRecordDetails: false };
    await one.account.create(
      { Name: "x" },
      { assignmentRule: "01Q000000000001", duplicateRule, updateMru: true },
    );
    expect(one.server.seen[0]!.headers).toMatchObject({
      "sforce-auto-assign": "01Q000000000001",
      "sforce-duplicate-rule-header": "allowSave=true; includeRecordDetails=false",
      "sforce-mru": "updateMru=true",
    });
  });

  it("writes multi-select picklists, dates, and related records by an external id", async () => {
    await using one = await call((_, response) => json(response, 201, { id: ID, success: true, errors: [] }));
    const owner = { attributes: { type: "User" }, Username: "a@b.c" };
    await one.account.create({
      Kinds__c: ["a", "b"],
      None__c: [],
      Parent: { Ext__c: 5 },
      Owner: { Username: owner.Username, attributes: owner.attributes },
    });
    const body = one.server.seen[0]!.body.toString();
    expect(JSON.parse(body)).toEqual({ Kinds__c: "a;b", None__c: null, Parent: { Ext__c: 5 }, Owner: owner });
    // The platform refuses a polymorphic reference whose attributes do not come first.
    expect(body).toContain('"Owner":{"attributes"');
  });

  it("reads a record only if it changed, and says since when it is as it is", async () => {
    await using one = await call((request, response) => {
      if (request.headers["if-none-match"] === '"2"') response.writeHead(304).end();
      else
        json(
          response,
          200,
          { attributes: { type: "Account" }, Name: "x" },
          { etag: '"2"', "last-modified": "Tue, 24 Nov 2026 10:00:00 GMT" },
        );
    });
    const since = new Date("2026-11-20T00:00:00Z");
    await expect(one.account.retrieveIfModified(ID, { since })).resolves.toMatchObject({
      modified: true,
      record: { Name: "x" },
      etag: '"2"',
      lastModified: new Date("2026-11-24T10:00:00Z"),
    });
    expect(one.server.seen[0]!.headers["if-modified-since"]).toBe("Fri, 20 Nov 2026 00:00:00 GMT");
    await expect(one.account.retrieveIfModified(ID, { etag: '"2"' })).resolves.toEqual({ modified: false });
  });

  it("does not repeat an update with a condition: the second attempt would collide with the first", async () => {
    await using one = await call((_, response) => {
      response.destroy();
    });
    await expect(one.account.update(ID, { Name: "x" }, { ifMatch: '"1"' })).rejects.toMatchObject({
      code: "OUTCOME_UNKNOWN",
    });
    expect(one.server.seen).toHaveLength(1);
    expect(one.server.seen[0]!.headers["if-match"]).toBe('"1"');
  });

  it("tells a record that changed meanwhile as a conflict", async () => {
    await using one = await call((_, response) =>
      refuse(response, 412, "MATCH_PRECONDITION_FAILED", "changed"),
    );
    const update = one.account.update(ID, { Name: "x" }, { ifUnmodifiedSince: new Date() });
    await expect(update).rejects.toMatchObject({ code: "CONFLICT", status: 412 });
  });

  it("updates by external id only where told so", async () => {
    await using one = await call((_, response) =>
      json(response, 200, { id: ID, success: true, created: false }),
    );
    await one.account.upsert({ field: "Ext__c", value: "1" }, { Name: "x" }, { updateOnly: true });
    expect(one.server.seen[0]!.path).toMatch(/Ext__c\/1\?updateOnly=true$/);
  });

  it("says which records an ambiguous external id means when it reads and deletes, too", async () => {
    const urls = ["/services/data/v68.0/sobjects/Account/1", "/services/data/v68.0/sobjects/Account/2"];
    await using one = await call((_, response) => json(response, 300, urls));
    const expected = { code: "CONFLICT", status: 300, matches: urls };
    await expect(one.account.retrieveByExternalId("Ext__c", "1")).rejects.toMatchObject(expected);
    await expect(one.account.deleteByExternalId("Ext__c", "1")).rejects.toMatchObject(expected);
  });
});

describe("sobject against the local org", () => {
  let here: OpenOrg;
  beforeAll(async () => {
    here = await openOrg();
  });
  beforeEach(() => here.org.reset());
  afterAll(() => here[Symbol.asyncDispose]());

  it("lives through the life of a record, its parent and its children", async () => {
    const { sf, org } = here;
    const account = await sf.sobject("Account").create({ Name: "Acme", Site: "x" });
    const contacts = sf.sobject("Contact");
    const contact = await contacts.create({ LastName: "Muster", AccountId: account.id });
    await expect(contacts.parent(contact.id, "Account", { fields: ["Name"] })).resolves.toMatchObject({
      Name: "Acme",
    });
    const children = sf.sobject("Account").children(account.id, "Contacts", { fields: ["LastName"] });
    await expect(children.all()).resolves.toMatchObject([{ LastName: "Muster" }]);
    await sf.sobject("Account").update(account.id, { Site: null });
    await expect(sf.sobject("Account").retrieve(account.id)).resolves.toMatchObject({
      Name: "Acme",
      Site: null,
    });
    await contacts.delete(contact.id);
    await expect(contacts.retrieve(contact.id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(org.rows("Contact")).toEqual([]);
  });

  it("lists what changed and what was deleted, with dates", async () => {
    const { sf } = here;
    const accounts = sf.sobject("Account");
    const kept = await accounts.create({ Name: "kept" });
    const gone = await accounts.create({ Name: "gone" });
    await accounts.delete(gone.id);
    const span = { start: new Date(Date.now() - 3600_000), end: new Date(Date.now() + 3600_000) };
    const { ids, latestDateCovered } = await accounts.updated(span);
    expect(ids).toContain(kept.id);
    expect(latestDateCovered).toBeInstanceOf(Date);
    const { records } = await accounts.deleted(span);
    expect(records).toEqual([{ id: gone.id, deletedDate: expect.any(Date) }]);
  });

  it("refuses a Date in a field that is a day before anything is written", async () => {
    const fields = { Name: "x", StageName: "New", CloseDate: new Date() };
    const create = here.sf.sobject("Opportunity").create(fields);
    await expect(create).rejects.toMatchObject({ code: "INPUT", column: "CloseDate" });
    await expect(create).rejects.toThrow(/CloseDate is a date without a time/);
    expect(here.org.rows("Opportunity")).toEqual([]);
  });
});
