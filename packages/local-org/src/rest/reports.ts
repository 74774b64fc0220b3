import { callerOf, failure, notFound } from "../server/errors.ts";
import type { Call, Reply, Route } from "../server/types.ts";
import type { ActionContext } from "./actions.ts";
import { isObject } from "./write.ts";

/** How a report is to be run. */
export interface ReportRequest {
  readonly includeDetails: boolean;
  /** Changes for this run; empty where there are none. */
  readonly reportMetadata: Readonly<Record<string, unknown>>;
}

/** What a report returns: its cells by group, e.g. `T!T` for the grand total. */
export interface ReportOutcome {
  readonly factMap: Readonly<Record<string, unknown>>;
  /** Whether all rows are there. @default true */
  readonly allData?: boolean | undefined;
}

/** A report of the org. */
export interface ReportSpec {
  readonly name: string;
  /** Runs it. An error that it throws makes the run fail. */
  readonly run: (request: ReportRequest, context: ActionContext) => ReportOutcome | Promise<ReportOutcome>;
}

/** Reports by their ids, `00O…`. */
export type Reports = Readonly<Record<string, ReportSpec>>;

interface Instance {
  readonly reportId: string;
  readonly outcome: Promise<Record<string, unknown> | Error>;
  /** A run is seen running once, so that who waits for it has to ask again. */
  seen: boolean;
}

/** Reports and their runs (Reports and Dashboards REST API guide). */
class ReportBook {
  readonly #reports: Reports;
  readonly #instances = new Map<string, Instance>();

  constructor(reports: Reports) {
    this.#reports = reports;
  }

  list(call: Call): Reply {
    const json = Object.entries(this.#reports).map(([id, { name }]) => ({ id, name, ...links(call, id) }));
    return { status: 200, json };
  }

  describe(call: Call): Reply {
    const { id, report } = this.#reportOf(call);
    return { status: 200, json: { reportMetadata: { id, name: report.name }, reportExtendedMetadata: {} } };
  }

  async run(call: Call): Promise<Reply> {
    const { id } = this.#reportOf(call);
    const outcome = await this.#outcomeOf(call);
    if (outcome instanceof Error) throw failure(500, "UNKNOWN_EXCEPTION", outcome.message);
    return {
      status: 200,
      json: { attributes: { type: "Report", reportId: id, ...links(call, id) }, ...outcome },
    };
  }

  start(call: Call): Reply {
    const { id: reportId } = this.#reportOf(call);
    const id = `0LG${String(this.#instances.size + 1).padStart(12, "0")}AAA`;
    this.#instances.set(id, { reportId, outcome: this.#outcomeOf(call), seen: false });
    return { status: 200, json: { id, status: "New", url: `${links(call, reportId).instancesUrl}/${id}` } };
  }

  async instance(call: Call): Promise<Reply> {
    const { id, report } = this.#reportOf(call);
    const instance = this.#instances.get(call.params["instance"] ?? "");
    if (instance?.reportId !== id) throw notFound();
    const told = (status: string): object => ({
      attributes: { type: "ReportInstance", reportId: id, reportName: report.name, status },
    });
    if (!instance.seen) {
      instance.seen = true;
      return { status: 200, json: told("Running") };
    }
    const outcome = await instance.outcome;
    if (outcome instanceof Error) return { status: 200, json: told("Error") };
    return { status: 200, json: { ...told("Success"), ...outcome } };
  }

  #reportOf(call: Call): { readonly id: string; readonly report: ReportSpec } {
    const asked = call.params["report"] ?? "";
    const id = Object.keys(this.#reports).find((one) => one.slice(0, 15) === asked.slice(0, 15));
    const report = id === undefined ? undefined : this.#reports[id];
    if (id === undefined || report === undefined) throw notFound();
    return { id, report };
  }

  async #outcomeOf(call: Call): Promise<Record<string, unknown> | Error> {
    const { id, report } = this.#reportOf(call);
    const given = isObject(call.json) ? call.json["reportMetadata"] : undefined;
    const reportMetadata = isObject(given) ? given : {};
    const includeDetails = call.query.get("includeDetails") === "true";
    const context = { userId: callerOf(call).id, store: call.org.store };
    try {
      const { factMap, allData = true } = await report.run({ includeDetails, reportMetadata }, context);
      return {
        allData,
        factMap,
        hasDetailRows: includeDetails,
        groupingsAcross: { groupings: [] },
        groupingsDown: { groupings: [] },
        reportMetadata: { id, name: report.name, ...reportMetadata },
        reportExtendedMetadata: {},
      };
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }
}

function links(call: Call, id: string): { readonly describeUrl: string; readonly instancesUrl: string } {
  const url = `${call.base}/analytics/reports/${id}`;
  return { describeUrl: `${url}/describe`, instancesUrl: `${url}/instances` };
}

/** Makes the reports, where the org was given some. */
export function reportRoutes(reports: Reports | undefined): readonly Route[] {
  if (reports === undefined) return [];
  const book = new ReportBook(reports);
  const all = "/services/data/:version/analytics/reports";
  const one = `${all}/:report`;
  return [
    { method: "GET", path: all, handler: (call) => book.list(call) },
    { method: "GET", path: `${one}/describe`, handler: (call) => book.describe(call) },
    { method: "GET", path: one, handler: (call) => book.run(call) },
    { method: "POST", path: one, takes: "json", handler: (call) => book.run(call) },
    { method: "POST", path: `${one}/instances`, takes: "json", handler: (call) => book.start(call) },
    { method: "GET", path: `${one}/instances/:instance`, handler: (call) => book.instance(call) },
  ];
}
