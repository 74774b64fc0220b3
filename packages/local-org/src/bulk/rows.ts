import type { OrgServices } from "../server/types.ts";
import type { Fields, WriteContext, WriteError, WriteResult } from "../store/types.ts";
import type { IngestJob } from "./jobs.ts";

/** The longest value (Bulk API and Bulk API 2.0 Limits and Allocations). */
const MAX_FIELD = 131_072;
/** The longest record, all its values together. */
const MAX_RECORD = 400_000;

/** Writes one row of an upload. */
export type WriteRow = (cells: readonly string[]) => WriteResult;

/** Turns cells into fields: an empty one is left out, `#N/A` is null (Bulk API 2.0 Developer Guide, "Prepare CSV Files"). */
function toFields(header: readonly string[], cells: readonly string[]): Fields {
  const fields: Record<string, unknown> = {};
  for (let i = 0; i < header.length; i++) {
    const cell = cells[i];
    const name = header[i];
    if (cell === undefined || cell === "" || name === undefined) continue;
    fields[name] = cell === "#N/A" ? null : cell;
  }
  return fields;
}

function refuse(statusCode: string, message: string, fields: readonly string[] = []): WriteResult {
  return { ok: false, errors: [{ statusCode, message, fields }] };
}

/** Finds what is wrong with a row before its fields are looked at. */
function checkShape(header: readonly string[], cells: readonly string[]): WriteResult | undefined {
  if (cells.length > header.length)
    return refuse("INVALID_FIELD", `The row has ${cells.length} columns, the header has ${header.length}`);
  let length = 0;
  for (const [i, cell] of cells.entries()) {
    length += cell.length;
    if (cell.length > MAX_FIELD)
      return refuse("STRING_TOO_LONG", `data value too large: (max length=${MAX_FIELD})`, [header[i] ?? ""]);
  }
  if (length > MAX_RECORD)
    return refuse("STRING_TOO_LONG", `The row has ${length} characters, more than ${MAX_RECORD}`);
  return undefined;
}

/** Makes the function that writes a job's rows to the store. */
export function rowWriter(org: OrgServices, job: IngestJob): WriteRow {
  const { store } = org;
  const positions = new Map(job.header.map((name, i) => [name.toLowerCase(), i]));
  const ctx: WriteContext = {
    userId: job.createdById,
    source: "bulk",
    columnOf: (key) => positions.get(key.toLowerCase()) ?? 0,
    hard: job.operation === "hardDelete",
  };
  const target = { object: job.object, externalIdField: job.externalIdFieldName ?? "Id" };
  const write = (fields: Fields): WriteResult => {
    switch (job.operation) {
      case "insert":
        return store.insert(job.object, fields, ctx);
      case "update":
        return store.update(job.object, fields, ctx);
      case "upsert":
        return store.upsert(target, fields, ctx);
      default:
        return store.delete(job.object, String(Object.values(fields)[0] ?? ""), ctx);
    }
  };
  return (cells) => checkShape(job.header, cells) ?? write(toFields(job.header, cells));
}

/** Makes the refusal of a row whose record another process holds. */
export function lockedRow(id: string): WriteResult {
  return refuse(
    "UNABLE_TO_LOCK_ROW",
    `unable to obtain exclusive access to this record or 1 records: ${id === "" ? "unknown" : id}`,
  );
}

function describe({ statusCode, message, fields }: WriteError): string {
  return `${statusCode}:${message}:${fields.length === 0 ? "" : `${fields.join(",")} `}--`;
}

/** Writes a row's errors as the `sf__Error` column does: `CODE:message:fields --`. */
export function errorText(errors: readonly WriteError[]): string {
  return errors.map(describe).join(";");
}
