import { parse } from "csv-parse/sync";
import { type Exchange, parseJson } from "./exchanges.ts";
import type { Outgoing, Stage } from "./stage.ts";

type Json = Record<string, unknown>;

/** What a job of a recording was for, as far as its answer depends on it: the job, and the rows that were loaded. */
interface Recipe {
  readonly job: Json;
  readonly csv?: string;
}

const UPSERT = { object: "Opportunity", operation: "upsert", externalIdFieldName: "external_id__c" };
const CONTACTS: Recipe = {
  job: { object: "Contact", operation: "insert" },
  csv: "FirstName,LastName\nasd,Test\nasd,\nasd2,Test 2\n",
};

const RECIPES: Readonly<Record<string, Recipe>> = {
  "rec-bulk2-ingest-001": { job: { object: "Asset", operation: "insert" } },
  // The header was refused, and nothing was processed.
  "rec-bulk2-ingest-006": {
    job: { object: "Account", operation: "insert" },
    csv: "Name,Employees\nFoo,12\n",
  },
  "rec-bulk2-ingest-009": { job: { object: "Asset", operation: "insert" }, csv: "Name\nx\n" },
  "hand-bulk2-ingest-002": { job: { object: "Opportunity", operation: "delete" } },
  "hand-bulk2-ingest-006": {
    job: UPSERT,
    csv: "external_id__c,Name,StageName,CloseDate\na,A,Prospecting,2026-01-01\nb,B,Prospecting,not a date\n",
  },
  "hand-bulk2-ingest-010": CONTACTS,
  "hand-bulk2-ingest-011": CONTACTS,
  "hand-bulk2-ingest-012": CONTACTS,
};

const QUERY: Json = { operation: "query", query: "SELECT Name, Type, Industry FROM Account" };

/** A request body that was not recorded follows from the job that it made. */
function jobBody({ body, answer, path }: Exchange): string {
  if (body !== "") return body;
  if (path.endsWith("/query")) return JSON.stringify(QUERY);
  const { object, operation, externalIdFieldName } = parseJson(answer) as Json;
  return JSON.stringify({ object, operation, externalIdFieldName });
}

async function finish(stage: Stage, job: string): Promise<void> {
  for (;;) {
    const { bytes } = await stage.must({ method: "GET", path: job });
    if (/"(?:JobComplete|Failed|Aborted)"/.test(bytes.toString())) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** The rows that the recorded query found; some pages show only the last of them. */
function seedQuery(stage: Stage, rows: string): void {
  const records = parse(rows, { columns: true }) as Record<string, string>[];
  const given = records.map((row) =>
    Object.fromEntries(Object.entries(row).filter(([, value]) => value !== "")),
  );
  stage.org.insert("Account", given);
}

const idIn = (bytes: Buffer): string => (JSON.parse(bytes.toString()) as { id: string }).id;

/** Makes the job that a recording works with, brought as far as the recorded one was, and returns its path. */
async function makeJob(stage: Stage, exchange: Exchange, base: string): Promise<string> {
  const { job, csv } = RECIPES[exchange.id] ?? { job: QUERY };
  const created = await stage.must({ method: "POST", path: base, body: JSON.stringify(job) });
  const path = `${base}/${idIn(created.bytes)}`;
  if (csv !== undefined) {
    await stage.must({ method: "PUT", path: `${path}/batches`, body: csv, contentType: "text/csv" });
    await stage.must({ method: "PATCH", path, body: JSON.stringify({ state: "UploadComplete" }) });
    await finish(stage, path);
  }
  return path;
}

/** Replays an exchange of Bulk API 2.0. `rows` is what the recorded queries found, as CSV. */
export async function prepareBulk(stage: Stage, exchange: Exchange, rows: string): Promise<Outgoing> {
  const { method, path } = exchange;
  const [, base = "", id, rest = ""] = /^(.*\/jobs\/(?:ingest|query))(?:\/([^/?]+))?(.*)$/.exec(path) ?? [];
  if (base.endsWith("query") && stage.org.rows("Account").length === 0) seedQuery(stage, rows);
  if (id === undefined) return { method, path, body: jobBody(exchange) };
  const state = parseJson(exchange.answer) as { state?: string } | undefined;
  const body = method === "PATCH" ? exchange.body || JSON.stringify({ state: state?.state }) : undefined;
  if (exchange.status === 404) return { method, path, body };
  const known = stage.known.get(id);
  const job = known === undefined ? await makeJob(stage, exchange, base) : `${base}/${known}`;
  stage.known.set(id, job.slice(base.length + 1));
  if (method === "GET" || base.endsWith("query")) await finish(stage, job);
  return { method, path: job + rest, body };
}
