import type { LocalOrg } from "kinetic-local-org";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Answer, type Call, caller, startOrg } from "../api.ts";

let org: LocalOrg;
let call: Call;
beforeAll(async () => {
  ({ org } = await startOrg({
    objects: [
      {
        name: "Account",
        fields: [
          { name: "Ext__c", type: "string", length: 20, externalId: true, unique: true },
          { name: "Loose__c", type: "string", length: 20, externalId: true },
        ],
      },
    ],
  }));
});
beforeEach(() => {
  org.reset();
  call = caller(org);
});
afterAll(() => org.close());

const NOT_THERE = [{ errorCode: "NOT_FOUND", message: "The requested resource does not exist" }];
const DELETED = [{ message: "entity is deleted", errorCode: "ENTITY_IS_DELETED", fields: [] }];
const account = (fields: Record<string, unknown> = {}): string =>
  org.insert("Account", [{ Name: "Acme", ...fields }])[0]!;
const shape = (answer: Answer): unknown => [answer.status, answer.json];

describe("create", () => {
  it("answers 201 with the id and where it is", async () => {
    const answer = await call("POST", "sobjects/account", {
      body: { name: "Acme", attributes: { type: "Account" } },
    });
    const { id } = answer.json as { id: string };
    expect(shape(answer)).toEqual([201, { id, success: true, errors: [] }]);
    expect(answer.headers.get("location")).toBe(`/services/data/v60.0/sobjects/Account/${id}`);
    expect(org.rows("Account")).toMatchObject([
      { Id: id, Name: "Acme", PhotoUrl: `/services/images/photo/${id}` },
    ]);
  });

  it.each([
    [
      "Account",
      { Pet__c: 1 },
      [{ message: "No such column 'Pet__c' on sobject of type Account", errorCode: "INVALID_FIELD" }],
    ],
    [
      "Account",
      {},
      [
        {
          message: "Required fields are missing: [Name]",
          errorCode: "REQUIRED_FIELD_MISSING",
          fields: ["Name"],
        },
      ],
    ],
    [
      "Opportunity",
      { Name: "x" },
      [
        {
          message: "Required fields are missing: [StageName, CloseDate]",
          errorCode: "REQUIRED_FIELD_MISSING",
          fields: ["StageName", "CloseDate"],
        },
      ],
    ],
  ])("a row of %s from %j is 400", async (object, body, errors) => {
    expect(shape(await call("POST", `sobjects/${object}`, { body }))).toEqual([400, errors]);
  });

  it("says where a value does not parse", async () => {
    const body = '{"Name":"x",\n "NumberOfEmployees":"many"}';
    const answer = await call("POST", "sobjects/Account", {
      body,
      headers: { "content-type": "application/json" },
    });
    expect(answer.json).toEqual([
      {
        message:
          "Cannot deserialize instance of int from VALUE_STRING value many or request may be missing a required field at [line:2, column:22]",
        errorCode: "JSON_PARSER_ERROR",
      },
    ]);
  });

  it("of an object that is none is 404, of one that may not be created 400", async () => {
    expect(shape(await call("POST", "sobjects/Nope__c", { body: { Name: "x" } }))).toEqual([404, NOT_THERE]);
    expect((await call("POST", "sobjects/Profile", { body: { Name: "x" } })).json).toMatchObject([
      { errorCode: "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY" },
    ]);
  });

  it("computes what Salesforce computes", async () => {
    const post = (object: string, body: unknown): Promise<Answer> =>
      call("POST", `sobjects/${object}`, { body });
    await post("Contact", { FirstName: "Ada", LastName: "Byron" });
    expect(org.rows("Contact")).toMatchObject([{ Name: "Ada Byron" }]);
    await post("Opportunity", {
      Name: "Deal",
      StageName: "Closed Won",
      CloseDate: "2026-05-01",
      Amount: 200,
    });
    expect(org.rows("Opportunity")).toMatchObject([
      {
        IsClosed: true,
        IsWon: true,
        Probability: 100,
        ExpectedRevenue: 200,
        ForecastCategoryName: "Closed",
        FiscalQuarter: 2,
        FiscalYear: 2026,
      },
    ]);
    await post("Case", { Subject: "Help" });
    expect(org.rows("Case")).toMatchObject([
      { Status: "New", IsClosed: false, CaseNumber: "00001001", Priority: "Medium" },
    ]);
    await post("Task", { Subject: "Call", Priority: "High" });
    expect(org.rows("Task")).toMatchObject([
      { Status: "Not Started", IsHighPriority: true, IsClosed: false },
    ]);
  });

  it("derives again when what it derives from changes", async () => {
    const [id] = org.insert("Opportunity", [
      { Name: "Deal", StageName: "Prospecting", CloseDate: "2026-05-01", Amount: 50 },
    ]);
    await call("PATCH", `sobjects/Opportunity/${id}`, { body: { StageName: "Closed Lost" } });
    expect(org.rows("Opportunity")).toMatchObject([
      { IsClosed: true, IsWon: false, Probability: 0, ExpectedRevenue: 0 },
    ]);
    const [open] = org.insert("Case", [{ Subject: "Help" }]);
    await call("PATCH", `sobjects/Case/${open}`, { body: { Status: "Closed" } });
    expect(org.rows("Case")).toMatchObject([{ IsClosed: true, ClosedDate: "2026-11-22T10:20:30.000+0000" }]);
  });
});

