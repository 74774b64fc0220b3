import {
  errorFromAnswer,
  type RemediationCatalogue,
  redact,
  UnexpectedResponseError,
} from "../../errors/index.ts";
import { rawRequest, secretsOf, sentFacts } from "../sent.ts";
import { isGood } from "../transport.ts";
import { type CallContext, label, type Policy, type WireAnswer, type WireRequest } from "../wire.ts";

/**
 * Turns every bad answer into a typed error, so that the policies above see errors only in one form. An answer that
 * repeats what it was sent (a token, a secret, a password) is stripped of it first.
 */
export function checkPolicy(catalogue?: RemediationCatalogue): Policy {
  return async (request, next, context) => {
    const answer = await next(request, context);
    if (!isGood(request, answer.status)) throw badAnswer({ request, answer, context, catalogue });
    if (isOtherType(answer.headers["content-type"], request.headers["accept"])) {
      throw otherType({ request, answer, context });
    }
    return answer;
  };
}

interface Checked {
  readonly request: WireRequest;
  readonly answer: WireAnswer;
  readonly context: CallContext;
  readonly catalogue?: RemediationCatalogue | undefined;
}

function badAnswer({ request, answer, context, catalogue }: Checked): Error {
  const secrets = secretsOf(request);
  return errorFromAnswer(
    {
      status: answer.status,
      headers: withoutSecrets(answer.headers, secrets),
      body: redact(answer.bytes?.toString("utf8") ?? "", secrets),
      kind: request.kind,
      request: label(request),
      attempts: context.attempts,
      sent: sentFacts(request),
      rawRequest: rawRequest(request),
    },
    { catalogue },
  );
}

/** Types that say for certain what a body is. Others (`text/plain`, none at all) stand for anything. */
const CERTAIN_TYPE = /^(text\/html|application\/json|(?:application|text)\/xml)/i;

/** Whether a body is certainly not what was asked for: a page for JSON, a JSON message for a CSV file. */
function isOtherType(type: string | undefined, accept: string | undefined): boolean {
  if (type === undefined || accept === undefined) return false;
  const certain = CERTAIN_TYPE.exec(type)?.[1];
  return certain !== undefined && !accept.includes(certain.toLowerCase()) && !accept.includes("*/*");
}

/** A login redirect, a proxy's page, a maintenance notice, or a message in another format. */
function otherType({ request, answer, context }: Checked): Error {
  answer.stream?.destroy();
  const type = answer.headers["content-type"];
  const what = type?.startsWith("text/html") === true ? "an HTML page" : `a body of type ${type}`;
  return new UnexpectedResponseError(
    `${label(request)} on ${request.url.host} answered ${answer.status} with ${what} instead of data`,
    {
      status: answer.status,
      attempts: context.attempts,
      request: label(request),
      requestId: requestIdOf(answer.headers),
      rawRequest: rawRequest(request),
      contentType: type,
      excerpt: request.kind === "oauth" ? undefined : excerptOf(answer, request),
    },
  );
}

function withoutSecrets(headers: WireAnswer["headers"], secrets: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, redact(value, secrets)]));
}

function excerptOf(answer: WireAnswer, request: WireRequest): string | undefined {
  return answer.bytes === undefined ? undefined : redact(answer.bytes.toString("utf8"), secretsOf(request));
}

/** Salesforce's id of a request, to quote to its support. */
export function requestIdOf(headers: Readonly<Record<string, string>>): string | undefined {
  return headers["x-sfdc-request-id"] ?? headers["x-request-id"];
}
