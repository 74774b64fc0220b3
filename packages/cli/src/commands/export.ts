import { readFile, stat } from "node:fs/promises";
import { extname } from "node:path";
import type { ExportFormat, ExportOptions } from "kinetic-core";
import { UsageError } from "../exit/index.ts";
import { bytes, counted } from "../format/index.ts";
import { type OrgOptions, openOrg } from "../logins/index.ts";
import { type Bar, type CommandIo, outputTo, readStdin, startBar, styleFor } from "../terminal/index.ts";
import type { Handler } from "./invocation.ts";
import { describeExport } from "./progress-text.ts";
import { withOutput } from "./write-rows.ts";

/** Options of `kinetic export`. */
export interface ExportCommandOptions extends OrgOptions {
  readonly format?: ExportFormat | undefined;
  readonly output?: string | undefined;
  readonly file?: string | undefined;
  readonly all?: boolean | undefined;
  readonly resume?: boolean | undefined;
  readonly rest?: boolean | undefined;
  readonly parallelPages?: number | undefined;
  readonly pageSize?: number | undefined;
  readonly deleteJob?: boolean | undefined;
}

/** Exports the rows of a query by Bulk API 2.0. Ctrl-C aborts its job, unless it is to be gone on with. */
export const exportRows: Handler<ExportCommandOptions> = async ({ io, args, options }) => {
  const soql = await soqlOf(io, args[0], options);
  const format = formatOf(options);
  const path = await filePath(options);
  checkResume(options, path);
  await using sf = await openOrg(io, options);
  const bar = await startBar(io, "export");
  try {
    const rows = sf.bulk.export(soql, exportOptions(io, options, bar));
    const done =
      path === undefined
        ? await pass(io, options, format === "csv" ? rows.csv() : rows.ndjson())
        : await rows.toFile(path, { resume: options.resume === true, format });
    bar.stop();
    await tell(io, options, done);
  } finally {
    bar.stop();
  }
  return undefined;
};

async function soqlOf(
  io: CommandIo,
  text: string | undefined,
  { file }: ExportCommandOptions,
): Promise<string> {
  const type = 'kinetic export "SELECT Id, Name FROM Account" -o accounts.csv';
  if (text === "-" || file === "-") return (await readStdin(io)).trim();
  if (file !== undefined && text === undefined)
    return (
      await readFile(file, "utf8").catch(() => {
        throw new UsageError(`the query file ${file} cannot be read`, type);
      })
    ).trim();
  if (text !== undefined && text.trim() !== "" && file === undefined) return text;
  throw new UsageError(text === undefined ? "there is no query" : "the query is given twice, or empty", type);
}

function formatOf({ format, output }: ExportCommandOptions): ExportFormat {
  if (format !== undefined) return format;
  return /^\.(?:ndjson|jsonl)$/i.test(extname(output ?? "")) ? "ndjson" : "csv";
}

/** The file that is to appear when it is whole; `undefined` for standard output, and what is there and no plain file. */
async function filePath({ output }: ExportCommandOptions): Promise<string | undefined> {
  if (output === undefined || output === "-") return undefined;
  const found = await stat(output).catch(() => undefined);
  return found === undefined || found.isFile() ? output : undefined;
}

function checkResume({ resume }: ExportCommandOptions, path: string | undefined): void {
  if (resume !== true || path !== undefined) return;
  throw new UsageError(
    "--resume needs a file to go on with",
    "kinetic export <soql> -o accounts.csv --resume",
  );
}

function exportOptions(io: CommandIo, options: ExportCommandOptions, bar: Bar): ExportOptions {
  const { all, rest, parallelPages, pageSize, deleteJob } = options;
  return {
    operation: all === true ? "queryAll" : "query",
    fallbackToRest: rest === true,
    parallelPages,
    maxRecords: pageSize,
    deleteJob,
    signal: io.signal,
    onProgress: (progress) =>
      bar.update(progress.rows.received, progress.rows.total ?? 0, describeExport(progress)),
  };
}

interface Written {
  readonly rows?: number | undefined;
  readonly bytes: number;
}

/** Passes pieces on as they come. */
function pass(
  io: CommandIo,
  options: ExportCommandOptions,
  pieces: AsyncIterable<Uint8Array>,
): Promise<Written> {
  return withOutput(io, options, async (output) => {
    let size = 0;
    for await (const piece of pieces) {
      size += piece.length;
      await output.write(piece);
    }
    return { bytes: size };
  });
}

async function tell(
  io: CommandIo,
  { output }: ExportCommandOptions,
  { rows, bytes: size }: Written,
): Promise<void> {
  if (output === undefined || output === "-") return;
  const { green } = styleFor(io.stderr, io.env);
  const what = rows === undefined ? "" : `${counted(rows, "row")}, `;
  await outputTo(io.stderr).write(`${green("✓")} ${output}: ${what}${bytes(size)}\n`);
}
