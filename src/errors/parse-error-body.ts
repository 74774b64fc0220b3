import { errorsInText } from "./error-text.ts";
import type { PlatformError } from "./platform-error.ts";

/** Answers nest (graph > composite > subrequest > error); what lies deeper is not an error list of Salesforce. */
const MAX_DEPTH = 10;

/** Enough for any answer (200 records of a collection, several errors each) and a bound for a hostile one. */
const MAX_ERRORS = 2000;

/**
 * Lists the errors that an answer's body holds, in its order. Knows the shapes of REST (array or single object, with
 * `extendedErrorDetails` and `duplicateResut`), composite, batch, graph, tree and collection answers, invocable actions, the UI
 * API, GraphQL, Bulk jobs, OAuth, SOAP and XML faults, single words such as `Bad_OAuth_Token`, and truncated JSON.
 * Total: any text gives a list, and text without an error gives an empty one.
 *
 * @example
 * ```ts
 * const [first] = parseErrorBody('[{"errorCode":"MALFORMED_QUERY","message":"unexpected token"}]');
 * console.log(first?.code);
 * ```
 */
export function parseErrorBody(body: string): readonly PlatformError[] {
  const text = body.trimStart();
  if (text === "") return [];
  const parsed = parseJson(text);
  if (parsed === undefined) return errorsInText(text);
  return parseErrorValue(parsed.value);
}

/**
 * Lists the errors that an answer's parsed body holds; see {@link parseErrorBody}.
 *
 * @example
 * ```ts
 * const [first] = parseErrorValue([{ errorCode: "NOT_FOUND", message: "The requested resource does not exist" }]);
 * console.log(first?.message);
 * ```
 */
export function parseErrorValue(value: unknown): readonly PlatformError[] {
  const found: PlatformError[] = [];
  collect(value, { found, depth: 0, context: {} });
  return found;
}

/** Parses JSON without throwing; `undefined` when the text is not JSON. */
export function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

interface Walk {
  readonly found: PlatformError[];
  readonly depth: number;
  /** Which part of a composite answer is being read. */
  readonly context: { readonly status?: number; readonly referenceId?: string };
}

/** The members that error answers are known to have; what is in them is for each reader to check. */
interface Json {
  readonly success?: unknown;
  readonly isSuccess?: unknown;
  readonly errorCode?: unknown;
  readonly statusCode?: unknown;
  readonly exceptionCode?: unknown;
  readonly error?: unknown;
  readonly message?: unknown;
  readonly error_description?: unknown;
  readonly exceptionMessage?: unknown;
  readonly errorMessage?: unknown;
  readonly state?: unknown;
  readonly field?: unknown;
  readonly fields?: unknown;
  readonly extensions?: unknown;
  readonly ErrorType?: unknown;
  readonly errorType?: unknown;
  readonly extendedErrorDetails?: unknown;
  readonly extendedErrorCode?: unknown;
  readonly duplicateResut?: unknown;
  readonly duplicateResult?: unknown;
  readonly matchResults?: unknown;
  readonly matchRecords?: unknown;
  readonly record?: unknown;
  readonly Id?: unknown;
  readonly id?: unknown;
  readonly httpStatusCode?: unknown;
  readonly referenceId?: unknown;
  readonly body?: unknown;
  readonly result?: unknown;
  readonly output?: unknown;
  readonly errors?: unknown;
  readonly results?: unknown;
  readonly compositeResponse?: unknown;
  readonly graphs?: unknown;
  readonly graphResponse?: unknown;
  readonly fieldErrors?: unknown;
}

function collect(value: unknown, walk: Walk): void {
  if (walk.depth > MAX_DEPTH || walk.found.length >= MAX_ERRORS) return;
  if (Array.isArray(value)) {
    for (const item of value) collect(item, deeper(walk));
  } else if (typeof value === "string") {
    if (walk.depth === 0) walk.found.push(...errorsInText(value));
  } else if (typeof value === "object" && value !== null) {
    collectObject(value as Json, walk);
  }
}

function deeper(walk: Walk, context: Walk["context"] = walk.context): Walk {
  return { found: walk.found, depth: walk.depth + 1, context };
}

/** Members that hold further errors, or parts of the answer that may hold some. */
const CONTAINERS = [
  "errors",
  "results",
  "compositeResponse",
  "graphs",
  "graphResponse",
  "fieldErrors",
] as const;

function collectObject(object: Json, walk: Walk): void {
  // A published event is a success whose `errors` says OPERATION_ENQUEUED.
  if (object.success === true || object.isSuccess === true) return;
  const context = contextOf(object, walk.context);
  const own = ownError(object);
  if (own !== undefined) walk.found.push({ ...own, ...context });
  collect(failedPart(object), deeper(walk, context));
  for (const name of CONTAINERS) collect(containerOf(object, name), deeper(walk, context));
  // UI API: details of the fields; its head names the same failure in general terms.
  if (own !== undefined) collect(object.output, deeper(walk, context));
}

