import type { IncomingHttpHeaders } from "node:http";
import { callerOf, failure, notImplemented, SalesforceError } from "../server/errors.ts";
import type { Call, Reply, Route } from "../server/types.ts";
import type { Store } from "../store/types.ts";

/** A request to a class of Apex REST. */
export interface ApexRestRequest {
  readonly method: string;
  /** The path below `/services/apexrest`, e.g. `/Account/001…`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** The body as text; empty when there is none. */
  readonly text: string;
  /** The body as JSON; undefined where it is none. */
  readonly json: unknown;
  readonly userId: string;
  /** The org's data. */
  readonly store: Store;
}

/** What a class of Apex REST answers. */
export interface ApexRestReply {
  /** @default 200 */
  readonly status?: number | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly json?: unknown;
  readonly text?: string | undefined;
}

/** One method of a class of Apex REST. An error that it throws is answered as an unhandled exception: 500 `APEX_ERROR`. */
export type ApexRestMethod = (request: ApexRestRequest) => ApexRestReply | Promise<ApexRestReply>;

/** The HTTP methods that an Apex class may answer. */
export type ApexRestVerb = "GET" | "POST" | "PATCH" | "PUT" | "DELETE";

/** Apex REST classes by their `urlMapping`, which may end in `*`: `{ "/Account/*": { GET: (request) => ({ json: … }) } }`. */
export type ApexRestClasses = Readonly<
  Record<string, Readonly<Partial<Record<ApexRestVerb, ApexRestMethod>>>>
>;

const VERBS: readonly ApexRestVerb[] = ["GET", "POST", "PATCH", "PUT", "DELETE"];

function fits(mapping: string, path: string): boolean {
  const wanted = mapping.toLowerCase();
  const given = path.toLowerCase();
  return wanted.endsWith("*") ? given.startsWith(wanted.slice(0, -1)) : given === wanted;
}

/** Finds the class for a path: an exact mapping before one with `*`, a longer one before a shorter. */
function classFor(classes: ApexRestClasses, path: string): ApexRestClasses[string] | undefined {
  const mappings = Object.keys(classes).filter((mapping) => fits(mapping, path));
  const rank = (mapping: string): number => (mapping.endsWith("*") ? 0 : 1000) + mapping.length;
  const [best] = mappings.sort((a, b) => rank(b) - rank(a));
  return best === undefined ? undefined : classes[best];
}

function jsonOf(text: string): unknown {
  try {
    return text === "" ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}

async function run(call: Call, method: ApexRestMethod, path: string): Promise<Reply> {
  const text = await call.readText();
  const { query, headers, org } = call;
  const userId = callerOf(call).id;
  const request = { method: call.method, path, query, headers, text, json: jsonOf(text), userId };
  try {
    const { status = 200, ...reply } = await method({ ...request, store: org.store });
    return { status, ...reply };
  } catch (error) {
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw failure(500, "APEX_ERROR", `${message}\n\n`);
  }
}

function answer(call: Call, classes: ApexRestClasses): Promise<Reply> {
  const path = `/${call.params["rest"] ?? ""}`;
  const found = classFor(classes, path);
  if (!found) throw failure(404, "NOT_FOUND", `Could not find a match for URL ${path}`);
  const method = found[call.method as ApexRestVerb];
  if (method) return run(call, method, path);
  const allowed = Object.keys(found).join(",");
  const message = `HTTP Method '${call.method}' not allowed. Allowed are ${allowed}`;
  throw new SalesforceError(405, [{ errorCode: "METHOD_NOT_ALLOWED", message }], { Allow: allowed });
}

/** Makes Apex REST out of the classes that an org was given (Apex Developer Guide, "Exposing Apex Classes as REST Web Services"). */
export function apexRestRoutes(classes: ApexRestClasses | undefined): readonly Route[] {
  const handler = (call: Call): Promise<Reply> => {
    if (classes) return answer(call, classes);
    throw notImplemented("Apex REST without classes: give startLocalOrg the option apexRest");
  };
  return VERBS.map((method) => ({ method, path: "/services/apexrest/*rest", handler }));
}
