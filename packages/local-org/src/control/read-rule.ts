import { failure } from "../server/errors.ts";
import { type Fault, type FaultRule, faults } from "../server/faults.ts";

type Json = Readonly<Record<string, unknown>>;

/** Makes the refusal of a control request: which member, and what it must be. */
export function refuse(member: string, rule: string): Error {
  return failure(400, "INVALID_CONTROL_REQUEST", `The member ${member} must be ${rule}.`);
}

/** Does something to the org, whose functions throw plain errors that say what is wrong with the request. @throws SalesforceError 400 */
export function attempt<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw failure(400, "INVALID_CONTROL_REQUEST", error instanceof Error ? error.message : String(error));
  }
}

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Reads a JSON object. @throws SalesforceError 400 */
export function readObject(value: unknown, member: string): Json {
  if (isObject(value)) return value;
  throw refuse(member, "an object");
}

/** Reads a number that may be left out. @throws SalesforceError 400 */
export function readNumber(json: Json, member: string): number | undefined {
  const value = json[member];
  if (value === undefined || value === null) return undefined;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw refuse(member, "a number");
}

/** Reads a text that may be left out. @throws SalesforceError 400 */
export function readText(json: Json, member: string): string | undefined {
  const value = json[member];
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string") return value;
  throw refuse(member, "a text");
}

function required<T>(value: T | undefined, member: string, rule: string): T {
  if (value === undefined) throw refuse(member, rule);
  return value;
}

type ReadFault = (json: Json) => Fault;

const NAMED: Readonly<Record<string, ReadFault>> = Object.freeze<Record<string, ReadFault>>({
  sessionExpired: () => faults.sessionExpired,
  dailyLimit: () => faults.dailyLimit,
  concurrentLimit: () => faults.concurrentLimit,
  lockedRow: () => faults.lockedRow,
  serverUnavailable: (json) => faults.serverUnavailable(readNumber(json, "retryAfterSeconds")),
  tooManyRequests: (json) => faults.tooManyRequests(readNumber(json, "retryAfterSeconds")),
  htmlError: () => faults.htmlError,
  noRoute: () => faults.noRoute,
  oauthRefusal: (json) =>
    faults.oauthRefusal(
      required(readText(json, "error"), "fault.error", "an OAuth error, such as server_error"),
      readText(json, "description"),
      readNumber(json, "status"),
    ),
});

function readReply(json: Json): Fault {
  const status = required(readNumber(json, "status"), "fault.status", "an HTTP status");
  const headers = json["headers"] === undefined ? undefined : readObject(json["headers"], "fault.headers");
  return {
    kind: "reply",
    status,
    headers:
      headers && Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, String(text)])),
    ...("json" in json ? { json: json["json"] } : {}),
    text: readText(json, "text"),
  };
}

const KINDS: Readonly<Record<string, ReadFault>> = Object.freeze<Record<string, ReadFault>>({
  reply: readReply,
  "reset-before": () => ({ kind: "reset-before" }),
  "reset-after": () => ({ kind: "reset-after" }),
  hang: () => ({ kind: "hang" }),
  repeat: () => ({ kind: "repeat" }),
  cut: (json) => ({ kind: "cut", bytes: required(readNumber(json, "bytes"), "fault.bytes", "a number") }),
  slow: (json) => ({
    kind: "slow",
    delayMs: required(readNumber(json, "delayMs"), "fault.delayMs", "a number of milliseconds"),
  }),
  trickle: (json) => ({
    kind: "trickle",
    bytesPerChunk: required(readNumber(json, "bytesPerChunk"), "fault.bytesPerChunk", "a number"),
    delayMs: readNumber(json, "delayMs") ?? 0,
  }),
});

/** A fault is one of those ready to use, by its name, or one by its kind. */
function readFault(value: unknown): Fault {
  if (typeof value === "string") return readFault({ name: value });
  const json = readObject(value, "fault");
  const [kind, name] = [String(json["kind"]), String(json["name"])];
  const read = Object.hasOwn(KINDS, kind)
    ? KINDS[kind]
    : Object.hasOwn(NAMED, name)
      ? NAMED[name]
      : undefined;
  if (read) return read(json);
  throw refuse(
    "fault",
    `of a kind (${Object.keys(KINDS).join(", ")}) or one of the names ${Object.keys(NAMED).join(", ")}`,
  );
}

function readPattern(json: Json): RegExp | undefined {
  const source = readText(json, "path");
  try {
    return source === undefined ? undefined : new RegExp(source);
  } catch {
    throw refuse("path", "a regular expression");
  }
}

/** Reads a rule for faults from JSON: a `FaultRule` with its pattern as a text. @throws SalesforceError 400 that names the member */
export function readRule(value: unknown): FaultRule {
  const json = readObject(value, "rule");
  return {
    fault: readFault(json["fault"]),
    method: readText(json, "method"),
    path: readPattern(json),
    skip: readNumber(json, "skip"),
    times: readNumber(json, "times"),
    probability: readNumber(json, "probability"),
  };
}
