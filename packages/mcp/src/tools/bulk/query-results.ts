import { fitTable, type ToolOutput } from "../../output/index.ts";
import type { ToolContext } from "../tool.ts";
import { asRecords, checkColumns, someRows } from "./csv-rows.ts";
import type { ResultPlace } from "./place.ts";

/** Rows of a page: what the locator of the next one leads past. */
const PAGE_ROWS = 2000;

/** Reads rows of a query job, page by page. */
export async function queryResults(
  place: ResultPlace,
  maxRows: number,
  context: ToolContext,
): Promise<ToolOutput> {
  const { org, settings, signal, handles } = context;
  const { jobId, locator, skip } = place;
  const job = org.client.bulk.queryJob(jobId);
  const { object } = await job.info({ signal });
  const page = await job.resultPage({ locator, maxRecords: PAGE_ROWS, signal });
  const csv = await someRows(page.body, { skip, count: maxRows });
  const masked = await checkColumns(object, csv.columns, context);
  const fitted = fitTable(asRecords(csv), settings.maxBytes, { masked });
  const returned = fitted.rows.length;
  const pageGoesOn = csv.more || returned < csv.rows.length;
  const next: ResultPlace | undefined = pageGoesOn
    ? { ...place, skip: skip + returned }
    : page.next === undefined
      ? undefined
      : { jobId, part: "query", locator: page.next, skip: 0 };
  const nextCursor = next && (await handles.seal(next));
  return {
    summary:
      next === undefined
        ? `${returned} rows; that is all.`
        : `${returned} rows. Next: sf_bulk_results {"cursor": nextCursor}.`,
    data: {
      columns: fitted.columns.length > 0 ? fitted.columns : csv.columns,
      rows: fitted.rows,
      returned,
      done: next === undefined,
      nextCursor,
    },
  };
}
