import {
  type ErrorDetails,
  isKineticError,
  type KineticError,
  OutcomeUnknownError,
} from "../errors/index.ts";
import { type CallContext, label, type WireRequest } from "./wire.ts";

/** What a write ends with whose answer was lost. */
export function outcomeUnknown(request: WireRequest, cause: unknown, context: CallContext): KineticError {
  const lost: ErrorDetails = isKineticError(cause)
    ? {
        status: cause.status,
        requestId: cause.requestId,
        rawRequest: cause.rawRequest,
        rawResponse: cause.rawResponse,
      }
    : {};
  return new OutcomeUnknownError(
    `${label(request)}: the answer was lost, so the org may or may not have carried it out; it was not sent again.`,
    {
      ...lost,
      request: label(request),
      attempts: context.attempts,
      howToFindOut: howToFindOut(request.method, request.url.pathname),
      cause,
    },
  );
}

/** How to find out what became of a write, by what it would have changed. */
export function howToFindOut(method: string, pathname: string): string {
  const path = pathname.replace(/^\/services\/data\/v[\d.]+\//, "");
  const [resource, object = "", id] = path.split("/");
  if (resource === "jobs") {
    return id === undefined
      ? `Look for the new job with GET jobs/${object}; abort it before you make another one.`
      : `Read the job with GET jobs/${object}/${id}: its state says what the org took.`;
  }
  if (resource === "sobjects" && id !== undefined) {
    return method === "DELETE"
      ? `Read ${object} ${id}: if it is gone, the call was carried out.`
      : `Read ${object} ${id} and compare the fields that you sent, and its LastModifiedDate.`;
  }
  if (resource === "sobjects" && object !== "") {
    return `Look for a new ${object}: SELECT Id FROM ${object} WHERE CreatedById = the user of this session ORDER BY CreatedDate DESC LIMIT 10. With an external id, upsert instead: it may be repeated.`;
  }
  if (resource === "composite") {
    return "Look for the records of the request by their external ids, or by CreatedById and CreatedDate: all of them, because without allOrNone some may be there and some not.";
  }
  return "Read what the call would have changed, and compare, before you send it again.";
}
