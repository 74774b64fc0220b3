import type { Exchange } from "./exchanges.ts";
import { parseJson } from "./exchanges.ts";
import { csvDifferences, jsonDifferences, masked, withoutOrder, xmlDifferences } from "./shape.ts";

/** What the local org answered. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
}

/** Headers that say something about a resource: the value must be the same. */
const SAME_VALUE = ["content-type", "www-authenticate", "sforce-locator", "sforce-numberofrecords"] as const;
/** Headers whose value is of the org: what counts is whether they are there. */
const SAME_PRESENCE = ["sforce-limit-info", "location"] as const;
/** Headers that older recordings do not have, and the newer ones of the same resource do. */
const PRESENT_IF_RECORDED = ["etag", "last-modified", "cache-control"] as const;

const plain = (value: string | null | undefined): string | null =>
  value?.toLowerCase().replaceAll(/;\s*/g, ";") ?? null;

function headerDifferences(answer: Answer, exchange: Exchange): string[] {
  // Where the recorder left the headers away, the file says what they may have been: that is no evidence.
  if (exchange.fidelity !== "wire-full") return [];
  const values = SAME_VALUE.map(
    (name) => [name, plain(answer.headers.get(name)), plain(exchange.headers.get(name))] as const,
  );
  const presences = SAME_PRESENCE.map(
    (name) => [name, answer.headers.has(name), exchange.headers.has(name)] as const,
  );
  const newer = PRESENT_IF_RECORDED.filter((name) => exchange.headers.has(name)).map(
    (name) => [name, answer.headers.has(name), true] as const,
  );
  return [...values, ...presences, ...newer]
    .filter(([, ours, theirs]) => ours !== theirs)
    .map(([name, ours, theirs]) => `header ${name}: ours ${ours}, theirs ${theirs}`);
}

/** A query answered whole must be answered with the same records; of a page only the shape can be. */
function isWholeQuery(exchange: Exchange, theirs: unknown): boolean {
  const { totalSize, records } = theirs as { totalSize?: number; records?: unknown[] };
  return exchange.area.startsWith("query") && records !== undefined && totalSize === records.length;
}

function textDifferences(ours: string, exchange: Exchange): string[] {
  const { answer } = exchange;
  if (/^\s*<\?xml|^\s*<result-list/.test(answer)) return xmlDifferences(ours, answer);
  if (/^"/.test(answer)) return csvDifferences(ours, answer);
  return masked(ours) === masked(answer)
    ? []
    : [`body: ours ${ours.slice(0, 200)}, theirs ${answer.slice(0, 200)}`];
}

function bodyDifferences(answer: Answer, exchange: Exchange, exact: boolean): string[] {
  if (exchange.binary) {
    return answer.bytes.equals(Buffer.from(exchange.answer, "base64")) ? [] : ["body: not the same bytes"];
  }
  const text = answer.bytes.toString();
  if (exchange.answer === "") return text === "" ? [] : [`body: ours ${text.slice(0, 200)}, theirs empty`];
  const theirs = parseJson(exchange.answer);
  if (theirs === undefined) return textDifferences(text, exchange);
  const ours = parseJson(text);
  if (ours === undefined) return [`body: ours is no JSON: ${text.slice(0, 200)}`];
  if (!exact || !isWholeQuery(exchange, theirs)) return jsonDifferences(ours, theirs);
  const [mine, real] = [withoutOrder(ours), withoutOrder(theirs)];
  return mine === real ? [] : [`records: ours ${mine.slice(0, 1500)}, theirs ${real.slice(0, 1500)}`];
}

/**
 * Tells in what an answer differs from the recorded one; empty when in nothing.
 * `exact` says that the rows are those of the recording, and not such as were made anew.
 */
export function differences(answer: Answer, exchange: Exchange, exact: boolean): string[] {
  if (answer.status !== exchange.status) {
    return [
      `status: ours ${answer.status} ${answer.bytes.toString().slice(0, 300)}, theirs ${exchange.status}`,
    ];
  }
  return [...headerDifferences(answer, exchange), ...bodyDifferences(answer, exchange, exact)];
}
