import { InputError } from "../errors/index.ts";
import type { SalesforceRecord } from "./call.ts";
import { fieldList } from "./check.ts";
import type { RestContext } from "./context.ts";
import type { ConditionalRecord, RetrieveIfModifiedOptions, RetrieveOptions } from "./sobject.ts";

/** Writes the list of fields to read; without one the org returns all. @throws InputError for a bad one */
export function fieldsOf({ fields }: RetrieveOptions): string | undefined {
  return fields === undefined ? undefined : fieldList(fields);
}

/** Reads the record at a path. */
export async function retrieve(
  { requester }: RestContext,
  path: string,
  options: RetrieveOptions = {},
): Promise<SalesforceRecord> {
  const query = { fields: fieldsOf(options) };
  return (await requester.json<SalesforceRecord>({ method: "GET", path, query, signal: options.signal }))
    .body;
}

/** Reads the record at a path unless it is as it was. @throws InputError without anything to compare with */
export async function retrieveIfModified(
  { requester }: RestContext,
  path: string,
  options: RetrieveIfModifiedOptions,
): Promise<ConditionalRecord> {
  const { etag, since, signal } = options;
  if (etag === undefined && since === undefined)
    throw new InputError("A conditional read needs what it is compared with: etag or since");
  const headers = {
    ...(etag === undefined ? {} : { "if-none-match": etag }),
    ...(since === undefined ? {} : { "if-modified-since": since.toUTCString() }),
  };
  const query = { fields: fieldsOf(options) };
  const answer = await requester.json<SalesforceRecord>({
    method: "GET",
    path,
    query,
    headers,
    expect: [304],
    signal,
  });
  if (answer.status === 304) return { modified: false };
  const last = answer.headers["last-modified"];
  return {
    modified: true,
    record: answer.body,
    etag: answer.headers["etag"],
    lastModified: last === undefined ? undefined : new Date(last),
  };
}
