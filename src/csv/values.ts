import { plainNumber } from "./plain-number.ts";

/** What Bulk API 2.0 reads as "set the field to null" (Bulk API 2.0 guide, "Prepare CSV Files"). */
export const NULL_VALUE = "#N/A";

/** Says why a value cannot be written; the row and the column are known to the caller. */
export class ValueProblem {
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

/** Returns the text of a value in CSV, not yet quoted, or why there is none. */
export function valueText(value: unknown): string | ValueProblem {
  switch (typeof value) {
    case "string":
      return value;
    case "number":
      return Number.isFinite(value)
        ? plainNumber(value)
        : new ValueProblem(`is ${value}, which is no finite number`);
    case "boolean":
      return value ? "true" : "false";
    case "undefined":
      return "";
    case "bigint":
      return value.toString();
    case "object":
      return value === null ? NULL_VALUE : objectText(value);
    default:
      return new ValueProblem(`is a ${typeof value}`);
  }
}

function objectText(value: object): string | ValueProblem {
  if (value instanceof Date) return dateText(value);
  if (Array.isArray(value)) return picklistText(value);
  return new ValueProblem("is an object inside an object, or of a class that has no form in CSV");
}

function dateText(value: Date): string | ValueProblem {
  if (Number.isNaN(value.getTime())) return new ValueProblem("is an invalid Date");
  const text = value.toISOString();
  // Outside the years 0 to 9999 the text begins with a sign, which Salesforce does not read.
  return text.length === 24 ? text : new ValueProblem(`is the date ${text}, which is out of range`);
}

function picklistText(values: readonly unknown[]): string | ValueProblem {
  if (values.length === 0) return NULL_VALUE;
  for (const value of values) {
    if (typeof value !== "string")
      return new ValueProblem("is an array that holds something other than strings");
    if (value.includes(";")) return new ValueProblem(`is an array with a value that holds ";"`);
  }
  return values.join(";");
}
