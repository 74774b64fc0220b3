import { InputError } from "../../errors/index.ts";
import { checkList } from "../answer-error.ts";
import type { CallOptions } from "../call.ts";
import type { RestContext } from "../context.ts";
import { buildSteps } from "./build.ts";
import {
  type AnyStep,
  Step,
  type StepRequest,
  type StepResults,
  type Steps,
  StepsResult,
  stepResult,
} from "./step.ts";

/** Options of a batch call. */
export interface BatchOptions extends CallOptions {
  /** Leaves out the steps after one that failed. @default false */
  readonly haltOnError?: boolean | undefined;
}

/** A step of a batch call: it stands for itself, and has no headers. */
export type BatchRequest = Omit<StepRequest, "headers">;

/** Most steps of a batch call (REST API guide, "Composite Batch"). */
const MAX_STEPS = 25;

/** Puts together the steps of a batch call. */
export class BatchSteps {
  /** The steps so far, in their order. */
  readonly steps: AnyStep[] = [];

  /**
   * Reads a resource, e.g. `limits` or `sobjects/Account/describe`.
   *
   * @example
   * ```ts
   * const { limits } = (await sf.batch((b) => ({ limits: b.get("limits"), account: b.get("sobjects/Account/describe") }))).unwrap();
   * ```
   */
  get<T = unknown>(path: string): Step<T> {
    return this.request<T>({ method: "GET", path });
  }

  /**
   * Any call that stands for itself.
   *
   * @example
   * ```ts
   * const { renamed } = (
   *   await sf.batch((b) => ({
   *     renamed: b.request({ method: "PATCH", path: `sobjects/Account/${accountId}`, body: { Name: "Acme" } }),
   *   }))
   * ).steps;
   * ```
   */
  request<T = unknown>(request: BatchRequest): Step<T> {
    const step = new Step<T>(`step_${this.steps.length + 1}`, request);
    this.steps.push(step);
    return step;
  }
}

interface WireBatch {
  readonly hasErrors: boolean;
  readonly results: readonly { readonly statusCode: number; readonly result: unknown }[];
}

/**
 * Sends up to 25 calls in one; each counts as a call of its own, and none knows of the others.
 *
 * @throws InputError when they are too many; nothing is sent then
 */
export async function runBatch<S extends Steps>(
  { requester }: RestContext,
  build: (steps: BatchSteps) => S,
  { haltOnError = false, signal }: BatchOptions = {},
): Promise<StepsResult<S>> {
  const builder = new BatchSteps();
  const named = buildSteps(build, builder);
  const { steps } = builder;
  if (steps.length === 0) throw new InputError("The batch call has no step");
  if (steps.length > MAX_STEPS)
    throw new InputError(
      `A batch call takes up to ${MAX_STEPS} steps, and this one has ${steps.length}: divide it`,
    );
  const version = await requester.apiVersion(signal);
  const batchRequests = steps.map(({ request: { method, path, body } }) => ({
    method,
    url: `v${version}/${path}`,
    ...(body === undefined ? {} : { richInput: body }),
  }));
  const { body } = await requester.json<WireBatch>({
    method: "POST",
    path: "composite/batch",
    body: { json: { haltOnError, batchRequests } },
    idempotency: steps.every(({ request }) => request.method === "GET") ? "idempotent" : "unsafe",
    signal,
  });
  const answers = checkList(body, { member: "results", request: "POST composite/batch" }).results;
  const results = Object.entries(named).map(([name, step]) => {
    const answer = answers[steps.indexOf(step)];
    return [name, stepResult(step, { status: answer?.statusCode ?? 500, body: answer?.result })];
  });
  return new StepsResult(Object.fromEntries(results) as StepResults<S>);
}
