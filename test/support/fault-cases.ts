import type { SalesforceClient } from "kinetic-core";
import { type Responder, refuse } from "./server.ts";

const JOB = "750000000000001AAA";
const ROWS = "Id,Name\n001000000000001AAA,Acme\n";
const CONCURRENT = "ConcurrentRequests (Concurrent API Requests) Limit exceeded.";

/** What a call does when a write may have been carried out and nobody knows. */
type Safety = "repeatable" | "unsafe";

/** A kind of call, and what a healthy org makes of it. */
export interface CallKind {
  readonly name: string;
  readonly safety: Safety;
  /** Status, type and body of the good answer. */
  readonly good: readonly [status: number, type: string, body: string];
  /** Makes the call and reads what it yields to its end. */
  readonly run: (sf: SalesforceClient) => Promise<unknown>;
  /** What it yields. */
  readonly yields: unknown;
  /** Whether its body is handed over while it is on the wire, so that a cut is the reader's. */
  readonly streams?: boolean;
}

const JSON_TYPE = "application/json;charset=UTF-8";
const jobInfo = (state: string): string =>
  JSON.stringify({ id: JOB, state, object: "Account", apiVersion: 68 });

async function read(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts).toString();
}

async function* rows(): AsyncGenerator<Uint8Array> {
  for (const row of ROWS.split(/(?<=\n)/)) yield Buffer.from(row);
}

/** Every kind of call. */
export const calls: readonly CallKind[] = [
  {
    name: "a read of JSON",
    safety: "repeatable",
    good: [200, JSON_TYPE, '{"ok":true,"text":"grüß"}'],
    run: async (sf) => (await sf.request({ method: "GET", path: "limits" })).body,
    yields: { ok: true, text: "grüß" },
  },
  {
    name: "a write that may be repeated",
    safety: "repeatable",
    good: [200, JSON_TYPE, '{"id":"001000000000001AAA"}'],
    run: async (sf) => {
      const body = { json: { Name: "Acme" } };
      const path = "sobjects/Account/Ext__c/1";
      return (await sf.request({ method: "PATCH", path, body, idempotency: "idempotent" })).body;
    },
    yields: { id: "001000000000001AAA" },
  },
  {
    name: "a create",
    safety: "unsafe",
    good: [201, JSON_TYPE, '{"id":"001000000000001AAA","success":true}'],
    run: (sf) => sf.sobject("Account").create({ Name: "Acme" }),
    yields: { id: "001000000000001AAA" },
  },
  {
    name: "a download as a stream",
    safety: "repeatable",
    good: [200, "text/csv", ROWS],
    run: (sf) => read(sf.bulk.queryJob({ kind: "query", id: JOB, apiVersion: "68.0" }).results()),
    yields: ROWS,
    streams: true,
  },
  {
    name: "an upload from a factory",
    safety: "unsafe",
    good: [201, JSON_TYPE, ""],
    run: (sf) => sf.bulk.ingestJob(JOB).upload(rows, { length: ROWS.length }),
    yields: undefined,
  },
  {
    name: "an upload from memory",
    safety: "unsafe",
    good: [201, JSON_TYPE, ""],
    run: (sf) => sf.bulk.ingestJob(JOB).upload(ROWS),
    yields: undefined,
  },
  {
    name: "making a bulk job",
    safety: "unsafe",
    good: [200, JSON_TYPE, jobInfo("Open")],
    run: async (sf) => (await sf.bulk.createIngestJob({ object: "Account", operation: "insert" })).id,
    yields: JOB,
  },
  {
    name: "reading a bulk job",
    safety: "repeatable",
    good: [200, JSON_TYPE, jobInfo("InProgress")],
    run: async (sf) => (await sf.bulk.ingestJob(JOB).info()).state,
    yields: "InProgress",
  },
  {
    name: "deleting a bulk job",
    safety: "repeatable",
    good: [204, JSON_TYPE, ""],
    run: (sf) => sf.bulk.ingestJob(JOB).delete(),
    yields: undefined,
  },
];

/** How a call ends. */
export interface Ending {
  /** Code of the error; absent where the call succeeds. */
  readonly code?: string;
  /** Requests that reach the org. */
  readonly sent: number;
  readonly logins?: number;
  readonly pauses?: readonly number[];
}

