import type { Requester, Runtime } from "../http/index.ts";
import type { AnswerCache, DescribeCache } from "../schema/index.ts";
import type { CallOptions, Fields } from "./call.ts";
import { checkDateOnly, dateFields, type RecordPlace } from "./record-body.ts";

/** What the resources are built on. */
export interface RestContext {
  readonly requester: Requester;
  /** Keeps what describes the org. */
  readonly answers: AnswerCache;
  readonly describes: DescribeCache;
  readonly runtime: Runtime;
}

/** A record to check, and where it stands. */
export interface DatedRecord extends RecordPlace {
  readonly object: string;
  readonly fields: Fields;
}

/** How old a describe may be that lacks a field which is written: one is checked once, not for each row. */
const DOUBTED_AGE_MS = 10_000;

/**
 * Refuses a `Date` in a field that is a day without a time. Only records that hold a `Date` cost a describe, which is
 * then kept; one that is kept and lacks such a field is older than the field, and is checked against the org.
 */
export async function checkDates(
  { describes }: RestContext,
  { object, fields, row }: DatedRecord,
  { signal }: CallOptions,
): Promise<void> {
  const dated = dateFields(fields);
  if (dated.length === 0) return;
  const known = await describes.fieldTypes(object, { signal });
  const stale = dated.some((field) => !known.has(field.toLowerCase()));
  const types = stale ? await describes.fieldTypes(object, { signal, maxAgeMs: DOUBTED_AGE_MS }) : known;
  checkDateOnly(fields, types, { row });
}

/** The same for many records. */
export async function checkAllDates(
  context: RestContext,
  records: readonly DatedRecord[],
  options: CallOptions,
): Promise<void> {
  for (const record of records) await checkDates(context, record, options);
}
