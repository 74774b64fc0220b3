import { failure, notImplemented } from "../../server/errors.ts";
import type { Call, Reply, Route } from "../../server/types.ts";
import { isObject } from "../write.ts";
import { referencesIn } from "./references.ts";
import {
  halted,
  malformed,
  readSubrequests,
  runSubrequests,
  type Subrequest,
  type SubrequestResult,
} from "./subrequests.ts";

const MAX_GRAPHS = 75;
const MAX_NODES = 500;
const MAX_KINDS = 15;
const MAX_DEPTH = 15;
const MAX_FAILED = 14;

/** What a graph takes: rows by id and by external id, and what creates them. */
const NODE = /^\/services\/data\/(v\d+\.0)\/sobjects\/([^/?]+)(?:\/[^/?]+){0,2}\/?(?:\?.*)?$/i;

interface Graph {
  readonly graphId: string;
  readonly subrequests: readonly Subrequest[];
}

function readGraph(value: unknown, version: number): Graph {
  const { graphId, compositeRequest } = isObject(value) ? value : {};
  if (typeof graphId !== "string") throw malformed("graph");
  return { graphId, subrequests: readSubrequests(compositeRequest, version) };
}

/** Counts the longest chain of references in a graph. */
function depthOf({ subrequests }: Graph): number {
  const depths = new Map<string, number>();
  for (const { referenceId, url, body } of subrequests) {
    const parents = referencesIn([url, body]).map((parent) => depths.get(parent) ?? 0);
    depths.set(referenceId, 1 + Math.max(0, ...parents));
  }
  return Math.max(0, ...depths.values());
}

/** Nodes are different when version, method or object differ. */
function kindOf({ method, url }: Subrequest): string {
  const [, version = "", object = ""] = NODE.exec(url) ?? [];
  return `${method} ${version} ${object}`.toLowerCase();
}

function requireAtMost(count: number, limit: number, what: string): void {
  if (count <= limit) return;
  throw failure(400, "LIMIT_EXCEEDED", `The request can’t contain more than ${limit} ${what}.`);
}

/** Holds a request to the limits of graphs (REST API Developer Guide, "Composite Graph Limits"). */
function checkLimits(graphs: readonly Graph[]): void {
  const nodes = graphs.flatMap((graph) => graph.subrequests);
  requireAtMost(graphs.length, MAX_GRAPHS, "graphs");
  requireAtMost(nodes.length, MAX_NODES, "nodes");
  requireAtMost(new Set(nodes.map(kindOf)).size, MAX_KINDS, "different nodes");
  for (const graph of graphs) requireAtMost(depthOf(graph), MAX_DEPTH, "levels in a graph");
}

function refuse(subrequest: Subrequest): SubrequestResult | undefined {
  if (NODE.test(subrequest.url)) return undefined;
  throw notImplemented(`${subrequest.url} inside a graph: Salesforce takes records of sobjects there`);
}

function graphs(call: Call): Reply {
  const value = isObject(call.json) ? call.json["graphs"] : undefined;
  if (!Array.isArray(value) || value.length === 0) throw malformed("graphs");
  const all = value.map((item) => readGraph(item, call.version));
  checkLimits(all);
  let failures = 0;
  const json = all.map(({ graphId, subrequests }) => {
    // Once too many have failed, the others are not tried.
    const results =
      failures > MAX_FAILED
        ? subrequests.map(({ referenceId }) => halted(referenceId, TOO_MANY_FAILED))
        : runSubrequests(call, subrequests, { allOrNone: true, refuse });
    const isSuccessful = results.every((result) => result.httpStatusCode < 400);
    if (!isSuccessful) failures++;
    return { graphId, graphResponse: { compositeResponse: results }, isSuccessful };
  });
  return { status: 200, json: { graphs: json } };
}

const TOO_MANY_FAILED = "The maximum number of failed graphs was reached: this graph was not processed.";

/** Composite Graph. */
export const routes: readonly Route[] = [
  {
    method: "POST",
    path: "/services/data/:version/composite/graph",
    since: 50,
    takes: "json",
    handler: graphs,
  },
];
