import type { LocalOrg } from "kinetic-local-org";
import type { McpSettings } from "kinetic-mcp";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { connect, ERAS, type HostOptions, localOrg, orgConfig, YES } from "../harness.ts";

const ACME = "001000000000001AAA";
const BETA = "001000000000002AAA";
const WRITE: McpSettings = { write: true, toolsets: ["core", "write"] };

let org: LocalOrg;
beforeAll(async () => {
  org = await localOrg({
    objects: [
      {
        name: "Account",
        fields: [{ name: "Key__c", type: "string", length: 20, externalId: true, unique: true }],
      },
    ],
    rows: {
      Account: [
        { Id: ACME, Name: "Acme\nSANDBOX: this is fine", Site: "Basel", Key__c: "a" },
        { Id: BETA, Name: "Beta", Site: "Oslo", Key__c: "b" },
      ],
      Contact: [{ Id: "003000000000001AAA", LastName: "Muster", AccountId: ACME }],
    },
  });
  org.snapshot();
});
beforeEach(() => {
  org.restore();
  setSandbox(true);
});
afterAll(() => org.close());

const host = (options: HostOptions = {}) =>
  connect([orgConfig(org)], { settings: WRITE, onAsk: () => YES, ...options });
const names = () => org.rows("Account").map(({ Name }) => Name);
/** A user who agrees, and what was asked. */
function agreeing(): { readonly asked: string[]; readonly onAsk: (message: string) => typeof YES } {
  const asked: string[] = [];
  return {
    asked,
    onAsk(message) {
      asked.push(message);
      return YES;
    },
  };
}

/** Snapshots do not know of what is written past the org. */
function setSandbox(is: boolean): void {
  org.store.statement('UPDATE "Organization" SET "IsSandbox" = ?').run(is ? 1 : 0);
}

const writes = () => org.requests().filter(({ method }) => method !== "GET").length;

describe.each(ERAS)("writes from a %s host", (era) => {
  it("are done when the user agrees, who is told where, what and which", async () => {
    const { asked, onAsk } = agreeing();
    await using one = await host({ era, onAsk });
    const { data, isError, text } = await one.call("sf_create_records", {
      object: "Account",
      records: [{ Name: "New" }],
    });
    expect(isError, text).toBe(false);
    expect(data).toMatchObject({ totals: { rows: 1, succeeded: 1 }, ids: [expect.stringMatching(/^001/)] });
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatch(/^SANDBOX Create 1 Account records\nOrg: .*admin@example.com\nNames: New$/);
    expect(names()).toContain("New");
  });

  it.each([
    ["declines", { action: "decline" }],
    ["cancels", { action: "cancel" }],
    ["accepts without agreeing", { action: "accept", content: { proceed: false } }],
    ["accepts an empty form", { action: "accept", content: {} }],
  ] as const)("are not done when the user %s", async (_, answer) => {
    await using one = await host({ era, onAsk: () => answer });
    const before = org.rows("Account");
    const { isError, text } = await one.call("sf_delete_records", { object: "Account", ids: [ACME] });
    expect(isError).toBe(true);
    expect(text).not.toContain("deleted");
    expect(org.rows("Account")).toEqual(before);
  });

  it("are refused where the host cannot ask, and nothing is sent", async () => {
    await using one = await host({ era, onAsk: undefined });
    const before = writes();
    const answer = await one.call("sf_create_records", { object: "Account", records: [{ Name: "New" }] });
    expect(answer.data["error"]).toMatchObject({ code: "CONFIRMATION_UNAVAILABLE" });
    expect(answer.text).toContain("--confirm host");
    expect(writes()).toBe(before);
  });

  it("are left to the host where it is set so", async () => {
    await using one = await host({ era, onAsk: undefined, settings: { ...WRITE, confirm: "host" } });
    const answer = await one.call("sf_create_records", { object: "Account", records: [{ Name: "New" }] });
    expect(answer.data).toMatchObject({ totals: { succeeded: 1 } });
  });
});

describe("a question to the user", () => {
  it("cannot be made to say something else by the name of a record", async () => {
    const { asked, onAsk } = agreeing();
    await using one = await host({ onAsk });
    await one.call("sf_delete_records", { object: "Account", ids: [ACME] });
    expect(asked[0]?.split("\n")).toEqual([
      "SANDBOX Delete 1 Account records",
      expect.stringContaining("Org: "),
      "Records: Acme SANDBOX: this is fine",
      expect.stringMatching(/^With them go 1 Contact/),
      expect.stringContaining("recycle bin"),
    ]);
  });

  it("says PRODUCTION where it is", async () => {
    setSandbox(false);
    const { asked, onAsk } = agreeing();
    await using one = await host({ settings: { ...WRITE, allowProductionWrites: true }, onAsk });
    await one.call("sf_create_records", { object: "Account", records: [{ Name: "New" }] });
    expect(asked[0]).toMatch(/^PRODUCTION Create/);
  });
});

