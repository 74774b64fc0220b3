import type { LocalOrg } from "kinetic-local-org";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Call, startOrg } from "../api.ts";

let org: LocalOrg;
let call: Call;
beforeAll(async () => {
  ({ org, call } = await startOrg({
    objects: [
      {
        name: "Order_Placed__e",
        fields: [{ name: "Number__c", type: "string", length: 20, nillable: false }],
      },
    ],
  }));
});
afterAll(() => org.close());

describe("platform events", () => {
  it("are published, with a UUID among the errors of a success", async () => {
    const answer = await call("POST", "sobjects/Order_Placed__e", { body: { Number__c: "1" } });
    expect([answer.status, answer.json]).toEqual([
      201,
      {
        id: expect.stringMatching(/^e00[0-9A-Za-z]{15}$/) as unknown,
        success: true,
        errors: [
          {
            statusCode: "OPERATION_ENQUEUED",
            message: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/) as unknown,
            fields: [],
          },
        ],
      },
    ]);
    expect(org.rows("Order_Placed__e")).toMatchObject([{ Number__c: "1" }]);
  });

  it("are published as a collection", async () => {
    const attributes = { type: "Order_Placed__e" };
    const records = [{ attributes, Number__c: "2" }, { attributes }];
    const answer = await call("POST", "composite/sobjects", { body: { records } });
    expect(answer.json).toMatchObject([
      { success: true, errors: [{ statusCode: "OPERATION_ENQUEUED" }] },
      { success: false, errors: [{ statusCode: "REQUIRED_FIELD_MISSING" }] },
    ]);
  });

  it("can be neither read nor changed", async () => {
    const answer = await call("GET", "query?q=SELECT+ReplayId+FROM+Order_Placed__e");
    expect([answer.status, answer.json]).toMatchObject([400, [{ errorCode: "INVALID_TYPE" }]]);
    const described = await call("GET", "sobjects/Order_Placed__e/describe");
    expect(described.json).toMatchObject({
      createable: true,
      queryable: false,
      updateable: false,
      custom: true,
    });
  });
});

describe("layouts", () => {
  it("show every field once, in two columns", async () => {
    const answer = await call("GET", "sobjects/Account/describe/layouts");
    expect([answer.status, answer.json]).toMatchObject([
      200,
      { recordTypeMappings: [{ master: true, name: "Master" }], recordTypeSelectorRequired: [false] },
    ]);
    const { layouts } = answer.json as {
      layouts: [
        {
          detailLayoutSections: [
            { layoutRows: { layoutItems: { layoutComponents: { value: string }[] }[] }[] },
          ];
        },
      ];
    };
    const rows = layouts[0].detailLayoutSections[0].layoutRows;
    expect(rows.every(({ layoutItems }) => layoutItems.length === 2)).toBe(true);
    const names = rows.flatMap(({ layoutItems }) =>
      layoutItems.flatMap(({ layoutComponents }) => layoutComponents.map(({ value }) => value)),
    );
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(expect.arrayContaining(["Name", "Industry", "BillingCity", "OwnerId"]));
  });

  it("are read by record type, and compact", async () => {
    const master = "sobjects/Account/describe/layouts/012000000000000AAA";
    expect((await call("GET", master)).json).toMatchObject({ id: expect.stringMatching(/^00h/) as unknown });
    expect((await call("GET", "sobjects/Account/describe/layouts/012000000000001AAA")).status).toBe(404);
    const compact = await call("GET", "sobjects/Account/describe/compactLayouts");
    expect(compact.json).toMatchObject({ compactLayouts: [{ name: "SYSTEM", objectType: "Account" }] });
  });
});