function containerOf(object: Json, name: (typeof CONTAINERS)[number]): unknown {
  const value = object[name];
  // UI API keys field errors by field: {"fieldErrors":{"Name":[{...}]}}.
  return name === "fieldErrors" && isObject(value) ? Object.values(value) : value;
}

/** The body of a composite or batch part that failed; the data of one that succeeded is not looked at. */
function failedPart(object: Json): unknown {
  const status = object.httpStatusCode ?? object.statusCode;
  if (typeof status !== "number" || status < 400) return undefined;
  return object.body ?? object.result;
}

function contextOf(object: Json, outer: Walk["context"]): Walk["context"] {
  const status = object.httpStatusCode ?? object.statusCode;
  const referenceId = object.referenceId;
  return {
    ...outer,
    ...(typeof status === "number" && (object.body !== undefined || object.result !== undefined)
      ? { status }
      : {}),
    ...(typeof referenceId === "string" ? { referenceId } : {}),
  };
}

/** Reads the error that an object itself states, if it states one. */
function ownError(object: Json): PlatformError | undefined {
  const jobMessage = object.state === "Failed" ? text(object.errorMessage) : undefined;
  if (jobMessage !== undefined) return parseJobErrorMessage(jobMessage);
  const code = codeOf(object);
  const message =
    text(object.error_description) ??
    text(object.message) ??
    text(object.exceptionMessage) ??
    text(object.errorMessage);
  if (code === undefined && (message === undefined || hasContainer(object))) return undefined;
  return {
    ...(code === undefined ? {} : { code }),
    message: message ?? "",
    fields: strings(object.fields ?? fieldOf(object)),
    ...optional("extendedCodes", extendedCodes(object.extendedErrorDetails)),
    ...optional("duplicateIds", duplicateIds(object)),
  };
}

function hasContainer(object: Json): boolean {
  return CONTAINERS.some((name) => object[name] !== undefined && object[name] !== null);
}

function codeOf(object: Json): string | undefined {
  const graphQl = object.extensions;
  return (
    text(object.errorCode) ??
    text(object.statusCode) ??
    text(object.exceptionCode) ??
    text(object.error) ??
    (isObject(graphQl) ? (text(graphQl.ErrorType) ?? text(graphQl.errorType)) : undefined)
  );
}

/** UI API field errors name one field. */
function fieldOf(object: Json): unknown {
  const field = text(object.field);
  return field === undefined ? undefined : [field];
}

function extendedCodes(details: unknown): readonly string[] {
  if (!Array.isArray(details)) return [];
  return details.flatMap((one) => strings(isObject(one) ? [one.extendedErrorCode] : []));
}

/** Lists the ids of the records that a duplicate rule matched. */
export function duplicateIds(object: Json): readonly string[] {
  const result = object.duplicateResut ?? object.duplicateResult;
  if (!isObject(result) || !Array.isArray(result.matchResults)) return [];
  return result.matchResults.flatMap((match) => {
    const records = isObject(match) ? match.matchRecords : undefined;
    if (!Array.isArray(records)) return [];
    return records.flatMap((one) => {
      const record = isObject(one) ? one.record : undefined;
      return isObject(record) ? strings([record.Id ?? record.id]) : [];
    });
  });
}

/**
 * Reads the `errorMessage` of a failed Bulk job, e.g. `InvalidBatch : InvalidBatch : Field name not found : Employees`:
 * the code once, and the rest as the message. Total.
 *
 * @example
 * ```ts
 * const { code, message } = parseJobErrorMessage("InvalidBatch : InvalidBatch : Field name not found : Employees");
 * ```
 */
export function parseJobErrorMessage(errorMessage: string): PlatformError {
  const parts = errorMessage.split(" : ");
  const code = parts[0]?.trim() ?? "";
  if (parts.length < 2 || !/^[A-Za-z][A-Za-z_]{2,60}$/.test(code))
    return { message: errorMessage.trim(), fields: [] };
  const rest = parts.slice(1);
  while (rest.length > 1 && rest[0]?.trim() === code) rest.shift();
  return { code, message: rest.join(" : ").trim(), fields: [] };
}

function optional<K extends string>(
  key: K,
  values: readonly string[],
): { readonly [P in K]?: readonly string[] } {
  return (values.length === 0 ? {} : { [key]: values }) as { readonly [P in K]?: readonly string[] };
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value)
    ? value.filter((one): one is string => typeof one === "string" && one !== "")
    : [];
}
