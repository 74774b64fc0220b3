import { callerOf, failure, notImplemented } from "../../server/errors.ts";
import type { Call, Reply } from "../../server/types.ts";
import { isObject } from "../write.ts";
import { BrokenReference, resolveBody, resolveUrl } from "./references.ts";

/** One request inside a composite one. */
export interface Subrequest {
  readonly method: string;
  /** Path and query, with a leading slash; references not yet resolved. */
  readonly url: string;
  readonly referenceId: string;
  readonly body: unknown;
  readonly httpHeaders: Readonly<Record<string, string>>;
}

/** How a subrequest ended, as it goes over the wire. */
export interface SubrequestResult {
  readonly body: unknown;
  readonly httpHeaders: Readonly<Record<string, string>>;
  readonly httpStatusCode: number;
  readonly referenceId: string | null;
}

const METHODS: ReadonlySet<string> = new Set(["GET", "POST", "PATCH", "DELETE", "PUT", "HEAD"]);
const INHERITED: ReadonlySet<string> = new Set(["accept", "authorization", "content-type"]);
const REFERENCE_ID = /^[A-Za-z0-9][A-Za-z0-9_]*$/;

/** Makes the answer to a body that is no composite request. */
export function malformed(what: string): Error {
  const message = `Cannot deserialize instance of ${what} from the request body or request may be missing a required field at [line:1, column:1]`;
  return failure(400, "JSON_PARSER_ERROR", message);
}

function headersOf(value: unknown): Record<string, string> {
  const headers = isObject(value) ? value : {};
  const entries = Object.entries(headers).map(([name, text]) => [name.toLowerCase(), String(text)] as const);
  const inherited = entries.find(([name]) => INHERITED.has(name));
  if (inherited) {
    const message = `The header ${inherited[0]} is inherited from the request: it cannot be specified in a subrequest`;
    throw failure(400, "INVALID_INPUT", message);
  }
  return Object.fromEntries(entries);
}

/** An illegal reference id fails the whole request from v54 on; at v53 `insert-anh` was recorded as accepted. */
function checkReferenceId(referenceId: string, version: number): void {
  if (version < 54 || REFERENCE_ID.test(referenceId)) return;
  const message = `Provided referenceId ('${referenceId}') must start with a letter or a number, and it can contain only letters, numbers and underscores ('_').`;
  throw failure(400, "JSON_PARSER_ERROR", message);
}

function readSubrequest(value: unknown, version: number): Subrequest {
  const { method, url, referenceId, body, httpHeaders } = isObject(value) ? value : {};
  if (typeof method !== "string" || typeof url !== "string" || typeof referenceId !== "string")
    throw malformed("compositeRequest");
  if (!METHODS.has(method)) throw failure(400, "JSON_PARSER_ERROR", `Invalid HTTP method: ${method}`);
  checkReferenceId(referenceId, version);
  // Recorded: a path without its leading slash is understood.
  return {
    method,
    url: `/${url.replace(/^\/+/, "")}`,
    referenceId,
    body,
    httpHeaders: headersOf(httpHeaders),
  };
}

/** Reads the list of subrequests. @throws SalesforceError 400 where it does not read; the whole request fails then */
export function readSubrequests(value: unknown, version: number): Subrequest[] {
  if (!Array.isArray(value) || value.length === 0) throw malformed("compositeRequest");
  const subrequests = value.map((item) => readSubrequest(item, version));
  const seen = new Set<string>();
  for (const { referenceId } of subrequests) {
    if (seen.has(referenceId))
      throw failure(400, "INVALID_INPUT", `Duplicate ReferenceId provided in the request: ${referenceId}`);
    seen.add(referenceId);
  }
  return subrequests;
}

const ROLLED_BACK = "The transaction was rolled back since another operation in the same transaction failed.";

/** Makes the result of a subrequest that was not processed, or whose effect was taken back. */
export function halted(referenceId: string, message: string = ROLLED_BACK): SubrequestResult {
  const body = [{ errorCode: "PROCESSING_HALTED", message }];
  return { body, httpHeaders: {}, httpStatusCode: 400, referenceId };
}

/** The headers of an answer that Salesforce repeats in a subrequest's result. */
function repeated(reply: Reply): Record<string, string> {
  const headers = Object.entries(reply.headers ?? {});
  return Object.fromEntries(headers.filter(([name]) => /^(?:location|etag|last-modified)$/i.test(name)));
}

function sendOne(
  call: Call,
  subrequest: Subrequest,
  scope: Parameters<typeof resolveUrl>[1],
): SubrequestResult {
  const { referenceId, method } = subrequest;
  try {
    const url = resolveUrl(subrequest.url, scope);
    const body = resolveBody(subrequest.body, scope);
    const request = { method, url, body, headers: subrequest.httpHeaders, user: callerOf(call) };
    const reply = call.org.dispatch(request);
    if (reply instanceof Promise || reply.body) throw notImplemented(`${url} inside a composite request`);
    return {
      body: reply.json ?? null,
      httpHeaders: repeated(reply),
      httpStatusCode: reply.status,
      referenceId,
    };
  } catch (error) {
    if (error instanceof BrokenReference) return halted(referenceId, error.message);
    throw error;
  }
}

/** Whether a subrequest failed: a collection that saved only a part of its records did, though it answers 200. */
function failed({ httpStatusCode, body }: SubrequestResult): boolean {
  if (httpStatusCode >= 400) return true;
  return Array.isArray(body) && body.some((item) => isObject(item) && item["success"] === false);
}

/** Thrown to leave the transaction of a composite request. */
class RolledBack extends Error {
  readonly results: readonly SubrequestResult[];

  constructor(results: readonly SubrequestResult[]) {
    super(ROLLED_BACK);
    this.results = results;
  }
}

/** How subrequests are run. */
export interface RunOptions {
  /** Leave nothing behind when one fails. */
  readonly allOrNone: boolean;
  /** Answers instead of the org, for what this kind of composite request does not take. */
  readonly refuse: (subrequest: Subrequest) => SubrequestResult | undefined;
}

function runEach(call: Call, subrequests: readonly Subrequest[], options: RunOptions): SubrequestResult[] {
  const answers = new Map<string, unknown>();
  const scope = { answers, allowNull: call.version >= 52 };
  const results: SubrequestResult[] = [];
  for (const subrequest of subrequests) {
    const result = options.refuse(subrequest) ?? sendOne(call, subrequest, scope);
    results.push(result);
    if (result.httpStatusCode < 400) answers.set(subrequest.referenceId, result.body);
    if (options.allOrNone && failed(result)) throw new RolledBack(results);
  }
  return results;
}

/** Runs subrequests in their order, each with what the earlier ones answered. */
export function runSubrequests(
  call: Call,
  subrequests: readonly Subrequest[],
  options: RunOptions,
): readonly SubrequestResult[] {
  const run = (): SubrequestResult[] => runEach(call, subrequests, options);
  if (!options.allOrNone) return run();
  try {
    return call.org.store.transaction(run);
  } catch (error) {
    if (!(error instanceof RolledBack)) throw error;
    const culprit = error.results.at(-1);
    return subrequests.map((subrequest) =>
      culprit?.referenceId === subrequest.referenceId ? culprit : halted(subrequest.referenceId),
    );
  }
}
