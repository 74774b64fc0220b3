/** What a call to the org can do there. */
export type CallKind =
  /** Reads, and changes nothing. */
  | "read"
  /** Makes, reads or ends a job that reads: a bulk query. */
  | "job"
  /** Changes records. */
  | "write"
  /** Runs code of the org that can do anything: Apex REST. */
  | "apex"
  /** Everything else: never sent by this server, whatever its settings. */
  | "other";

/** The facts of a call that decide its kind. */
export interface CallFacts {
  readonly method: string;
  /** Path with its query, from the instance's root. */
  readonly path: string;
  /** The JSON body where there is one. */
  readonly json?: unknown;
}

interface Rule {
  readonly method: RegExp;
  readonly path: RegExp;
  readonly kind: CallKind;
}

const DATA = String.raw`^/services/data/v\d+\.\d+`;
const rule = (method: string, path: string, kind: CallKind): Rule => ({
  method: new RegExp(`^(?:${method})$`),
  path: new RegExp(path, "i"),
  kind,
});

/**
 * The first rule that fits decides. A GET is no proof of harmlessness: `executeAnonymous` runs code by GET, and Apex
 * REST does what its class does. What no rule names is `other`, so that a new resource is refused until it was thought about.
 */
const RULES: readonly Rule[] = [
  rule(".*", "^/services/apexrest/", "apex"),
  rule(".*", "/tooling/(?:executeAnonymous|runTests)", "other"),
  rule("GET|HEAD", "^/services/data/?$", "read"),
  rule("GET|HEAD", "^/services/oauth2/userinfo$", "read"),
  rule("GET|HEAD", "^/id/", "read"),
  // The list tells whether jobs can be made: sf_diagnose asks. Their rows are for those who may run jobs.
  rule("GET|HEAD", `${DATA}/jobs/query/.`, "job"),
  rule("GET|HEAD", `${DATA}(?:/|$)`, "read"),
  rule("POST", `${DATA}/parameterizedSearch$`, "read"),
  rule("POST", `${DATA}/jobs/query$`, "job"),
  rule("PATCH|DELETE", `${DATA}/jobs/query/\\w+$`, "job"),
  rule("POST|PATCH|DELETE", `${DATA}/sobjects/\\w+(?:/|$)`, "write"),
  rule("POST|PATCH|DELETE", `${DATA}/composite/sobjects(?:/|$)`, "write"),
  rule("POST|PUT|PATCH|DELETE", `${DATA}/jobs/ingest(?:/|$)`, "write"),
];

/** Tells what a call can do, from its method, path and body alone. Pure. */
export function kindOf({ method, path, json }: CallFacts): CallKind {
  const [pathname = "", ...queries] = path.split("?");
  const query = queries.join("&");
  // Lets a server read another method from the query (REST API guide, "HTTP PATCH"): a GET could then write.
  if ([...new URLSearchParams(query).keys()].some((name) => /^_HttpMethod$/i.test(name))) return "other";
  if (!isPlain(pathname)) return "other";
  if (method === "POST" && isRetrieveMany(pathname, json)) return "read";
  if (method === "POST" && COMPOSITE.test(pathname)) return worstOf(json, "compositeRequest");
  if (method === "POST" && BATCH.test(pathname)) return worstOf(json, "batchRequests");
  return RULES.find((one) => one.method.test(method) && one.path.test(pathname))?.kind ?? "other";
}

const COMPOSITE = new RegExp(`${DATA}/composite/?$`, "i");
const BATCH = new RegExp(`${DATA}/composite/batch/?$`, "i");
const RETRIEVE_MANY = new RegExp(`${DATA}/composite/sobjects/\\w+$`, "i");

/** Segments of dots, also escaped ones, could lead to another path than the one that the rules see. */
const DOTS = /(?:\/|%2f|%5c|\\)(?:\.|%2e){1,2}(?=\/|%2f|%5c|\\|$)/i;

function isPlain(pathname: string): boolean {
  return !DOTS.test(pathname) && !pathname.includes("//");
}

/** `{ids, fields}` to an object's collection reads; `{records}` there writes (REST API guide, "sObject Collections"). */
function isRetrieveMany(pathname: string, json: unknown): boolean {
  return RETRIEVE_MANY.test(pathname) && isObject(json) && "ids" in json && !("records" in json);
}

/** A call of many parts is as harmful as the worst of them. */
function worstOf(json: unknown, list: "compositeRequest" | "batchRequests"): CallKind {
  const parts = isObject(json) ? json[list] : undefined;
  if (!Array.isArray(parts) || parts.length === 0) return "other";
  const kinds = parts.map(partKind);
  return HARM.find((kind) => kinds.includes(kind)) ?? "other";
}

const HARM: readonly CallKind[] = ["other", "apex", "write", "job", "read"];

/** The parts of a batch have paths from `/services/data/` on (REST API guide, "Batch Subrequest"). */
function partKind(part: unknown): CallKind {
  if (!isObject(part) || typeof part["method"] !== "string" || typeof part["url"] !== "string")
    return "other";
  const path = part["url"].startsWith("v") ? `/services/data/${part["url"]}` : part["url"];
  return kindOf({ method: part["method"].toUpperCase(), path, json: part["body"] ?? part["richInput"] });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