/** A fault of the org or of the way to it. */
export interface Fault {
  readonly name: string;
  /** Answers for the org; `good` is the answer of a healthy one. */
  readonly respond: (good: Responder, kind: CallKind) => Responder;
  readonly ends: (kind: CallKind) => Ending;
  /** Whether the fault can befall the call at all. */
  readonly concerns?: (kind: CallKind) => boolean;
}

const once =
  (bad: Responder): Fault["respond"] =>
  (good) =>
  (request, response, call) =>
    call === 1 ? bad(request, response, call) : good(request, response, call);
const always =
  (bad: Responder): Fault["respond"] =>
  () =>
    bad;

const again =
  (more: Partial<Ending> = {}): Fault["ends"] =>
  () => ({ sent: 2, ...more });
const error =
  (code: string, sent = 1, more: Partial<Ending> = {}): Fault["ends"] =>
  () => ({ code, sent, ...more });
/** The answer was lost: what may be repeated is, and of the rest nobody knows. */
const lost: Fault["ends"] = ({ safety }) =>
  safety === "unsafe" ? { code: "OUTCOME_UNKNOWN", sent: 1 } : { sent: 2 };
/** The same for a fault in the answer's body, which a reader of a stream has already begun to read. */
const lostInBody =
  (code: string): Fault["ends"] =>
  (kind) =>
    kind.streams ? { code, sent: 1 } : lost(kind);

const page =
  (status: number, headers = {}): Responder =>
  (_, response) => {
    response.writeHead(status, { "content-type": "text/html", ...headers });
    response.end("<html><head><title>Maintenance</title></head></html>");
  };
const refusal =
  (status: number, code: string, message = "", headers = {}): Responder =>
  (_, response) =>
    refuse(response, status, code, message, headers);
/** The org no longer takes the token. */
export const expired: Responder = refusal(401, "INVALID_SESSION_ID", "Session expired or invalid");

/** Sends part of the good answer, then does something else. */
const part =
  (share: number, then: (response: Parameters<Responder>[1]) => void): Fault["respond"] =>
  (good, { good: [status, type, body] }) =>
    once((_, response) => {
      const bytes = Buffer.from(body);
      response.writeHead(status, { "content-type": type, "content-length": bytes.length });
      response.write(bytes.subarray(0, Math.floor(share * (bytes.length - 1))), () => then(response));
      response.flushHeaders();
    })(good, calls[0] as CallKind);

const hasBody = ({ good: [, , body] }: CallKind): boolean => body !== "";
const readsJson = (kind: CallKind): boolean => hasBody(kind) && kind.streams !== true;

