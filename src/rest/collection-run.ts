import {
  type AnyKineticError,
  InputError,
  isKineticError,
  type RecordErrorEntry,
  recordError,
  UnexpectedResponseError,
} from "../errors/index.ts";
import { eachLimit, type SalesforceRequest } from "../http/index.ts";
import { rowErrorOf } from "./answer-error.ts";
import { chunksOf, type NumberedRow } from "./collection-chunks.ts";
import { COLLECTION_DEFAULTS, type CollectionOptions } from "./collection-options.ts";
import {
  type CollectionCallInfo,
  CollectionResult,
  type FailedRow,
  type RowOutcome,
  type UnsettledRow,
} from "./collection-result.ts";
import type { RestContext } from "./context.ts";

/** What to send: the rows, and the request that carries some of them. */
export interface CollectionCall {
  readonly rows: readonly NumberedRow[];
  readonly request: (chunk: readonly NumberedRow[]) => SalesforceRequest;
  /** Whether a record that is gone counts as done when a lost call is sent again. */
  readonly deletes?: boolean | undefined;
}

interface SaveResult {
  readonly id?: string;
  readonly success: boolean;
  readonly created?: boolean;
  readonly errors: readonly RecordErrorEntry[];
}

/** The state of one run. */
interface Run {
  readonly context: RestContext;
  readonly call: CollectionCall;
  readonly options: CollectionOptions;
  readonly outcomes: (RowOutcome | undefined)[];
  readonly calls: CollectionCallInfo[];
  /** An error that further calls would only meet again. */
  hopeless: AnyKineticError | undefined;
}

/**
 * Sends the rows of a collection call in as few requests as the limits allow, and gathers what became of each row.
 * A failed call takes only its own rows with it.
 */
export async function runCollection(
  context: RestContext,
  call: CollectionCall,
  options: CollectionOptions,
): Promise<CollectionResult> {
  const { concurrency = COLLECTION_DEFAULTS.concurrency, retryRows = 0, allOrNone = false } = options;
  checkCount("concurrency", concurrency, 1);
  checkCount("retryRows", retryRows, 0);
  if (allOrNone && retryRows > 0)
    throw new InputError(
      "retryRows cannot go with allOrNone: the rows of an undone call did not fail by themselves",
    );
  const outcomes: (RowOutcome | undefined)[] = new Array(call.rows.length);
  const run: Run = { context, call, options, outcomes, calls: [], hopeless: undefined };
  let rows = call.rows;
  for (let round = 0; round <= retryRows && rows.length > 0; round += 1) {
    await eachLimit(chunksOf(rows), concurrency, (chunk) => sendChunk(run, chunk));
    rows = rows.filter(({ index }) => mayRetry(outcomes[index]));
  }
  return new CollectionResult(outcomes as RowOutcome[], run.calls);
}

function checkCount(column: string, value: number, min: number): void {
  if (Number.isInteger(value) && value >= min && value <= 100) return;
  throw new InputError(`${column} must be a whole number from ${min} to 100, not ${value}`, { column });
}

function mayRetry(outcome: RowOutcome | undefined): boolean {
  return outcome?.status === "failed" && outcome.error.transient;
}

async function sendChunk(run: Run, chunk: readonly NumberedRow[]): Promise<void> {
  const { options, outcomes, calls } = run;
  options.signal?.throwIfAborted();
  const found = await settle(run, chunk);
  for (const outcome of found) outcomes[outcome.index] = outcome;
  const rolledBack = options.allOrNone === true && found.some(({ status }) => status === "failed");
  calls.push({ indexes: chunk.map(({ index }) => index), rolledBack });
  options.onRows?.(found);
}

async function settle(run: Run, chunk: readonly NumberedRow[]): Promise<RowOutcome[]> {
  if (run.hopeless !== undefined) return unprocessed(chunk, run.hopeless);
  try {
    return await send(run, chunk);
  } catch (error) {
    if (!isKineticError(error) || run.options.signal?.aborted === true) throw error;
    if (isHopeless(error)) run.hopeless = error;
    return refused(chunk, error);
  }
}

