import type { Call, Reply, Route } from "../../server/types.ts";
import { isObject } from "../write.ts";
import {
  malformed,
  readSubrequests,
  runSubrequests,
  type Subrequest,
  type SubrequestResult,
} from "./subrequests.ts";

const MAX_SUBREQUESTS = 25;
const MAX_QUERIES = 5;

/** What a composite request takes (REST API Developer Guide, "Send Multiple Requests Using Composite"). */
const TAKEN = /^\/services\/data\/[^/]+\/(?:sobjects|query|queryAll|composite\/sobjects)(?:[/?]|$)/i;
/** What counts against the smaller limit. */
const QUERY = /^\/services\/data\/[^/]+\/(?:query|queryAll|composite\/sobjects)(?:[/?]|$)/i;

function refuse(subrequest: Subrequest): SubrequestResult | undefined {
  if (TAKEN.test(subrequest.url)) return undefined;
  const message =
    `kinetic-local-org does not implement ${subrequest.url} inside a composite request: ` +
    "Salesforce takes sobjects, query, queryAll and composite/sobjects there.";
  const body = [{ errorCode: "NOT_IMPLEMENTED", message }];
  return { body, httpHeaders: {}, httpStatusCode: 501, referenceId: subrequest.referenceId };
}

/** A request with too many operations answers 200 all the same, with one result that belongs to none of them. */
function tooMany(message: string): Reply {
  const body = [{ errorCode: "LIMIT_EXCEEDED", message }];
  const result: SubrequestResult = { body, httpHeaders: {}, httpStatusCode: 400, referenceId: null };
  return { status: 200, json: { compositeResponse: [result] } };
}

function composite(call: Call): Reply {
  const { json } = call;
  if (!isObject(json)) throw malformed("composite");
  const subrequests = readSubrequests(json["compositeRequest"], call.version);
  if (subrequests.length > MAX_SUBREQUESTS)
    return tooMany(`The request can’t contain more than ${MAX_SUBREQUESTS} operations.`);
  if (subrequests.filter(({ url }) => QUERY.test(url)).length > MAX_QUERIES)
    return tooMany(
      `The request can’t contain more than ${MAX_QUERIES} query or sObject Collections operations.`,
    );
  const allOrNone = json["allOrNone"] === true;
  return {
    status: 200,
    json: { compositeResponse: runSubrequests(call, subrequests, { allOrNone, refuse }) },
  };
}

function list({ base }: Call): Reply {
  const names = ["tree", "batch", "sobjects", "graph"];
  return { status: 200, json: Object.fromEntries(names.map((name) => [name, `${base}/composite/${name}`])) };
}

/** Composite, and the list of its kin. */
export const routes: readonly Route[] = [
  { method: "GET", path: "/services/data/:version/composite", since: 38, handler: list },
  { method: "POST", path: "/services/data/:version/composite", since: 38, takes: "json", handler: composite },
];
