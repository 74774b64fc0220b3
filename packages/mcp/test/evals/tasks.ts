import type { McpSettings } from "kinetic-mcp";
import type { Answer } from "../harness.ts";

/** One call of a task; its arguments may come from earlier answers, as a model would take them. */
export interface Step {
  readonly tool: string;
  readonly args: Args | ((earlier: readonly Answer[]) => Args);
  /** What the answer must hold for the next step, or for the user. */
  readonly expects?: Args | undefined;
  /** The call fails on purpose: its answer must lead on. */
  readonly fails?: string | undefined;
}

/** A piece of work that a user might ask for, with the calls of an agent that does it well. */
export interface Task {
  readonly says: string;
  readonly settings?: McpSettings | undefined;
  readonly steps: readonly Step[];
}

type Args = Readonly<Record<string, unknown>>;

const step = (tool: string, args: Step["args"], expects?: Args): Step => ({ tool, args, expects });
const failing = (tool: string, args: Args, fails: string): Step => ({ tool, args, fails });

const last = (earlier: readonly Answer[]): Args => earlier.at(-1)?.data ?? {};
const rowsOf = (answer: Args): readonly (readonly unknown[])[] =>
  answer["rows"] as readonly (readonly unknown[])[];
/** The call that a failed answer names. */
const named = (earlier: readonly Answer[]): Args =>
  ((last(earlier)["error"] ?? last(earlier)) as { next: { args: Args } }).next.args;
const cursor = (earlier: readonly Answer[]): Args => ({ cursor: last(earlier)["nextCursor"] });

const WRITE: McpSettings = { write: true, toolsets: ["core", "write"], confirm: "off" };
const BULK: McpSettings = { ...WRITE, toolsets: ["core", "bulk"] };
const FILES: McpSettings = { ...WRITE, toolsets: ["core", "files"] };
const query = (soql: string, expects?: Args, more: Args = {}) => step("sf_query", { soql, ...more }, expects);

