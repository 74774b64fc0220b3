import type { ObjectTypes, RecordId, RowAttributes, SalesforceRecord, TypesOf } from "../schema/index.ts";
import type { WriteOptions } from "./call.ts";
import type { QueryResult } from "./query.ts";
import type {
  ConditionalRecord,
  CreateResult,
  RetrieveIfModifiedOptions,
  RetrieveOptions,
  SObjectResource,
  UpdateOptions,
  UpsertOptions,
  UpsertResult,
} from "./sobject.ts";

/** A record of an object as it is read one at a time. */
export type TypedRecord<T extends ObjectTypes, Field extends keyof T["fields"]> = {
  readonly attributes: RowAttributes<T["name"]>;
} & Pick<T["fields"], Field>;

/** Options of `retrieve` where the fields of the object are known. */
export interface TypedRetrieveOptions<Field> extends Omit<RetrieveOptions, "fields"> {
  /** API names of the fields to return. @default all that the user may read */
  readonly fields?: readonly Field[] | undefined;
}

/** An external id field and its value, where the fields of the object are known. */
export interface TypedExternalId<T extends ObjectTypes> {
  readonly field: keyof T["fields"] & string;
  readonly value: string;
}

/**
 * The records of an object whose fields are known: {@link SObjectResource}, but the compiler refuses fields that the
 * object does not have or that are read-only, values of another type, and a create without a required field.
 *
 * @example
 * ```ts
 * import type { Org } from "./org/index.js";
 *
 * const accounts = new SalesforceClient<Org>({ auth }).sobject("Account");
 * const { id } = await accounts.create({ Name: "Acme" });
 * const { Name } = await accounts.retrieve(id, { fields: ["Name"] });
 * const same = await accounts.retrieveByExternalId("AccountNumber", "a-1", { fields: ["Name"] });
 * const { modified } = await accounts.retrieveIfModified(id, { since });
 * await accounts.update(id, { Industry: null });
 * await accounts.upsert({ field: "AccountNumber", value: "a-1" }, { Name: "Acme" });
 * const owner = await accounts.parent(id, "Owner");
 * for await (const contact of accounts.children(id, "Contacts")) console.log(contact["Id"]);
 * await accounts.delete(id);
 * await accounts.deleteByExternalId("AccountNumber", "a-1");
 * ```
 */
export interface TypedSObject<T extends ObjectTypes>
  extends Omit<
    SObjectResource,
    | "create"
    | "retrieve"
    | "retrieveIfModified"
    | "retrieveByExternalId"
    | "parent"
    | "children"
    | "update"
    | "upsert"
    | "delete"
    | "deleteByExternalId"
  > {
  /** Creates a record. It is never sent twice: a lost answer ends as `OutcomeUnknownError`. */
  create(
    fields: T["create"],
    options?: WriteOptions,
  ): Promise<CreateResult & { readonly id: RecordId<T["name"]> }>;
  /** Reads a record by id. */
  retrieve<Field extends keyof T["fields"] = keyof T["fields"]>(
    id: RecordId<T["name"]>,
    options?: TypedRetrieveOptions<Field>,
  ): Promise<TypedRecord<T, Field>>;
  /** Reads a record by the value of an external id field. */
  retrieveByExternalId<Field extends keyof T["fields"] = keyof T["fields"]>(
    field: keyof T["fields"] & string,
    value: string,
    options?: TypedRetrieveOptions<Field>,
  ): Promise<TypedRecord<T, Field>>;
  /** Reads a record by id if it changed. */
  retrieveIfModified<Field extends keyof T["fields"] = keyof T["fields"]>(
    id: RecordId<T["name"]>,
    options: Omit<RetrieveIfModifiedOptions, "fields"> & TypedRetrieveOptions<Field>,
  ): Promise<ConditionalRecord<TypedRecord<T, Field>>>;
  /** Reads the record that a lookup points to, by the name of the relationship. */
  parent(
    id: RecordId<T["name"]>,
    relationship: keyof T["parents"] & string,
    options?: RetrieveOptions,
  ): Promise<SalesforceRecord>;
  /** Reads the records that point here, by the name of the child relationship; all pages of them. */
  children(
    id: RecordId<T["name"]>,
    relationship: keyof T["children"] & string,
    options?: RetrieveOptions,
  ): QueryResult<SalesforceRecord>;
  /** Changes the given fields of a record; `null` empties a field. */
  update(id: RecordId<T["name"]>, fields: T["update"], options?: UpdateOptions): Promise<void>;
  /** Creates or updates the record with this external id; the field is taken out of `fields`. */
  upsert(
    externalId: TypedExternalId<T>,
    fields: Partial<T["create"]>,
    options?: UpsertOptions,
  ): Promise<UpsertResult>;
  /** Deletes a record into the recycle bin. */
  delete(id: RecordId<T["name"]>, options?: WriteOptions): Promise<void>;
  /** Deletes the record with this external id. */
  deleteByExternalId(field: keyof T["fields"] & string, value: string, options?: WriteOptions): Promise<void>;
}

/** What `sobject` returns: typed where the org's types have the object. */
export type SObjectOf<Org extends object, Name extends string> = object extends Org
  ? SObjectResource
  : string extends Name
    ? SObjectResource
    : TypesOf<Org, Name> extends infer T extends ObjectTypes
      ? TypedSObject<T>
      : never;

/**
 * The argument of `sobject`: the name itself, or, where the org's types have no such object, the reason in words, which
 * the compiler then prints.
 */
export type CheckedName<Org extends object, Name extends string> = object extends Org
  ? string
  : string extends Name
    ? string
    : Name extends keyof Org
      ? Name
      : `The org has no object '${Name}'`;

/** The names that an editor proposes for `sobject`; any other text may be given too. */
export type ProposedName<Org extends object> = (keyof Org & string) | (string & {});
