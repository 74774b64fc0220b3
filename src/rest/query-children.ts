import type { Requester } from "../http/index.ts";
import { type QueryBody, type QueryStart, readPage } from "./query-fetch.ts";
import type { QueryOptions } from "./query-options.ts";

/** Whether rows may hold child records, by the text of the query: the others need no look. */
export function mayHaveChildPages(start: QueryStart): boolean {
  return "soql" in start ? /\(\s*select\b/i.test(start.soql) : true;
}

interface MutableBody {
  totalSize: number;
  done: boolean;
  nextRecordsUrl?: string;
  records: unknown[];
}

/** Reads the further pages of child records, of every depth, into the rows that they belong to. */
export async function followChildren<T>(
  requester: Requester,
  body: QueryBody<T>,
  options: QueryOptions,
): Promise<QueryBody<T>> {
  for (const record of body.records) {
    if (typeof record !== "object" || record === null) continue;
    for (const value of Object.values(record)) {
      if (isChildResult(value)) await completeChildren(requester, value, options);
    }
  }
  return body;
}

async function completeChildren(
  requester: Requester,
  child: MutableBody,
  options: QueryOptions,
): Promise<void> {
  while (child.nextRecordsUrl !== undefined) {
    const next = await readPage<unknown>(requester, child.nextRecordsUrl, options);
    for (const record of next.records) child.records.push(record);
    child.done = next.done;
    if (next.nextRecordsUrl === undefined) delete child.nextRecordsUrl;
    else child.nextRecordsUrl = next.nextRecordsUrl;
  }
  await followChildren(requester, child, options);
}

function isChildResult(value: unknown): value is MutableBody {
  return (
    typeof value === "object" &&
    value !== null &&
    "records" in value &&
    Array.isArray(value.records) &&
    "done" in value
  );
}
