import type { LocalOrg } from "kinetic-local-org";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect, type Host, localOrg, orgConfig } from "../harness.ts";

const LONG = "001000000000004";

let org: LocalOrg;
beforeAll(async () => {
  org = await localOrg({
    rows: {
      Account: Array.from({ length: 2000 }, (_, at) => ({
        Name: `Account number ${at} of "many"`,
        ...(at === 3 ? { Id: LONG, Description: "words".repeat(2000) } : {}),
      })),
    },
  });
}, 60_000);
afterAll(() => org.close());

/** Reads a query to its end, as an agent would. */
async function readAll(host: Host, args: Readonly<Record<string, unknown>>): Promise<unknown[][]> {
  const rows: unknown[][] = [];
  let answer = await host.call("sf_query", args);
  for (;;) {
    expect(answer.isError).toBe(false);
    expect(answer.bytes).toBeLessThanOrEqual(32_768);
    rows.push(...(answer.data["rows"] as unknown[][]));
    if (answer.data["done"] === true) return rows;
    const maxRows = args["maxRows"];
    answer = await host.call("sf_query", {
      cursor: answer.data["nextCursor"],
      ...(maxRows === undefined ? {} : { maxRows }),
    });
  }
}

describe("sf_query", () => {
  it("keeps to 32 KB for 2,000 rows, and says how to get the rest", async () => {
    await using host = await connect([orgConfig(org)]);
    const answer = await host.call("sf_query", { soql: "SELECT Id, Name FROM Account", maxRows: 2000 });
    expect(answer.bytes).toBeLessThanOrEqual(32_768);
    expect(answer.data).toMatchObject({ totalSize: 2000, done: false, nextCursor: expect.any(String) });
    expect(answer.text).toContain('Next: sf_query {"cursor": nextCursor}');
    expect(String(answer.data["notices"])).toMatch(/full at 32768 bytes/);
  });

  it("gives every row once, in order, however it is read", async () => {
    await using host = await connect([orgConfig(org)]);
    const soql = "SELECT Id FROM Account ORDER BY Id";
    const wanted = org.rows("Account").map(({ Id }) => Id);
    for (const maxRows of [undefined, 333, 2000]) {
      const rows = await readAll(host, { soql, ...(maxRows === undefined ? {} : { maxRows }) });
      expect(rows.map(([id]) => id)).toEqual(wanted);
    }
  });

  it("gives the same rows when a cursor is sent again", async () => {
    await using host = await connect([orgConfig(org)]);
    const { data } = await host.call("sf_query", { soql: "SELECT Id FROM Account ORDER BY Id", maxRows: 5 });
    const [first, second] = [
      await host.call("sf_query", { cursor: data["nextCursor"], maxRows: 5 }),
      await host.call("sf_query", { cursor: data["nextCursor"], maxRows: 5 }),
    ];
    expect(second.data["rows"]).toEqual(first.data["rows"]);
  });

  it("cuts long texts, and sf_get_record has them whole", async () => {
    await using host = await connect([orgConfig(org)]);
    const soql = `SELECT Description FROM Account WHERE Id = '${LONG}'`;
    const { data } = await host.call("sf_query", { soql });
    expect(JSON.stringify(data["rows"])).toContain("… (+8000 characters)");
    expect(data).toMatchObject({
      notices: [expect.stringContaining("sf_get_record")],
      apiUsage: { used: expect.any(Number), max: expect.any(Number) },
    });
    const whole = await host.call("sf_get_record", { object: "Account", id: LONG });
    expect((whole.data["record"] as Record<string, unknown>)["Description"]).toHaveLength(10_000);
  });

  it("gives a cursor of one org to no other", async () => {
    await using other = await localOrg({ seed: 2 });
    const orgs = [orgConfig(org, { alias: "one" }), orgConfig(other, { alias: "two" })];
    await using host = await connect(orgs);
    const { data } = await host.call("sf_query", { org: "one", soql: "SELECT Id FROM Account", maxRows: 5 });
    const foreign = await host.call("sf_query", { org: "two", cursor: data["nextCursor"] });
    expect(foreign).toMatchObject({
      isError: true,
      data: { error: { code: "CURSOR_INVALID", message: expect.stringContaining("another org or user") } },
    });
    expect((await host.call("sf_query", { org: "one", cursor: data["nextCursor"] })).isError).toBe(false);
    const nowhere = await host.call("sf_query", { org: "three", soql: "SELECT Id FROM Account" });
    expect(nowhere).toMatchObject({ isError: true, text: expect.stringMatching(/one.*two/) });
  });

  it("counts without reading rows", async () => {
    await using host = await connect([orgConfig(org)]);
    const answer = await host.call("sf_query", { soql: "SELECT Id FROM Account", mode: "count" });
    expect(answer.data).toMatchObject({ totalSize: 2000, rows: [] });
  });

  it("explains a query", async () => {
    await using host = await connect([orgConfig(org)]);
    const answer = await host.call("sf_query", { soql: "SELECT Id FROM Account", mode: "explain" });
    expect(answer.data["columns"]).toContain("relativeCost");
  });

  it.each([
    ["nothing", {}, "either soql or cursor"],
    ["both", { soql: "SELECT Id FROM Account", cursor: "x" }, "either soql or cursor"],
    ["a cursor that is none", { cursor: "abc.def" }, "none that this server gave"],
    [
      "an over-long query",
      { soql: `SELECT Id FROM Account WHERE Name = '${"x".repeat(100_000)}'` },
      "Too big",
    ],
    ["a clause that locks", { soql: "SELECT Id FROM Account FOR UPDATE" }, "Leave FOR UPDATE out"],
  ])("says what is wrong with %s", async (_, args, text) => {
    await using host = await connect([orgConfig(org)]);
    const before = org.requests().filter(({ url }) => url.includes("/query")).length;
    const answer = await host.call("sf_query", args);
    expect(answer).toMatchObject({ isError: true, text: expect.stringContaining(text) });
    // Whose a cursor is must be known: that asks for the organization, and for nothing else.
    const after = org.requests().filter(({ url }) => url.includes("/query"));
    expect(
      after
        .slice(before)
        .filter(({ url }) => !url.includes("FROM+Organization") && !url.includes("FROM%20Organization")),
    ).toEqual([]);
  });

  it("sends a long query", async () => {
    await using host = await connect([orgConfig(org)]);
    const ids = org
      .rows("Account")
      .slice(0, 900)
      .map(({ Id }) => `'${String(Id)}'`);
    const answer = await host.call("sf_query", {
      soql: `SELECT Id FROM Account WHERE Id IN (${ids.join(",")})`,
      mode: "count",
    });
    expect(answer.data).toMatchObject({ totalSize: 900 });
  });
});
