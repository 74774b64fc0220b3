import { Readable } from "node:stream";
import { createIdSource } from "../../src/schema/ids.ts";
import { errorReply, SalesforceError } from "../../src/server/errors.ts";
import type { Call, OrgServices, OrgUser, Reply, Route } from "../../src/server/types.ts";
import { Views } from "../../src/server/views.ts";
import type { Store } from "../../src/store/types.ts";
import { ADMIN } from "../soql/fixture.ts";

/** A request to a resource under test. */
export interface TestRequest {
  readonly method?: string;
  /** Path and query. */
  readonly url: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer | Readable;
  readonly userId?: string;
  readonly user?: OrgUser;
}

/** What came back, its body read to the end. */
export interface TestReply {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly json: unknown;
  readonly text: string;
}

export function userNamed(id: string, change: Partial<OrgUser> = {}): OrgUser {
  return {
    id,
    username: "admin@example.com",
    active: true,
    apiEnabled: true,
    bulkApiHardDelete: false,
    viewSetup: true,
    passwordExpired: false,
    ...change,
  };
}

/** The services of an org without a server. */
export function services(store: Store, change: Partial<OrgServices> = {}): OrgServices {
  return {
    schema: store.schema,
    store,
    clock: store.clock,
    ids: createIdSource(2),
    views: new Views(),
    config: {
      apiVersions: [58, 59, 60],
      organizationId: "00D000000000001EAA",
      dailyApiRequests: 15_000,
      maxBodyBytes: 1_000_000,
    },
    url: () => "http://localhost",
    apiUsage: () => 0,
    dispatch: () => Promise.reject(new Error("not in this test")),
    ...change,
  } as OrgServices;
}

function match(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split("/");
  const given = path.replace(/\/$/, "").split("/");
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [i, segment] of wanted.entries()) {
    const value = given[i] ?? "";
    if (segment.startsWith(":")) params[segment.slice(1)] = decodeURIComponent(value);
    else if (segment.toLowerCase() !== value.toLowerCase()) return undefined;
  }
  return params;
}

function pick(
  routes: readonly Route[],
  method: string,
  path: string,
): { route: Route; params: Record<string, string> } {
  const ranked = routes
    .filter((route) => route.method === method)
    .flatMap((route) => {
      const params = match(route.path, path);
      return params ? [{ route, params }] : [];
    })
    .sort((a, b) => Object.keys(a.params).length - Object.keys(b.params).length);
  const [best] = ranked;
  if (!best) throw new Error(`no route for ${method} ${path}`);
  return best;
}

async function readAll(body: AsyncIterable<Uint8Array | string>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}

function toCall(
  org: OrgServices,
  request: TestRequest,
  found: { params: Record<string, string>; url: URL },
): Call {
  const { body = "" } = request;
  const stream =
    body instanceof Readable ? body : Readable.from(body.length === 0 ? [] : [Buffer.from(body)]);
  const readText = (): Promise<string> => readAll(stream);
  const version = found.params["version"] ?? "v60.0";
  return {
    method: request.method ?? "GET",
    path: found.url.pathname,
    params: found.params,
    query: found.url.searchParams,
    headers: request.headers ?? {},
    version: Number(version.slice(1)),
    base: `/services/data/${version}`,
    user: request.user ?? userNamed(request.userId ?? ADMIN),
    org,
    body: stream,
    ...{ json: undefined, text: "", files: new Map() },
    readText,
    readJson: async () => JSON.parse(await readText()) as unknown,
  };
}

/** Calls the handler of a resource as the server would. */
export async function send(
  org: OrgServices,
  routes: readonly Route[],
  request: TestRequest,
): Promise<TestReply> {
  const url = new URL(request.url, "http://localhost");
  const { route, params } = pick(routes, request.method ?? "GET", url.pathname);
  let reply: Reply;
  try {
    reply = await route.handler(toCall(org, request, { params, url }));
  } catch (error) {
    if (!(error instanceof SalesforceError)) throw error;
    reply = errorReply(error);
  }
  const json = reply.json === undefined ? undefined : (JSON.parse(JSON.stringify(reply.json)) as unknown);
  const text = reply.body
    ? await readAll(reply.body)
    : (reply.text ?? (json === undefined ? "" : JSON.stringify(json)));
  return { status: reply.status, headers: { ...reply.headers }, json, text };
}
