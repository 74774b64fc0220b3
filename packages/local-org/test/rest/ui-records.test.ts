import { randomUUID } from "node:crypto";
import type { LocalOrg } from "kinetic-local-org";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { type Answer, type Call, type Clocked, startOrg } from "../api.ts";

const started: Clocked = await startOrg();
const org: LocalOrg = started.org;
const call: Call = started.call;
beforeEach(() => org.reset());
afterAll(() => org.close());

const send = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
): Promise<Answer> => call(method, `ui-api/records${path}`, { token: org.accessToken(), body, headers });

describe("records of the UI API", () => {
  it("are read with the fields that are named, and through their parents", async () => {
    const [parent] = org.insert("Account", [{ Name: "Acme", Industry: "Banking", AnnualRevenue: 1234 }]);
    const [id] = org.insert("Contact", [{ LastName: "Doe", AccountId: parent, Birthdate: "2000-01-02" }]);
    const fields = "Contact.LastName,Contact.Birthdate,Contact.Account.Name,Contact.Account.AnnualRevenue";
    const answer = await send("GET", `/${id}?fields=${fields}&optionalFields=Contact.Nonsense,Contact.Phone`);
    expect([answer.status, answer.json]).toMatchObject([
      200,
      {
        apiName: "Contact",
        childRelationships: {},
        id,
        recordTypeInfo: null,
        lastModifiedDate: "2026-11-22T10:20:30.000Z",
        weakEtag: Date.parse("2026-11-22T10:20:30.000Z"),
        fields: {
          LastName: { displayValue: null, value: "Doe" },
          Birthdate: { displayValue: "1/2/2000", value: "2000-01-02" },
          Phone: { displayValue: null, value: null },
          Account: {
            displayValue: "Acme",
            value: {
              apiName: "Account",
              id: parent,
              fields: {
                Name: { value: "Acme" },
                AnnualRevenue: { displayValue: "$1,234.00", value: 1234 },
              },
            },
          },
        },
      },
    ]);
    expect(Object.keys((answer.json as { fields: object }).fields)).not.toContain("Nonsense");
  });

  it("are created, changed and deleted", async () => {
    const created = await send("POST", "", {
      apiName: "Account",
      fields: { Name: "Acme", Industry: "Banking" },
    });
    expect([created.status, created.json]).toMatchObject([
      201,
      { apiName: "Account", fields: { Name: { value: "Acme" }, Industry: { displayValue: "Banking" } } },
    ]);
    const { id } = created.json as { id: string };
    const changed = await send("PATCH", `/${id}`, { fields: { Name: "New" } });
    expect([changed.status, changed.json]).toMatchObject([200, { id, fields: { Name: { value: "New" } } }]);
    expect((await send("DELETE", `/${id}`)).status).toBe(204);
    expect(await send("GET", `/${id}?fields=Account.Name`)).toMatchObject({
      status: 404,
      json: [{ errorCode: "NOT_FOUND" }],
    });
  });

  it("that are refused say which field is to blame", async () => {
    const answer = await send("POST", "", { apiName: "Account", fields: {} });
    expect([answer.status, answer.json]).toMatchObject([
      400,
      [
        {
          enhancedErrorType: "RecordError",
          output: {
            errors: [],
            fieldErrors: {
              Name: [{ errorCode: "REQUIRED_FIELD_MISSING", field: "Name", fieldLabel: "Account Name" }],
            },
          },
        },
      ],
    ]);
  });

  it("are not changed when somebody else has", async () => {
    const [id] = org.insert("Account", [{ Name: "Acme" }]);
    const headers = { "If-Unmodified-Since": "Sat, 21 Nov 2026 00:00:00 GMT" };
    expect((await send("PATCH", `/${id}`, { fields: { Name: "New" } }, headers)).status).toBe(412);
    expect(org.rows("Account")).toMatchObject([{ Name: "Acme" }]);
  });

  it("are written once for one idempotency key, unless the write was refused", async () => {
    const headers = { "Idempotency-Key": randomUUID() };
    const body = { apiName: "Account", fields: { Name: "Acme" } };
    expect((await send("POST", "", { apiName: "Account", fields: {} }, headers)).status).toBe(400);
    const first = await send("POST", "", body, headers);
    const again = await send("POST", "", body, headers);
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.json).toEqual(first.json);
    expect(org.rows("Account")).toHaveLength(1);
    const bad = await send("POST", "", body, { "Idempotency-Key": "no uuid" });
    expect(bad).toMatchObject({ status: 400, json: [{ errorCode: "INVALID_IDEMPOTENCY_KEY" }] });
  });

  it.each([
    ["without fields", (id: string) => `/${id}`, "INVALID_INPUT_COMBINATION"],
    ["with a field that is not there", (id: string) => `/${id}?fields=Account.Nonsense`, "INVALID_FIELD"],
    ["with a field of another object", (id: string) => `/${id}?fields=Contact.Name`, "INVALID_FIELD"],
    ["with what is no id", () => "/nonsense?fields=Account.Name", "ILLEGAL_QUERY_PARAMETER_VALUE"],
  ])("are not read %s", async (_what, path, errorCode) => {
    const [id = ""] = org.insert("Account", [{ Name: "Acme" }]);
    expect(await send("GET", path(id))).toMatchObject({ status: 400, json: [{ errorCode }] });
  });
});
