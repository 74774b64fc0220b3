import { InputError, UnexpectedResponseError } from "../../errors/index.ts";
import { checkList } from "../answer-error.ts";
import type { CallOptions } from "../call.ts";
import { checkAllDates, type RestContext } from "../context.ts";
import { buildSteps } from "./build.ts";
import { CompositeSteps } from "./builder.ts";
import {
  type AnyStep,
  type StepAnswer,
  type StepResults,
  type Steps,
  StepsResult,
  stepResult,
} from "./step.ts";

/** Options of a composite call. */
export interface CompositeOptions extends CallOptions {
  /** Undoes all steps when one of them fails. @default false */
  readonly allOrNone?: boolean | undefined;
  /** Lets the org put like steps together, so that triggers run once for them. @default true */
  readonly collateSubrequests?: boolean | undefined;
}

/** Most steps of a composite call, and how many of them may be queries or collections (REST API guide, "Composite"). */
const MAX_STEPS = 25;
const MAX_QUERIES = 5;

/** A step as it is on the wire. */
export interface WireStep {
  readonly method: string;
  readonly url: string;
  readonly referenceId: string;
  readonly body?: unknown;
  readonly httpHeaders?: Readonly<Record<string, string>>;
}

/** An answer of a step as it is on the wire. */
export interface WireStepAnswer {
  readonly body: unknown;
  readonly httpHeaders?: Readonly<Record<string, string>>;
  readonly httpStatusCode: number;
  readonly referenceId: string | null;
}

/**
 * Runs up to 25 steps in one call; a step may use what the steps before it answered.
 *
 * @throws InputError when the steps are too many, or one of them is bad; nothing is sent then
 */
export async function runComposite<S extends Steps>(
  context: RestContext,
  build: (steps: CompositeSteps) => S,
  options: CompositeOptions = {},
): Promise<StepsResult<S>> {
  const { allOrNone = false, collateSubrequests = true, signal } = options;
  const builder = new CompositeSteps();
  const named = buildSteps(build, builder);
  checkSteps(builder.steps);
  await checkAllDates(context, builder.written, { signal });
  const { requester } = context;
  const compositeRequest = wireSteps(builder.steps, await requester.apiVersion(signal));
  const { body } = await requester.json<{ compositeResponse: readonly WireStepAnswer[] }>({
    method: "POST",
    path: "composite",
    body: { json: { allOrNone, collateSubrequests, compositeRequest } },
    idempotency: builder.steps.every(({ request }) => request.method === "GET") ? "idempotent" : "unsafe",
    signal,
  });
  const { compositeResponse } = checkList(body, { member: "compositeResponse", request: "POST composite" });
  return resultOf(named, compositeResponse);
}

function checkSteps(steps: readonly AnyStep[]): void {
  if (steps.length === 0) throw new InputError("The composite call has no step");
  if (steps.length > MAX_STEPS) {
    throw new InputError(
      `A composite call takes up to ${MAX_STEPS} steps, and this one has ${steps.length}: divide it, or use a graph, which takes 500`,
    );
  }
  const queries = steps.filter(({ request }) => isQueryOrCollection(request.path)).length;
  if (queries > MAX_QUERIES) {
    throw new InputError(
      `A composite call takes up to ${MAX_QUERIES} queries and collections, and this one has ${queries}: divide it`,
    );
  }
}

function isQueryOrCollection(path: string): boolean {
  return /^(?:query(?:All)?\b|composite\/sobjects\b)/.test(path);
}

/** Writes steps as they are on the wire. */
export function wireSteps(steps: readonly AnyStep[], apiVersion: string): WireStep[] {
  return steps.map(({ referenceId, request: { method, path, body, headers } }) => ({
    method,
    url: `/services/data/v${apiVersion}/${path}`,
    referenceId,
    ...(body === undefined ? {} : { body }),
    ...(headers === undefined ? {} : { httpHeaders: headers }),
  }));
}

/** Ties the answers to the steps by their names. */
export function resultOf<S extends Steps>(named: S, answers: readonly WireStepAnswer[]): StepsResult<S> {
  const byId = new Map(answers.map((answer) => [answer.referenceId, answer]));
  const results = Object.entries(named).map(([name, step]) => {
    const answer = byId.get(step.referenceId) ?? byId.get(null);
    return [name, stepResult(step, answerOf(step, answer))];
  });
  return new StepsResult(Object.fromEntries(results) as StepResults<S>);
}

/** A call that is refused as a whole has one answer, which names no step. */
function answerOf(step: AnyStep, answer: WireStepAnswer | undefined): StepAnswer {
  if (answer === undefined)
    throw new UnexpectedResponseError(
      `The answer says nothing of the step ${step.referenceId}, so that it is not known whether it was done`,
      { status: 200, request: `${step.request.method} ${step.request.path}` },
    );
  return { status: answer.httpStatusCode, body: answer.body, headers: answer.httpHeaders };
}
