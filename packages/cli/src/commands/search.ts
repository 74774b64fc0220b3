import type { SearchObject, SearchTextOptions } from "kinetic-core";
import { UsageError } from "../exit/index.ts";
import { type JsonRecord, pathsOf, plainRecord, rowFormat } from "../format/index.ts";
import { type OrgOptions, openOrg } from "../logins/index.ts";
import { styleFor } from "../terminal/index.ts";
import type { Handler } from "./invocation.ts";
import { formatFor, type RowsOptions, withOutput } from "./write-rows.ts";

/** Options of `kinetic search`. */
export interface SearchCommandOptions extends OrgOptions, RowsOptions {
  readonly object?: readonly string[] | undefined;
  readonly in?: string | undefined;
  readonly limit?: number | undefined;
  readonly sosl?: boolean | undefined;
}

/** Searches for a text, or by SOSL. The object of each record is its first column. */
export const search: Handler<SearchCommandOptions> = async ({ io, args, options }) => {
  const [text = ""] = args;
  const format = formatFor(io, options);
  const asked = settingsOf(options);
  await using sf = await openOrg(io, options);
  const { signal } = io;
  const found =
    options.sosl === true
      ? await sf.search<JsonRecord>(text, { signal })
      : await sf.searchText<JsonRecord>(text, { ...asked, signal });
  const rows = found.map((record) => ({ Object: objectOf(record), ...plainRecord(record) }));
  const columns = rows.length === 0 ? ["Object", "Id"] : pathsOf(rows);
  const out = rowFormat({ format, columns, head: styleFor(io.stdout, io.env).bold });
  await withOutput(io, options, (output) => output.write(out.rows(rows) + out.end()));
  return undefined;
};

function settingsOf({ object = [], in: fields, limit, sosl }: SearchCommandOptions): SearchTextOptions {
  if (sosl === true && (object.length > 0 || fields !== undefined || limit !== undefined))
    throw new UsageError(
      "--object, --in and --limit are for a text; SOSL says all that itself",
      'kinetic search --sosl "FIND {Acme} IN NAME FIELDS RETURNING Account(Id, Name LIMIT 10)"',
    );
  return {
    ...(object.length === 0 ? {} : { objects: object.map(searchObject) }),
    ...(fields === undefined ? {} : { in: fields.toUpperCase() as NonNullable<SearchTextOptions["in"]> }),
    ...(limit === undefined ? {} : { overallLimit: limit }),
  };
}

function searchObject(text: string): SearchObject {
  const [name = "", fields = ""] = text.split(":");
  const list = fields.split(",").filter((field) => field !== "");
  return { name, fields: list.length === 0 ? ["Id", "Name"] : list };
}

function objectOf({ attributes }: JsonRecord): string {
  const type = (attributes as { readonly type?: unknown } | undefined)?.type;
  return typeof type === "string" ? type : "";
}
