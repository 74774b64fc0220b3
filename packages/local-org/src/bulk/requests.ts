import { failure, type SalesforceError } from "../server/errors.ts";
import { DELIMITERS, LINE_ENDINGS } from "./jobs.ts";

/** What a client says about a job. */
export type JobRequest = Readonly<Record<string, unknown>>;

/** Makes the answer to a job that cannot be. */
export function invalidJob(message: string): SalesforceError {
  return failure(400, "INVALIDJOB", message);
}

/** Takes a request body as an object. @throws SalesforceError JSON_PARSER_ERROR */
export function asRequest(body: unknown): JobRequest {
  if (typeof body === "object" && body !== null && !Array.isArray(body)) return body as JobRequest;
  throw failure(400, "JSON_PARSER_ERROR", "The request body must be a JSON object at [line:1, column:1]");
}

/** Reads a text from a request; undefined where it is left out or null. */
export function textOf(request: JobRequest, name: string): string | undefined {
  const value = request[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string") return value;
  throw failure(400, "JSON_PARSER_ERROR", `${name} must be a string`);
}

/** Reads one of several words from a request. @throws SalesforceError INVALIDJOB for any other */
export function wordOf(
  request: JobRequest,
  name: string,
  words: { allowed: readonly string[]; otherwise: string },
): string {
  const given = textOf(request, name);
  if (given === undefined) return words.otherwise;
  const known = words.allowed.find((word) => word.toLowerCase() === given.toLowerCase());
  if (known === undefined)
    throw invalidJob(`${name} must be one of ${words.allowed.join(", ")}; it is ${given}`);
  return known;
}

/** The format of a job's data, as far as a request says. */
export interface RequestedFormat {
  readonly lineEnding: string;
  readonly columnDelimiter: string;
}

/** Reads the format of the data. @throws SalesforceError INVALIDJOB */
export function formatOf(request: JobRequest): RequestedFormat {
  wordOf(request, "contentType", { allowed: ["CSV"], otherwise: "CSV" });
  return {
    lineEnding: wordOf(request, "lineEnding", { allowed: Object.keys(LINE_ENDINGS), otherwise: "LF" }),
    columnDelimiter: wordOf(request, "columnDelimiter", {
      allowed: Object.keys(DELIMITERS),
      otherwise: "COMMA",
    }),
  };
}