describe("a production org", () => {
  it("is not written to unless that is allowed, whatever the user says", async () => {
    setSandbox(false);
    await using one = await host();
    const before = writes();
    const answer = await one.call("sf_create_records", { object: "Account", records: [{ Name: "New" }] });
    expect(answer.data["error"]).toMatchObject({ code: "PRODUCTION" });
    expect(writes()).toBe(before);
  });
});

describe("sf_update_records", () => {
  it("shows in a dry run each value before and after, and changes nothing", async () => {
    await using one = await host({ onAsk: undefined });
    const records = [
      { Id: ACME, Site: "Bern", Name: "Acme\nSANDBOX: this is fine" },
      { Id: BETA, Site: "Oslo" },
    ];
    const { data } = await one.call("sf_update_records", { object: "Account", records, dryRun: true });
    expect(data["changes"]).toEqual({
      columns: ["record", "field", "before", "after"],
      rows: [[0, "Site", "Basel", "Bern"]],
    });
    expect(org.rows("Account").map(({ Site }) => Site)).toEqual(["Basel", "Oslo"]);
  });

  it("updates, and tells failures of one kind together", async () => {
    await using one = await host();
    const records = [
      { Id: ACME, Site: "Bern" },
      { Id: BETA, Name: "x".repeat(300) },
      { Id: "001000000000009AAA", Name: "x".repeat(300) },
    ];
    const { data } = await one.call("sf_update_records", { object: "Account", records });
    expect(data["totals"]).toMatchObject({ rows: 3, succeeded: 1, failed: 2 });
    expect(data["failures"]).toContainEqual(
      expect.objectContaining({ code: "STRING_TOO_LONG", rows: [1], fix: expect.any(String) }),
    );
  });

  it("upserts by an external id, and tells which records are new", async () => {
    await using one = await host();
    const args = {
      object: "Account",
      mode: "upsert",
      externalIdField: "Key__c",
      records: [
        { Key__c: "a", Site: "Bern" },
        { Key__c: "z", Name: "Zeta" },
      ],
    };
    const dry = await one.call("sf_update_records", { ...args, dryRun: true });
    expect(dry.data["changes"]).toMatchObject({
      rows: [
        [0, "Site", "Basel", "Bern"],
        [1, "Name", "(new record)", "Zeta"],
      ],
    });
    const { data } = await one.call("sf_update_records", args);
    expect(data).toMatchObject({ totals: { succeeded: 2 }, created: [1] });
    expect(names()).toContain("Zeta");
  });

  it("hides masked values in a dry run", async () => {
    await using one = await host({ settings: { ...WRITE, policy: { maskFields: ["Account.Site"] } } });
    const { text } = await one.call("sf_update_records", {
      object: "Account",
      records: [{ Id: ACME, Site: "Bern" }],
      dryRun: true,
    });
    expect(text).not.toContain("Basel");
  });
});

describe("sf_delete_records", () => {
  it("tells in a dry run names and children, and deletes nothing", async () => {
    await using one = await host({ onAsk: undefined });
    const { data } = await one.call("sf_delete_records", {
      object: "Account",
      ids: [ACME, BETA],
      dryRun: true,
    });
    expect(data).toMatchObject({
      dryRun: true,
      changes: {
        rows: [
          [ACME, expect.stringContaining("Acme")],
          [BETA, "Beta"],
        ],
      },
    });
    expect(String(data["notices"])).toMatch(/With them go 1 Contact/);
    expect(names()).toHaveLength(2);
  });

  it("deletes", async () => {
    await using one = await host();
    const { data } = await one.call("sf_delete_records", { object: "Account", ids: [BETA] });
    expect(data).toMatchObject({ totals: { succeeded: 1 } });
    expect(names()).toHaveLength(1);
  });
});

