import { isKineticError, type PlatformError, parseErrorValue, RequestError } from "../errors/index.ts";
import type { Requester, SalesforceRequest } from "../http/index.ts";
import type { DescribeCache } from "./describe-cache.ts";

/** A field that the org does not know, by its own words. */
interface UnknownField {
  readonly object: string;
  readonly field: string;
}

/**
 * Renews a kept describe when the org refuses a field that it knows, and asks once more where the renewed one still has
 * the field: a server of the org was behind. Such a refusal carried nothing out, so that a write may be sent again. Where
 * one row or step of many is refused so, the others are done: nothing is sent again, but the describe is believed no longer.
 */
export function renewing(requester: Requester, describes: DescribeCache): Requester {
  return {
    apiVersion: (signal) => requester.apiVersion(signal),
    stream: (request) => requester.stream(request),
    async json<T>(request: SalesforceRequest) {
      try {
        const answer = await requester.json<T>(request);
        if (HOLDS_ANSWERS.test(request.path)) doubt(describes, parseErrorValue(answer.body));
        return answer;
      } catch (error) {
        await checkStillThere(describes, request, error);
        return requester.json<T>(request);
      }
    },
  };
}

/** Calls that hold many, each with an answer of its own. */
const HOLDS_ANSWERS = /^(?:\/services\/data\/v[\d.]+\/)?composite(?:\/|$)/;

function doubt(describes: DescribeCache, errors: readonly PlatformError[]): void {
  for (const unknown of unknownFields(errors)) {
    const kept = describes.kept(unknown.object);
    if (kept !== undefined && has(kept, unknown)) describes.doubt(unknown.object);
  }
}

/** Returns where the same call is worth sending once more; throws what its caller is to be told otherwise. */
async function checkStillThere(
  describes: DescribeCache,
  { path, body, signal }: SalesforceRequest,
  error: unknown,
): Promise<void> {
  const unknown = NAMES_FIELDS.test(path) ? unknownField(error) : undefined;
  const kept = unknown && describes.kept(unknown.object);
  // A describe that lacks the field agrees with the org: it is the call that is wrong.
  if (unknown === undefined || kept === undefined || !has(kept, unknown)) throw error;
  const renewed = await describes.get(unknown.object, { maxAgeMs: 0, signal }).catch(() => undefined);
  if (renewed === undefined) throw error;
  if (!has(renewed, unknown)) throw fieldGone(error as RequestError, unknown);
  // A file that is read from its source goes once: a stream could not be read again, and would hide the refusal.
  if (body !== undefined && "open" in body) throw error;
}

/** Calls whose refusal for a field means that nothing was done: rows and queries; not code of the org's own. */
const NAMES_FIELDS = /^(?:\/services\/data\/v[\d.]+\/)?(?:sobjects|query(?:All)?|jobs\/query)(?:\/|$)/;

const NO_SUCH_COLUMN = /No such column '(\w+)' on (?:entity|sobject of type) '?(\w+)/;

function unknownField(error: unknown): UnknownField | undefined {
  if (!isKineticError(error, "REQUEST_REJECTED") || error.errorCode !== "INVALID_FIELD") return undefined;
  return unknownFields(error.platformErrors)[0];
}

function unknownFields(errors: readonly PlatformError[]): UnknownField[] {
  return errors.flatMap(({ code, message }) => {
    const [, field, object] = (code === "INVALID_FIELD" && NO_SUCH_COLUMN.exec(message)) || [];
    return field === undefined || object === undefined ? [] : [{ field, object }];
  });
}

function has(describe: { readonly fields: readonly { readonly name: string }[] }, { field }: UnknownField) {
  return describe.fields.some(({ name }) => name.toLowerCase() === field.toLowerCase());
}

/** Tells that the schema changed, with all that the org's refusal says. */
function fieldGone(refusal: RequestError, { object, field }: UnknownField): RequestError {
  const { remediation, status, errorCode, fields, requestId, errorId, attempts, request } = refusal;
  const { rawRequest, rawResponse, platformErrors } = refusal;
  const facts = { remediation, status, errorCode, fields, requestId, errorId, attempts, request };
  return new RequestError(
    `${object}.${field} was there when ${object} was described, and is gone: it was removed, or hidden from this user. The kept describe is renewed`,
    { ...facts, rawRequest, rawResponse, platformErrors, cause: refusal },
  );
}
