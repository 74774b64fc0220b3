import type { LocalOrg } from "kinetic-local-org";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Answer, type Call, caller, startOrg } from "../api.ts";

let org: LocalOrg;
let call: Call;
beforeAll(async () => {
  const key = { name: "Ext__c", type: "string", length: 20, externalId: true, unique: true } as const;
  ({ org } = await startOrg({ objects: [{ name: "Account", fields: [key] }] }));
});
beforeEach(() => {
  org.reset();
  call = caller(org);
});
afterAll(() => org.close());

const of = (type: string, fields: Record<string, unknown>): Record<string, unknown> => ({
  attributes: { type },
  ...fields,
});
const send = (
  method: string,
  records: unknown,
  more: { path?: string; allOrNone?: boolean } = {},
): Promise<Answer> =>
  call(method, `composite/sobjects${more.path ?? ""}`, {
    body: { allOrNone: more.allOrNone ?? false, records },
  });
const ROLLED_BACK = {
  success: false,
  errors: [
    {
      statusCode: "ALL_OR_NONE_OPERATION_ROLLED_BACK",
      message:
        "Record rolled back because not all records were valid and the request was using AllOrNone header",
      fields: [],
    },
  ],
};
const MISSING_NAME = {
  success: false,
  errors: [
    {
      statusCode: "REQUIRED_FIELD_MISSING",
      message: "Required fields are missing: [LastName]",
      fields: ["LastName"],
    },
  ],
};

describe("sObject collections", () => {
  it("create rows of several types, each with its own fate", async () => {
    const answer = await send("POST", [of("Account", { Name: "A" }), of("Contact", {}), of("Nope", {})]);
    const [first, second, third] = answer.json as Record<string, unknown>[];
    expect(answer.status).toBe(200);
    expect(first).toEqual({ id: org.rows("Account")[0]?.["Id"], success: true, errors: [] });
    expect(second).toEqual(MISSING_NAME);
    expect(third).toMatchObject({ success: false, errors: [{ statusCode: "INVALID_TYPE" }] });
  });

  it("roll everything back where one row is bad and all or none are wanted", async () => {
    const answer = await send("POST", [of("Account", { Name: "A" }), of("Contact", {})], { allOrNone: true });
    expect(answer.json).toEqual([ROLLED_BACK, MISSING_NAME]);
    expect(org.rows("Account")).toEqual([]);
  });

  it("update by id, in any case", async () => {
    const [one, two] = org.insert("Account", [{ Name: "1" }, { Name: "2" }]);
    const records = [
      of("Account", { id: one, Name: "new" }),
      of("Account", { Id: two, Name: null }),
      of("Account", { Name: "x" }),
    ];
    expect((await send("PATCH", records)).json).toEqual([
      { id: one, success: true, errors: [] },
      {
        success: false,
        errors: [
          {
            statusCode: "REQUIRED_FIELD_MISSING",
            message: "Required fields are missing: [Name]",
            fields: ["Name"],
          },
        ],
      },
      {
        success: false,
        errors: [
          { statusCode: "MISSING_ARGUMENT", message: "Id not specified in an update call", fields: [] },
        ],
      },
    ]);
  });

  it("upsert, and say for every row whether it was created", async () => {
    const [id] = org.insert("Account", [{ Name: "1", Ext__c: "k" }]);
    const records = [
      of("Account", { Ext__c: "k", Name: "new" }),
      of("Account", { Ext__c: "m", Name: "2" }),
      of("Account", { Ext__c: "n" }),
    ];
    const answer = (await send("PATCH", records, { path: "/Account/Ext__c" })).json as Record<
      string,
      unknown
    >[];
    expect(answer[0]).toEqual({ id, success: true, errors: [], created: false });
    expect(answer[1]).toMatchObject({ success: true, created: true });
    expect(answer[2]).toMatchObject({ success: false, created: false });
    expect((await send("PATCH", records, { path: "/Account/Nope__c" })).status).toBe(404);
  });

  it("upsert by Id", async () => {
    const answer = await send("PATCH", [of("Contact", { Id: null, LastName: "x" })], { path: "/Contact/Id" });
    expect(answer.json).toMatchObject([{ success: true, created: true }]);
  });

  it("delete by ids", async () => {
    const ids = org.insert("Account", [{ Name: "1" }, { Name: "2" }]);
    const gone = await call("DELETE", `composite/sobjects?ids=${ids.join(",")},zzz&allOrNone=false`);
    expect(gone.json).toMatchObject([
      { id: ids[0], success: true },
      { id: ids[1], success: true },
      { success: false },
    ]);
    const again = await call("DELETE", `composite/sobjects?ids=${ids[0]}`);
    expect(again.json).toEqual([
      {
        success: false,
        errors: [{ statusCode: "ENTITY_IS_DELETED", message: "entity is deleted", fields: [] }],
      },
    ]);
  });

  it("retrieve by URL or by body, with null for what is not there", async () => {
    const [id] = org.insert("Account", [{ Name: "1" }]);
    const url = `/services/data/v60.0/sobjects/Account/${id}`;
    const expected = [{ attributes: { type: "Account", url }, Name: "1", Id: id }, null];
    const missing = "0010000000000zzAAA";
    expect((await call("GET", `composite/sobjects/Account?ids=${id},${missing}&fields=Name`)).json).toEqual(
      expected,
    );
    const body = { ids: [id, missing], fields: ["Name"] };
    expect((await call("POST", "composite/sobjects/Account", { body })).json).toEqual(expected);
    expect((await call("GET", `composite/sobjects/Account?ids=${id}&fields=Nope`)).status).toBe(400);
    expect((await call("GET", `composite/sobjects/Account?ids=${id}`)).status).toBe(400);
  });

  it("have limits", async () => {
    const empty = await send("POST", []);
    expect([empty.status, empty.json]).toEqual([
      400,
      [{ message: "At least 1 record is required", errorCode: "REQUIRED_FIELD_MISSING" }],
    ]);
    const many = await send(
      "POST",
      Array.from({ length: 201 }, () => of("Account", { Name: "x" })),
    );
    expect([many.status, many.json]).toEqual([
      400,
      [
        {
          message: "record limit reached. cannot submit more than 200 records into this call",
          errorCode: "EXCEEDED_ID_LIMIT",
        },
      ],
    ]);
    expect((await send("POST", "none")).json).toMatchObject([{ errorCode: "JSON_PARSER_ERROR" }]);
  });
});

