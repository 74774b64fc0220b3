import { Readable } from "node:stream";
import { parse } from "csv-parse/sync";
import { createBulkResources } from "../../src/bulk/bulk.ts";
import type { BulkOptions } from "../../src/bulk/options.ts";
import { createQueryResources } from "../../src/rest/query.ts";
import type { OrgUser } from "../../src/server/types.ts";
import type { Store } from "../../src/store/types.ts";
import { send, services, type TestReply, type TestRequest, userNamed } from "../rest/call.ts";
import { ADMIN, openOrg } from "../soql/fixture.ts";

export type Json = Record<string, unknown>;

/** Bulk API 2.0 of a local org without a server, driven as a client drives it. */
export interface Bulk {
  readonly store: Store;
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<TestReply>;
  create(job: Json): Promise<string>;
  /** Creates a job, uploads, closes it and waits for its end. */
  load(job: Json, csv: string): Promise<Json & { id: string }>;
  query(soql: string, more?: Json): Promise<Json & { id: string }>;
  info(id: string, kind?: "ingest" | "query"): Promise<Json>;
  /** Waits until a job is in one of these states. */
  until(id: string, kind?: "ingest" | "query", states?: readonly string[], everyMs?: number): Promise<Json>;
  /** Calls a query resource. */
  rest(url: string): Promise<TestReply>;
  /** Reads a result file as records by column name. */
  rows(path: string): Promise<Record<string, string>[]>;
  as(user: Partial<OrgUser> & { id?: string }): void;
  at(now: Date): void;
  close(): void;
}

export const PLAIN_ENDS: readonly string[] = ["JobComplete", "Failed", "Aborted"];

export function records(text: string): Record<string, string>[] {
  return parse(text, { columns: true });
}

export function openBulk(options: BulkOptions = {}, version = 60, file?: string): Bulk {
  const store = openOrg(file);
  let now = new Date("2026-11-22T10:20:30.000Z");
  let user = userNamed(ADMIN);
  const resources = createBulkResources(options);
  const queries = createQueryResources();
  const org = services(store, { clock: () => now });
  const call: Bulk["call"] = (method, path, body, headers = {}) => {
    const url = path.startsWith("/") ? path : `/services/data/v${version}.0/jobs/${path}`;
    const raw = typeof body === "string" || body === undefined || body instanceof Readable;
    const request: TestRequest = {
      method,
      url,
      headers: raw ? headers : { "content-type": "application/json", ...headers },
      ...(body === undefined ? {} : { body: raw ? body : JSON.stringify(body) }),
      user,
    };
    return send(org, resources.routes, request);
  };
  const bulk: Bulk = {
    store,
    call,
    async create(job) {
      const reply = await call("POST", "ingest", job);
      if (reply.status !== 200) throw new Error(reply.text);
      return String((JSON.parse(reply.text) as Json)["id"]);
    },
    async load(job, csv) {
      const id = await bulk.create(job);
      const put = await call("PUT", `ingest/${id}/batches`, csv, { "content-type": "text/csv" });
      if (put.status !== 201) throw new Error(put.text);
      await call("PATCH", `ingest/${id}`, { state: "UploadComplete" });
      return { ...(await bulk.until(id)), id };
    },
    async query(soql, more = {}) {
      const reply = await call("POST", "query", { operation: "query", query: soql, ...more });
      if (reply.status !== 200) throw new Error(reply.text);
      const { id } = JSON.parse(reply.text) as { id: string };
      return { ...(await bulk.until(id, "query")), id };
    },
    info: async (id, kind = "ingest") => JSON.parse((await call("GET", `${kind}/${id}`)).text) as Json,
    rest: (url) => send(org, queries.routes, { url }),
    async until(id, kind = "ingest", states = PLAIN_ENDS, everyMs = 1) {
      for (;;) {
        const info = await bulk.info(id, kind);
        if (states.includes(String(info["state"]))) return info;
        await new Promise((resolve) => setTimeout(resolve, everyMs));
      }
    },
    rows: async (path) => records((await call("GET", path)).text),
    as(change) {
      user = userNamed(change.id ?? ADMIN, change);
    },
    at(moment) {
      now = moment;
    },
    close() {
      resources.close();
      store.close();
    },
  };
  return bulk;
}
