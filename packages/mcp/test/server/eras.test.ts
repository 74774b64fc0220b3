import type { LocalOrg } from "kinetic-local-org";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EVERYTHING, GOOD_CALLS, GOOD_ORG } from "../good-calls.ts";
import { connect, ERAS, localOrg, orgConfig } from "../harness.ts";

let org: LocalOrg;
beforeAll(async () => {
  org = await localOrg(GOOD_ORG);
});
afterAll(() => org.close());

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

  it.each(GOOD_CALLS)("calls $name", async ({ name, args, data }) => {
    await using host = await connect([orgConfig(org)], { era, settings: EVERYTHING });
    const answer = await host.call(name, await args({ org, host }));
    expect(answer.text).not.toMatch(/INTERNAL|validation error/i);
    expect(answer.isError).toBe(false);
    expect(answer.data).toMatchObject(data);
    // What stands in the text is what stands in the structured content.
    expect(answer.text).toContain(JSON.stringify(answer.data));
  });

  it("has a good call of every tool in these tests", async () => {
    await using host = await connect([orgConfig(org)], { era, settings: EVERYTHING });
    const { tools } = await host.client.listTools();
    const called = new Set(GOOD_CALLS.map(({ name }) => name));
    expect(tools.map(({ name }) => name).filter((name) => !called.has(name))).toEqual([]);
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