const protocol: readonly Fault[] = [
  { name: "a token that expired", respond: once(expired), ends: again({ logins: 2 }) },
  {
    name: "a token that is never taken",
    respond: always(expired),
    ends: error("AUTHENTICATION", 2, { logins: 2 }),
  },
  {
    name: "an expired password",
    respond: always(refusal(401, "INVALID_OPERATION_WITH_EXPIRED_PASSWORD")),
    ends: error("AUTHENTICATION"),
  },
  {
    name: "a session that is not for the API",
    respond: always(
      refusal(401, "INVALID_SESSION_ID", "This session is not valid for use with the REST API"),
    ),
    ends: error("AUTHENTICATION"),
  },
  {
    name: "403, the daily limit",
    respond: always(refusal(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.")),
    ends: error("LIMIT"),
  },
  {
    name: "403, the concurrent limit",
    respond: once(refusal(403, "REQUEST_LIMIT_EXCEEDED", CONCURRENT)),
    ends: again({ pauses: [500] }),
  },
  {
    name: "403, the concurrent limit, for ever",
    respond: always(refusal(403, "REQUEST_LIMIT_EXCEEDED", CONCURRENT)),
    ends: error("LIMIT", 5),
  },
  { name: "429", respond: once(page(429)), ends: again({ pauses: [500] }) },
  {
    name: "429 with Retry-After",
    respond: once(page(429, { "retry-after": "3" })),
    ends: again({ pauses: [3000] }),
  },
  { name: "503", respond: once(page(503)), ends: lost },
  {
    name: "503 with Retry-After",
    respond: once(page(503, { "retry-after": "4" })),
    ends: again({ pauses: [4000] }),
  },
  {
    name: "503 with a Retry-After beyond all patience",
    respond: always(page(503, { "retry-after": "3600" })),
    ends: error("SERVER"),
  },
  { name: "503 of the org itself", respond: once(refusal(503, "SERVER_UNAVAILABLE")), ends: again() },
  { name: "503 for ever", respond: always(refusal(503, "SERVER_UNAVAILABLE")), ends: error("SERVER", 5) },
  {
    name: "a reset after the request was processed",
    respond: once((_, response) => void response.destroy()),
    ends: lost,
  },
  { name: "an HTML page for 500", respond: once(page(500)), ends: lost },
  { name: "an HTML page for 404", respond: always(page(404)), ends: error("NOT_FOUND") },
  { name: "an HTML page for 200", respond: always(page(200)), ends: error("UNEXPECTED_RESPONSE") },
  {
    name: "a redirect to another host",
    respond: always(
      (_, response) => void response.writeHead(302, { location: "https://elsewhere.example/" }).end(),
    ),
    ends: error("UNEXPECTED_RESPONSE"),
  },
  {
    name: "malformed JSON",
    respond: always(
      (_, response) => void response.writeHead(200, { "content-type": JSON_TYPE }).end('{"id":'),
    ),
    ends: error("UNEXPECTED_RESPONSE"),
    concerns: readsJson,
  },
  {
    name: "a wrong content type",
    respond: always(
      (_, response) => void response.writeHead(200, { "content-type": "text/xml" }).end("<a/>"),
    ),
    ends: error("UNEXPECTED_RESPONSE"),
  },
  ...[0, 0.1, 0.5, 0.9, 1].map(
    (share): Fault => ({
      name: `a body cut after ${share * 100} % of all bytes but one`,
      respond: part(share, (response) => response.destroy()),
      ends: lostInBody("NETWORK"),
      concerns: hasBody,
    }),
  ),
];

/** Answers that repeat what they were sent, as proxies and debug pages do. */
const echo =
  (status: number, type: string): Responder =>
  (request, response) => {
    const said = `${request.headers.authorization} ${request.path} ${request.body.toString()}`;
    response.writeHead(status, { "content-type": type, "x-echo": said.replace(/[^ -~]/g, "") });
    response.end(type === JSON_TYPE ? JSON.stringify([{ errorCode: "INVALID_FIELD", message: said }]) : said);
  };

const echoes: readonly Fault[] = [
  {
    name: "a refusal that repeats its request",
    respond: always(echo(400, JSON_TYPE)),
    ends: error("REQUEST_REJECTED"),
  },
  {
    name: "a page that repeats its request",
    respond: always(echo(403, "text/html")),
    ends: error("PERMISSION"),
  },
  {
    name: "a good status with its request",
    respond: always(echo(200, "text/html")),
    ends: error("UNEXPECTED_RESPONSE"),
  },
  {
    name: "its request in the place of JSON",
    respond: always(echo(200, "text/plain")),
    ends: error("UNEXPECTED_RESPONSE"),
    concerns: readsJson,
  },
];

/** Faults that take their time: the timers of undici tick once a second. */
export const slowFaults: readonly Fault[] = [
  {
    name: "a trickle that stops for longer than the idle timeout",
    respond: part(0.5, () => undefined),
    ends: lostInBody("TIMEOUT"),
    concerns: hasBody,
  },
  {
    name: "no answer before the timeout",
    respond: once(() => undefined),
    ends: lost,
    // Uploads have half an hour of their own; see the test of the caller's signal.
    concerns: ({ name }) => !name.startsWith("an upload"),
  },
];

/** How a healthy org answers the call. */
export function goodAnswer({ good: [status, type, body] }: CallKind): Responder {
  return (_, response) => {
    response.writeHead(status, body === "" ? {} : { "content-type": type });
    response.end(body);
  };
}

/** Every fault that the org answers at once. */
export const faults: readonly Fault[] = [...protocol, ...echoes];