describe("read", () => {
  it("answers all fields, or those that are asked for and the Id", async () => {
    const id = account({ BillingCity: "Bern", AnnualRevenue: 5 });
    const all = (await call("GET", `sobjects/Account/${id.slice(0, 15)}`)).json as Record<string, unknown>;
    expect(all).toMatchObject({
      attributes: { type: "Account", url: `/services/data/v60.0/sobjects/Account/${id}` },
      Id: id,
      IsDeleted: false,
      CreatedDate: "2026-11-22T10:20:30.000+0000",
      BillingAddress: { city: "Bern", street: null, geocodeAccuracy: null },
      ShippingAddress: null,
    });
    expect(Object.keys(all).length).toBe(org.schema.object("Account")!.fields.length + 1);
    const some = await call("GET", `sobjects/Account/${id}?fields=name,AnnualRevenue`);
    const url = `/services/data/v60.0/sobjects/Account/${id}`;
    expect(some.text).toBe(
      JSON.stringify({ attributes: { type: "Account", url }, Name: "Acme", AnnualRevenue: 5, Id: id }),
    );
    const bad = await call("GET", `sobjects/Account/${id}?fields=Nope`);
    expect(bad.status).toBe(400);
    expect(bad.json).toMatchObject([{ errorCode: "INVALID_FIELD" }]);
  });

  it("of what is not there is 404, in three ways", async () => {
    const gone = account();
    await call("DELETE", `sobjects/Account/${gone}`);
    expect(shape(await call("GET", `sobjects/Account/${gone}`))).toEqual([404, DELETED]);
    expect(shape(await call("GET", "sobjects/Account/0010000000000zzAAA"))).toEqual([404, NOT_THERE]);
    expect((await call("GET", "sobjects/Account/nonsense")).json).toEqual([
      {
        errorCode: "NOT_FOUND",
        message: "Provided external ID field does not exist or is not accessible: nonsense",
      },
    ]);
  });

  it("is conditional", async () => {
    const id = account();
    const first = await call("GET", `sobjects/Account/${id}`);
    const etag = first.headers.get("etag")!;
    const again = await call("GET", `sobjects/Account/${id}`, { headers: { "if-none-match": etag } });
    expect([again.status, again.text]).toEqual([304, ""]);
    const since = first.headers.get("last-modified")!;
    expect(
      (await call("GET", `sobjects/Account/${id}`, { headers: { "if-modified-since": since } })).status,
    ).toBe(304);
    await call("PATCH", `sobjects/Account/${id}`, { body: { Name: "Other" } });
    const stale = { body: { Name: "Third" }, headers: { "if-match": etag } };
    expect((await call("PATCH", `sobjects/Account/${id}`, stale)).status).toBe(412);
    expect(org.rows("Account")).toMatchObject([{ Name: "Other" }]);
  });

  it("gives bytes under a resource of their own", async () => {
    const parent = account();
    const body = { ParentId: parent, Name: "a.bin", Body: Buffer.from([0, 1, 254]).toString("base64") };
    const { id } = (await call("POST", "sobjects/Attachment", { body })).json as { id: string };
    const row = (await call("GET", `sobjects/Attachment/${id}`)).json;
    expect(row).toMatchObject({ Body: `/services/data/v60.0/sobjects/Attachment/${id}/Body`, BodyLength: 3 });
    const response = await fetch(`${org.url}/services/data/v60.0/sobjects/Attachment/${id}/Body`, {
      headers: { authorization: `Bearer ${org.accessToken()}` },
    });
    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([0, 1, 254]);
  });
});

