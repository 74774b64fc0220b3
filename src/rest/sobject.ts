import type { CallOptions, Fields, SalesforceRecord, WriteOptions } from "./call.ts";
import type { QueryResult } from "./query.ts";
import type { DeletedRecords, ReplicationWindow, UpdatedRecords } from "./replication.ts";

/** Options of `retrieve`. */
export interface RetrieveOptions extends CallOptions {
  /** API names of the fields to return. @default all that the user may read */
  readonly fields?: readonly string[] | undefined;
}

/** Options of `retrieveIfModified`: what the caller has already. */
export interface RetrieveIfModifiedOptions extends RetrieveOptions {
  /** The `etag` of an earlier answer; the platform gives one for accounts only. */
  readonly etag?: string | undefined;
  /** When the record was read last. */
  readonly since?: Date | undefined;
}

/** What a conditional read found (REST API guide, "Conditional Request Headers"). */
export type ConditionalRecord<T = SalesforceRecord> =
  | { readonly modified: false }
  | {
      readonly modified: true;
      /** The record as it is now. */
      readonly record: T;
      /** For the next `retrieveIfModified`, or for `ifMatch` of an update. */
      readonly etag?: string | undefined;
      /** When the record changed last. */
      readonly lastModified?: Date | undefined;
    };

/** Options of an update. */
export interface UpdateOptions extends WriteOptions {
  /** Writes only when the record still has this ETag; else a `ConflictError` with status 412. Accounts only. */
  readonly ifMatch?: string | undefined;
  /** Writes only when the record has not changed since; else a `ConflictError` with status 412. */
  readonly ifUnmodifiedSince?: Date | undefined;
}

/** Options of an upsert. */
export interface UpsertOptions extends WriteOptions {
  /** Updates only; a value that no record has ends as `NotFoundError`. @default false */
  readonly updateOnly?: boolean | undefined;
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

/** An external id field and its value. */
export interface ExternalId {
  /** API name of the field. */
  readonly field: string;
  /** Any text: it is encoded on its way. */
  readonly value: string;
}

/** Reads and writes the records of one object, one at a time (REST API guide, "sObject Rows"). */
export interface SObjectResource {
  /**
   * Creates a record. It is never sent twice: a lost answer ends as `OutcomeUnknownError`.
   *
   * @throws InputError for a value that has no form in JSON, or a nested record
   * @example
   * ```ts
   * const { id } = await sf.sobject("Case").create({ Subject: "Broken" }, { assignmentRule: false });
   * ```
   */
  create(fields: Fields, options?: WriteOptions): Promise<CreateResult>;
  /**
   * Reads a record by id.
   *
   * @example
   * ```ts
   * const account = await sf.sobject("Account").retrieve("001000000000001AAA", { fields: ["Name", "Site"] });
   * ```
   */
  retrieve(id: string, options?: RetrieveOptions): Promise<SalesforceRecord>;
  /**
   * Reads a record by id if it changed.
   *
   * @example
   * ```ts
   * const found = await sf.sobject("Account").retrieveIfModified("001000000000001AAA", { since: new Date(0) });
   * if (found.modified) console.log(found.record["Name"], found.etag);
   * ```
   */
  retrieveIfModified(id: string, options: RetrieveIfModifiedOptions): Promise<ConditionalRecord>;
  /**
   * Reads a record by the value of an external id field.
   *
   * @throws ConflictError naming the records when several have the value
   * @example
   * ```ts
   * const invoice = await sf.sobject("Invoice__c").retrieveByExternalId("Number__c", "2026/17");
   * ```
   */
  retrieveByExternalId(field: string, value: string, options?: RetrieveOptions): Promise<SalesforceRecord>;
  /**
   * Reads the record that a lookup points to, by the name of the relationship.
   *
   * @throws NotFoundError when the lookup is empty
   * @example
   * ```ts
   * const owner = await sf.sobject("Account").parent("001000000000001AAA", "Owner", { fields: ["Name"] });
   * ```
   */
  parent(id: string, relationship: string, options?: RetrieveOptions): Promise<SalesforceRecord>;
  /**
   * Reads the records that point here, by the name of the child relationship; all pages of them.
   *
   * @example
   * ```ts
   * for await (const contact of sf.sobject("Account").children("001000000000001AAA", "Contacts")) console.log(contact);
   * ```
   */
  children(id: string, relationship: string, options?: RetrieveOptions): QueryResult<SalesforceRecord>;
  /**
   * Changes the given fields of a record; `null` empties a field.
   *
   * @throws InputError for an update of nothing
   * @example
   * ```ts
   * await sf.sobject("Account").update("001000000000001AAA", { Site: null }, { ifUnmodifiedSince: new Date() });
   * ```
   */
  update(id: string, fields: Fields, options?: UpdateOptions): Promise<void>;
  /**
   * Creates or updates the record with this external id; the field is taken out of `fields`.
   *
   * @throws ConflictError naming the records when several have the value (300)
   * @example
   * ```ts
   * const { created } = await sf.sobject("Invoice__c").upsert({ field: "Number__c", value: "2026/17" }, { Total__c: 5 });
   * ```
   */
  upsert(externalId: ExternalId, fields: Fields, options?: UpsertOptions): Promise<UpsertResult>;
  /**
   * Deletes a record into the recycle bin.
   *
   * @example
   * ```ts
   * await sf.sobject("Account").delete("001000000000001AAA");
   * ```
   */
  delete(id: string, options?: WriteOptions): Promise<void>;
  /**
   * Deletes the record with this external id.
   *
   * @example
   * ```ts
   * await sf.sobject("Invoice__c").deleteByExternalId("Number__c", "2026/17");
   * ```
   */
  deleteByExternalId(field: string, value: string, options?: WriteOptions): Promise<void>;
  /**
   * Lists what was created or changed in a span of time, up to 30 days back (REST API guide, "sObject Get Updated").
   *
   * @throws InputError for a start before that, of which the org knows no more
   * @example
   * ```ts
   * const { ids, latestDateCovered } = await sf.sobject("Account").updated({ start: new Date(Date.now() - 3600_000) });
   * ```
   */
  updated(window: ReplicationWindow, options?: CallOptions): Promise<UpdatedRecords>;
  /**
   * Lists what was deleted in a span of time, up to 15 days back (REST API guide, "sObject Get Deleted").
   *
   * @throws InputError for a start before that, of which the org knows no more
   * @example
   * ```ts
   * const { records } = await sf.sobject("Account").deleted({ start: new Date(Date.now() - 86_400_000) });
   * ```
   */
  deleted(window: ReplicationWindow, options?: CallOptions): Promise<DeletedRecords>;
}
