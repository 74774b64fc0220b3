import type { FieldDescribe, ObjectDescribe } from "kinetic-core";
import { type JsonRecord, rowFormat } from "../format/index.ts";
import { type OrgOptions, openOrg } from "../logins/index.ts";
import { type CommandIo, styleFor } from "../terminal/index.ts";
import type { Handler } from "./invocation.ts";
import { formatFor, type RowsOptions, withOutput } from "./write-rows.ts";

/** Options of `kinetic describe`. */
export interface DescribeCommandOptions extends OrgOptions, RowsOptions {
  readonly custom?: boolean | undefined;
  readonly find?: string | undefined;
}

/** Lists the fields of an object, or all objects. JSON of an object is the whole describe. */
export const describe: Handler<DescribeCommandOptions> = async ({ io, args, options }) => {
  const [object] = args;
  const format = formatFor(io, options);
  await using sf = await openOrg(io, options);
  const { signal } = io;
  if (object === undefined) {
    const { sobjects } = await sf.describeGlobal({ signal });
    await writeRows(io, options, chosen(sobjects as unknown as readonly Named[], options).map(objectRow));
    return undefined;
  }
  const described = await sf.describe(object, { signal });
  const isWhole = format === "json" && options.custom !== true && options.find === undefined;
  if (isWhole) await writeWhole(io, options, described);
  else await writeRows(io, options, chosen(described.fields as readonly Named[], options).map(fieldRow));
  return undefined;
};

type Named = FieldDescribe & { readonly keyPrefix?: string | null };

function chosen(all: readonly Named[], { custom, find }: DescribeCommandOptions): readonly Named[] {
  const wanted = find?.toLowerCase() ?? "";
  return all.filter(
    (one) =>
      (custom !== true || /__\w+$/.test(one.name)) &&
      `${one.name}\n${one.label}`.toLowerCase().includes(wanted),
  );
}

function objectRow(object: Named): JsonRecord {
  const { name, label, keyPrefix } = object;
  const can = flagsOf(object, {
    queryable: "read",
    createable: "create",
    updateable: "edit",
    deletable: "delete",
  });
  return { name, label, prefix: keyPrefix ?? "", can };
}

function fieldRow(field: Named): JsonRecord {
  const { name, label, type, length, referenceTo, picklistValues } = field;
  const size = length > 0 && type !== "reference" && type !== "picklist" ? `(${length})` : "";
  const to = referenceTo.length > 0 ? ` -> ${referenceTo.join(", ")}` : "";
  const can = flagsOf(field, {
    createable: "create",
    updateable: "edit",
    externalId: "external id",
    unique: "unique",
  });
  const active = picklistValues.filter((one) => one.active).map(({ value }) => value);
  const isRequired = !field.nillable && !field.defaultedOnCreate && field.createable;
  return {
    name,
    type: `${type}${size}${to}`,
    required: isRequired ? "yes" : "",
    label,
    can,
    values: active.join("; "),
  };
}

function flagsOf(source: object, words: Readonly<Record<string, string>>): string {
  const members = source as Readonly<Record<string, unknown>>;
  return Object.entries(words)
    .filter(([name]) => members[name] === true)
    .map(([, word]) => word)
    .join(", ");
}

async function writeWhole(io: CommandIo, options: RowsOptions, described: ObjectDescribe): Promise<void> {
  await withOutput(io, options, (output) => output.write(`${JSON.stringify(described, undefined, 2)}\n`));
}

async function writeRows(io: CommandIo, options: RowsOptions, rows: readonly JsonRecord[]): Promise<void> {
  const format = formatFor(io, options);
  const text = rowFormat({ format, head: styleFor(io.stdout, io.env).bold });
  await withOutput(io, options, (output) => output.write(text.rows(rows) + text.end()));
}