async function send({ context, call, options }: Run, chunk: readonly NumberedRow[]): Promise<RowOutcome[]> {
  const { signal, allOrNone } = options;
  const ask = async (): Promise<readonly SaveResult[]> =>
    (await context.requester.json<readonly SaveResult[]>({ ...call.request(chunk), signal })).body;
  try {
    return outcomesOf(chunk, await ask());
  } catch (error) {
    // A lost delete may be repeated: what it finds gone is what it wanted gone. Not so when one failure undoes all.
    if (call.deletes !== true || allOrNone === true || !isKineticError(error, "OUTCOME_UNKNOWN")) throw error;
    return outcomesOf(chunk, (await ask()).map(goneIsDone));
  }
}

function goneIsDone(result: SaveResult): SaveResult {
  const gone = !result.success && recordError(result.errors).code === "ENTITY_IS_DELETED";
  return gone ? { ...result, success: true, errors: [] } : result;
}

function outcomesOf(chunk: readonly NumberedRow[], results: readonly SaveResult[]): RowOutcome[] {
  if (!Array.isArray(results) || results.length !== chunk.length) {
    throw new UnexpectedResponseError(
      `The org was sent ${chunk.length} rows and answered with ${Array.isArray(results) ? results.length : "no list of"} results`,
      {},
    );
  }
  return chunk.map(({ index, body }, at) => outcomeOf(index, body, results[at] as SaveResult));
}

function outcomeOf(index: number, body: NumberedRow["body"], result: SaveResult): RowOutcome {
  const known = result.id ?? (typeof body["Id"] === "string" ? body["Id"] : undefined);
  // An event that was published lists OPERATION_ENQUEUED among its errors: `success` alone decides.
  if (result.success) return { index, status: "succeeded", id: known ?? "", created: result.created };
  return { index, status: "failed", id: known, error: recordError(result.errors) };
}

function unprocessed(chunk: readonly NumberedRow[], cause: AnyKineticError): RowOutcome[] {
  const error = rowErrorOf(cause);
  return chunk.map(({ index }) => ({ index, status: "unprocessed", error, cause }));
}

/** Says what the failure of a whole call means for its rows. */
function refused(chunk: readonly NumberedRow[], cause: AnyKineticError): RowOutcome[] {
  return chunk.map(({ index, body }) => {
    const id = typeof body["Id"] === "string" ? body["Id"] : undefined;
    return outcomeOfFailure({ index, id }, cause);
  });
}

/** A row, as far as it needs to be known for its outcome. */
export interface RowPlace {
  /** Place in the input, from 0. */
  readonly index: number;
  readonly id?: string | undefined;
}

/** Says what the failure of a call means for a row of it: refused, certainly not carried out, or not known. */
export function outcomeOfFailure({ index, id }: RowPlace, cause: AnyKineticError): FailedRow | UnsettledRow {
  const status = fateOf(cause);
  const error = rowErrorOf(cause);
  return status === "failed" ? { index, status, id, error, cause } : { index, status, error, cause };
}

function fateOf(error: AnyKineticError): "unknown" | "unprocessed" | "failed" {
  switch (error.code) {
    case "OUTCOME_UNKNOWN":
    case "UNEXPECTED_RESPONSE":
    case "TIMEOUT":
      return "unknown";
    case "NETWORK":
      return error.phase === "connect" ? "unprocessed" : "unknown";
    case "SERVER":
      // A 500 was rolled back by the server, and behind a 420 there is no org; the others are answers of a proxy.
      return error.status === 500 || error.status === 420 ? "unprocessed" : "unknown";
    case "AUTHENTICATION":
    case "LIMIT":
    case "CONFIGURATION":
      return "unprocessed";
    default:
      return "failed";
  }
}

/** Whether further calls would only meet the same error. */
function isHopeless(error: AnyKineticError): boolean {
  return ["AUTHENTICATION", "LIMIT", "CONFIGURATION"].includes(error.code);
}
