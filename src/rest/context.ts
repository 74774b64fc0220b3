import type { Requester, Runtime } from "../http/index.ts";
import type { AnswerCache, DescribeCache, GlobalDescribe } from "../schema/index.ts";
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

/** A record to check of which only its id is known. */
export interface IdentifiedRecord {
  readonly id: string;
  readonly fields: Fields;
}

/**
 * The same for a record that is named by its id alone: its first three characters tell the object. Where none or
 * several objects have them, the record is left to the org.
 */
export async function checkDatesById(
  context: RestContext,
  { id, fields }: IdentifiedRecord,
  { signal }: CallOptions,
): Promise<void> {
  if (dateFields(fields).length === 0) return;
  const { sobjects } = await context.answers.get<GlobalDescribe>("sobjects", { signal });
  const [found, another] = sobjects.filter(({ keyPrefix }) => keyPrefix === id.slice(0, 3));
  if (found === undefined || another !== undefined) return;
  await checkDates(context, { object: found.name, fields }, { signal });
}

/** The same for many records. */
export async function checkAllDates(
  context: RestContext,
  records: readonly DatedRecord[],
  options: CallOptions,
): Promise<void> {
  for (const record of records) await checkDates(context, record, options);
}
