import type { Readable } from "node:stream";
import { decodeCsv, type IngestJob, parseRowError } from "kinetic-core";
import { fitTable, type ToolOutput } from "../../output/index.ts";
import type { ToolContext } from "../tool.ts";
import { asRecords, checkColumns, someRows } from "./csv-rows.ts";
import type { ResultPlace } from "./place.ts";

/** Reads rows of an ingest job; of the refused ones first which errors there are. */
export async function ingestResults(
  place: ResultPlace,
  maxRows: number,
  context: ToolContext,
): Promise<ToolOutput> {
  const { org, settings, signal, handles } = context;
  const job = org.client.bulk.ingestJob(place.jobId);
  const { object } = await job.info({ signal });
  const csv = await someRows(listOf(job, place.part, signal), { skip: place.skip, count: maxRows });
  const masked = await checkColumns(object, csv.columns, context);
  const failures =
    place.part === "failed" && place.skip === 0
      ? await failuresOf(listOf(job, place.part, signal))
      : undefined;
  const room = settings.maxBytes - (failures === undefined ? 0 : FAILURES_BYTES);
  const fitted = fitTable(asRecords(csv), room, { masked });
  const returned = fitted.rows.length;
  const goesOn = csv.more || returned < csv.rows.length;
  const next = { ...place, skip: place.skip + returned };
  const nextCursor = goesOn ? await handles.seal(next) : undefined;
  const kinds = failures?.map(({ code, count }) => `${count} ${code}`).join(", ");
  return {
    summary: `${returned} rows${goesOn ? '. Next: sf_bulk_results {"cursor": nextCursor}' : "; that is all"}.${kinds ? ` Errors: ${kinds}.` : ""}`,
    data: {
      columns: fitted.columns.length > 0 ? fitted.columns : csv.columns,
      rows: fitted.rows,
      returned,
      done: !goesOn,
      nextCursor,
      failures,
    },
  };
}

/** Streams a list of rows as the org sends it. */
export function listOf(job: IngestJob, part: ResultPlace["part"], signal: AbortSignal): Readable {
  if (part === "success") return job.successfulResults({ signal });
  return part === "failed" ? job.failedResults({ signal }) : job.unprocessedRecords({ signal });
}

/** Kinds of errors that are told, and the room that they may take. */
const KINDS = 10;
const FAILURES_BYTES = 8192;

interface Failures {
  readonly code: string;
  count: number;
  readonly message: string;
  readonly fix: string;
}

/** Counts the errors of all refused rows by their code, the most frequent first, each with one message. */
async function failuresOf(csv: Readable): Promise<readonly Failures[]> {
  const kinds = new Map<string, Failures>();
  let column = -1;
  for await (const batch of decodeCsv(csv)) {
    for (const row of batch) {
      if (column < 0) {
        column = row.indexOf("sf__Error");
        if (column < 0) return [];
        continue;
      }
      const { code, message, remediation } = parseRowError(row[column] ?? "");
      const known = kinds.get(code);
      if (known !== undefined) known.count += 1;
      else kinds.set(code, { code, count: 1, message: message.slice(0, 300), fix: remediation.summary });
    }
  }
  return [...kinds.values()].sort((a, b) => b.count - a.count).slice(0, KINDS);
}
