import { errorFromAnswer, UnexpectedResponseError } from "../../errors/index.ts";
import { isGood } from "../transport.ts";
import { type CallContext, label, type Policy, type WireAnswer, type WireRequest } from "../wire.ts";

/** Turns every bad answer into a typed error, so that the policies above see errors only in one form. */
export function checkPolicy(): Policy {
  return async (request, next, context) => {
    const answer = await next(request, context);
    if (!isGood(request, answer.status)) throw badAnswer(request, answer, context);
    const type = answer.headers["content-type"] ?? "";
    if (type.startsWith("text/html") && request.headers["accept"]?.includes("text/html") !== true) {
      throw htmlAnswer(request, answer, context);
    }
    return answer;
  };
}

function badAnswer(request: WireRequest, answer: WireAnswer, context: CallContext): Error {
  return errorFromAnswer({
    status: answer.status,
    headers: answer.headers,
    body: answer.bytes?.toString("utf8") ?? "",
    kind: request.kind,
    request: label(request),
    attempts: context.attempts,
  });
}

/** A page where data was expected: a login redirect, a proxy, a maintenance notice. */
function htmlAnswer(request: WireRequest, answer: WireAnswer, context: CallContext): Error {
  answer.stream?.destroy();
  return new UnexpectedResponseError(
    `${label(request)} on ${request.url.host} answered ${answer.status} with an HTML page instead of data`,
    {
      status: answer.status,
      attempts: context.attempts,
      request: label(request),
      requestId: requestIdOf(answer.headers),
    },
  );
}

/** Salesforce's id of a request, to quote to its support. */
export function requestIdOf(headers: Readonly<Record<string, string>>): string | undefined {
  return headers["x-sfdc-request-id"] ?? headers["x-request-id"];
}
