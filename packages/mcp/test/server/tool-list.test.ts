import type { Tool } from "@modelcontextprotocol/client";
import type { LocalOrg } from "kinetic-local-org";
import type { McpSettings } from "kinetic-mcp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect, ERAS, type Era, localOrg, orgConfig } from "../harness.ts";

let org: LocalOrg;
beforeAll(async () => {
  org = await localOrg();
});
afterAll(() => org.close());

const ALL: McpSettings = {
  toolsets: ["core", "bulk", "write", "apex", "files"],
  write: true,
  apexRestAllow: ["GET /*"],
};
const CORE = [
  "sf_describe",
  "sf_diagnose",
  "sf_get_record",
  "sf_limits",
  "sf_permissions",
  "sf_query",
  "sf_search",
];
const BULK_READS = ["sf_bulk_abort", "sf_bulk_query_start", "sf_bulk_results", "sf_bulk_status"];
const WRITES = ["sf_composite", "sf_create_records", "sf_delete_records", "sf_update_records"];

async function listed(settings: McpSettings = {}, era: Era = "modern"): Promise<readonly Tool[]> {
  await using host = await connect([orgConfig(org)], { settings, era });
  return (await host.client.listTools()).tools;
}

const namesOf = (tools: readonly Tool[]) => tools.map(({ name }) => name);
/** What a list costs a model, by the rule of thumb of four bytes to a token. */
const tokensOf = (tools: readonly Tool[]) => Buffer.byteLength(JSON.stringify(tools)) / 4;

describe("the list of tools", () => {
  it("is what was reviewed, tool by tool: a host's approval and a model's habits depend on it", async () => {
    const tools = await listed(ALL);
    expect(tools).toHaveLength(19);
    for (const tool of tools) {
      await expect(`${JSON.stringify(tool, undefined, 2)}\n`).toMatchFileSnapshot(`tools/${tool.name}.snap`);
    }
  });

  it.each<[what: string, settings: McpSettings, names: readonly string[]]>([
    ["by default", {}, CORE],
    [
      "read-only with all toolsets",
      { ...ALL, write: false, apexRestAllow: [] },
      [...CORE, ...BULK_READS, "sf_file_get"],
    ],
    ["with Apex REST", { toolsets: ["apex"], apexRestAllow: ["GET /*"] }, ["sf_apex_rest"]],
    ["to write", { toolsets: ["core", "write"], write: true }, [...CORE, ...WRITES]],
    ["by --write alone", { write: true }, CORE],
    [
      "as single tools",
      { toolsets: [], tools: ["sf_query", "sf_bulk_status"] },
      ["sf_bulk_status", "sf_query"],
    ],
    [
      "without some",
      { tools: ["sf_search"], excludeTools: ["sf_search", "sf_limits"] },
      CORE.filter((name) => name !== "sf_search" && name !== "sf_limits"),
    ],
    [
      "as a single tool that writes, read-only",
      { toolsets: [], tools: ["sf_create_records", "sf_query"] },
      ["sf_query"],
    ],
  ])("is, %s, the same in both eras and in order", async (_, settings, names) => {
    for (const era of ERAS) expect(namesOf(await listed(settings, era))).toEqual([...names].sort());
  });

  it("costs little: the default under 3,000 tokens, all of it under 9,000", async () => {
    expect(tokensOf(await listed())).toBeLessThan(3000);
    expect(tokensOf(await listed(ALL))).toBeLessThan(9000);
  });

  it("stays within its budget with several orgs, and does not change from call to call", async () => {
    const orgs = ["prod", "sandbox"].map((alias) => orgConfig(org, { alias }));
    await using host = await connect(orgs, { settings: ALL });
    const { tools } = await host.client.listTools();
    expect(tokensOf(tools)).toBeLessThan(9000);
    expect(tools.every(({ inputSchema }) => inputSchema.properties?.["org"] !== undefined)).toBe(true);
    await host.call("sf_query", { org: "prod", soql: "SELECT Id FROM Account" });
    expect((await host.client.listTools()).tools).toEqual(tools);
  });

  it("has schemas that any host can read: no value without a type, no choice at the top, closed arguments", async () => {
    for (const { name, inputSchema, outputSchema, title, annotations } of await listed(ALL)) {
      expect([title, outputSchema, annotations?.readOnlyHint], name).not.toContain(undefined);
      expect(inputSchema, name).toMatchObject({ type: "object", additionalProperties: false });
      for (const schema of [inputSchema, outputSchema]) {
        expect(Object.keys(schema ?? {}), name).not.toEqual(expect.arrayContaining(["anyOf"]));
        expect(emptySchemas(schema), name).toEqual([]);
      }
    }
  });
});

/** Paths of schemas that say nothing: `{}` is what some hosts refuse. */
function emptySchemas(node: unknown, path = ""): string[] {
  if (typeof node !== "object" || node === null) return [];
  if (Array.isArray(node)) return node.flatMap((one, at) => emptySchemas(one, `${path}/${at}`));
  if (Object.keys(node).length === 0 && !path.endsWith("/properties")) return [path];
  return Object.entries(node).flatMap(([key, value]) =>
    key === "default" || key === "enum" ? [] : emptySchemas(value, `${path}/${key}`),
  );
}