/** The tasks; the data is that of the demo. */
export const TASKS: readonly Task[] = [
  { says: "Does the connection work?", steps: [step("sf_diagnose", {}, { ok: true })] },
  {
    says: "How many accounts are there?",
    steps: [query("SELECT Id FROM Account", { totalSize: 120 }, { mode: "count" })],
  },
  {
    says: "Which accounts are in Basel?",
    steps: [
      step("sf_describe", { object: "Account", find: "city" }, { object: "Account" }),
      query("SELECT Id, Name FROM Account WHERE BillingCity = 'Basel'", { totalSize: 12, done: true }),
    ],
  },
  {
    says: "How many accounts does each industry have?",
    steps: [query("SELECT Industry, COUNT(Id) n FROM Account GROUP BY Industry", { returned: 5 })],
  },
  {
    says: "The five biggest opportunities that are open",
    steps: [
      query("SELECT Name, Amount FROM Opportunity WHERE IsClosed = false ORDER BY Amount DESC LIMIT 5", {
        returned: 5,
        columns: ["Name", "Amount"],
      }),
    ],
  },
  {
    says: "Contacts with the names of their accounts",
    steps: [
      query("SELECT LastName, Account.Name FROM Contact LIMIT 3", { columns: ["LastName", "Account.Name"] }),
    ],
  },
  {
    says: "An account with its contacts",
    steps: [query("SELECT Name, (SELECT LastName FROM Contacts) FROM Account LIMIT 1", { returned: 1 })],
  },
  {
    says: "All contacts, page by page",
    steps: [
      query("SELECT Id FROM Contact ORDER BY Id", { returned: 200, done: false }, { maxRows: 200 }),
      step("sf_query", cursor, { done: true, returned: 40 }),
    ],
  },
  {
    says: "Somebody misspelt a field",
    steps: [
      failing("sf_query", { soql: "SELECT Nmae FROM Account LIMIT 1" }, "INVALID_FIELD"),
      step("sf_query", named, { returned: 1 }),
    ],
  },
  {
    says: "Somebody misspelt an object",
    steps: [
      failing("sf_query", { soql: "SELECT Id FROM Oportunity LIMIT 1" }, "INVALID_TYPE"),
      step("sf_query", named, { returned: 1 }),
    ],
  },
  {
    says: "Somebody wrote SQL",
    steps: [
      failing("sf_query", { soql: "SELECT * FROM Account" }, "MALFORMED_QUERY"),
      step("sf_describe", named, { object: "Account" }),
      query("SELECT Id, Name FROM Account LIMIT 1", { returned: 1 }),
    ],
  },
  {
    says: "Find everything called Lyon",
    steps: [
      step(
        "sf_search",
        { text: "Lyon", objects: [{ name: "Account" }, { name: "Contact" }] },
        { groups: [{ object: "Account" }, { object: "Contact" }] },
      ),
    ],
  },
  {
    says: "Show me that account in full",
    steps: [
      query("SELECT Id FROM Account WHERE Name = 'Lyon Bakery'", { returned: 1 }),
      step("sf_get_record", (earlier) => ({ object: "Account", id: rowsOf(last(earlier))[0]?.[0] }), {
        object: "Account",
      }),
    ],
  },
  {
    says: "A record that is not there",
    steps: [
      failing("sf_get_record", { object: "Account", id: "001999999999999" }, "NOT_FOUND"),
      step("sf_query", named, { returned: 5 }),
    ],
  },
  {
    says: "Which objects have to do with campaigns?",
    steps: [step("sf_describe", { find: "campaign" }, { columns: ["name", "label", "can"] })],
  },
  {
    says: "Which fields must an opportunity have?",
    steps: [step("sf_describe", { object: "Opportunity" }, { object: "Opportunity" })],
  },
  {
    says: "The stages of an opportunity",
    steps: [step("sf_describe", { object: "Opportunity", fields: ["StageName"] }, { object: "Opportunity" })],
  },
  {
    says: "Are we near a limit?",
    steps: [step("sf_limits", { belowPct: 20 }, { columns: ["name", "max", "remaining", "pctLeft"] })],
  },
  { says: "May I delete accounts?", steps: [step("sf_permissions", { object: "Account" }, { missing: [] })] },
  {
    says: "Would this query be slow?",
    steps: [query("SELECT Id FROM Account WHERE Name = 'x'", { done: true }, { mode: "explain" })],
  },
  {
    says: "Which Apex classes are there?",
    steps: [query("SELECT Id, Name FROM ApexClass LIMIT 5", { done: true }, { api: "tooling" })],
  },
  {
    says: "Create an account, read-only",
    steps: [step("sf_describe", { object: "Account", find: "name" }, { object: "Account" })],
  },
  {
    says: "Create an account with a contact",
    settings: WRITE,
    steps: [
      step("sf_describe", { object: "Contact" }, { object: "Contact" }),
      step(
        "sf_composite",
        {
          steps: [
            { ref: "a", action: "create", object: "Account", fields: { Name: "Novel" } },
            {
              ref: "c",
              action: "create",
              object: "Contact",
              fields: { LastName: "Novak", AccountId: "@{a.id}" },
            },
          ],
        },
        { ok: true },
      ),
      query("SELECT LastName FROM Contact WHERE Account.Name = 'Novel'", { totalSize: 1 }),
    ],
  },
  {
    says: "Create three accounts, one without a name",
    settings: WRITE,
    steps: [
      step(
        "sf_create_records",
        { object: "Account", records: [{ Name: "A1" }, { Phone: "1" }], dryRun: true },
        { dryRun: true },
      ),
      step(
        "sf_create_records",
        { object: "Account", records: [{ Name: "A1" }, { Name: "A2" }] },
        { totals: { succeeded: 2 } },
      ),
    ],
  },
  {
    says: "Move all cases of an account to Working",
    settings: WRITE,
    steps: [
      query("SELECT Id FROM Case WHERE Status = 'New' LIMIT 5", { returned: 5 }),
      step(
        "sf_update_records",
        (earlier) => ({ object: "Case", dryRun: true, records: casesOf(earlier[0]) }),
        { dryRun: true },
      ),
      step("sf_update_records", (earlier) => ({ object: "Case", records: casesOf(earlier[0]) }), {
        totals: { succeeded: 5, failed: 0 },
      }),
    ],
  },
  {
    says: "Delete a contact, after a look at what goes with it",
    settings: WRITE,
    steps: [
      query("SELECT Id FROM Contact LIMIT 1", { returned: 1 }),
      step("sf_delete_records", (earlier) => ({ object: "Contact", ids: idsOf(earlier[0]), dryRun: true }), {
        dryRun: true,
      }),
      step("sf_delete_records", (earlier) => ({ object: "Contact", ids: idsOf(earlier[0]) }), {
        totals: { succeeded: 1 },
      }),
    ],
  },
  {
    says: "Write to a field that there is not",
    settings: WRITE,
    steps: [
      failing("sf_create_records", { object: "Account", records: [{ Nmae: "x" }] }, "UNKNOWN_FIELD"),
      step("sf_describe", named, { object: "Account" }),
    ],
  },
  {
    says: "Export all contacts",
    settings: BULK,
    steps: [
      step("sf_bulk_query_start", { soql: "SELECT Id, LastName FROM Contact" }, { kind: "query" }),
      step(
        "sf_bulk_status",
        (earlier) => ({ jobId: last(earlier)["jobId"], kind: "query", waitSeconds: 30 }),
        { jobs: [{ state: "JobComplete", processed: 240 }] },
      ),
      step(
        "sf_bulk_results",
        (earlier) => ({ jobId: earlier[0]?.data["jobId"], part: "query", maxRows: 100 }),
        { done: false },
      ),
      step("sf_bulk_results", cursor, { done: false }),
    ],
  },
  {
    says: "Load accounts in bulk, one of them bad",
    settings: BULK,
    steps: [
      step(
        "sf_bulk_ingest_start",
        { operation: "insert", object: "Account", rows: [{ Name: "B1" }, { Name: "" }] },
        { dryRun: true, rows: 2 },
      ),
      step(
        "sf_bulk_ingest_start",
        { operation: "insert", object: "Account", rows: [{ Name: "B1" }, { Name: "" }], dryRun: false },
        { dryRun: false },
      ),
      step(
        "sf_bulk_status",
        (earlier) => ({ jobId: last(earlier)["jobId"], kind: "ingest", waitSeconds: 30 }),
        { jobs: [{ state: "JobComplete", failed: 1 }] },
      ),
      step("sf_bulk_results", (earlier) => ({ jobId: earlier[1]?.data["jobId"], part: "failed" }), {
        failures: [{ count: 1 }],
      }),
    ],
  },
  {
    says: "Attach a note to an account and read it back",
    settings: FILES,
    steps: [
      query("SELECT Id FROM Account LIMIT 1", { returned: 1 }),
      step(
        "sf_file_upload",
        (earlier) => ({ name: "note.txt", text: "Call back", linkTo: idsOf(earlier[0])[0] }),
        {},
      ),
      step("sf_file_get", (earlier) => ({ id: last(earlier)["contentDocumentId"], as: "text" }), {
        text: "Call back",
      }),
    ],
  },
];

function idsOf(answer: Answer | undefined): unknown[] {
  return rowsOf(answer?.data ?? {}).map(([id]) => id);
}

function casesOf(answer: Answer | undefined): Args[] {
  return idsOf(answer).map((Id) => ({ Id, Status: "Working" }));
}
