import type { ExportPlan } from "./export-plan.ts";
import type { RawPiece } from "./export-raw.ts";
import { exportRows, type RowBatch } from "./export-rows.ts";
import { restRows } from "./rest-rows.ts";
import { asLists } from "./row-form.ts";
import type { ExportReader } from "./run-export.ts";
import { typedBatches } from "./typed-rows.ts";

/**
 * Reads an export as NDJSON: a line for each row, with numbers, booleans and null as such. Only whole rows are passed on,
 * each once, so that nothing ever begins again. A batch is handed out before the next one is asked for: at the end of a
 * page its reader has all of it.
 */
export function jsonReader(plan: ExportPlan): ExportReader<RawPiece> {
  return {
    bulk: (run, job) => jsonPieces(exportRows(run, job, asLists), plan),
    rest: (run) => jsonPieces(restRows(run), plan),
  };
}

async function* jsonPieces(batches: AsyncIterable<RowBatch>, plan: ExportPlan): AsyncGenerator<RawPiece> {
  for await (const { rows } of typedBatches(batches, plan))
    if (rows.length > 0) yield { bytes: Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join("")) };
}
