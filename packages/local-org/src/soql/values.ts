import type { FieldDef, ObjectDef } from "../schema/types.ts";
import { quote } from "../store/types.ts";
import { toJson } from "../store/values.ts";
import { type Columns, cell, type ValueNode } from "./shape.ts";

/** Where a field's value comes from: its table's alias, or a ready expression. */
export interface FieldSource {
  readonly field: FieldDef;
  readonly object: ObjectDef;
  readonly expression: string;
  /** The path as a result column names it. */
  readonly header: string;
}

/** Makes the node that shows a field as it is. */
export function fieldNode(columns: Columns, source: FieldSource): ValueNode {
  const { field, header } = source;
  if (field.type === "address" || field.type === "location") return compoundNode(columns, source);
  const column = columns.add(source.expression);
  if (field.type === "base64") return blobNode(columns, source, column);
  const read: ValueNode["read"] = (row) => toJson(field, cell(row, column));
  return { kind: "value", key: field.name, header, field, column, read };
}

/** A blob is shown as the URL it can be read from. */
function blobNode(columns: Columns, source: FieldSource, column: string): ValueNode {
  const { field, object, header } = source;
  const table = source.expression.slice(0, source.expression.lastIndexOf("."));
  const id = columns.add(`${table}."Id"`);
  const read: ValueNode["read"] = (row, env) =>
    cell(row, column) === null ? null : `${env.base}/sobjects/${object.name}/${cell(row, id)}/${field.name}`;
  return { kind: "value", key: field.name, header, field, column, read };
}

/** Returns the name of a part inside its compound: `city` of `BillingCity`, `latitude` of `Place__Latitude__s`. */
function partName(compound: FieldDef, part: FieldDef): string {
  const stem = compound.name.replace(/Address$|__c$/, "");
  const rest = part.name.slice(stem.length).replace(/^__/, "").replace(/__s$/, "");
  return rest.charAt(0).toLowerCase() + rest.slice(1);
}

/** An address or a location has no column: it is put together from its parts, and null when all of them are. */
function compoundNode(columns: Columns, source: FieldSource): ValueNode {
  const { field, object, header } = source;
  const table = source.expression.slice(0, source.expression.lastIndexOf("."));
  const parts = object.fields
    .filter((part) => part.compoundFieldName === field.name && part.stored)
    .map((part) => ({
      part,
      name: partName(field, part),
      column: columns.add(`${table}.${quote(part.name)}`),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const read: ValueNode["read"] = (row) => {
    if (parts.every(({ column }) => cell(row, column) === null)) return null;
    return Object.fromEntries(parts.map(({ part, name, column }) => [name, toJson(part, cell(row, column))]));
  };
  return { kind: "value", key: field.name, header, field, column: undefined, read };
}
