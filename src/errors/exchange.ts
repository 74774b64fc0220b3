import { redact, redactHeaders } from "./redact.ts";

/** A request as it was sent, without secrets and without its body. */
export interface RawRequest {
  readonly method: string;
  /** With its query, secrets redacted. */
  readonly url: string;
  /** Secret ones redacted. */
  readonly headers: Readonly<Record<string, string>>;
}

/** An answer as it came, without secrets. */
export interface RawResponse {
  readonly status: number;
  /** Secret ones redacted. */
  readonly headers: Readonly<Record<string, string>>;
  /** The first 16,384 characters of the body, redacted; empty for token endpoints, whose answers are secrets. */
  readonly body: string;
}

const SHOWN_LENGTH = 16_384;
/** A secret that is cut in half no longer looks like one: more than is shown is looked through. */
const READ_LENGTH = 2 * SHOWN_LENGTH;

/** Copies a request without its secrets. */
export function redactedRequest({ method, url, headers }: RawRequest): RawRequest {
  return Object.freeze({ method, url: redact(url), headers: Object.freeze(redactHeaders(headers)) });
}

/** Copies an answer without its secrets. */
export function redactedResponse({ status, headers, body }: RawResponse): RawResponse {
  const text = redact(body.slice(0, READ_LENGTH)).slice(0, SHOWN_LENGTH);
  return Object.freeze({ status, headers: Object.freeze(redactHeaders(headers)), body: text });
}
