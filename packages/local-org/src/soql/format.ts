import type { FieldDef } from "../schema/types.ts";
import type { SqlValue } from "../store/types.ts";
import { toJson } from "../store/values.ts";

/** Returns what the user sees for a picklist value; the value itself where it has no entry. */
export function labelOf(field: FieldDef, value: SqlValue): unknown {
  if (typeof value !== "string") return toJson(field, value);
  const label = (one: string): string =>
    field.picklistValues.find((entry) => entry.value.toLowerCase() === one.toLowerCase())?.label ?? one;
  return field.type === "multipicklist" ? value.split(";").map(label).join(";") : label(value);
}

/** Formats a value as the locale en_US shows it, as FORMAT() does (SOQL and SOSL Reference, "FORMAT ()"). */
export function formatted(field: FieldDef, value: SqlValue, timeZone: string): unknown {
  if (value === null) return null;
  switch (field.type) {
    case "date":
      return new Intl.DateTimeFormat("en-US", { timeZone: "UTC" }).format(new Date(`${value}T00:00:00.000Z`));
    case "datetime":
      return new Intl.DateTimeFormat("en-US", { timeZone, dateStyle: "short", timeStyle: "short" }).format(
        new Date(String(value)),
      );
    case "currency":
      return new Intl.NumberFormat("en-US", { style: "currency", currency: "USD" }).format(Number(value));
    case "percent":
      return `${new Intl.NumberFormat("en-US").format(Number(value))}%`;
    case "int":
    case "double":
      return new Intl.NumberFormat("en-US").format(Number(value));
    default:
      return toJson(field, value);
  }
}
