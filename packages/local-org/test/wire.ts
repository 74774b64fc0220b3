import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** One recorded exchange with Salesforce. */
export interface WireRecord {
  readonly id: string;
  readonly fidelity: string;
  readonly request: { readonly method: string; readonly url: string; readonly body?: string | null };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string | null;
  };
}

const WIRE = fileURLToPath(new URL("../../../../shared/wire/", import.meta.url));

/** Whether the recordings are at hand. They are not part of this repository. */
export const hasWire: boolean = existsSync(`${WIRE}recorded.jsonl`);

/** Reads recordings. */
export function readWire(file: "recorded" | "recorded-elided" | "handwritten"): Map<string, WireRecord> {
  const lines = readFileSync(`${WIRE}${file}.jsonl`, "utf8").split("\n");
  const records = lines.filter((line) => line !== "").map((line) => JSON.parse(line) as WireRecord);
  return new Map(records.map((record) => [record.id, record]));
}

/** Describes a JSON value by its members, in their order, and the types of its leaves. */
export function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [] : [shapeOf(value[0])];
  if (value === null || typeof value !== "object") return value === null ? "null" : typeof value;
  return Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)]);
}

/** Picks the headers that say something about a resource. */
export function tellingHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const telling = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  const wanted = telling.filter(([name]) => /^(content-type|cache-control|sforce-.*)$/.test(name));
  return Object.fromEntries(
    wanted.map(([name, value]) => [
      name,
      name === "sforce-limit-info" ? value.replace(/\d+/g, "N") : value.replace("; charset", ";charset"),
    ]),
  );
}
