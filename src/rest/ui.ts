import { InputError } from "../errors/index.ts";
import type { HttpMethod, Requester } from "../http/index.ts";
import type { CallOptions, Fields } from "./call.ts";
import { fieldList, objectName, recordId } from "./check.ts";
import { checkDates, checkDatesById, type RestContext } from "./context.ts";
import { recordBody } from "./record-body.ts";
import { updateBody } from "./row-check.ts";

/** A value as the user interface shows it. */
export interface UiFieldValue {
  readonly value: unknown;
  /** As it is shown to the user, in his language; `null` where it is shown as it is. */
  readonly displayValue: string | null;
}

/** A record as the UI API returns it (User Interface API guide, "Record"); the org sends more. */
export interface UiRecord {
  readonly id: string;
  readonly apiName: string;
  readonly fields: Readonly<Record<string, UiFieldValue>>;
  readonly childRelationships?: Readonly<Record<string, unknown>> | undefined;
  readonly lastModifiedDate?: string | undefined;
  readonly systemModstamp?: string | undefined;
  readonly eTag?: string | undefined;
  readonly [member: string]: unknown;
}

/** Options of reading a record: fields of it, qualified like `Account.Name`, or the fields of its layouts. */
export interface UiReadOptions extends CallOptions {
  /** Fields that must be there for this user. */
  readonly fields?: readonly string[] | undefined;
  /** Fields that are left out where the user may not see them. */
  readonly optionalFields?: readonly string[] | undefined;
  /** Layouts whose fields to return, instead of `fields`. */
  readonly layoutTypes?: readonly ("Compact" | "Full")[] | undefined;
  /** Layouts whose fields are read: those for creating, editing or viewing. @default View */
  readonly modes?: readonly ("Create" | "Edit" | "View")[] | undefined;
}

/** Options of writing a record. */
export interface UiWriteOptions extends CallOptions {
  /**
   * Lets the org recognise a call that it was sent before, so that a lost answer may be asked for again: `true` for a
   * new key, or a UUID. The feature must be enabled in the org.
   * @default none
   */
  readonly idempotencyKey?: true | string | undefined;
  /** Writes only when the record has not changed since. */
  readonly ifUnmodifiedSince?: Date | undefined;
}

/** Any call of the UI API. */
export interface UiRequest extends UiWriteOptions {
  readonly method: Exclude<HttpMethod, "HEAD">;
  /** Path below `ui-api/`, e.g. `list-ui/Account/AllAccounts`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>> | undefined;
  readonly json?: unknown;
}

/** The UI API of an org: records, objects and layouts as the user interface shows them (User Interface API guide). */
export interface UiApi {
  /**
   * Reads a record with values and the texts that stand for them.
   *
   * @example
   * ```ts
   * const account = await sf.ui.record("001000000000001AAA", { fields: ["Account.Name", "Account.Owner.Name"] });
   * console.log(account.fields["Name"]?.displayValue ?? account.fields["Name"]?.value);
   * ```
   */
  record(id: string, options: UiReadOptions): Promise<UiRecord>;
  /**
   * Creates a record.
   *
   * @example
   * ```ts
   * const account = await sf.ui.create("Account", { Name: "Acme" }, { idempotencyKey: true });
   * ```
   */
  create(object: string, fields: Fields, options?: UiWriteOptions): Promise<UiRecord>;
  /**
   * Changes a record.
   *
   * @example
   * ```ts
   * await sf.ui.update("001000000000001AAA", { Site: null }, { ifUnmodifiedSince: new Date() });
   * ```
   */
  update(id: string, fields: Fields, options?: UiWriteOptions): Promise<UiRecord>;
  /**
   * Deletes a record.
   *
   * @example
   * ```ts
   * await sf.ui.delete("001000000000001AAA");
   * ```
   */
  delete(id: string, options?: UiWriteOptions): Promise<void>;
  /**
   * Reads what an object is to this user.
   *
   * @example
   * ```ts
   * const { apiName } = await sf.ui.objectInfo("Account");
   * ```
   */
  objectInfo(object: string, options?: CallOptions): Promise<Readonly<Record<string, unknown>>>;
  /**
   * Any other resource of the UI API.
   *
   * @example
   * ```ts
   * const lists = await sf.ui.request<{ lists: object[] }>({ method: "GET", path: "list-info/Account" });
   * ```
   */
  request<T = unknown>(request: UiRequest): Promise<T>;
}

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

/** Makes the UI API of an org. */
export function uiApi(context: RestContext): UiApi {
  const { requester } = context;
  const send = <T>(request: UiRequest): Promise<T> => sendUi<T>(requester, request);
  const at = (id: string): string => `records/${recordId(id)}`;
  return {
    record: async (id, { signal, ...choice }) =>
      send({ method: "GET", path: at(id), query: queryOf(choice), signal }),
    create: async (object, fields, options = {}) => {
      const json = { apiName: objectName(object), fields: recordBody(fields) };
      await checkDates(context, { object, fields }, options);
      return send({ method: "POST", path: "records", json, ...options });
    },
    update: async (id, fields, options = {}) => {
      const json = { fields: updateBody(fields, id) };
      const path = at(id);
      await checkDatesById(context, { id, fields }, options);
      return send({ method: "PATCH", path, json, ...options });
    },
    delete: async (id, options = {}) => send({ method: "DELETE", path: at(id), ...options }),
    objectInfo: async (object, { signal } = {}) =>
      send({ method: "GET", path: `object-info/${objectName(object)}`, signal }),
    request: async (request) => send(request),
  };
}

async function sendUi<T>(requester: Requester, request: UiRequest): Promise<T> {
  const { idempotencyKey, ifUnmodifiedSince, json, path, ...others } = request;
  if (path.split(/[/?#]/).includes(".."))
    throw new InputError(`"${path}" is not a path below ui-api/`, { column: "path" });
  const key = idempotencyKey === true ? crypto.randomUUID() : idempotencyKey;
  if (key !== undefined && !UUID.test(key))
    throw new InputError(`The idempotency key must be a UUID, not ${JSON.stringify(key)}`, {
      column: "idempotencyKey",
    });
  const headers = {
    ...(key === undefined ? {} : { "idempotency-key": key }),
    ...(ifUnmodifiedSince === undefined ? {} : { "if-unmodified-since": ifUnmodifiedSince.toUTCString() }),
  };
  const { body } = await requester.json<T>({
    ...others,
    path: `ui-api/${path}`,
    headers,
    ...(json === undefined ? {} : { body: { json } }),
    // The key makes the org carry a repeated call out once.
    ...(key === undefined ? {} : { idempotency: "idempotent" as const }),
  });
  return body;
}

function queryOf({
  fields,
  optionalFields,
  layoutTypes,
  modes,
}: UiReadOptions): Record<string, string | undefined> {
  if (fields === undefined && optionalFields === undefined && layoutTypes === undefined)
    throw new InputError("Reading a record of the UI API needs fields, optionalFields or layoutTypes");
  return {
    fields: fields === undefined ? undefined : fieldList(fields),
    optionalFields: optionalFields === undefined ? undefined : fieldList(optionalFields),
    layoutTypes: layoutTypes?.join(","),
    modes: modes?.join(","),
  };
}
