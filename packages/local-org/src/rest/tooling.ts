import { callerOf, failure, notImplemented, SalesforceError } from "../server/errors.ts";
import type { Call, Reply, Route } from "../server/types.ts";
import { countRows, fetchRows, toRecords } from "../soql/run.ts";
import type { CompiledQuery } from "../soql/shape.ts";
import type { ActionContext } from "./actions.ts";
import { compileFor } from "./query.ts";

/** How a piece of anonymous Apex ended (Tooling API, "executeAnonymous"). */
export interface ExecuteAnonymousResult {
  readonly compiled?: boolean | undefined;
  readonly compileProblem?: string | null | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
}

/** Runs anonymous Apex. An error that it throws is an uncaught exception of the Apex; what it returns may say that it did not compile. */
export type ExecuteAnonymous = (
  apex: string,
  context: ActionContext,
) => ExecuteAnonymousResult | undefined | Promise<ExecuteAnonymousResult | undefined>;

const MAX_ROWS = 2000;

interface Outcome {
  readonly line: number;
  readonly column: number;
  readonly compiled: boolean;
  readonly success: boolean;
  readonly compileProblem: string | null;
  readonly exceptionStackTrace: string | null;
  readonly exceptionMessage: string | null;
}

const FINE: Outcome = Object.freeze({
  line: -1,
  column: -1,
  compiled: true,
  success: true,
  compileProblem: null,
  exceptionStackTrace: null,
  exceptionMessage: null,
});

async function outcomeOf(call: Call, execute: ExecuteAnonymous, apex: string): Promise<Outcome> {
  try {
    const given = (await execute(apex, { userId: callerOf(call).id, store: call.org.store })) ?? {};
    const { compiled = true, compileProblem = null, line = -1, column = -1 } = given;
    return { ...FINE, line, column, compiled, success: compiled, compileProblem };
  } catch (error) {
    const exceptionMessage = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    const exceptionStackTrace = "AnonymousBlock: line 1, column 1";
    return { ...FINE, line: 1, column: 1, success: false, exceptionMessage, exceptionStackTrace };
  }
}

function executeAnonymousRoute(execute: ExecuteAnonymous | undefined): Route {
  return {
    method: "GET",
    path: "/services/data/:version/tooling/executeAnonymous",
    handler: async (call) => {
      if (!execute) throw notImplemented("Apex: give startLocalOrg the option executeAnonymous");
      const apex = call.query.get("anonymousBody") ?? "";
      if (apex === "") throw failure(400, "MISSING_ARGUMENT", "The parameter anonymousBody is required");
      return { status: 200, json: await outcomeOf(call, execute, apex) };
    },
  };
}

function compileTooling(call: Call, soql: string): CompiledQuery {
  try {
    return compileFor(call, soql, false);
  } catch (error) {
    // The Tooling API has objects of its own: one that is not here may well be there.
    if (!(error instanceof SalesforceError) || error.entries[0]?.errorCode !== "INVALID_TYPE") throw error;
    throw notImplemented(
      `the Tooling object of this query (${soql}): give it to startLocalOrg with the option objects`,
    );
  }
}

/** Answers in the Tooling API's own envelope. Objects that only it has must be given to the org. */
function query(call: Call): Reply {
  const soql = call.query.get("q") ?? "";
  if (soql.trim() === "") throw failure(400, "MALFORMED_QUERY", "A query string has to be specified");
  const compiled = compileTooling(call, soql);
  const { store, schema } = call.org;
  const count = countRows(store, compiled);
  if (count > MAX_ROWS) throw notImplemented("Tooling queries of more than 2,000 rows");
  const rows = compiled.kind === "count" ? [] : fetchRows(store, compiled, { take: MAX_ROWS });
  const base = `${call.base}/tooling`;
  const records = toRecords(compiled, rows, {
    schema,
    store,
    base,
    childPageSize: MAX_ROWS,
    keepRest: () => "",
  });
  return { status: 200, json: envelope(compiled, count, records) };
}

function envelope(
  query: CompiledQuery,
  totalSize: number,
  records: readonly unknown[],
): Record<string, unknown> {
  const entityTypeName = query.kind === "aggregate" ? "AggregateResult" : query.object.name;
  return { size: totalSize, totalSize, done: true, queryLocator: null, entityTypeName, records };
}

/** Makes what there is of the Tooling API. */
export function toolingRoutes(execute: ExecuteAnonymous | undefined): readonly Route[] {
  return [
    executeAnonymousRoute(execute),
    { method: "GET", path: "/services/data/:version/tooling/query", handler: query },
  ];
}
