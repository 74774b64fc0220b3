import { InputError } from "../errors/index.ts";
import { checkDateOnly } from "../rest/index.ts";
import type { Fields, ObjectDescribe } from "../schema/index.ts";
import { checkedBody } from "./prepare-row.ts";
import type { WriteRequest } from "./write-options.ts";

/** What Bulk API 2.0 takes for null, and can therefore not store (Bulk API 2.0 guide, "Prepare CSV Files"). */
const NULL_VALUE = "#N/A";

/**
 * Yields records for CSV that mean there what they mean in JSON, and are held to the same rules: `""` empties a field,
 * a polymorphic reference names its object.
 * @throws InputError naming row and column
 */
export async function* bulkRows(
  request: WriteRequest,
  rows: AsyncIterable<Fields>,
  describe: ObjectDescribe,
): AsyncGenerator<Fields> {
  const types = new Map(describe.fields.map(({ name, type }) => [name.toLowerCase(), type]));
  const polymorphic = polymorphicNames(describe);
  let row = 0;
  for await (const fields of rows) {
    row += 1;
    checkDateOnly(fields, types, { row });
    yield csvRecord(checkedBody(request, fields, row), { row, polymorphic });
  }
}

interface CsvPlace {
  readonly row: number;
  readonly polymorphic: ReadonlySet<string>;
}

function csvRecord(body: Fields, place: CsvPlace): Fields {
  const record: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(body)) {
    if (typeof value === "object" && value !== null)
      Object.assign(record, reference(name, value as Fields, place));
    else record[name] = csvValue(value, { row: place.row, column: name });
  }
  return record;
}

function csvValue(value: unknown, place: { readonly row: number; readonly column: string }): unknown {
  if (value === NULL_VALUE)
    throw new InputError(
      `${place.column} is "${NULL_VALUE}", which Bulk API 2.0 takes for null: send such rows via "collections"`,
      place,
    );
  return value === "" ? null : value;
}

/** Names the column of a reference by external id: `Owner.Code__c`, or `Lead:Who.Email` where several objects can be meant. */
function reference(name: string, value: Fields, { row, polymorphic }: CsvPlace): Fields {
  const { attributes, ...keys } = value;
  const type = (attributes as { readonly type?: unknown } | undefined)?.type;
  const typed = typeof type === "string" && polymorphic.has(name.toLowerCase());
  return Object.fromEntries(
    Object.entries(keys).map(([key, inner]) => {
      const column = `${typed ? `${type}:` : ""}${name}.${key}`;
      return [column, csvValue(inner, { row, column })];
    }),
  );
}

function polymorphicNames({ fields }: ObjectDescribe): ReadonlySet<string> {
  return new Set(
    fields
      .filter(({ referenceTo, relationshipName }) => relationshipName !== null && referenceTo.length > 1)
      .map(({ relationshipName }) => String(relationshipName).toLowerCase()),
  );
}
