import { JobError, JobTimeoutError } from "../errors/index.ts";
import type { CallOptions } from "./call.ts";
import { recordId } from "./check.ts";
import type { RestContext } from "./context.ts";

/** A report in the list of recent ones. */
export interface ReportSummary {
  readonly id: string;
  readonly name: string;
  readonly url?: string | undefined;
}

/** The result of a report (Reports and Dashboards REST API guide, "Report Results"); the org sends more. */
export interface ReportResult {
  /** Whether all rows are there: a report returns 2,000 detail rows at most. */
  readonly allData: boolean;
  /** Aggregates and rows by group, e.g. `T!T` for the grand total. */
  readonly factMap: Readonly<
    Record<
      string,
      {
        readonly aggregates: readonly { readonly label: string; readonly value: unknown }[];
        readonly rows?: readonly {
          readonly dataCells: readonly { readonly label: string; readonly value: unknown }[];
        }[];
      }
    >
  >;
  readonly hasDetailRows: boolean;
  readonly groupingsDown?: unknown;
  readonly groupingsAcross?: unknown;
  readonly reportMetadata: Readonly<Record<string, unknown>>;
  readonly reportExtendedMetadata?: Readonly<Record<string, unknown>> | undefined;
  readonly [member: string]: unknown;
}

/** Options of a run. */
export interface ReportOptions extends CallOptions {
  /** Whether to return the rows, not the aggregates alone. @default false */
  readonly includeDetails?: boolean | undefined;
  /** Changes for this run, e.g. `{ reportFilters: [...] }`. */
  readonly reportMetadata?: Readonly<Record<string, unknown>> | undefined;
}

/** Options of waiting for a run. */
export interface ReportWaitOptions extends CallOptions {
  /** How long to wait, in milliseconds. @default 600_000 */
  readonly timeoutMs?: number | undefined;
}

/** A run in the background; its result is kept for a day. */
export interface ReportRun {
  /** Id of the run. */
  readonly id: string;
  /** Id of the report. */
  readonly reportId: string;
  /** Reads how far it is: `New`, `Running`, `Success` or `Error`. */
  status(options?: CallOptions): Promise<string>;
  /**
   * Waits for the result.
   *
   * @throws JobError when the run failed
   * @throws JobTimeoutError when it is not done in time; it goes on
   */
  result(options?: ReportWaitOptions): Promise<ReportResult>;
}

/** Reports of an org (Reports and Dashboards REST API guide). */
export interface ReportsApi {
  /**
   * Lists up to 200 reports that were looked at lately.
   *
   * @example
   * ```ts
   * const [latest] = await sf.reports.recent();
   * ```
   */
  recent(options?: CallOptions): Promise<readonly ReportSummary[]>;
  /**
   * Describes a report: columns, filters, groups.
   *
   * @example
   * ```ts
   * const { reportMetadata } = await sf.reports.describe("00O000000000001AAA");
   * ```
   */
  describe(reportId: string, options?: CallOptions): Promise<Readonly<Record<string, unknown>>>;
  /**
   * Runs a report and waits in the call, two minutes at most.
   *
   * @example
   * ```ts
   * const { factMap, allData } = await sf.reports.run("00O000000000001AAA", { includeDetails: true });
   * if (!allData) console.log("more rows than a report returns");
   * ```
   */
  run(reportId: string, options?: ReportOptions): Promise<ReportResult>;
  /**
   * Runs a report in the background.
   *
   * @example
   * ```ts
   * const run = await sf.reports.start("00O000000000001AAA");
   * const { factMap } = await run.result({ timeoutMs: 60_000 });
   * ```
   */
  start(reportId: string, options?: ReportOptions): Promise<ReportRun>;
  /**
   * Opens a run in the background by its id.
   *
   * @example
   * ```ts
   * const status = await sf.reports.open("00O000000000001AAA", "0LG000000000001AAA").status();
   * ```
   */
  open(reportId: string, runId: string): ReportRun;
}

interface WireRun {
  readonly id: string;
  readonly status: string;
}

interface WireRunResult extends ReportResult {
  readonly attributes: { readonly status: string };
}

/** How often a run is asked for, in milliseconds: at first, and at most. */
const POLL_MS = { first: 500, most: 10_000 } as const;
const TIMEOUT_MS = 600_000;

/** Makes the reports of an org. */
export function reportsApi(context: RestContext): ReportsApi {
  const { requester } = context;
  const path = (reportId: string): string => `analytics/reports/${recordId(reportId, { field: "reportId" })}`;
  const get = async <T>(at: string, signal: AbortSignal | undefined): Promise<T> =>
    (await requester.json<T>({ method: "GET", path: at, signal })).body;
  const post = async <T>(
    at: string,
    { reportMetadata, includeDetails, signal }: ReportOptions,
  ): Promise<T> => {
    const json = reportMetadata === undefined ? {} : { reportMetadata };
    const query = { includeDetails };
    // A report reads; run twice it costs twice, and does no harm.
    const request = {
      method: "POST",
      path: at,
      query,
      body: { json },
      idempotency: "idempotent",
      signal,
    } as const;
    return (await requester.json<T>(request)).body;
  };
  const open = (reportId: string, runId: string): ReportRun =>
    reportRun(context, { reportId, id: recordId(runId, { field: "runId" }), path: path(reportId) });
  return {
    recent: async ({ signal } = {}) => get("analytics/reports", signal),
    describe: async (reportId, { signal } = {}) => get(`${path(reportId)}/describe`, signal),
    run: async (reportId, options = {}) => post(path(reportId), options),
    start: async (reportId, options = {}) =>
      open(reportId, (await post<WireRun>(`${path(reportId)}/instances`, options)).id),
    open,
  };
}

interface RunPlace {
  readonly reportId: string;
  readonly id: string;
  readonly path: string;
}

function reportRun({ requester, runtime }: RestContext, { reportId, id, path }: RunPlace): ReportRun {
  const read = async (signal: AbortSignal | undefined): Promise<WireRunResult> =>
    (await requester.json<WireRunResult>({ method: "GET", path: `${path}/instances/${id}`, signal })).body;
  return {
    id,
    reportId,
    status: async ({ signal } = {}) => (await read(signal)).attributes.status,
    async result({ timeoutMs = TIMEOUT_MS, signal } = {}) {
      const start = runtime.now();
      for (let pauseMs: number = POLL_MS.first; ; pauseMs = Math.min(POLL_MS.most, pauseMs * 2)) {
        const result = await read(signal);
        const { status } = result.attributes;
        if (status === "Success") return result;
        if (status === "Error")
          throw new JobError(`The run ${id} of the report ${reportId} failed`, { jobId: id, state: status });
        if (runtime.now() + pauseMs - start > timeoutMs) {
          const message = `The run ${id} of the report ${reportId} is ${status} after ${timeoutMs} ms; it goes on`;
          throw new JobTimeoutError(message, { jobId: id, handle: { reportId, id } });
        }
        await runtime.sleep(pauseMs, signal);
      }
    },
  };
}
