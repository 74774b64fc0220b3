import { ConflictError, InputError, isKineticError } from "../errors/index.ts";
import type { Requester } from "../http/index.ts";

/** Fields of a record by API name. */
export type Fields = Readonly<Record<string, unknown>>;

/** A record as the org returns it: `attributes` names its type and URL. */
export interface SalesforceRecord {
  readonly attributes: { readonly type: string; readonly url?: string };
  readonly [field: string]: unknown;
}

/** What every call takes. */
export interface CallOptions {
  /** Ends the call; it rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** Options of a write. */
export interface WriteOptions extends CallOptions {
  /** Further request headers, e.g. `Sforce-Duplicate-Rule-Header`. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** Options of `retrieve`. */
export interface RetrieveOptions extends CallOptions {
  /** API names of the fields to return. @default all that the user may read */
  readonly fields?: readonly string[] | undefined;
}

/** What a create returns. */
export interface CreateResult {
  /** 18-character id of the new record. */
  readonly id: string;
}

/** What an upsert returns. */
export interface UpsertResult {
  /** Id of the record; absent where an API version up to 45.0 updated one and answered without a body. */
  readonly id?: string | undefined;
  /** Whether the record is new. */
  readonly created: boolean;
}

/** Reads and writes the records of one object, one at a time (REST API guide, "sObject Rows"). */
export interface SObjectResource {
  /** Creates a record. It is never sent twice: a lost answer ends as `OutcomeUnknownError`. */
  create(fields: Fields, options?: WriteOptions): Promise<CreateResult>;
  /** Reads a record by id. */
  retrieve(id: string, options?: RetrieveOptions): Promise<SalesforceRecord>;
  /** Reads a record by the value of an external id field. */
  retrieveByExternalId(field: string, value: string, options?: RetrieveOptions): Promise<SalesforceRecord>;
  /** Changes the given fields of a record; `null` empties a field. */
  update(id: string, fields: Fields, options?: WriteOptions): Promise<void>;
  /** Creates or updates the record with this external id; the field is taken out of `fields`. */
  upsert(
    externalId: { field: string; value: string },
    fields: Fields,
    options?: WriteOptions,
  ): Promise<UpsertResult>;
  /** Deletes a record into the recycle bin. */
  delete(id: string, options?: WriteOptions): Promise<void>;
}

interface SaveBody {
  readonly id: string;
  readonly success: boolean;
  readonly created?: boolean;
}

/**
 * Makes the resource of one object.
 *
 * @throws InputError when the name is no API name
 */
export function sobjectResource(requester: Requester, object: string): SObjectResource {
  const base = `sobjects/${objectName(object)}`;

  const retrieve = async (path: string, options: RetrieveOptions = {}): Promise<SalesforceRecord> => {
    const query = { fields: options.fields?.join(",") };
    const { body } = await requester.json<SalesforceRecord>({
      method: "GET",
      path,
      query,
      signal: options.signal,
    });
    return body;
  };

  return {
    async create(fields, options = {}) {
      const { body } = await requester.json<SaveBody>({
        method: "POST",
        path: base,
        body: { json: fields },
        ...options,
      });
      return { id: body.id };
    },
    retrieve: async (id, options) => retrieve(`${base}/${recordId(id)}`, options),
    retrieveByExternalId: async (field, value, options) =>
      retrieve(externalPath(base, field, value), options),
    async update(id, fields, options = {}) {
      if (Object.keys(fields).length === 0)
        throw new InputError(`The update of ${object} ${id} names no field`);
      const path = `${base}/${recordId(id)}`;
      // The same values written twice are the same record, so a lost answer may be asked for again.
      await requester.json({
        method: "PATCH",
        path,
        body: { json: fields },
        idempotency: "idempotent",
        ...options,
      });
    },
    async upsert({ field, value }, fields, options = {}) {
      const { [field]: _, ...rest } = fields;
      const { status, body } = await requester.json<SaveBody | readonly string[] | undefined>({
        method: "PATCH",
        path: externalPath(base, field, value),
        body: { json: rest },
        idempotency: "idempotent",
        expect: [300],
        ...options,
      });
      if (status === 300) throw ambiguous(object, field, body as readonly string[]);
      const saved = body as SaveBody | undefined;
      return { id: saved?.id, created: status === 201 };
    },
    async delete(id, options = {}) {
      try {
        await requester.json({ method: "DELETE", path: `${base}/${recordId(id)}`, ...options });
      } catch (error) {
        if (!alreadyDeletedByUs(error)) throw error;
      }
    },
  };
}

/** A delete whose answer was lost is sent again, and then finds its own work done. */
function alreadyDeletedByUs(error: unknown): boolean {
  return isKineticError(error) && error.errorCode === "ENTITY_IS_DELETED" && (error.attempts ?? 1) > 1;
}

function ambiguous(object: string, field: string, matches: readonly string[]): ConflictError {
  return new ConflictError(
    `${matches.length} ${object} records have this value in ${field}, so none was changed`,
    { status: 300, matches },
  );
}

function externalPath(base: string, field: string, value: string): string {
  if (!/^[A-Za-z]\w*$/.test(field))
    throw new InputError(`${JSON.stringify(field)} is not the API name of a field`);
  if (value === "") throw new InputError(`The value of ${field} is empty: an upsert needs the external id`);
  return `${base}/${field}/${encodeURIComponent(value)}`;
}

function objectName(object: string): string {
  if (/^[A-Za-z]\w*$/.test(object)) return object;
  throw new InputError(`${JSON.stringify(object)} is not the API name of an object`);
}

function recordId(id: string): string {
  if (/^[A-Za-z0-9]{15}([A-Za-z0-9]{3})?$/.test(id)) return id;
  throw new InputError(`${JSON.stringify(id)} is not a record id: ids have 15 or 18 letters and digits`);
}
