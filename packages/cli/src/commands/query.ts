import { readFile } from "node:fs/promises";
import type { QueryOptions, QueryPage, SalesforceClient } from "kinetic-core";
import { UsageError } from "../exit/index.ts";
import { count, counted, type JsonRecord, plainRecord, rowFormat, selectList } from "../format/index.ts";
import { type OrgOptions, openOrg } from "../logins/index.ts";
import { type CommandIo, outputTo, readStdin, styleFor } from "../terminal/index.ts";
import type { Handler } from "./invocation.ts";
import { formatFor, type RowsOptions, withOutput } from "./write-rows.ts";

/** Options of `kinetic query`. */
export interface QueryCommandOptions extends OrgOptions, RowsOptions {
  readonly file?: string | undefined;
  readonly all?: boolean | undefined;
  readonly tooling?: boolean | undefined;
  readonly pageSize?: number | undefined;
  readonly pages?: number | undefined;
  readonly from?: string | undefined;
}

type Pages = AsyncIterable<QueryPage<JsonRecord>>;

/** Runs a query and writes its rows, page by page as they come. */
export const query: Handler<QueryCommandOptions> = async ({ io, args, options }) => {
  const soql = options.from === undefined ? await soqlOf(io, args[0], options) : "";
  const format = formatFor(io, options);
  await using sf = await openOrg(io, options);
  if (/^\s*SELECT\s+COUNT\(\s*\)\s/i.test(soql)) return await writeCount(sf, soql, { io, options });
  const style = styleFor(io.stdout, io.env);
  const head = isToStdout(options) ? style.bold : undefined;
  const text = rowFormat({ format, columns: selectList(soql), head });
  const told = await withOutput(io, options, async (output) => {
    const seen = { rows: 0, total: 0, locator: undefined as string | undefined };
    let pages = 0;
    for await (const page of pagesOf(sf, soql, { io, options })) {
      await output.write(text.rows(page.records.map(plainRecord)));
      pages += 1;
      seen.rows += page.records.length;
      seen.total = page.totalSize;
      seen.locator = page.locator;
      if (pages === options.pages) break;
    }
    await output.write(text.end());
    return seen;
  });
  await tellEnd(io, options, told);
  return undefined;
};

interface Surroundings {
  readonly io: CommandIo;
  readonly options: QueryCommandOptions;
}

/** The query text: an argument, a file, or standard input for `-`. */
async function soqlOf(
  io: CommandIo,
  text: string | undefined,
  { file }: QueryCommandOptions,
): Promise<string> {
  if (text !== undefined && file !== undefined)
    throw new UsageError(
      "the query is given twice, as an argument and by --file",
      "kinetic query --file query.soql",
    );
  if (file !== undefined && file !== "-") return readQuery(file);
  if (text === "-" || file === "-") return (await readStdin(io)).trim();
  if (text !== undefined && text.trim() !== "") return text;
  throw new UsageError("there is no query", 'kinetic query "SELECT Id, Name FROM Account LIMIT 10"');
}

async function readQuery(file: string): Promise<string> {
  try {
    return (await readFile(file, "utf8")).trim();
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "error";
    throw new UsageError(
      `the query file ${file} cannot be read (${code})`,
      "kinetic query --file query.soql",
    );
  }
}

function pagesOf(sf: SalesforceClient, soql: string, { io, options }: Surroundings): Pages {
  const { all, pageSize, pages, tooling, from } = options;
  const query: QueryOptions = {
    signal: io.signal,
    includeDeleted: all === true,
    pageSize,
    prefetch: pages === undefined ? 1 : 0,
  };
  if (from !== undefined) return sf.resumeQuery<JsonRecord>(from, query).pages();
  if (tooling === true) return sf.tooling.query<JsonRecord>(soql, query).pages();
  return sf.query(soql, query).pages() as Pages;
}

async function writeCount(
  sf: SalesforceClient,
  soql: string,
  { io, options }: Surroundings,
): Promise<undefined> {
  const { all, tooling } = options;
  const query = { signal: io.signal, includeDeleted: all === true };
  const total = await (tooling === true ? sf.tooling.query(soql, query) : sf.query(soql, query)).count();
  await withOutput(io, options, (output) => output.write(`${total}\n`));
  return undefined;
}

/** Tells a person at the terminal how many rows it were; and everybody when there are more, and how to get them. */
async function tellEnd(
  io: CommandIo,
  options: QueryCommandOptions,
  {
    rows,
    total,
    locator,
  }: { readonly rows: number; readonly total: number; readonly locator: string | undefined },
): Promise<void> {
  const err = outputTo(io.stderr);
  if (locator !== undefined) {
    await err.write(
      `${count(rows)} of ${counted(total, "row")}; go on with: kinetic query --from ${locator}\n`,
    );
  } else if (io.stderr.isTTY === true) {
    const where = isToStdout(options) ? "" : ` in ${options.output}`;
    await err.write(`${styleFor(io.stderr, io.env).dim(counted(rows, "row") + where)}\n`);
  }
}

function isToStdout({ output }: QueryCommandOptions): boolean {
  return output === undefined || output === "-";
}