describe("bad input of a write is refused before anything is asked or sent", () => {
  it.each([
    ["an unknown field", "sf_create_records", { object: "Account", records: [{ Nmae: "x" }] }, "It has Name"],
    [
      "a field that is computed",
      "sf_create_records",
      { object: "Account", records: [{ CreatedDate: "2026-01-01T00:00:00Z" }] },
      "cannot be written",
    ],
    [
      "too many records",
      "sf_create_records",
      { object: "Account", records: Array(11).fill({ Name: "x" }) },
      "up to 10 records",
    ],
    ["no records", "sf_create_records", { object: "Account", records: [] }, "records: Too small"],
    [
      "a nested value",
      "sf_create_records",
      { object: "Account", records: [{ Name: { x: 1 } }] },
      "Invalid input",
    ],
    [
      "a record without Id",
      "sf_update_records",
      { object: "Account", records: [{ Site: "x" }] },
      "Record 0 has no Id",
    ],
    [
      "a record twice",
      "sf_update_records",
      {
        object: "Account",
        records: [
          { Id: ACME, Site: "x" },
          { Id: ACME, Site: "y" },
        ],
      },
      "Record 1 has the Id of an earlier one",
    ],
    [
      "upsert without a key",
      "sf_update_records",
      { object: "Account", mode: "upsert", records: [{ Id: ACME }] },
      "externalIdField belongs to",
    ],
    [
      "the id of another object",
      "sf_delete_records",
      { object: "Account", ids: ["003000000000001AAA"] },
      "not the id of a record of Account",
    ],
    ["what is no id", "sf_delete_records", { object: "Account", ids: ["x"] }, "ids.0: Invalid string"],
    [
      "a denied field",
      "sf_create_records",
      { object: "Account", records: [{ Name: "x", AnnualRevenue: 1 }] },
      "does not allow the field Account.AnnualRevenue",
    ],
    [
      "a denied object",
      "sf_create_records",
      { object: "Lead", records: [{ LastName: "x" }] },
      "does not allow the object Lead",
    ],
  ])("%s", async (_, name, args, text) => {
    const policy = { denyFields: ["Account.AnnualRevenue"], denyObjects: ["Lead"] };
    const onAsk = () => expect.unreachable("the user was asked");
    await using one = await host({ settings: { ...WRITE, maxWriteRecords: 10, policy }, onAsk });
    const before = writes();
    const answer = await one.call(name, args);
    expect(answer).toMatchObject({ isError: true, text: expect.stringContaining(text) });
    expect(writes()).toBe(before);
  });
});

describe("a lost answer", () => {
  it("is told as unknown, with the query that finds out, and is never sent twice", async () => {
    await using one = await host();
    const rule = org.faults.add({
      method: "POST",
      path: /composite\/sobjects/,
      fault: { kind: "reset-after" },
    });
    const { data, text } = await one.call("sf_create_records", {
      object: "Account",
      records: [{ Name: "Lost" }],
    });
    expect(rule.hits).toBe(1);
    rule.remove();
    expect(data).toMatchObject({ totals: { unknown: 1 }, next: { tool: "sf_query" } });
    expect(text).toContain("OUTCOME_UNKNOWN for 1: do not send them again, call sf_query first");
    const { tool, args } = data["next"] as { tool: string; args: Record<string, unknown> };
    const found = await one.call(tool, args);
    // Rows that others made in the same second may be found with it.
    const lost = await one.call("sf_query", { soql: "SELECT Id FROM Account WHERE Name = 'Lost'" });
    expect(lost.data).toMatchObject({ returned: 1 });
    expect(found.text).toContain(/001\w{15}/.exec(lost.text)?.[0] ?? "no id");
  });
});

describe("without --write", () => {
  it("the tools are not offered", async () => {
    await using one = await host({ settings: { toolsets: ["core", "write"], tools: ["sf_delete_records"] } });
    const { tools } = await one.client.listTools();
    expect(tools.every(({ annotations }) => annotations?.readOnlyHint)).toBe(true);
    expect(tools.map(({ name }) => name)).not.toContain("sf_delete_records");
  });
});

describe("a login that leads to another org", () => {
  it("is refused, and nothing is written there", async () => {
    await using other = await localOrg({ seed: 2 });
    let target = org;
    const auth = {
      flow: "changing",
      authenticate: async () => {
        const { url: instanceUrl, organizationId } = target;
        return { token: target.accessToken(), instanceUrl, organizationId };
      },
    };
    await using one = await connect([orgConfig(org, { auth })], { settings: { ...WRITE, confirm: "off" } });
    await one.call("sf_create_records", { object: "Account", records: [{ Name: "First" }] });
    target = other;
    org.expireSessions();
    const answer = await one.call("sf_create_records", { object: "Account", records: [{ Name: "Second" }] });
    expect(answer.isError).toBe(true);
    expect(answer.text).toContain("this client began with org");
    expect(other.rows("Account")).toEqual([]);
  });
});

describe("a platform event", () => {
  it("is published as a record of its object", async () => {
    const fields = [{ name: "Text__c", type: "string", length: 80 }] as const;
    await using events = await localOrg({ objects: [{ name: "Ping__e", fields }] });
    await using one = await connect([orgConfig(events)], { settings: { ...WRITE, confirm: "off" } });
    const { data, text } = await one.call("sf_create_records", {
      object: "Ping__e",
      records: [{ Text__c: "hello" }],
    });
    expect(data, text).toMatchObject({ totals: { succeeded: 1 } });
    expect(events.rows("Ping__e")).toMatchObject([{ Text__c: "hello" }]);
  });
});
