import type { LocalOrg } from "kinetic-local-org";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect, ERAS, localOrg, orgConfig } from "../harness.ts";

let org: LocalOrg;
beforeAll(async () => {
  org = await localOrg({
    rows: {
      Account: Array.from({ length: 40 }, (_, at) => ({
        Id: `001${String(at + 1).padStart(12, "0")}`,
        Name: `Acme ${at}`,
        Industry: at % 2 === 0 ? "Energy" : "Retail",
      })),
      Contact: [{ LastName: "Muster", AccountId: "001000000000001" }],
    },
  });
});
afterAll(() => org.close());

/** A good call of every tool, and what its answer must hold. */
const CALLS: readonly (readonly [name: string, args: Readonly<Record<string, unknown>>, data: object])[] = [
  ["sf_describe", {}, { columns: ["name", "label", "can"] }],
  ["sf_describe", { object: "Account", find: "industry" }, { object: "Account" }],
  ["sf_diagnose", { object: "Account" }, { ok: true }],
  ["sf_get_record", { object: "Account", id: "001000000000001" }, { object: "Account" }],
  ["sf_limits", {}, { columns: ["name", "max", "remaining", "pctLeft"] }],
  ["sf_permissions", { object: "Account", system: "ApiEnabled" }, { missing: [] }],
  ["sf_query", { soql: "SELECT Id FROM Account" }, { totalSize: 40 }],
  ["sf_search", { text: "Acme", objects: [{ name: "Account" }] }, { groups: [{ object: "Account" }] }],
];

describe.each(ERAS)("a %s host", (era) => {
  it("is offered the core tools, each with its schemas and hints", async () => {
    await using host = await connect([orgConfig(org)], { era });
    const { tools } = await host.client.listTools();
    expect(tools.map(({ name }) => name)).toEqual([
      "sf_describe",
      "sf_diagnose",
      "sf_get_record",
      "sf_limits",
      "sf_permissions",
      "sf_query",
      "sf_search",
    ]);
    for (const { title, outputSchema, annotations } of tools) {
      expect(title).toBeDefined();
      expect(outputSchema).toBeDefined();
      expect(annotations).toMatchObject({ readOnlyHint: true, destructiveHint: false, openWorldHint: true });
    }
  });

  it.each(CALLS)("calls %s %j", async (name, args, data) => {
    await using host = await connect([orgConfig(org)], { era });
    const answer = await host.call(name, args);
    expect(answer.text).not.toMatch(/INTERNAL|validation error/i);
    expect(answer.isError).toBe(false);
    expect(answer.data).toMatchObject(data);
    // What stands in the text is what stands in the structured content.
    expect(answer.text).toContain(JSON.stringify(answer.data));
  });

  it("is told which argument is unknown", async () => {
    await using host = await connect([orgConfig(org)], { era });
    const answer = await host.call("sf_query", { soql: "SELECT Id FROM Account", limit: 3 });
    expect(answer).toMatchObject({
      isError: true,
      text: expect.stringContaining('Unrecognized key: "limit"'),
    });
  });
});
