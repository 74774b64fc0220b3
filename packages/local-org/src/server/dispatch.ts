import type { IncomingHttpHeaders } from "node:http";
import { Readable } from "node:stream";
import { decodedBody, noBody, parseJson, readBytes, readText, requireJson } from "./body.ts";
import { errorReply, failure, notFound, notImplemented, SalesforceError } from "./errors.ts";
import { boundaryOf, readParts } from "./multipart.ts";
import { createRouter, type Match, type Router } from "./router.ts";
import type { Call, InnerRequest, OrgConfig, OrgServices, OrgUser, Reply, Route } from "./types.ts";

/** A request on its way to a handler. */
export interface Incoming {
  readonly method: string;
  /** Path and query, as asked for. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readable;
}

/** What an answer tells the request log. */
export interface Outcome {
  readonly reply: Reply;
  readonly user: OrgUser | undefined;
  /** The stack of an error inside the org: a bug of the local org. */
  readonly internalError: string | undefined;
}

/** Says who calls, or throws the 401 that says why not. */
export type Authenticate = (headers: IncomingHttpHeaders) => OrgUser;

/** Counts calls against the daily allocation. */
export interface Usage {
  count(calls: number): void;
  used(): number;
}

/** What the dispatcher works with. */
export interface DispatcherOptions {
  readonly routes: readonly Route[];
  readonly authenticate: Authenticate;
  readonly usage: Usage;
  readonly config: OrgConfig;
  /** The services as a user may use them; the org's own where nobody has signed in. */
  readonly services: (user: OrgUser | undefined) => OrgServices;
}

/** Turns requests into answers, from HTTP and from inside the org. */
export interface Dispatcher {
  handle(incoming: Incoming): Promise<Outcome>;
  /** Answers a request that another call makes: no authentication, no counting. */
  inner(request: InnerRequest): Reply | Promise<Reply>;
}

/** Resources that Salesforce has and this org does not: they answer 501, never a plausible 404. */
const KNOWN_RESOURCES: ReadonlySet<string> = new Set(
  (
    "actions ai analytics appMenu apps-and-tabs asset-management async async-queries chatter commerce compactLayouts composite connect " +
    "consent contact-tracing dedupe digitalwallet domino duplicates eclair einstein emailConnect event eventSchema externalPlanning " +
    "externalservices fingerprint flexiPage folders graphql iot jobs jsonxform knowledgeManagement licensing limits localizedvalue " +
    "metadata mobile nouns omnistudio parameterizedSearch payments prechatForms process query queryAll quickActions recent scheduling " +
    "search serviceTemplates smartdatadiscovery sobjects support tabs theme themes tokenizer tooling ui-api wave"
  )
    .toLowerCase()
    .split(" "),
);

/** SOAP and Bulk API 1.0 say in places of their own who calls: a missing Authorization header is no 401 there. */
const OWN_SESSION = /^\/services\/(?:Soap|async)\//i;

const VERSIONED = /^\/services\/data\/([^/]+)(?:\/([^/]*))?/;

interface Place {
  readonly version: number;
  readonly base: string;
  readonly resource: string | undefined;
}

const NOWHERE: Place = { version: 0, base: "", resource: undefined };

/** Reads the API version out of a path. @throws SalesforceError 404 for a version this org does not answer */
function placeOf(path: string, config: OrgConfig): Place {
  const match = VERSIONED.exec(path);
  const segment = match?.[1];
  if (segment === undefined) return NOWHERE;
  const version = /^v(\d+)\.0$/.exec(segment)?.[1];
  const number = Number(version);
  if (version !== undefined && number >= 7 && number < Math.min(...config.apiVersions)) {
    throw failure(410, "GONE", `The requested API version has been retired: v${version}.0`);
  }
  if (version === undefined || !config.apiVersions.includes(number)) throw notFound();
  return { version: number, base: `/services/data/${segment}`, resource: match?.[2] };
}

function methodNotAllowed(method: string, allowed: readonly string[]): SalesforceError {
  const message = `HTTP Method '${method}' not allowed. Allowed are ${allowed.join(",")}`;
  return new SalesforceError(405, [{ errorCode: "METHOD_NOT_ALLOWED", message }], {
    Allow: allowed.join(", "),
  });
}

/** How a request is known to the server: the parts that every step needs. */
interface Parsed {
  readonly incoming: Incoming;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
}

function parse(incoming: Incoming): Parsed {
  const mark = incoming.url.indexOf("?");
  const path = mark < 0 ? incoming.url : incoming.url.slice(0, mark);
  const query = new URLSearchParams(mark < 0 ? "" : incoming.url.slice(mark + 1));
  const override = query.get("_HttpMethod");
  const method = incoming.method === "POST" && override ? override.toUpperCase() : incoming.method;
  return { incoming, method, path, query };
}

/** What was known of a body before its handler ran. */
type Read = Pick<Call, "json" | "text" | "files">;

const UNREAD: Read = Object.freeze({ json: undefined, text: "", files: new Map() });

/** Where a call ends up, and on whose behalf. */
type Arrived = Pick<Call, "params" | "version" | "base" | "user" | "org">;

/** The most that a multipart request may carry, blobs and all. */
const MAX_PARTS_BYTES = 500 * 1024 * 1024;

async function readBody(parsed: Parsed, takes: Route["takes"], maxBytes: number): Promise<Read> {
  const { headers, body } = parsed.incoming;
  if (takes === undefined) return UNREAD;
  const decoded = decodedBody(body, headers);
  const boundary = takes === "parts" ? boundaryOf(headers["content-type"]) : undefined;
  if (boundary !== undefined) return readParts(await readBytes(decoded, MAX_PARTS_BYTES), boundary);
  requireJson(headers);
  const text = await readText(decoded, maxBytes);
  return { json: parseJson(text), text, files: UNREAD.files };
}

function makeCall(parsed: Parsed, read: Read, arrived: Arrived): Call {
  const { incoming, method, path, query } = parsed;
  const { headers } = incoming;
  // A body that was read already cannot be decoded again.
  const body = read === UNREAD ? decodedBody(incoming.body, headers) : incoming.body;
  let text: Promise<string> | undefined;
  const readWhole = (): Promise<string> => {
    text ??= readText(body, arrived.org.config.maxBodyBytes);
    return text;
  };
  return {
    ...{ method, path, query, headers, body, ...read, ...arrived },
    readText: readWhole,
    async readJson(): Promise<unknown> {
      requireJson(headers);
      return parseJson(await readWhole());
    },
  };
}

function refuseXml(headers: IncomingHttpHeaders): void {
  const accept = String(headers.accept ?? "");
  if (/^\s*(?:application|text)\/xml\s*$/.test(accept))
    throw notImplemented("XML answers: ask for application/json");
}

class HttpDispatcher implements Dispatcher {
  readonly #router: Router;
  readonly #options: DispatcherOptions;

