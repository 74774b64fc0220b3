import type { BulkApi, DescribeObject } from "../bulk/index.ts";
import { type CsvSource, csvFile, records } from "../csv/index.ts";
import type { CollectionResult, CollectionsApi, SObjectResource } from "../rest/index.ts";
import type { Fields } from "../schema/index.ts";
import { bulkRows } from "./bulk-rows.ts";
import { writeOneByOne } from "./one-by-one.ts";
import { isDelete, prepareRows } from "./prepare-row.ts";
import { checkBulkOptions, checkDryRun, checkRequest, MAX_COLLECTION_ROWS, routeOf } from "./route.ts";
import { sampleRows } from "./row-source.ts";
import type { WriteRequest, WriteRows } from "./write-options.ts";
import { bulkResult, restResult, type WriteResult } from "./write-result.ts";

/** The ways to write that a client has. */
export interface WriteParts {
  readonly sobject: (object: string) => SObjectResource;
  readonly collections: CollectionsApi;
  readonly bulk: BulkApi;
  readonly describe: DescribeObject;
}

/**
 * Writes rows by the way that fits their number.
 * @throws InputError for bad rows and options, before anything is sent
 */
export async function writeRows(parts: WriteParts, request: WriteRequest): Promise<WriteResult> {
  const { operation, options, rows } = request;
  const source = csvOf(rows);
  checkRequest(request, source !== undefined);
  if (source !== undefined) return writeBulk(parts, request, source);
  const { seen, all } = await sampleRows(rows as AsyncIterable<unknown>, MAX_COLLECTION_ROWS);
  const { via, externalIdField } = options;
  const prepared = prepareRows(request, all);
  const route = routeOf({ operation, rows: seen, via, externalIdField });
  checkDryRun(request, route);
  switch (route) {
    case "record":
      return restResult("record", await oneByOne(parts, request, prepared));
    case "collections":
      return restResult("collections", await writeCollection(parts.collections, request, prepared));
    case "bulk":
      return writeBulk(parts, request, await encode(parts, request, prepared));
  }
}

/** Tells CSV, a path or a source, from records. */
export function csvOf(rows: WriteRows): CsvSource | undefined {
  if (typeof rows === "string") return csvFile(rows);
  const opens =
    typeof rows === "object" && rows !== null && "open" in rows && typeof rows.open === "function";
  return opens ? (rows as CsvSource) : undefined;
}

function oneByOne(
  { sobject, describe }: WriteParts,
  request: WriteRequest,
  rows: AsyncIterable<Fields>,
): Promise<CollectionResult> {
  const { object, options } = request;
  const fieldTypes = async (): Promise<ReadonlyMap<string, string>> => {
    const { fields } = await describe(object, { signal: options.signal });
    return new Map(fields.map(({ name, type }) => [name.toLowerCase(), type]));
  };
  return writeOneByOne({ sobject: sobject(object), fieldTypes }, request, rows);
}

function writeCollection(
  collections: CollectionsApi,
  { object, operation, options }: WriteRequest,
  rows: AsyncIterable<Fields>,
): Promise<CollectionResult> {
  switch (operation) {
    case "insert":
      return collections.create(rows, { ...options, object });
    case "update":
      return collections.update(rows, { ...options, object });
    case "upsert":
      return collections.upsert(rows, { ...options, object, externalIdField: options.externalIdField ?? "" });
    default:
      return collections.delete(idsOf(rows), options);
  }
}

async function* idsOf(rows: AsyncIterable<Fields>): AsyncGenerator<string> {
  for await (const { Id } of rows) yield Id as string;
}

async function encode(
  { describe }: WriteParts,
  request: WriteRequest,
  rows: AsyncIterable<Fields>,
): Promise<CsvSource> {
  const { object, options } = request;
  checkBulkOptions(options);
  const encoding = {
    columns: options.columns,
    sampleSize: MAX_COLLECTION_ROWS + 1,
    name: `rows of ${object}`,
  };
  if (isDelete(request)) return records(rows, { ...encoding, columns: ["Id"] });
  return records(bulkRows(request, rows, await describe(object, { signal: options.signal })), encoding);
}

async function writeBulk(
  { bulk }: WriteParts,
  { object, operation, options }: WriteRequest,
  source: CsvSource,
): Promise<WriteResult> {
  checkBulkOptions(options);
  const { assignmentRule, concurrency, retryRows, signal } = options;
  const load = await bulk.load({
    concurrency,
    retryRows,
    ...(typeof assignmentRule === "string" ? { assignmentRuleId: assignmentRule } : {}),
    ...options.bulk,
    object,
    operation,
    externalIdFieldName: options.externalIdField,
    source,
    signal,
  });
  return bulkResult(load);
}
