import type { AnyObject, ObjectTypes, RecordId, TypesOf } from "../schema/index.ts";
import type { WriteOperation } from "./write-options.ts";

/**
 * A row of `write`: where the org's types have the object, what `create` or `update` of it takes, an update with its
 * `Id`; else any record.
 */
export type WriteRow<
  Org extends object,
  Name extends string,
  Operation extends WriteOperation,
> = OperationRow<TypesOf<Org, Name>, Operation>;

/**
 * A row of an operation on one object: what `create` takes for an insert, what `update` takes with the `Id` for an
 * update, any part of a new record for an upsert, an id for a delete. Ids of an object that nothing is known of are
 * checked when the rows are written.
 */
export type OperationRow<
  T extends ObjectTypes | AnyObject,
  Operation extends WriteOperation,
> = Operation extends "insert"
  ? T["create"]
  : Operation extends "update"
    ? T["update"] & (string extends T["name"] ? unknown : { readonly Id: RecordId<T["name"]> })
    : Operation extends "upsert"
      ? Partial<T["create"]> & { readonly Id?: RecordId<T["name"]> }
      : RecordId<T["name"]> | { readonly Id: RecordId<T["name"]> };