describe("files", () => {
  it("a version brings its document and the links to it; a second version replaces the first", async () => {
    const place = account();
    const file = { PathOnClient: "dir/report.pdf", VersionData: Buffer.from("one").toString("base64") };
    const post = await call("POST", "sobjects/ContentVersion", {
      body: { ...file, FirstPublishLocationId: place },
    });
    const { id } = post.json as { id: string };
    const [document] = org.rows("ContentDocument");
    expect(document).toMatchObject({
      Title: "report",
      FileType: "PDF",
      ContentSize: 3,
      LatestPublishedVersionId: id,
    });
    expect(org.rows("ContentVersion")).toMatchObject([
      {
        Title: "report",
        FileExtension: "pdf",
        VersionNumber: "1",
        IsLatest: true,
        ContentDocumentId: document?.["Id"],
      },
    ]);
    expect(org.rows("ContentDocumentLink").map((link) => link["LinkedEntityId"])).toEqual([
      org.userId,
      place,
    ]);
    await call("POST", "sobjects/ContentVersion", { body: { ...file, ContentDocumentId: document?.["Id"] } });
    expect(
      org.rows("ContentVersion").map((version) => [version["VersionNumber"], version["IsLatest"]]),
    ).toEqual([
      ["1", false],
      ["2", true],
    ]);
    expect(org.rows("ContentDocument")).toHaveLength(1);
  });
});

