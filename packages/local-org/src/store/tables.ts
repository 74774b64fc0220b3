import type { FieldDef, ObjectDef, Schema } from "../schema/types.ts";
import { defaultOf } from "./rules.ts";
import { quote } from "./types.ts";

const SYSTEM_REFERENCES: ReadonlySet<string> = new Set([
  "OwnerId",
  "CreatedById",
  "LastModifiedById",
  "RecordTypeId",
]);

/** Returns a column's type and default. */
export function columnType(field: FieldDef): string {
  switch (field.type) {
    case "boolean":
      return `INTEGER DEFAULT ${defaultOf(field)}`;
    case "int":
    case "long":
      return "INTEGER";
    case "currency":
    case "double":
    case "percent":
      return "REAL";
    case "base64":
      return "BLOB";
    case "id":
    case "reference":
    case "date":
    case "datetime":
    case "time":
      return "TEXT";
    default:
      return field.caseSensitive ? "TEXT" : "TEXT COLLATE NOCASE";
  }
}

/** Whether rows are looked up by this field: by parent, by unique value or by external id. */
function indexed(field: FieldDef): boolean {
  if (field.type === "id" || !field.stored) return false;
  // Every call looks its user up.
  if (field.name === "Username") return true;
  if (field.type === "reference") return !SYSTEM_REFERENCES.has(field.name);
  return field.unique || field.externalId;
}

/** Returns the statements that create an object's table. Indexes leave nulls out, so that an empty lookup costs nothing. */
export function createTableSql(object: ObjectDef): string[] {
  const table = quote(object.name);
  const stored = object.fields.filter(
    (field) => field.stored && field.name !== "Id" && field.name !== "IsDeleted",
  );
  const columns = stored.map((field) => `${quote(field.name)} ${columnType(field)}`);
  const all = ['"Id" TEXT PRIMARY KEY NOT NULL', ...columns, '"IsDeleted" INTEGER NOT NULL DEFAULT 0'];
  const indexes = stored.filter(indexed).map((field) => {
    const name = quote(`${object.name}.${field.name}`);
    return `CREATE INDEX IF NOT EXISTS ${name} ON ${table} (${quote(field.name)}) WHERE ${quote(field.name)} IS NOT NULL`;
  });
  return [`CREATE TABLE IF NOT EXISTS ${table} (${all.join(", ")}) WITHOUT ROWID`, ...indexes];
}

/** Returns the statements that create every table of a schema. */
export function schemaSql(schema: Schema): string[] {
  return schema.objects().flatMap(createTableSql);
}
