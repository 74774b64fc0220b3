import type { LocalOrg, LocalOrgOptions } from "kinetic-local-org";
import type { McpSettings } from "kinetic-mcp";
import type { Host } from "./harness.ts";

/** An account that is always there. */
export const ACCOUNT = "001000000000001AAA";

/** An org in which every good call finds what it needs. */
export const GOOD_ORG: LocalOrgOptions = {
  rows: {
    Account: Array.from({ length: 40 }, (_, at) => ({
      Id: `001${String(at + 1).padStart(12, "0")}`,
      Name: `Acme ${at}`,
      Industry: at % 2 === 0 ? "Energy" : "Retail",
    })),
    Contact: [{ LastName: "Muster", AccountId: ACCOUNT }],
  },
  apexRest: {
    "/orders/*": { GET: ({ path }) => ({ json: { path } }), POST: ({ json }) => ({ json: { got: json } }) },
  },
};

/** Everything switched on, and nobody asked. */
export const EVERYTHING: McpSettings = {
  toolsets: ["core", "bulk", "write", "apex", "files"],
  write: true,
  confirm: "off",
  apexRestAllow: ["* /orders/*"],
};

/** A call that succeeds. */
export interface GoodCall {
  readonly name: string;
  readonly args: (world: World) => Args | Promise<Args>;
  /** What its answer holds. */
  readonly data: Args;
}

/** Where a call is made. */
export interface World {
  readonly org: LocalOrg;
  readonly host: Host;
}

type Args = Readonly<Record<string, unknown>>;

const call = (name: string, args: Args | GoodCall["args"], data: Args): GoodCall => ({
  name,
  args: typeof args === "function" ? args : () => args,
  data,
});

/** A good call of every tool. */
export const GOOD_CALLS: readonly GoodCall[] = [
  call("sf_describe", {}, { columns: ["name", "label", "can"] }),
  call("sf_describe", { object: "Account", find: "industry" }, { object: "Account" }),
  call("sf_diagnose", { object: "Account" }, { ok: true }),
  call("sf_get_record", { object: "Account", id: ACCOUNT }, { object: "Account" }),
  call("sf_limits", {}, { columns: ["name", "max", "remaining", "pctLeft"] }),
  call("sf_permissions", { object: "Account", system: "ApiEnabled" }, { missing: [] }),
  call("sf_query", { soql: "SELECT Id FROM Account WHERE Name LIKE 'Acme%'" }, { totalSize: 40 }),
  call("sf_search", { text: "Acme", objects: [{ name: "Account" }] }, { groups: [{ object: "Account" }] }),
  call("sf_create_records", { object: "Account", records: [{ Name: "New" }] }, { totals: { succeeded: 1 } }),
  call(
    "sf_update_records",
    { object: "Account", records: [{ Id: ACCOUNT, Phone: "1" }] },
    { totals: { succeeded: 1 } },
  ),
  call(
    "sf_delete_records",
    ({ org }) => ({ object: "Account", ids: org.insert("Account", [{ Name: "Gone" }]) }),
    { totals: { succeeded: 1 } },
  ),
  call(
    "sf_composite",
    { steps: [{ ref: "a", action: "create", object: "Account", fields: { Name: "New" } }] },
    { ok: true },
  ),
  call("sf_bulk_query_start", { soql: "SELECT Id FROM Account" }, { kind: "query" }),
  call(
    "sf_bulk_ingest_start",
    { operation: "insert", object: "Account", rows: [{ Name: "New" }], dryRun: false },
    { rows: 1, dryRun: false },
  ),
  call("sf_bulk_status", { kind: "query" }, {}),
  call("sf_bulk_results", async (world) => ({ jobId: await queryJob(world), part: "query" }), { done: true }),
  call("sf_bulk_abort", async (world) => ({ jobId: await queryJob(world), kind: "query" }), {
    kind: "query",
  }),
  call("sf_apex_rest", { method: "GET", path: "orders/17" }, { status: 200 }),
  call("sf_file_upload", { name: "a.txt", text: "Hello" }, {}),
  call("sf_file_get", async (world) => ({ id: await file(world), as: "text" }), { text: "Hello" }),
];

async function queryJob({ host }: World): Promise<unknown> {
  const { data } = await host.call("sf_bulk_query_start", { soql: "SELECT Id FROM Account" });
  await host.call("sf_bulk_status", { jobId: data["jobId"], kind: "query", waitSeconds: 20 });
  return data["jobId"];
}

async function file({ host }: World): Promise<unknown> {
  const { data } = await host.call("sf_file_upload", { name: "a.txt", text: "Hello" });
  return data["contentDocumentId"];
}
