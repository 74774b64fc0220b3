import {
  type AnyKineticError,
  errorFromAnswer,
  type KineticError,
  type RowError,
  UnexpectedResponseError,
} from "../errors/index.ts";
import type { AnswerHead } from "../http/index.ts";

/** An answer that is an error after all, and the call that it answers. */
export interface RefusedAnswer extends Pick<AnswerHead, "status"> {
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body: unknown;
  /** Method and path. */
  readonly request: string;
}

/** Makes the typed error of an answer that came inside another one, or with a status that was expected. */
export function answerError({ status, headers = {}, body, request }: RefusedAnswer): AnyKineticError {
  const text = body === undefined || body === null ? "" : JSON.stringify(body);
  return errorFromAnswer({ status, headers, body: text, kind: "rest", request, attempts: 1 });
}

/** Tells the error of a whole call as the error of a row. */
export function rowErrorOf(error: KineticError): RowError {
  const duplicateIds = error.platformErrors.flatMap((one) => one.duplicateIds ?? []);
  return Object.freeze({
    code: error.errorCode ?? error.code,
    message: error.problem,
    fields: error.fields,
    transient: error.retryable,
    remediation: error.remediation,
    ...(duplicateIds.length > 0 ? { duplicateIds } : {}),
  });
}

/** Where the answer to a call must hold a list, and what the call was. */
export interface ListPlace {
  readonly member: string;
  /** Method and path. */
  readonly request: string;
}

/**
 * Checks that an answer with a good status holds the list that it is read for.
 * @throws UnexpectedResponseError when something else answered, or the org with something else
 */
export function checkList<T>(body: T, { member, request }: ListPlace): T {
  const list = typeof body === "object" && body !== null && (body as Record<string, unknown>)[member];
  if (Array.isArray(list)) return body;
  throw new UnexpectedResponseError(`${request} was answered without the list "${member}"`, {
    status: 200,
    request,
    excerpt: JSON.stringify(body),
  });
}
