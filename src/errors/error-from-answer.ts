import { header, requestIdOf, retryAfterMsOf } from "./answer-headers.ts";
import type { AnyKineticError } from "./any-kinetic-error.ts";
import {
  AuthenticationError,
  ConflictError,
  LimitError,
  NotFoundError,
  PermissionError,
  RequestError,
  ServerError,
} from "./call-errors.ts";
import type { RemediationCatalogue } from "./catalogue/entry.ts";
import { limitScope } from "./classify.ts";
import { type AnswerErrorCode, answerErrorCode } from "./error-class.ts";
import { isHtml } from "./error-text.ts";
import type { RawRequest, RawResponse } from "./exchange.ts";
import type { ErrorDetails } from "./kinetic-error.ts";
import { parseErrorBody, parseJson } from "./parse-error-body.ts";
import { mainError, type PlatformError } from "./platform-error.ts";
import { redact } from "./redact.ts";
import { remediationFor } from "./remediation-for.ts";
import { UnexpectedResponseError } from "./transport-errors.ts";

/** An answer that is to become an error, with what is known of its request. */
export interface AnswerToError {
  /** HTTP status. */
  readonly status: number;
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body as text; empty when there was none. */
  readonly body: string;
  /** `oauth` for the token, revoke and introspect endpoints, else `rest`. */
  readonly kind: "rest" | "oauth";
  /** The call, as method and path. A query is cut off. */
  readonly request: string;
  /** How many times the call was sent. */
  readonly attempts: number;
  /** The request whole, to be kept with the error. */
  readonly rawRequest?: RawRequest | undefined;
  /** What the request said that helps to explain the refusal; no secrets. */
  readonly sent?: SentFacts | undefined;
}

/** Facts of a token request that help to explain its refusal. */
export interface SentFacts {
  /** OAuth `grant_type`. */
  readonly grantType?: string | undefined;
  /** Host of the token endpoint. */
  readonly host?: string | undefined;
  /** `aud` claim of the assertion. */
  readonly audience?: string | undefined;
  /** User name in the assertion or the form. */
  readonly username?: string | undefined;
}

/** Options of {@link errorFromAnswer}. */
export interface ErrorFromAnswerOptions {
  /**
   * Where to look the remediation up.
   * @default the SDK's own catalogue
   */
  readonly catalogue?: RemediationCatalogue | undefined;
}

/**
 * Turns any answer into one typed error. Total: every status with every body gives an error with a remediation, and nothing is
 * thrown. A status below 400 whose body lists errors gives the error of those; any other gives an {@link UnexpectedResponseError}.
 *
 * @example
 * ```ts
 * const error = errorFromAnswer({
 *   status: 403,
 *   headers: {},
 *   body: '[{"errorCode":"API_DISABLED_FOR_ORG","message":"API is not enabled"}]',
 *   kind: "rest",
 *   request: "GET limits",
 *   attempts: 1,
 * });
 * console.error(error.message, error.remediation?.summary);
 * ```
 */
export function errorFromAnswer(
  answer: AnswerToError,
  options: ErrorFromAnswerOptions = {},
): AnyKineticError {
  const platformErrors = parseErrorBody(answer.body);
  const main = mainError(platformErrors);
  const code = answerErrorCode({ status: answer.status, kind: answer.kind, error: main });
  const remediation = remediationFor(
    {
      code,
      status: answer.status,
      errorCode: main?.code,
      extendedCodes: main?.extendedCodes,
      message: main?.message ?? answer.body.slice(0, 2000),
      request: answer.request,
      grantType: answer.sent?.grantType,
    },
    options.catalogue,
  );
  const details: ErrorDetails = {
    remediation,
    status: answer.status,
    errorCode: main?.code,
    fields: main?.fields,
    requestId: requestIdOf(answer.headers),
    errorId: errorIdIn(main?.message ?? ""),
    attempts: answer.attempts,
    retryAfterMs: retryAfterMsOf(answer.headers),
    request: answer.request,
    rawRequest: answer.rawRequest,
    rawResponse: rawResponseOf(answer),
    platformErrors,
  };
  return build(code, `${whatHappened(answer, main)} ${remediation.cause}`, { answer, main, details });
}

