import type { LocalOrg } from "kinetic-local-org";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Answer, type Call, startOrg } from "../api.ts";

let org: LocalOrg;
let call: Call;
beforeAll(async () => {
  ({ org, call } = await startOrg());
  org.insert("Account", [
    { Name: "Acme Construction Co.", BillingCity: "Round Rock", Phone: "512 555 0101" },
    { Name: "Acmeville Bakery", BillingCity: "Acme" },
    { Name: "Edge Communications", BillingCity: "Austin" },
  ]);
  org.insert("Contact", [
    { FirstName: "Ada", LastName: "Acme", Email: "ada@edge.example", Department: "Finance" },
    { FirstName: "Grace", LastName: "O'Neil", Email: "grace@acme.example" },
  ]);
});
afterAll(() => org.close());

const search = (sosl: string, version = "v60.0"): Promise<Answer> =>
  call("GET", `/services/data/${version}/search?q=${encodeURIComponent(sosl)}`);

const found = (answer: Answer): readonly Record<string, unknown>[] => {
  expect(answer.status, answer.text).toBe(200);
  return (answer.json as { searchRecords: Record<string, unknown>[] }).searchRecords;
};

const names = async (sosl: string): Promise<unknown[]> =>
  found(await search(`${sosl} RETURNING Account(Name), Contact(Name)`)).map((record) => record["Name"]);

describe("search", () => {
  it("finds whole words, in the objects and fields that are wanted", async () => {
    const records = found(
      await search("FIND {acme} IN NAME FIELDS RETURNING Account(Id, Name), Contact(LastName)"),
    );
    expect(records).toMatchObject([
      { attributes: { type: "Account" }, Name: "Acme Construction Co." },
      { attributes: { type: "Contact" }, LastName: "Acme" },
    ]);
    expect(Object.keys(records[0] ?? {})).toEqual(["attributes", "Id", "Name"]);
  });

  it.each([
    ["FIND {acme}", ["Acme Construction Co.", "Acmeville Bakery", "Ada Acme", "Grace O'Neil"]],
    ["FIND {acme*} IN NAME FIELDS", ["Acme Construction Co.", "Acmeville Bakery", "Ada Acme"]],
    ["FIND {acm?} IN NAME FIELDS", ["Acme Construction Co.", "Ada Acme"]],
    ['FIND {"acme construction"}', ["Acme Construction Co."]],
    ['FIND {"construction acme"}', []],
    ["FIND {construction acme}", ["Acme Construction Co."]],
    ["FIND {bakery OR edge} IN NAME FIELDS", ["Acmeville Bakery", "Edge Communications"]],
    ["FIND {acme AND NOT (construction OR bakery)}", ["Ada Acme", "Grace O'Neil"]],
    ["FIND {ada@edge.example} IN EMAIL FIELDS", ["Ada Acme"]],
    ["FIND {0101} IN PHONE FIELDS", ["Acme Construction Co."]],
    ["FIND {O'Neil}", ["Grace O'Neil"]],
    ["FIND {nothing at all}", []],
  ])("%s", async (sosl, expected) => {
    expect(await names(sosl)).toEqual(expected);
  });

  it("narrows, orders and cuts each object's records", async () => {
    const one = "Account(Name WHERE BillingCity != 'Austin' AND Name LIKE '%a%' ORDER BY Name DESC LIMIT 1)";
    expect(found(await search(`FIND {acme} RETURNING ${one}`))).toMatchObject([{ Name: "Acmeville Bakery" }]);
    expect(found(await search("FIND {acme*} RETURNING Account(Name), Contact(Name) LIMIT 2"))).toHaveLength(
      2,
    );
    const offset = found(await search("FIND {acme} RETURNING Account(Name ORDER BY Name OFFSET 1)"));
    expect(offset).toMatchObject([{ Name: "Acmeville Bakery" }]);
  });

  it("answers ids of all objects when none is named, and a bare array up to version 36", async () => {
    const records = found(await search("FIND {acme}"));
    expect(records.length).toBeGreaterThanOrEqual(4);
    expect(Object.keys(records[0] ?? {})).toEqual(["attributes", "Id"]);
    expect((await search("FIND {acme} RETURNING Account", "v36.0")).json).toBeInstanceOf(Array);
  });

  it.each([
    ["FIND acme", "MALFORMED_SEARCH", "No search term found. The search term must be enclosed in braces."],
    ["FIND {acme} RETURNING Nonsense", "INVALID_TYPE", "sObject type 'Nonsense' is not supported"],
    ["FIND {acme} RETURNING Account(Nonsense)", "INVALID_FIELD", "No such column 'Nonsense'"],
    ["FIND {a}", "INVALID_SEARCH", "longer than one character"],
    ["FIND {acme} IN SOME FIELDS", "MALFORMED_SEARCH", "Invalid search group"],
    ["FIND {acme} FOR FUN", "MALFORMED_SEARCH", "unexpected token: FOR"],
    ["FIND {(acme}", "MALFORMED_SEARCH", "not closed"],
    ["", "MALFORMED_SEARCH", "has to be specified"],
  ])("refuses %s", async (sosl, errorCode, message) => {
    const answer = await search(sosl);
    expect([answer.status, answer.json]).toEqual([
      400,
      [{ errorCode, message: expect.stringContaining(message) as unknown }],
    ]);
  });

  it("says what it does not do", async () => {
    expect((await search("FIND {acme} WITH DATA CATEGORY Geography__c AT usa__c")).status).toBe(501);
  });
});

describe("parameterized search", () => {
  it("takes its parameters from the URL", async () => {
    const query =
      "q=acme&sobject=Account&Account.fields=id,name&Account.limit=1&sobject=Contact&fields=Name&in=NAME";
    const records = found(await call("GET", `parameterizedSearch?${query}`));
    expect(records).toMatchObject([{ Name: "Acme Construction Co." }, { Name: "Ada Acme" }]);
  });

  it("or from a body", async () => {
    const body = {
      q: "acme (construction)",
      fields: ["Name"],
      sobjects: [{ name: "Account", where: "BillingCity = 'Round Rock'" }, { name: "Contact" }],
      overallLimit: 5,
    };
    expect(found(await call("POST", "parameterizedSearch", { body }))).toMatchObject([
      { Name: "Acme Construction Co." },
    ]);
  });

  it("needs something to look for, and says what it does not do", async () => {
    expect((await call("GET", "parameterizedSearch?sobject=Account")).status).toBe(400);
    const body = { q: "acme", snippet: 1 };
    expect((await call("POST", "parameterizedSearch", { body })).status).toBe(501);
  });
});
