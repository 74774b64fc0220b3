import { callerOf, failure } from "../../server/errors.ts";
import type { Call, Reply, Route } from "../../server/types.ts";
import { isObject } from "../write.ts";
import { malformed } from "./subrequests.ts";

const MAX_SUBREQUESTS = 25;
const MIN_VERSION = 34;

/** What a batch takes (REST API Developer Guide, "Composite Batch"). */
const TAKEN = /^(?:limits|sobjects|query|queryAll|search|connect|chatter|actions)(?:[/?]|$)/i;

interface BatchRequest {
  readonly method: string;
  readonly url: string;
  readonly richInput: unknown;
}

interface BatchResult {
  readonly statusCode: number;
  readonly result: unknown;
}

const invalid = (message: string): Error => failure(400, "INVALID_BATCH_REQUEST", message);

/** Reads one request. Its URL begins with the version: `v60.0/limits`. A bad one fails the whole batch. */
function readRequest(call: Call, value: unknown): BatchRequest {
  const { method, url, richInput } = isObject(value) ? value : {};
  if (typeof method !== "string" || typeof url !== "string") throw malformed("batchRequests");
  const relative = url.replace(/^\/?(?:services\/data\/)?/, "");
  const [, version, resource = ""] = /^v(\d+)\.0\/(.+)$/.exec(relative) ?? [];
  if (version === undefined) throw invalid(`Invalid url in a batch request: ${url}`);
  if (Number(version) < MIN_VERSION || Number(version) > call.version) {
    throw invalid(
      `The version of ${url} must be at least ${MIN_VERSION}.0 and at most that of the batch, ${call.version}.0`,
    );
  }
  if (!TAKEN.test(resource)) throw invalid(`The resource of ${url} is not supported in a batch request`);
  return { method, url: `/services/data/${relative}`, richInput };
}

async function send(call: Call, { method, url, richInput }: BatchRequest): Promise<BatchResult> {
  const reply = await call.org.dispatch({ method, url, body: richInput, user: callerOf(call) });
  if (!reply.body) return { statusCode: reply.status, result: reply.json ?? null };
  const message = `kinetic-local-org does not implement ${url} in a batch: Salesforce takes no blobs there.`;
  return { statusCode: 501, result: [{ errorCode: "NOT_IMPLEMENTED", message }] };
}

const HALTED: BatchResult = Object.freeze({
  statusCode: 412,
  result: [
    {
      errorCode: "BATCH_PROCESSING_HALTED",
      message: "Batch processing was halted by request, because a previous subrequest failed.",
    },
  ],
});

async function batch(call: Call): Promise<Reply> {
  const { json } = call;
  const values = isObject(json) ? json["batchRequests"] : undefined;
  if (!isObject(json) || !Array.isArray(values) || values.length === 0) throw malformed("batchRequests");
  if (values.length > MAX_SUBREQUESTS)
    throw failure(
      400,
      "LIMIT_EXCEEDED",
      `The request can’t contain more than ${MAX_SUBREQUESTS} operations.`,
    );
  const requests = values.map((value) => readRequest(call, value));
  // Every subrequest counts as a call; the one that brought them is counted already.
  call.org.countCalls(requests.length - 1);
  const results: BatchResult[] = [];
  for (const request of requests) {
    const stop = json["haltOnError"] === true && results.some(({ statusCode }) => statusCode >= 400);
    results.push(stop ? HALTED : await send(call, request));
  }
  return { status: 200, json: { hasErrors: results.some(({ statusCode }) => statusCode >= 400), results } };
}

/** Composite Batch. */
export const routes: readonly Route[] = [
  {
    method: "POST",
    path: "/services/data/:version/composite/batch",
    since: 34,
    takes: "json",
    handler: batch,
  },
];
