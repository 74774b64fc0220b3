import { type Fault, faults, type LocalOrg } from "kinetic-local-org";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect, localOrg, orgConfig } from "../harness.ts";

let org: LocalOrg;
beforeAll(async () => {
  org = await localOrg({
    objects: [
      { name: "Invoice__c", fields: [{ name: "Total__c", type: "double", precision: 10, scale: 2 }] },
    ],
    rows: { Account: [{ Id: "001000000000001", Name: "Acme" }] },
  });
});
afterAll(() => org.close());

/** Calls that fail, and after which the call that the answer names must succeed. */
const REPAIRS: readonly (readonly [what: string, name: string, args: Record<string, unknown>])[] = [
  ["a misspelt field", "sf_query", { soql: "SELECT Id, Nmae FROM Account" }],
  ["a misspelt field in a condition", "sf_query", { soql: "SELECT Id FROM Account WHERE Industri = 'x'" }],
  ["a field without its ending", "sf_query", { soql: "SELECT Total FROM Invoice__c" }],
  ["a field like no other", "sf_query", { soql: "SELECT Zzyzx FROM Account" }],
  ["a misspelt object", "sf_query", { soql: "SELECT Id FROM Acount" }],
  ["an object without its ending", "sf_query", { soql: "SELECT Id FROM Invoice" }],
  ["what is no SOQL", "sf_query", { soql: "SELECT * FROM Account" }],
  ["a misspelt object of a describe", "sf_describe", { object: "Acount" }],
  ["a misspelt object of a record", "sf_get_record", { object: "Acount", id: "001000000000001" }],
  [
    "a misspelt field of a record",
    "sf_get_record",
    { object: "Account", id: "001000000000001", fields: ["Nmae"] },
  ],
  ["a record that is not there", "sf_get_record", { object: "Account", id: "001000000000999" }],
  ["a system permission that there is not", "sf_permissions", { system: "ApiEnabld" }],
];

/** What the org refuses, in its words, and the tool that helps. */
const REFUSALS: readonly (readonly [code: string, message: string, tool: string])[] = [
  ["QUERY_TIMEOUT", "Your query request was running for too long.", "sf_query"],
  ["OPERATION_TOO_LARGE", "exceeded 100000 distinct ids", "sf_query"],
  ["MALFORMED_QUERY", "unexpected token: FORM", "sf_describe"],
  ["INVALID_SESSION_ID", "no longer valid", "sf_diagnose"],
  ["REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.", "sf_limits"],
  ["INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id", "sf_permissions"],
  ["API_DISABLED_FOR_ORG", "API is not enabled for this Organization or Partner", "sf_permissions"],
];

/** What passes by itself. */
const PASSING: readonly (readonly [what: string, fault: Fault, retryAfterMs: number | undefined])[] = [
  ["503", faults.serverUnavailable(7), 7000],
  ["429", faults.tooManyRequests(7), 7000],
  ["a locked row", faults.lockedRow, undefined],
];

/** What the org refuses of one record, in its words. */
const ROW_REFUSALS: readonly (readonly [code: string, message: string, fields: readonly string[]])[] = [
  ["REQUIRED_FIELD_MISSING", "Required fields are missing: [Name]", ["Name"]],
  ["FIELD_CUSTOM_VALIDATION_EXCEPTION", "The site must be known", ["Site"]],
  ["DUPLICATES_DETECTED", "Use one of these records?", []],
];