function rawResponseOf({ status, headers, body, kind }: AnswerToError): RawResponse {
  return { status, headers, body: kind === "oauth" ? "" : body };
}

interface Parts {
  readonly answer: AnswerToError;
  readonly main: PlatformError | undefined;
  readonly details: ErrorDetails;
}

function build(code: AnswerErrorCode, message: string, { answer, main, details }: Parts): AnyKineticError {
  switch (code) {
    case "AUTHENTICATION":
      return new AuthenticationError(message, details);
    case "PERMISSION":
      return new PermissionError(message, details);
    case "NOT_FOUND":
      return new NotFoundError(message, details);
    case "REQUEST_REJECTED":
      return new RequestError(message, details);
    case "CONFLICT":
      return new ConflictError(message, { ...details, matches: matchesOf(answer, main) });
    case "LIMIT":
      return new LimitError(message, {
        ...details,
        scope: limitScope({ errorCode: main?.code, message: main?.message, status: answer.status }),
      });
    case "SERVER":
      return new ServerError(message, details);
    case "UNEXPECTED_RESPONSE":
      return new UnexpectedResponseError(message, {
        ...details,
        contentType: header(answer.headers, "content-type"),
        excerpt: answer.body,
      });
  }
}

/** Says what came back, in one sentence. */
function whatHappened(answer: AnswerToError, main: PlatformError | undefined): string {
  const said = oneLine(main?.message ?? "");
  if (said !== "" || main?.code !== undefined) {
    const code = main?.code === undefined || main.code === said ? "" : main.code;
    return sentence(
      `Salesforce answered ${answer.status}${more(answer)}: ${[code, said].filter((part) => part !== "").join(", ")}`,
    );
  }
  return sentence(`Salesforce answered ${answer.status}${more(answer)} with ${describeBody(answer)}`);
}

/** Whose login was refused, and where. */
function more({ sent }: AnswerToError): string {
  if (sent === undefined) return "";
  const { username, host, audience } = sent;
  const parts = [
    username === undefined ? "" : ` for user ${username}`,
    host === undefined ? "" : ` at ${host}`,
    audience === undefined ? "" : ` (audience ${audience})`,
  ];
  return parts.join("");
}

function describeBody({ status, headers, body }: AnswerToError): string {
  const target = header(headers, "location");
  if (status >= 300 && status < 400 && target !== undefined)
    return `a redirect to ${redact(target).split("?")[0]}`;
  if (body.trim() === "") return "an empty body";
  if (isHtml(body)) return describePage(body);
  const parsed = parseJson(body);
  if (parsed === undefined)
    return /^\s*[[{]/.test(body) ? "JSON that breaks off or is malformed" : "text that is not JSON";
  return "JSON that names no error";
}

function describePage(body: string): string {
  const title = oneLine(/<title[^>]{0,200}>([^<]{0,200})/i.exec(body.slice(0, 65_536))?.[1] ?? "");
  const login =
    /login|sign in/i.test(title) ||
    /redirectOnLoad|window\.location(?:\.href|\.replace)?\s*[=(]/.test(body.slice(0, 65_536));
  return `${login ? "a login page" : "a web page"}${title === "" ? "" : ` titled "${title}"`} instead of data`;
}

function matchesOf(answer: AnswerToError, main: PlatformError | undefined): readonly string[] {
  if (answer.status === 300) {
    const urls = parseJson(answer.body)?.value;
    return Array.isArray(urls) ? urls.filter((one): one is string => typeof one === "string") : [];
  }
  const id = /duplicates value on record with id: ([A-Za-z0-9]{15,18})/.exec(main?.message ?? "")?.[1];
  return main?.duplicateIds ?? (id === undefined ? [] : [id]);
}

/** Finds the id that support asks for, e.g. "ErrorId: 1087100941-56 (1836369402)". */
function errorIdIn(message: string): string | undefined {
  return (
    /\b(\d{5,12}-\d{1,8} ?\(-?\d{1,12}\))/.exec(message)?.[1] ??
    /Error ?ID:? ?(\d{5,12}-\d{1,8})/i.exec(message)?.[1]
  );
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim().slice(0, 1000);
}

function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
