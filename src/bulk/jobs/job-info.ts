import { UnexpectedResponseError } from "../../errors/index.ts";

/** Operations of an ingest job. `hardDelete` needs the permission "Bulk API Hard Delete". */
export type IngestOperation = "insert" | "update" | "upsert" | "delete" | "hardDelete";

/** Operations of a query job; `queryAll` also returns deleted and archived rows. */
export type QueryOperation = "query" | "queryAll";

/**
 * What the server says about a job. Only `id` is in every answer: the answers to create, close and abort are shorter
 * than the one to a read (Bulk API 2.0 guide, "Get Information About an Ingest Job").
 */
export interface JobInfo {
  readonly id: string;
  /** As on the wire; see {@link IngestState} and {@link QueryState}. */
  readonly state: string;
  readonly operation?: string | undefined;
  readonly object?: string | undefined;
  readonly createdById?: string | undefined;
  readonly createdDate?: string | undefined;
  readonly systemModstamp?: string | undefined;
  /** Only this version of the API may read the job's results. */
  readonly apiVersion?: number | undefined;
  readonly externalIdFieldName?: string | undefined;
  readonly assignmentRuleId?: string | undefined;
  readonly lineEnding?: string | undefined;
  readonly columnDelimiter?: string | undefined;
  /** `V2Ingest`, `V2Query`; lists also hold `Classic` and `BigObjectIngest`. */
  readonly jobType?: string | undefined;
  /** Rows that the server worked through, failed ones included. */
  readonly numberRecordsProcessed?: number | undefined;
  readonly numberRecordsFailed?: number | undefined;
  readonly retries?: number | undefined;
  /** In milliseconds. */
  readonly totalProcessingTime?: number | undefined;
  /** Why the job failed. */
  readonly errorMessage?: string | undefined;
  readonly isPkChunkingSupported?: boolean | undefined;
}

const TEXTS = [
  "operation",
  "object",
  "createdById",
  "createdDate",
  "systemModstamp",
  "externalIdFieldName",
  "assignmentRuleId",
  "lineEnding",
  "columnDelimiter",
  "jobType",
  "errorMessage",
] as const;

const NUMBERS = [
  "apiVersion",
  "numberRecordsProcessed",
  "numberRecordsFailed",
  "retries",
  "totalProcessingTime",
] as const;

/**
 * Reads a job from an answer. Members of the wrong type count as absent.
 * @throws UnexpectedResponseError when the answer has no job id, or no state and none is given
 */
export function parseJobInfo(body: unknown, request: string, stateIfAbsent?: string): JobInfo {
  const source = isObject(body) ? body : {};
  const id = source["id"];
  const state = source["state"] ?? stateIfAbsent;
  if (typeof id !== "string" || id === "" || typeof state !== "string") {
    throw new UnexpectedResponseError(
      `${request}: the answer is not a bulk job: it has no ${typeof id === "string" ? "state" : "id"}. ` +
        "Something between here and Salesforce may have answered instead: check proxies and the instance URL.",
      { request },
    );
  }
  return { id, state, ...textsOf(source), ...numbersOf(source), ...flagsOf(source) };
}

function textsOf(source: Record<string, unknown>): Partial<JobInfo> {
  const present = TEXTS.filter((name) => typeof source[name] === "string");
  return Object.fromEntries(present.map((name) => [name, source[name]]));
}

function numbersOf(source: Record<string, unknown>): Partial<JobInfo> {
  const numbers = NUMBERS.map((name) => [name, numberOf(source[name])] as const);
  return Object.fromEntries(numbers.filter(([, value]) => value !== undefined));
}

function flagsOf({ isPkChunkingSupported: flag }: Record<string, unknown>): Partial<JobInfo> {
  return typeof flag === "boolean" ? { isPkChunkingSupported: flag } : {};
}

/** Reads a number, also from a text: gateways that rewrite JSON put numbers in quotes. */
function numberOf(value: unknown): number | undefined {
  const number = typeof value === "string" && value !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
