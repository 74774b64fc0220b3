import type { SourcePath } from "./mapping.ts";

/** A source record. */
export type Source = Readonly<Record<string, unknown>>;

/** Says why a value cannot be mapped; where it is, the caller knows. */
export class BadValue {
  readonly reason: string;
  readonly cause: unknown;

  constructor(reason: string, cause?: unknown) {
    this.reason = reason;
    this.cause = cause;
  }
}

/** One step of a compiled mapping. */
export type Step = (value: unknown, source: Source) => unknown;

/** Whether a value counts as missing. */
export function isMissing(value: unknown): boolean {
  return value === undefined || value === null || value === "";
}

/** Shows a value in a message, in few characters. */
export function shown(value: unknown): string {
  const text = typeof value === "bigint" ? `${value}` : (JSON.stringify(value) ?? typeof value);
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}

/** Reads the value at a path. Nothing is taken from a prototype. */
export function readerOf(path: SourcePath): (source: Source) => unknown {
  if (typeof path !== "string") return (source) => walk(source, path);
  const parts = path.split(".");
  if (parts.length === 1) return (source) => own(source, path);
  return (source) => (Object.hasOwn(source, path) ? source[path] : walk(source, parts));
}

function walk(source: unknown, parts: readonly string[]): unknown {
  let value = source;
  for (const part of parts) value = own(value, part);
  return value;
}

function own(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Source)[key];
}
