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

/**
 * Refuses a `Date` in a field that is a day without a time. Only records that hold a `Date` cost a describe, which is
 * then kept.
 */
export async function checkDates(
  context: RestContext,
  { object, fields, row }: DatedRecord,
  { signal }: CallOptions,
): Promise<void> {
  if (dateFields(fields).length === 0) return;
  checkDateOnly(fields, await context.describes.fieldTypes(object, { signal }), { row });
}