  constructor(options: DispatcherOptions) {
    this.#options = options;
    this.#router = createRouter(options.routes);
  }

  async handle(incoming: Incoming): Promise<Outcome> {
    let user: OrgUser | undefined;
    let limited = false;
    try {
      const parsed = parse(incoming);
      const place = placeOf(parsed.path, this.#options.config);
      const found = this.#router(parsed.method, parsed.path);
      if (!found && OWN_SESSION.test(parsed.path)) throw this.#missing(parsed.path, place);
      const open = found !== undefined && "route" in found && found.route.auth === false;
      // Salesforce says who you are not before it says what does not exist.
      const guarded = found !== undefined || /^\/(?:services|id)\//i.test(parsed.path);
      if (guarded && !open) user = this.#options.authenticate(incoming.headers);
      limited = user !== undefined && place !== NOWHERE;
      if (limited) this.#meter();
      refuseXml(incoming.headers);
      const reply = await this.#answer(parsed, place, user);
      return { reply: this.#withLimits(reply, limited), user, internalError: undefined };
    } catch (error) {
      const { reply, internalError } = this.#failed(error);
      return { reply: this.#withLimits(reply, limited), user, internalError };
    }
  }

  inner(request: InnerRequest): Reply | Promise<Reply> {
    const text = request.body === undefined ? "" : JSON.stringify(request.body);
    const headers = { ...request.headers, "content-type": "application/json" };
    const body = text === "" ? noBody() : Readable.from([text]);
    try {
      const parsed = parse({ method: request.method, url: request.url, headers, body });
      const place = placeOf(parsed.path, this.#options.config);
      const route = this.#routeOf(parsed, place);
      const read = route.route.takes ? { json: parseJson(text), text, files: UNREAD.files } : UNREAD;
      const reply = this.#run(parsed, { ...route, place, user: request.user }, read);
      return reply instanceof Promise ? reply.catch((error: unknown) => this.#failed(error).reply) : reply;
    } catch (error) {
      return this.#failed(error).reply;
    }
  }

  #routeOf(parsed: Parsed, place: Place): Match {
    const found = this.#router(parsed.method, parsed.path);
    if (!found) throw this.#missing(parsed.path, place);
    if ("allowed" in found) throw methodNotAllowed(parsed.method, found.allowed);
    if (place.version < (found.route.since ?? 0)) throw notFound();
    return found;
  }

  async #answer(parsed: Parsed, place: Place, user: OrgUser | undefined): Promise<Reply> {
    const found = this.#routeOf(parsed, place);
    const read = await readBody(parsed, found.route.takes, this.#options.config.maxBodyBytes);
    return this.#run(parsed, { ...found, place, user }, read);
  }

  #run(
    parsed: Parsed,
    found: Match & { place: Place; user: OrgUser | undefined },
    read: Read,
  ): Reply | Promise<Reply> {
    const { params, user, place } = found;
    const { version, base } = place;
    const org = this.#options.services(user);
    return found.route.handler(makeCall(parsed, read, { params, version, base, user, org }));
  }

  #missing(path: string, place: Place): SalesforceError {
    const resource = place.resource?.toLowerCase() ?? "";
    if (KNOWN_RESOURCES.has(resource)) return notImplemented(`the resource ${path}`);
    if (/^\/services\/(?:apexrest|Soap|async|oauth2)\b/i.test(path))
      return notImplemented(`the resource ${path}`);
    return notFound();
  }

  #meter(): void {
    const { usage, config } = this.#options;
    if (usage.used() >= config.dailyApiRequests) {
      throw failure(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.");
    }
    usage.count(1);
  }

  #withLimits(reply: Reply, limited: boolean): Reply {
    if (!limited || reply.status === 401) return reply;
    const info = `api-usage=${this.#options.usage.used()}/${this.#options.config.dailyApiRequests}`;
    return { ...reply, headers: { "Sforce-Limit-Info": info, ...reply.headers } };
  }

  #failed(error: unknown): { reply: Reply; internalError: string | undefined } {
    if (error instanceof SalesforceError) return { reply: errorReply(error), internalError: undefined };
    const message =
      "An unexpected error occurred. Please include this ErrorId if you contact support: 0-0 (0)";
    const internalError = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { reply: errorReply(failure(500, "UNKNOWN_EXCEPTION", message)), internalError };
  }
}

/** Builds the dispatcher of an org. */
export function createDispatcher(options: DispatcherOptions): Dispatcher {
  return new HttpDispatcher(options);
}
