import type { AnyKineticError } from "../../errors/index.ts";
import type { HttpMethod } from "../../http/index.ts";
import { answerError } from "../answer-error.ts";
import { type Reference, referenceTo } from "./reference.ts";

/** Any call as a step of a composite, graph or batch call. */
export interface StepRequest {
  readonly method: HttpMethod;
  /** Relative to `/services/data/vXX.X/`, e.g. `sobjects/Account`. It may hold references. */
  readonly path: string;
  /** Body, which may hold references. */
  readonly body?: unknown;
  /** Headers of the step; not `Accept`, `Authorization` or `Content-Type`. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** A step of whatever answer. */
export type AnyStep = Pick<Step<unknown>, "referenceId" | "request">;

/** A step of a composite call; `T` is what it answers when it succeeds. */
export class Step<T> {
  /** Carries the type of the answer; it has no value. */
  declare readonly answer?: T;
  /** Its name in the call and in messages. */
  readonly referenceId: string;
  /** What it asks for. */
  readonly request: StepRequest;
  /** Stands for parts of its answer in the steps after it. */
  readonly ref: Reference<T>;

  /** @internal */
  constructor(referenceId: string, request: StepRequest) {
    this.referenceId = referenceId;
    this.request = request;
    this.ref = referenceTo<T>(referenceId);
  }
}

/** What became of a step. */
export type StepResult<T> =
  | {
      readonly ok: true;
      /** HTTP status of the step. */
      readonly status: number;
      /** Its answer. */
      readonly body: T;
      /** Its headers, by lower-case name, e.g. `location`. */
      readonly headers: Readonly<Record<string, string>>;
    }
  | {
      readonly ok: false;
      /** HTTP status of the step. */
      readonly status: number;
      /** Why it failed, and what to do about it. */
      readonly error: AnyKineticError;
      /** Whether the step itself was in order, and was halted or undone because of another one. */
      readonly halted: boolean;
      /** Its headers, by lower-case name. */
      readonly headers: Readonly<Record<string, string>>;
    };

/** Steps by name. */
export type Steps = Readonly<Record<string, AnyStep>>;

/** The result of each step, typed by what the step answers. */
export type StepResults<S extends Steps> = {
  readonly [Name in keyof S]: S[Name] extends Step<infer T> ? StepResult<T> : never;
};

/** The answer of each step. */
export type StepBodies<S extends Steps> = {
  readonly [Name in keyof S]: S[Name] extends Step<infer T> ? T : never;
};

/** An answer of a step as it is on the wire. */
export interface StepAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

const HALTED: ReadonlySet<string> = new Set(["PROCESSING_HALTED", "BATCH_PROCESSING_HALTED"]);

/** Reads what became of a step. */
export function stepResult<T>(step: AnyStep, { status, body, headers = {} }: StepAnswer): StepResult<T> {
  const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  const lower = Object.fromEntries(named) as Record<string, string>;
  if (status >= 200 && status < 300) return { ok: true, status, body: body as T, headers: lower };
  const { method, path } = step.request;
  const error = answerError({ status, headers: lower, body, request: `${method} ${path}` });
  return { ok: false, status, error, halted: HALTED.has(error.errorCode ?? ""), headers: lower };
}

/** What became of the steps of a call that hold together. */
export class StepsResult<S extends Steps> {
  /** The result of each step, by the name that the builder gave it. */
  readonly steps: StepResults<S>;

  /** @internal */
  constructor(steps: StepResults<S>) {
    this.steps = steps;
  }

  /** Whether every step succeeded. */
  get ok(): boolean {
    return this.#results().every(({ ok }) => ok);
  }

  /**
   * Returns the answers of all steps.
   * @throws KineticError of the first step that failed by its own fault
   * @example
   * ```ts
   * const { account } = (await sf.composite((c) => ({ account: c.create("Account", { Name: "Acme" }) }))).unwrap();
   * console.log(account.id);
   * ```
   */
  unwrap(): StepBodies<S> {
    const failed = this.#results().filter((result) => !result.ok);
    const first = failed.find(({ halted }) => !halted) ?? failed[0];
    if (first !== undefined) throw first.error;
    const bodies = Object.entries<StepResult<unknown>>(this.steps).map(([name, result]) => [
      name,
      result.ok ? result.body : undefined,
    ]);
    return Object.fromEntries(bodies) as StepBodies<S>;
  }

  #results(): StepResult<unknown>[] {
    return Object.values<StepResult<unknown>>(this.steps);
  }
}
