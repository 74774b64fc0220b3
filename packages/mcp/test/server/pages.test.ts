import type { ReadResourceResult } from "@modelcontextprotocol/client";
import type { LocalOrg } from "kinetic-local-org";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect, ERAS, localOrg, orgConfig } from "../harness.ts";

let org: LocalOrg;
beforeAll(async () => {
  org = await localOrg({ rows: { Account: [{ Name: "Acme" }] } });
});
afterAll(() => org.close());

const textOf = ({ contents: [first] }: ReadResourceResult) =>
  first !== undefined && "text" in first ? first.text : "";

describe.each(ERAS)("a %s host", (era) => {
  it("reads pages of the org", async () => {
    await using host = await connect([orgConfig(org)], { era });
    const { resources } = await host.client.listResources();
    expect(resources.map(({ uri }) => uri).sort()).toEqual([
      "sf://help/soql",
      "sf://limits",
      "sf://org",
      "sf://policy",
    ]);
    expect(textOf(await host.client.readResource({ uri: "sf://org" }))).toContain("admin@example.com");
    expect(textOf(await host.client.readResource({ uri: "sf://policy" }))).toContain('"write": false');
    expect(textOf(await host.client.readResource({ uri: "sf://help/soql" }))).toContain(
      "SELECT fields FROM Object",
    );
    const { resourceTemplates } = await host.client.listResourceTemplates();
    expect(resourceTemplates.map(({ uriTemplate }) => uriTemplate)).toEqual([
      "sf://describe/{object}",
      "sf://describe/{object}/{field}",
    ]);
    expect(textOf(await host.client.readResource({ uri: "sf://describe/Account" }))).toContain('"Industry"');
    expect(textOf(await host.client.readResource({ uri: "sf://describe/Account/Industry" }))).toContain(
      "Agriculture",
    );
  });

  it("is told which page is not there", async () => {
    await using host = await connect([orgConfig(org)], { era });
    for (const uri of ["sf://describe/Nothing", "sf://describe/a'b", "sf://nothing"]) {
      await expect(host.client.readResource({ uri })).rejects.toThrow(/not found/i);
    }
  });

  it("completes names of objects and fields", async () => {
    await using host = await connect([orgConfig(org)], { era });
    const ref = { type: "ref/resource", uri: "sf://describe/{object}/{field}" } as const;
    const objects = await host.client.complete({ ref, argument: { name: "object", value: "opportunityl" } });
    expect(objects.completion.values).toContain("OpportunityLineItem");
    const context = { arguments: { object: "Account" } };
    const fields = await host.client.complete({ ref, argument: { name: "field", value: "Indus" }, context });
    expect(fields.completion.values).toEqual(["Industry"]);
    const prompt = { type: "ref/prompt", name: "write_soql" } as const;
    const names = await host.client.complete({ ref: prompt, argument: { name: "object", value: "Acc" } });
    expect(names.completion.values).toContain("Account");
    const review = { type: "ref/prompt", name: "access_review" } as const;
    for (const [value, values] of [
      ["adm", ["admin@example.com"]],
      ["%", []],
      ["' OR Name != '", []],
    ] as const) {
      const users = await host.client.complete({ ref: review, argument: { name: "user", value } });
      expect(users.completion.values).toEqual(values);
    }
  });

  it("starts pieces of work by name", async () => {
    await using host = await connect([orgConfig(org)], { era });
    const { prompts } = await host.client.listPrompts();
    expect(prompts.map(({ name }) => name).sort()).toEqual([
      "access_review",
      "bulk_load_plan",
      "data_quality_check",
      "diagnose_connection",
      "explain_error",
      "write_soql",
    ]);
    for (const { name, arguments: args = [] } of prompts) {
      const given = Object.fromEntries(args.map((one) => [one.name, "Account"]));
      const { messages } = await host.client.getPrompt({
        name,
        ...(args.length > 0 ? { arguments: given } : {}),
      });
      expect(JSON.stringify(messages)).toContain("sf_");
    }
  });
});

describe("pages", () => {
  it("keep to the policy and to the tools that are offered", async () => {
    const settings = { policy: { denyObjects: ["Contact"] }, excludeTools: ["sf_limits"] };
    await using host = await connect([orgConfig(org)], { settings });
    const { resources } = await host.client.listResources();
    expect(resources.map(({ uri }) => uri)).not.toContain("sf://limits");
    await expect(host.client.readResource({ uri: "sf://describe/Contact" })).rejects.toThrow(/POLICY/);
    const ref = { type: "ref/resource", uri: "sf://describe/{object}" } as const;
    const { completion } = await host.client.complete({
      ref,
      argument: { name: "object", value: "Contact" },
    });
    expect(completion.values).not.toContain("Contact");
  });

  it("name the org where there are several", async () => {
    await using other = await localOrg({ seed: 2, rows: { Account: [{ Name: "Other" }, { Name: "More" }] } });
    await using host = await connect([orgConfig(org, { alias: "one" }), orgConfig(other, { alias: "two" })]);
    expect(textOf(await host.client.readResource({ uri: "sf://two/org" }))).toContain(other.organizationId);
    const { tools } = await host.client.listTools();
    for (const { inputSchema } of tools) expect(inputSchema.required).toContain("org");
    const count = { soql: "SELECT Id FROM Account", mode: "count" };
    expect((await host.call("sf_query", { ...count, org: "one" })).data).toMatchObject({ totalSize: 1 });
    expect((await host.call("sf_query", { ...count, org: "two" })).data).toMatchObject({ totalSize: 2 });
    const { data } = await host.call("sf_query", { soql: "SELECT Id, Nmae FROM Account", org: "two" });
    expect(data["error"]).toMatchObject({ next: { args: { org: "two" } } });
    const first = await host.call("sf_query", { soql: "SELECT Id FROM Account", maxRows: 1, org: "two" });
    const foreign = await host.call("sf_query", { cursor: first.data["nextCursor"], org: "one" });
    expect(foreign.text).toContain("belongs to another org or user");
    expect((await host.call("sf_query", { ...count, org: "three" })).isError).toBe(true);
  });
});