describe("rules of single objects", () => {
  it("a member joins a campaign once", async () => {
    const [campaign] = org.insert("Campaign", [{ Name: "C" }]);
    const [contact] = org.insert("Contact", [{ LastName: "x" }]);
    const member = of("CampaignMember", { CampaignId: campaign, ContactId: contact });
    expect((await send("POST", [member, member])).json).toMatchObject([
      { success: true },
      {
        success: false,
        errors: [{ statusCode: "DUPLICATE_VALUE", message: "Already a campaign member.", fields: [] }],
      },
    ]);
  });

  it("a converted lead stays as it is", async () => {
    const [lead] = org.insert("Lead", [{ LastName: "x", Company: "y", IsConverted: true }]);
    expect((await send("PATCH", [of("Lead", { id: lead, LastName: "z" })])).json).toEqual([
      {
        success: false,
        errors: [
          {
            statusCode: "CANNOT_UPDATE_CONVERTED_LEAD",
            message: "cannot reference converted lead",
            fields: [],
          },
        ],
      },
    ]);
  });

  it("a username is taken once", async () => {
    const body = {
      Username: "ADMIN@example.com",
      LastName: "x",
      Email: "x@example.com",
      Alias: "x",
      CommunityNickname: "x",
      TimeZoneSidKey: "GMT",
      LocaleSidKey: "en_US",
      EmailEncodingKey: "UTF-8",
      LanguageLocaleKey: "en_US",
      ProfileId: org.rows("Profile")[0]?.["Id"],
    };
    expect((await call("POST", "sobjects/User", { body })).json).toMatchObject([
      { errorCode: "DUPLICATE_USERNAME", fields: ["Username"] },
    ]);
    expect(
      (await call("POST", "sobjects/User", { body: { ...body, Username: "new@example.com" } })).status,
    ).toBe(201);
    expect((await call("GET", "limits", { token: org.accessToken("new@example.com") })).status).toBe(401);
  });
});
