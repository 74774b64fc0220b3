/** A record as the API answers it, or a part of one. */
export type JsonRecord = Readonly<Record<string, unknown>>;

/** Takes the `attributes` out of a record and of all records in it; child records become a list. */
export function plainRecord(record: JsonRecord): Record<string, unknown> {
  const fields = Object.entries(record).filter(([name]) => name !== "attributes");
  return Object.fromEntries(fields.map(([name, value]) => [name, plainValue(value)]));
}

function plainValue(value: unknown): unknown {
  if (!isRecord(value)) return value;
  const { records } = value;
  if (Array.isArray(records) && "totalSize" in value)
    return records.map((one) => plainRecord(one as JsonRecord));
  return plainRecord(value);
}

/** The value of a path such as `Owner.Name`, whatever the case of its letters; `undefined` where the record has none. */
export function valueAt(record: JsonRecord, path: string): unknown {
  if (Object.hasOwn(record, path)) return record[path];
  let value: unknown = record;
  for (const part of path.split(".")) {
    if (!isRecord(value)) return undefined;
    value = member(value, part);
  }
  return value;
}

function member(record: JsonRecord, name: string): unknown {
  if (Object.hasOwn(record, name)) return record[name];
  const lower = name.toLowerCase();
  const found = Object.keys(record).find((key) => key.toLowerCase() === lower);
  return found === undefined ? undefined : record[found];
}

/** The paths of all values of records; a related record that is null in one of them and known from another is left out. */
export function pathsOf(records: readonly JsonRecord[]): string[] {
  const paths = new Set<string>();
  for (const record of records) addPaths(record, "", paths);
  return [...paths].filter((path) => ![...paths].some((other) => other.startsWith(`${path}.`)));
}

function addPaths(record: JsonRecord, prefix: string, paths: Set<string>): void {
  for (const [name, value] of Object.entries(record)) {
    if (isRecord(value)) addPaths(value, `${prefix}${name}.`, paths);
    else paths.add(`${prefix}${name}`);
  }
}

function isRecord(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The text of a value in a cell: nothing for null, JSON for what has parts. */
export function cellText(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
