import type { ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import { json, type SeenRequest, startServer, type TestServer } from "../support/server.ts";

/** What becomes of one row: stored, refused with an `sf__Error`, or not reached. */
export type RowFate = "stored" | "unprocessed" | { readonly error: string };

/** What to do to one request instead of, or after, answering it. */
export type Fault =
  /** Cut the connection without doing anything. */
  | "lose-request"
  /** Do it, then cut the connection. */
  | "lose-answer"
  /** Do it, answer, and cut the connection in the middle of the body. */
  | "cut-body"
  | "html"
  /** Send the first bytes of the body alone: and break the connection, or end as if that were all. */
  | { readonly bytes: number; readonly how: "reset" | "end" | "gzip" | "half-gzip" }
  | { readonly status: number; readonly code: string; readonly message?: string };

/** An answer of the org. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Record<string, string>;
}

/** A job inside the org. */
export interface FakeJob {
  readonly id: string;
  readonly kind: "ingest" | "query";
  readonly request: Record<string, string>;
  readonly created: string;
  state: string;
  errorMessage?: string | undefined;
  looks: number;
  data?: string;
  columns: string[];
  stored: string[][];
  failed: string[][];
  unprocessed: string[][];
}

/** How the org behaves. */
export interface FakeOrgOptions {
  /** Fate of a row, by its record and its number in the job from 0. */
  readonly fate?: (record: Record<string, string>, index: number) => RowFate;
  /** Looks at a running job before it is over. */
  readonly looks?: number;
  /** State that ends a job. */
  readonly end?: (job: FakeJob) => { state: string; errorMessage?: string } | undefined;
  /** Whether result rows come in another order than the input. */
  readonly shuffle?: boolean;
  /** Result rows of queries. */
  readonly rows?: readonly (readonly string[])[];
  readonly columns?: readonly string[];
  /** Fields in the describe of every object. @default the columns of the tests, without types */
  readonly fields?: readonly object[];
  readonly pageSize?: number;
  /** Faults by call, e.g. `PUT batches`, and how many of these there were, from 1. */
  readonly fault?: (call: string, count: number) => Fault | undefined;
  /** The org's clock. */
  readonly now?: () => number;
  /** Whether result pages come one byte at a time. */
  readonly slow?: boolean;
  /** Waits before a call is carried out. */
  readonly before?: (call: string, path: string) => Promise<void> | undefined;
  /** Changes an answer before it is sent. */
  readonly tamper?: (call: string, answer: Answer, count: number) => Answer;
}

/** A small Bulk API 2.0 over real HTTP that counts what it stores. */
export interface FakeOrg extends TestServer {
  readonly store: JobStore;
  readonly jobs: Map<string, FakeJob>;
  /** Every row that was ever stored, by its text, with how often. */
  readonly stored: Map<string, number>;
  /** Calls such as `POST ingest`, `PUT batches`, `PATCH Aborted`, `GET failedResults`, in order. */
  readonly calls: string[];
  /** Jobs that could still change by themselves or wait for data. */
  open(): FakeJob[];
}

const DELIMITERS: Record<string, string> = {
  COMMA: ",",
  SEMICOLON: ";",
  TAB: "\t",
  PIPE: "|",
  CARET: "^",
  BACKQUOTE: "`",
};

/** Writes rows as the org does: everything quoted. */
export function csvText(rows: readonly (readonly string[])[], delimiter = ","): string {
  const line = (row: readonly string[]): string =>
    row.map((value) => `"${value.replaceAll('"', '""')}"`).join(delimiter);
  return rows.map((row) => `${line(row)}\n`).join("");
}

/** The part of the org that knows jobs and rows, and nothing of HTTP. */
export class JobStore {
  readonly jobs: Map<string, FakeJob> = new Map();
  readonly stored: Map<string, number> = new Map();
  readonly #options: FakeOrgOptions;
  #created = 0;

  constructor(options: FakeOrgOptions) {
    this.#options = options;
  }

  create(kind: "ingest" | "query", request: Record<string, string>): FakeJob {
    // Not the number of jobs: an id must not come again after its job was deleted.
    this.#created += 1;
    const id = `750${String(this.#created).padStart(12, "0")}AAA`;
    const created = new Date(this.#options.now?.() ?? Date.now()).toISOString().replace("Z", "+0000");
    const state = kind === "ingest" ? "Open" : "UploadComplete";
    const rows = { columns: [], stored: [], failed: [], unprocessed: [] };
    const job: FakeJob = { id, kind, request, created, state, looks: 0, ...rows };
    this.jobs.set(id, job);
    return job;
  }

  info(job: FakeJob): Record<string, unknown> {
    const isQuery = job.kind === "query";
    const done = job.stored.length + job.failed.length;
    return {
      id: job.id,
      ...job.request,
      object: job.request["object"] ?? "Account",
      createdById: "005000000000001AAA",
      createdDate: job.created,
      state: job.state,
      apiVersion: 68.0,
      jobType: isQuery ? "V2Query" : "V2Ingest",
      ...(job.errorMessage === undefined ? {} : { errorMessage: job.errorMessage }),
      ...(isQuery
        ? { numberRecordsProcessed: job.state === "JobComplete" ? this.#options.rows?.length : 0 }
        : { numberRecordsProcessed: done, numberRecordsFailed: job.failed.length }),
    };
  }

  /** A look at a running job brings it on. */
  look(job: FakeJob): void {
    if (job.state !== "UploadComplete" && job.state !== "InProgress") return;
    job.looks += 1;
    if (job.looks <= (this.#options.looks ?? 1))
      job.state = job.looks === 1 ? "UploadComplete" : "InProgress";
    else if (job.kind === "ingest") this.#process(job);
    else Object.assign(job, this.#options.end?.(job) ?? { state: "JobComplete" });
  }

  /** Ends a running job as if somebody had aborted it after some rows. */
  abortHalfWay(job: FakeJob, after: number): void {
    this.#process(job, (_, index) => (index < after ? "stored" : "unprocessed"));
    job.state = "Aborted";
  }

  results(job: FakeJob, name: string): string {
    const ordered = (rows: string[][]): string[][] =>
      this.#options.shuffle ? [...rows].sort((a, b) => hash(a) - hash(b)) : rows;
    const delimiter = DELIMITERS[job.request["columnDelimiter"] ?? "COMMA"];
    if (name === "unprocessedrecords") return csvText([job.columns, ...ordered(job.unprocessed)], delimiter);
    if (name === "failedResults") {
      const rows = ordered(job.failed).map(([error = "", ...row]) => ["", error, ...row]);
      return csvText([["sf__Id", "sf__Error", ...job.columns], ...rows], delimiter);
    }
    const id = (at: number): string => `001${String(at).padStart(12, "0")}AAA`;
    const rows = ordered(job.stored).map((row, at) => [id(at), "true", ...row]);
    return csvText([["sf__Id", "sf__Created", ...job.columns], ...rows], delimiter);
  }

  page(query: URLSearchParams): Answer {
    const { rows: all = [], columns = ["Id", "Name"], pageSize = Number.POSITIVE_INFINITY } = this.#options;
    const start = Number(Buffer.from(query.get("locator") ?? "", "base64").toString() || 0);
    const size = Math.min(Number(query.get("maxRecords") ?? 0) || Number.POSITIVE_INFINITY, pageSize);
    const rows = all.slice(start, start + size);
    const end = start + rows.length;
    const next = end < all.length ? Buffer.from(String(end)).toString("base64").replaceAll("=", "") : "null";
    const headers = { "Sforce-Locator": next, "Sforce-NumberOfRecords": String(rows.length) };
    return { status: 200, body: csvText([columns, ...rows]), headers };
  }

  /** Names the next five pages. */
  pages(path: string, query: URLSearchParams): Answer {
    const { rows: all = [], pageSize = Number.POSITIVE_INFINITY } = this.#options;
    let at = Number(Buffer.from(query.get("locator") ?? "", "base64").toString() || 0);
    const locator = (): string => Buffer.from(String(at)).toString("base64").replaceAll("=", "");
    const resultPages: { resultUrl: string }[] = [];
    do {
      resultPages.push({ resultUrl: `${path.replace("/resultPages", "/results")}?locator=${locator()}` });
      at += pageSize;
    } while (at < all.length && resultPages.length < 5);
    const done = at >= all.length;
    return ok({ resultPages, done, ...(done ? {} : { nextRecordsUrl: `${path}?locator=${locator()}` }) });
  }

  #process(job: FakeJob, fate: FakeOrgOptions["fate"] = this.#options.fate): void {
    const delimiter = DELIMITERS[job.request["columnDelimiter"] ?? "COMMA"] ?? ",";
    const rows = parse(job.data ?? "", { delimiter }) as string[][];
    job.columns = rows[0] ?? [];
    const end = this.#options.end?.(job) ?? { state: "JobComplete" };
    rows.slice(1).forEach((row, index) => {
      const record = Object.fromEntries(job.columns.map((name, at) => [name, row[at] ?? ""]));
      const end = fate?.(record, index) ?? "stored";
      if (end === "unprocessed") job.unprocessed.push(row);
      else if (end !== "stored") job.failed.push([end.error, ...row]);
      else {
        const text = row.join("|");
        job.stored.push(row);
        this.stored.set(text, (this.stored.get(text) ?? 0) + 1);
      }
    });
    Object.assign(job, end);
  }
}

function ok(body: unknown): Answer {
  return { status: 200, body: JSON.stringify(body) };
}

function no(status: number, errorCode: string, message: string): Answer {
  return { status, body: JSON.stringify([{ errorCode, message }]) };
}

function answer(store: JobStore, request: SeenRequest): Answer {
  const { pathname, searchParams } = new URL(request.path, "http://x");
  const [, kind = "", id, tail] = PATH.exec(pathname) ?? [];
  const body = (): Record<string, string> => JSON.parse(request.body.toString()) as Record<string, string>;
  if (id === undefined) {
    if (request.method === "POST") return ok(store.info(store.create(kind as "ingest", body())));
    const jobs = [...store.jobs.values()].filter((job) => job.kind === kind);
    return ok({ done: true, records: jobs.map((job) => store.info(job)) });
  }
  const job = store.jobs.get(id);
  if (job === undefined) return no(404, "NOT_FOUND", "The requested resource does not exist");
  if (request.method === "PUT") return upload(job, request.body);
  if (request.method === "PATCH") return patch(job, body()["state"] ?? "");
  if (request.method === "DELETE") {
    store.jobs.delete(id);
    return { status: 204, body: "" };
  }
  if (tail === "resultPages") return store.pages(pathname, searchParams);
  if (tail === "results") return store.page(searchParams);
  if (tail !== undefined) return { status: 200, body: store.results(job, tail) };
  store.look(job);
  return ok(store.info(job));
}

function upload(job: FakeJob, data: Buffer): Answer {
  if (job.state !== "Open") return no(400, "INVALIDJOBSTATE", `Uploading to a job in state ${job.state}`);
  if (job.data !== undefined) return no(400, "INVALIDJOB", "Found multiple contents for job");
  job.data = data.toString();
  return { status: 201, body: "" };
}

function patch(job: FakeJob, state: string): Answer {
  const running = job.state === "UploadComplete" || job.state === "InProgress";
  if (job.state !== "Open" && !(state === "Aborted" && running)) {
    return no(400, "INVALIDJOBSTATE", `Closing already ${job.state} Job not allowed`);
  }
  job.state = state;
  return ok({ id: job.id, state });
}

/** Fields of every object here: the columns of the tests. */
const FIELDS = [
  "Id",
  "AccountId",
  "LastName",
  "Name",
  "Ext__c",
  "Key__c",
  "Number__c",
  "Time__c",
  "Site",
  "City",
  "N",
  "K",
  "A",
  "B",
].map((name) => ({ name, relationshipName: null }));

const PATH = /\/jobs\/(ingest|query)(?:\/(\w+))?(?:\/(\w+))?$/;

/** Names a request for fault tables, e.g. `PUT batches`, `PATCH Aborted`, `GET job`. */
export function callName({ method, path, body }: SeenRequest): string {
  const [, kind = "", id, tail] = PATH.exec(new URL(path, "http://x").pathname) ?? [];
  if (method === "PATCH") return `PATCH ${(JSON.parse(body.toString()) as { state: string }).state}`;
  if (tail !== undefined) return `${method} ${tail}`;
  return `${method} ${id === undefined ? kind : "job"}`;
}

/** Starts the org, or opens another door to one that is there. */
export async function startFakeOrg(
  options: FakeOrgOptions = {},
  store: JobStore = new JobStore(options),
): Promise<FakeOrg> {
  const calls: string[] = [];
  const server = await startServer(async (request, response) => {
    // What a test counts and breaks are the calls of the protocol, not the look at the fields before them.
    if (request.path.endsWith("/describe")) return reply(response, ok({ fields: options.fields ?? FIELDS }));
    const call = callName(request);
    calls.push(call);
    const count = calls.filter((one) => one === call).length;
    await options.before?.(call, request.path);
    const fault = options.fault?.(call, count);
    if (fault === "lose-request") return void response.destroy();
    const instead = answerInstead(fault);
    if (instead !== undefined) return reply(response, instead);
    const given = answer(store, request);
    if (fault === "lose-answer") return void response.destroy();
    const changed = options.tamper?.(call, given, count) ?? given;
    return options.slow && call === "GET results"
      ? trickle(response, changed)
      : send(response, changed, fault);
  });
  const isOver = ({ state }: FakeJob): boolean => ["JobComplete", "Failed", "Aborted"].includes(state);
  const open = (): FakeJob[] => [...store.jobs.values()].filter((job) => !isOver(job));
  return Object.assign(server, { store, jobs: store.jobs, stored: store.stored, calls, open });
}

function reply(response: ServerResponse, { status, body, headers }: Answer): void {
  if (/^[[{]/.test(body)) {
    json(response, status, JSON.parse(body), headers);
    return;
  }
  const type = body === "" ? {} : { "content-type": body.startsWith("<") ? "text/html" : "text/csv" };
  response.writeHead(status, { ...type, ...headers });
  response.end(body);
}

/** What is answered without carrying the call out. */
function answerInstead(fault: Fault | undefined): Answer | undefined {
  if (fault === "html") return { status: 200, body: "<html>Down for maintenance</html>" };
  if (typeof fault !== "object" || !("status" in fault)) return undefined;
  return no(fault.status, fault.code, fault.message ?? "");
}

/** Sends an answer as the fault lets it. */
function send(response: ServerResponse, answer: Answer, fault: Fault | undefined): void {
  if (fault === "cut-body") cut(response, answer);
  else if (typeof fault === "object" && "bytes" in fault) part(response, answer, fault);
  else reply(response, answer);
}

function cut(response: ServerResponse, { status, body, headers }: Answer): void {
  const length = { "content-length": Buffer.byteLength(body) };
  response.writeHead(status, { "content-type": "text/csv", ...length, ...headers });
  response.write(body.slice(0, Math.floor(body.length / 2)), () => response.destroy());
}

/** Sends a body byte by byte, so that letters of several bytes are cut. */
async function trickle(response: ServerResponse, { status, body, headers }: Answer): Promise<void> {
  response.writeHead(status, { "content-type": "text/csv", ...headers });
  response.socket?.setNoDelay(true);
  for (const byte of Buffer.from(body)) {
    response.write(Uint8Array.of(byte));
    await new Promise((resolve) => setImmediate(resolve));
  }
  response.end();
}

type Part = Extract<Fault, { readonly bytes: number }>;

/** Sends the beginning of an answer. Compressed, it is the whole of a body that ends early, or half of a whole one. */
function part(response: ServerResponse, { status, body, headers }: Answer, { bytes, how }: Part): void {
  const all = Buffer.from(body);
  const some = all.subarray(0, bytes);
  const type = { "content-type": "text/csv", ...headers };
  if (how === "reset") {
    response.writeHead(status, { ...type, "content-length": all.length });
    response.write(some, () => response.destroy());
  } else if (how === "end") {
    response.writeHead(status, type);
    response.end(some);
  } else {
    response.writeHead(status, { ...type, "content-encoding": "gzip" });
    const packed = gzipSync(how === "gzip" ? some : all);
    response.end(how === "gzip" ? packed : packed.subarray(0, Math.min(bytes, packed.length - 1)));
  }
}

/** An order that has nothing to do with the input's. */
function hash(row: readonly string[]): number {
  let value = 7;
  for (const unit of row.join("|")) value = (Math.imul(value, 31) + unit.charCodeAt(0)) >>> 0;
  return Math.imul(value, 2654435761) >>> 0;
}
