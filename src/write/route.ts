import { InputError } from "../errors/index.ts";
import { objectName, recordId } from "../rest/index.ts";
import type { WriteOperation, WriteRequest, WriteRoute, WriteRowsOptions } from "./write-options.ts";

/** From this many rows on Bulk API 2.0 costs less than calls of 200 (Salesforce's own advice for Bulk API 2.0). */
export const MAX_COLLECTION_ROWS = 2_000;

const OPERATIONS: ReadonlySet<string> = new Set(["insert", "update", "upsert", "delete", "hardDelete"]);
const ROUTES: ReadonlySet<string> = new Set(["record", "collections", "bulk"]);

/** What decides the way of a write. */
export interface RouteFacts extends Pick<WriteRowsOptions, "via" | "externalIdField"> {
  readonly operation: WriteOperation;
  /** Rows of the input, or any number over 2,000 where there are more. */
  readonly rows: number;
}

/** Decides how records are written. Pure. */
export function routeOf({ operation, rows, via, externalIdField }: RouteFacts): WriteRoute {
  if (operation === "hardDelete") return "bulk";
  if (via !== undefined) return via;
  if (rows > MAX_COLLECTION_ROWS) return "bulk";
  // An upsert by Id has no resource of its own.
  return rows === 1 && externalIdField?.toLowerCase() !== "id" ? "record" : "collections";
}

/**
 * Checks what can be checked before a row is read.
 * @throws InputError naming everything that is wrong
 */
export function checkRequest({ object, operation, options }: WriteRequest, csv: boolean): void {
  objectName(object);
  const { via, externalIdField } = options;
  checkRule(options);
  const problems: string[] = [];
  if (!OPERATIONS.has(operation))
    problems.push(`operation must be one of ${[...OPERATIONS].join(", ")}, not ${JSON.stringify(operation)}`);
  if (via !== undefined && !ROUTES.has(via))
    problems.push(`via must be one of ${[...ROUTES].join(", ")}, not ${JSON.stringify(via)}`);
  if (operation === "upsert" && (externalIdField ?? "") === "")
    problems.push("upsert needs externalIdField, the field that tells new rows from known ones");
  if (operation !== "upsert" && externalIdField !== undefined)
    problems.push(`externalIdField is for upsert only, not for ${operation}`);
  if (csv && via !== undefined && via !== "bulk")
    problems.push(
      `CSV has no types, so it goes by Bulk API 2.0, not via ${via}: map it with sf.sync, or leave via out`,
    );
  if (operation === "hardDelete" && via !== undefined && via !== "bulk")
    problems.push(`hardDelete is there in Bulk API 2.0 alone, not via ${via}`);
  if (via === "record" && externalIdField?.toLowerCase() === "id")
    problems.push("an upsert by Id is there in collections and bulk, not via record");
  if (problems.length > 0) throw new InputError(`write: ${problems.join("; ")}`);
}

/** A bad rule is a fault of the call, and not of its rows. */
function checkRule({ assignmentRule }: WriteRowsOptions): void {
  if (typeof assignmentRule === "string") recordId(assignmentRule, { field: "assignmentRule" });
}

/** Options that are headers of REST, or belong to its calls. */
const REST_ONLY = ["allOrNone", "duplicateRule", "updateMru", "headers"] as const;

/**
 * Refuses options that Bulk API 2.0 cannot heed: the rows would be written otherwise than was asked for.
 * @throws InputError naming the options
 */
export function checkBulkOptions(options: WriteRowsOptions): void {
  const set: string[] = REST_ONLY.filter((name) => options[name] !== undefined && options[name] !== false);
  if (typeof options.assignmentRule === "boolean") set.push("assignmentRule other than an id");
  if (set.length === 0) return;
  throw new InputError(
    `write: these rows go by Bulk API 2.0, which has no ${set.join(", ")}; leave them out, or send the rows via "collections"`,
  );
}

/**
 * Refuses a dry run of rows that would not go by Bulk API 2.0: there is none elsewhere, and they would be written.
 * @throws InputError saying what to set
 */
export function checkDryRun({ options }: WriteRequest, route: WriteRoute): void {
  if (options.bulk?.dryRun !== true || route === "bulk") return;
  throw new InputError(`write: these rows go by ${route}, which has no dry run; set via to "bulk"`);
}
