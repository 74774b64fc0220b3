import type { ObjectDef } from "../schema/types.ts";
import { position } from "../server/body.ts";
import { callerOf, failure, notFound, writeFailure } from "../server/errors.ts";
import type { Call } from "../server/types.ts";
import type { Fields, WriteContext, WriteError, WriteResult } from "../store/types.ts";

/** A body that is one JSON object, and where in its text a field's value stands. */
export interface RecordBody {
  readonly fields: Fields;
  readonly ctx: WriteContext;
}

/** Says where the value of a key ends up in the text of a request, for the words of a type error. */
export function locator(text: string): (key: string) => string {
  return (key) => {
    const quoted = JSON.stringify(key);
    const found = new RegExp(`${quoted.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}\\s*:\\s*`, "i").exec(text);
    return position(text, found ? found.index + found[0].length : 1);
  };
}

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Reads the body of a create or update, binary parts and all. @throws SalesforceError JSON_PARSER_ERROR where it is no object */
export function readRecord(call: Call, type: string): RecordBody {
  const { json, text } = call;
  if (!isObject(json)) {
    const token = Array.isArray(json) ? "START_ARRAY value [" : `VALUE_STRING value ${String(json)}`;
    const message = `Cannot deserialize instance of ${type} from ${token} or request may be missing a required field at [line:1, column:1]`;
    throw failure(400, "JSON_PARSER_ERROR", message);
  }
  const binaries = [...call.files].map(([name, { bytes }]) => [name, bytes] as const);
  const fields = { ...json, ...Object.fromEntries(binaries) };
  return { fields, ctx: { userId: callerOf(call).id, source: "rest", locate: locator(text) } };
}

/**
 * Returns what stands among the errors of a record that was saved: nothing, but for a platform event, whose place in the queue
 * is told there (Platform Events Developer Guide, "Publish Event Messages with Salesforce APIs").
 */
export function notesOn(call: Call, object: ObjectDef, id: string): WriteError[] {
  if (!object.name.endsWith("__e")) return [];
  const message = String(call.org.store.get(object.name, id)?.["EventUuid"]);
  return [{ statusCode: "OPERATION_ENQUEUED", message, fields: [] }];
}

/** Returns the id that was written. @throws SalesforceError as a single-record call answers a refused row */
export function writtenId(result: WriteResult): string {
  if (result.ok) return result.id;
  const [first] = result.errors;
  // A record that never was is a resource that does not exist.
  if (first?.statusCode === "INVALID_CROSS_REFERENCE_KEY" || first?.statusCode === "NOT_FOUND")
    throw notFound();
  throw writeFailure(result.errors);
}
