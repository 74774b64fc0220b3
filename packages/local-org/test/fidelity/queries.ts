import type { Exchange } from "./exchanges.ts";
import { parseJson } from "./exchanges.ts";
import type { Outgoing, Stage } from "./stage.ts";

/** Fixtures that name another query than their answer is of: the query that it is of. */
const QUERIES: Readonly<Record<string, string>> = {
  "hand-query-001": "SELECT Id, Name FROM PermissionSet",
  "hand-query-003": "SELECT Address, City, CleanStatus, FirstName FROM Lead",
  "hand-query-006": "SELECT id__c, date__c, datetime__c, time__c FROM DateTestObject__c",
  // Its error counts three characters more.
  "hand-query-014": "SELECT Id,Name,BillingCity,IsDeleted FROM Accout",
};

/** Returns the path of a query as it must have been. */
export function queryPath({ id, path }: Exchange): string {
  const soql = QUERIES[id];
  const version = id === "hand-query-006" ? path.replace("/v54.0/", "/v62.0/") : path;
  return soql === undefined ? path : version.replace(/q=.*/, `q=${encodeURIComponent(soql)}`);
}

function tokenFor(stage: Stage, { answer }: Exchange): string | undefined {
  if (answer.includes("INVALID_SESSION_ID")) return "00D000000000001!stale";
  if (answer.includes("EXPIRED_PASSWORD")) return stage.org.accessToken("old@example.com");
  return undefined;
}

/** Replays a query; its rows are in the org already. */
export function prepareQuery(stage: Stage, exchange: Exchange): Outgoing {
  const known = (path: string, [theirs, ours]: [string, string]): string => path.replaceAll(theirs, ours);
  const path = [...stage.known].reduce(known, queryPath(exchange));
  return { method: exchange.method, path, token: tokenFor(stage, exchange) };
}

/** Replays the reading of a page: makes the query that it is a page of, and goes to the page from there. */
export async function preparePage(stage: Stage, exchange: Exchange, first: Exchange): Promise<Outgoing> {
  const answer = await stage.must({ method: "GET", path: first.path });
  const { nextRecordsUrl } = parseJson(answer.bytes.toString()) as { nextRecordsUrl: string };
  const offset = /-\d+$/.exec(exchange.path)?.[0] ?? "";
  return { method: "GET", path: nextRecordsUrl.replace(/-\d+$/, offset) };
}