describe("an error", () => {
  it.each(REPAIRS)("about %s names a call that helps", async (_, name, args) => {
    await using host = await connect([orgConfig(org)]);
    const failed = await host.call(name, args);
    expect(failed.isError).toBe(true);
    const { next } = failed.data["error"] as { next?: { tool: string; args: Record<string, unknown> } };
    expect(next, failed.text).toBeDefined();
    expect(failed.text).toContain(`Next: ${next?.tool} ${JSON.stringify(next?.args)}`);
    const repaired = await host.call(next?.tool ?? "", next?.args);
    expect(repaired.text).not.toMatch(/^No object/);
    expect(repaired.isError, repaired.text).toBe(false);
  });

  it.each(REFUSALS)("of the org, %s, names the call that helps", async (errorCode, message, tool) => {
    await using host = await connect([orgConfig(org)]);
    await host.call("sf_limits");
    const json = [{ errorCode, message }];
    const status =
      errorCode === "INVALID_SESSION_ID" ? 401 : errorCode === "REQUEST_LIMIT_EXCEEDED" ? 403 : 400;
    const rule = org.faults.add({ path: /\/query\?/, times: 9, fault: { kind: "reply", status, json } });
    const failed = await host.call("sf_query", { soql: "SELECT Id FROM Account" });
    rule.remove();
    expect(failed.data["error"]).toMatchObject({ salesforceCode: errorCode, next: { tool } });
    expect(failed.text).toContain(message);
    const { next } = failed.data["error"] as { next: { tool: string; args: Record<string, unknown> } };
    expect((await host.call(next.tool, next.args)).isError).toBe(false);
  });

  it("after a cursor that the org forgot names the query behind it", async () => {
    org.insert(
      "Contact",
      Array.from({ length: 2100 }, (_, at) => ({ LastName: `C${at}` })),
    );
    await using host = await connect([orgConfig(org)]);
    const soql = "SELECT Id FROM Contact";
    const first = await host.call("sf_query", { soql, maxRows: 200 });
    const json = [{ errorCode: "INVALID_QUERY_LOCATOR", message: "invalid query locator" }];
    const fault = { kind: "reply", status: 400, json } as const;
    const rule = org.faults.add({ path: /\/query\/\w/, times: 9, fault });
    const failed = await host.call("sf_query", { cursor: first.data["nextCursor"], maxRows: 2000 });
    rule.remove();
    expect(failed.data["error"]).toMatchObject({ next: { tool: "sf_query", args: { soql } } });
  });

  it("of a duplicate rule names the records that it found, and leads to one of them", async () => {
    const settings = { write: true, toolsets: ["core", "write"], confirm: "off" } as const;
    await using host = await connect([orgConfig(org)], { settings });
    const record = { attributes: { type: "Account" }, Id: "001000000000001AAA" };
    const duplicateResut = { matchResults: [{ matchRecords: [{ record }] }] };
    const message = "Use one of these records?";
    const errors = [{ statusCode: "DUPLICATES_DETECTED", message, fields: [], duplicateResut }];
    const fault = { kind: "reply", status: 200, json: [{ success: false, errors }] } as const;
    org.faults.add({ method: "POST", path: /composite\/sobjects/, fault });
    const { data } = await host.call("sf_create_records", { object: "Account", records: [{ Name: "Acme" }] });
    expect(data).toMatchObject({
      failures: [{ code: "DUPLICATES_DETECTED", message, rows: [0], matches: [record.Id] }],
      next: { tool: "sf_get_record", args: { object: "Account", id: record.Id } },
    });
    const { tool, args } = data["next"] as { tool: string; args: Record<string, unknown> };
    expect((await host.call(tool, args)).isError).toBe(false);
  });

  it.each(PASSING)("that passes, %s, says so and when", async (_, fault, retryAfterMs) => {
    await using host = await connect([orgConfig(org)]);
    await host.call("sf_limits");
    const rule = org.faults.add({ path: /\/query\?/, times: 9, fault });
    const failed = await host.call("sf_query", { soql: "SELECT Id FROM Account" });
    rule.remove();
    expect(failed.data["error"]).toMatchObject({
      retryable: true,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    });
  });

  it.each(ROW_REFUSALS)(
    "of one record, %s, names the record, the fields and what to do",
    async (code, message, fields) => {
      const settings = { write: true, toolsets: ["core", "write"], confirm: "off" } as const;
      await using host = await connect([orgConfig(org)], { settings });
      const good = { success: true, id: "001000000000001AAA", errors: [] };
      const bad = { success: false, errors: [{ statusCode: code, message, fields }] };
      const fault = { kind: "reply", status: 200, json: [good, bad] } as const;
      org.faults.add({ method: "POST", path: /composite\/sobjects/, fault });
      const records = [{ Name: "x" }, { Name: "y" }];
      const { data, isError } = await host.call("sf_create_records", { object: "Account", records });
      expect(isError).toBe(false);
      const failure = {
        status: "failed",
        code,
        message,
        fields,
        rows: [1],
        fix: expect.stringMatching(/\w \w/),
      };
      expect(data).toMatchObject({ totals: { succeeded: 1, failed: 1 }, failures: [failure] });
    },
  );

  it("about rights to a record leads to who grants them", async () => {
    const settings = { write: true, toolsets: ["core", "write"], confirm: "off" } as const;
    await using host = await connect([orgConfig(org)], { settings });
    const errors = [{ statusCode: "INSUFFICIENT_ACCESS_OR_READONLY", message: "no rights", fields: [] }];
    const fault = { kind: "reply", status: 200, json: [{ success: false, errors }] } as const;
    org.faults.add({ method: "POST", path: /composite\/sobjects/, fault });
    const { data } = await host.call("sf_create_records", { object: "Account", records: [{ Name: "x" }] });
    expect(data).toMatchObject({ next: { tool: "sf_permissions", args: { object: "Account" } } });
    const { next } = data as { next: { tool: string; args: Record<string, unknown> } };
    expect((await host.call(next.tool, next.args)).isError).toBe(false);
  });

  it("of a rule of this server names the rule and who can change it, and no way around", async () => {
    const settings = {
      policy: { denyObjects: ["User"] },
      toolsets: ["core", "apex"],
      apexRestAllow: ["GET /a"],
    } as const;
    await using host = await connect([orgConfig(org)], { settings });
    const denied = await host.call("sf_query", { soql: "SELECT Id FROM User" });
    const unsent = await host.call("sf_apex_rest", { method: "GET", path: "b" });
    expect([denied.text, unsent.text]).toEqual([
      expect.stringMatching(/^POLICY: .*User.*Whoever runs the server.*--deny-objects/),
      expect.stringMatching(/^NOT_ALLOWED: .*Whoever runs the server.*--apex-rest-allow/),
    ]);
    for (const { data } of [denied, unsent]) expect(data["error"]).not.toHaveProperty("next");
  });

  it("corrects the call itself where only one name is near", async () => {
    await using host = await connect([orgConfig(org)]);
    const { data } = await host.call("sf_query", {
      soql: "SELECT Id, Nmae FROM Account WHERE Name != 'Nmae'",
    });
    expect(data["error"]).toMatchObject({
      hint: "Account has Name.",
      next: { tool: "sf_query", args: { soql: "SELECT Id, Name FROM Account WHERE Name != 'Nmae'" } },
    });
  });

  it("names no tool that is not offered", async () => {
    await using host = await connect([orgConfig(org)], { settings: { excludeTools: ["sf_describe"] } });
    const { data } = await host.call("sf_query", { soql: "SELECT Zzyzx FROM Account" });
    expect(data["error"]).not.toHaveProperty("next");
  });
});
