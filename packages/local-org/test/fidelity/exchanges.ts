import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** One exchange with a real org, as recorded. */
export interface Exchange {
  readonly id: string;
  /** What it is about, e.g. `crud-create`. */
  readonly area: string;
  /** `wire-full`, or how the recording lost its headers (and, for some fixtures, a value or two). */
  readonly fidelity: string;
  readonly method: string;
  /** Path and query, of an API version that exists. */
  readonly path: string;
  /** The request's body; empty where there was none, or where it was not recorded. */
  readonly body: string;
  readonly status: number;
  /** By lower-case name. */
  readonly headers: ReadonlyMap<string, string>;
  readonly answer: string;
  /** Whether the answer was bytes and not text: then `answer` is their base64. */
  readonly binary: boolean;
  /** The recorder kept only the beginning of a list. */
  readonly truncated: boolean;
}

interface RawExchange {
  readonly id?: string;
  readonly area: string;
  readonly fidelity: string;
  readonly request: { readonly method: string; readonly url: string; readonly body?: string | null };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, unknown>>;
    readonly body?: string | { readonly base64: string } | null;
  };
  readonly notes?: { readonly responseTruncated?: unknown } | null;
}

/** A whole recording, its exchanges in their order. */
export interface Sequence {
  readonly id: string;
  readonly title: string;
  readonly exchanges: readonly Exchange[];
}

const WIRE = fileURLToPath(new URL("../../../../../shared/wire/", import.meta.url));

/** Whether the recordings are at hand. They are not part of this repository. */
export const hasWire: boolean = existsSync(`${WIRE}recorded.jsonl`);

/** What the recorders and the scrubbing of personal data put in the place of something, and what stood there or may have. */
const PLACEHOLDERS: readonly (readonly [RegExp, string])[] = [
  [/\/(?:vXX\.0|<api_version>)(?=\/|"|$)/g, "/v29.0"],
  [/\/(async|Soap\/m)\/vxx\.0/g, "/$1/60.0"],
  [/__CUSTOM_OBJECT_NAME____c/g, "Custom_Object__c"],
  [/__USER_ID__IAK/g, "005G0000002SC1TIAK"],
  // An opening quotation mark was taken for a part of the address.
  [/%27%(?=user\d+(?:@|%40))/g, "%27%25"],
  [/(?<!%27|%)%(?=user\d+(?:@|%40))/g, "%27"],
];

/** One recorder left the version out: what it describes tells whether it was one of the newer ones. */
function withoutPlaceholders(text: string, newer: boolean): string {
  const given = text.replace(/\/vxx\.0(?=\/|"|$)/g, newer ? "/v60.0" : "/v48.0");
  return PLACEHOLDERS.reduce((result, [pattern, replacement]) => result.replace(pattern, replacement), given);
}

function toExchange(raw: RawExchange, id: string): Exchange {
  const { method, url, body } = raw.request;
  const { status, headers } = raw.response;
  const answer = raw.response.body ?? "";
  const newer = raw.area !== "describe" || String(answer).includes("associateEntityType");
  const clean = (text: string): string => withoutPlaceholders(text, newer);
  return {
    id,
    area: raw.area,
    fidelity: raw.fidelity,
    method,
    path: clean(url.replace(/^https?:\/\/[^/]+/, "").replace(/^\/\//, "/")),
    body: typeof body === "string" ? clean(body) : "",
    status,
    headers: new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)])),
    answer: typeof answer === "string" ? clean(answer) : answer.base64,
    binary: typeof answer !== "string",
    truncated: raw.notes?.responseTruncated !== undefined,
  };
}

function readLines<T>(file: string): T[] {
  const lines = readFileSync(`${WIRE}${file}.jsonl`, "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as T);
}

/** Reads every exchange whose answer came from a real org: a fixture that somebody made up is no evidence. */
export function readExchanges(): Exchange[] {
  const raw = ["recorded", "recorded-elided", "handwritten"].flatMap((file) => readLines<RawExchange>(file));
  return raw
    .filter(({ fidelity }) => fidelity !== "synthetic")
    .map((one) => toExchange(one, one.id ?? "without an id"));
}

/** Reads the recordings that are sequences. */
export function readSequences(): Sequence[] {
  const raw = readLines<{ id: string; title: string; exchanges: RawExchange[] }>("sequences");
  return raw.map(({ id, title, exchanges }) => ({
    id,
    title,
    exchanges: exchanges.map((one, i) => toExchange(one, `${id}.${i + 1}`)),
  }));
}

/** Parses JSON; undefined where the text is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