describe("update and delete", () => {
  it("answer 204 without a body", async () => {
    const id = account();
    const changed = await call("PATCH", `sobjects/Account/${id}`, { body: { Phone: "1" } });
    expect([changed.status, changed.text]).toEqual([204, ""]);
    expect(changed.headers.get("etag")).toMatch(/^"/);
    expect(
      (await call("POST", `sobjects/Account/${id}?_HttpMethod=PATCH`, { body: { Fax: "2" } })).status,
    ).toBe(204);
    expect(org.rows("Account")).toMatchObject([{ Phone: "1", Fax: "2" }]);
    expect((await call("DELETE", `sobjects/Account/${id}`)).status).toBe(204);
    expect(org.rows("Account")).toEqual([]);
  });

  it("of what is not there is 404, and told apart from what was there once", async () => {
    const gone = account();
    await call("DELETE", `sobjects/Account/${gone}`);
    expect(shape(await call("DELETE", `sobjects/Account/${gone}`))).toEqual([404, DELETED]);
    expect(shape(await call("PATCH", `sobjects/Account/${gone}`, { body: { Name: "x" } }))).toEqual([
      404,
      DELETED,
    ]);
    const never = "sobjects/Account/0010000000000zzAAA";
    expect(shape(await call("DELETE", never))).toEqual([404, NOT_THERE]);
    expect(shape(await call("PATCH", never, { body: { Name: "x" } }))).toEqual([404, NOT_THERE]);
  });

  it("refuse an id that is none, and one in the body", async () => {
    expect(shape(await call("PATCH", "sobjects/Account/nonsense", { body: { Name: "x" } }))).toEqual([
      400,
      [
        {
          message: "Record ID: id value of incorrect type: nonsense",
          errorCode: "MALFORMED_ID",
          fields: ["Id"],
        },
      ],
    ]);
    const id = account();
    expect((await call("PATCH", `sobjects/Account/${id}`, { body: { Id: id } })).json).toEqual([
      { message: "The Id field should not be specified in the sobject data.", errorCode: "INVALID_FIELD" },
    ]);
  });

  it("a user cannot be deleted", async () => {
    expect((await call("DELETE", `sobjects/User/${org.userId}`)).status).toBe(400);
  });
});

describe("external ids", () => {
  const upsert = (value: string, body: unknown, version = "v60.0"): Promise<Answer> =>
    call("PATCH", `/services/data/${version}/sobjects/Account/Ext__c/${encodeURIComponent(value)}`, { body });

  it("upsert inserts, then updates, and says which", async () => {
    const made = await upsert("a/b", { Name: "New" });
    const { id } = made.json as { id: string };
    expect(shape(made)).toEqual([201, { id, success: true, errors: [], created: true }]);
    expect(made.headers.get("location")).toBe(`/services/data/v60.0/sobjects/Account/${id}`);
    const changed = await upsert("a/b", { Name: "Newer" });
    expect(shape(changed)).toEqual([200, { id, success: true, errors: [], created: false }]);
    expect(org.rows("Account")).toMatchObject([{ Id: id, Name: "Newer", Ext__c: "a/b" }]);
  });

  it("answered otherwise up to version 45", async () => {
    const made = await upsert("k", { Name: "New" }, "v45.0");
    expect(shape(made)).toEqual([201, { id: (made.json as { id: string }).id, success: true, errors: [] }]);
    const changed = await upsert("k", { Name: "Newer" }, "v45.0");
    expect([changed.status, changed.text]).toEqual([204, ""]);
  });

  it("several rows are 300 with their URLs", async () => {
    const ids = org.insert("Account", [
      { Name: "1", Loose__c: "same" },
      { Name: "2", Loose__c: "same" },
    ]);
    const urls = ids.map((id) => `/services/data/v60.0/sobjects/Account/${id}`);
    const path = "sobjects/Account/Loose__c/same";
    expect(shape(await call("GET", path))).toEqual([300, urls]);
    expect(shape(await call("PATCH", path, { body: { Name: "3" } }))).toEqual([300, urls]);
    expect(shape(await call("DELETE", path))).toEqual([300, urls]);
  });

  it("read and delete go by them too", async () => {
    account({ Ext__c: "k" });
    expect((await call("GET", "sobjects/Account/Ext__c/k?fields=Name")).json).toMatchObject({ Name: "Acme" });
    expect((await call("DELETE", "sobjects/Account/Ext__c/k")).status).toBe(204);
    expect(shape(await call("DELETE", "sobjects/Account/Ext__c/k"))).toEqual([404, NOT_THERE]);
    expect(shape(await call("GET", "sobjects/Account/Ext__c/k"))).toEqual([404, NOT_THERE]);
  });

  it("refuse a field that is none, the field in the body, and an insert where only updates are wanted", async () => {
    expect((await call("PATCH", "sobjects/Account/Name/x", { body: {} })).json).toEqual([
      {
        errorCode: "NOT_FOUND",
        message: "Provided external ID field does not exist or is not accessible: Name",
      },
    ]);
    expect((await upsert("k", { Name: "x", ext__C: "k" })).json).toEqual([
      {
        message: "The Ext__c field should not be specified in the sobject data.",
        errorCode: "INVALID_FIELD",
      },
    ]);
    const only = await call("PATCH", "sobjects/Account/Ext__c/k?updateOnly=true", { body: { Name: "x" } });
    expect(shape(only)).toEqual([404, NOT_THERE]);
    expect((await upsert("k", {})).json).toMatchObject([{ errorCode: "REQUIRED_FIELD_MISSING" }]);
  });

  it("a row made under Id is 201", async () => {
    expect((await call("POST", "sobjects/Account/Id", { body: { Name: "x" } })).status).toBe(201);
  });
});

describe("related rows", () => {
  it("parents and children hang under a row", async () => {
    const id = account();
    const [contact] = org.insert("Contact", [{ LastName: "Byron", AccountId: id }]);
    expect((await call("GET", `sobjects/Contact/${contact}/Account?fields=Name`)).json).toMatchObject({
      Name: "Acme",
      Id: id,
    });
    expect((await call("GET", `sobjects/Account/${id}/Contacts?fields=LastName`)).json).toMatchObject({
      totalSize: 1,
      done: true,
      records: [{ LastName: "Byron", Id: contact }],
    });
    expect((await call("GET", `sobjects/Contact/${contact}/ReportsTo`)).status).toBe(404);
    expect((await call("GET", `sobjects/Account/${id}/Nothing`)).status).toBe(404);
  });
});

describe("replication", () => {
  it("tells what changed and what went", async () => {
    const [kept, gone] = [account(), account()];
    await call("DELETE", `sobjects/Account/${gone}`);
    const span = "start=2026-11-22T00:00:00%2B00:00&end=2026-11-23T00:00:00%2B00:00";
    expect((await call("GET", `sobjects/Account/updated/?${span}`)).json).toEqual({
      ids: [kept],
      latestDateCovered: "2026-11-22T10:20:00.000+0000",
    });
    expect((await call("GET", `sobjects/Account/deleted/?${span}`)).json).toMatchObject({
      deletedRecords: [{ id: gone, deletedDate: "2026-11-22T10:20:30.000+0000" }],
    });
    const early = "start=2020-01-01T00:00:00Z&end=2026-11-23T00:00:00Z";
    expect((await call("GET", `sobjects/Account/updated?${early}`)).json).toMatchObject([
      { errorCode: "INVALID_REPLICATION_DATE" },
    ]);
    expect((await call("GET", "sobjects/Account/updated?start=x&end=y")).status).toBe(400);
    expect((await call("GET", "sobjects/Account/updated")).json).toMatchObject([
      { errorCode: "MISSING_ARGUMENT" },
    ]);
  });
});
