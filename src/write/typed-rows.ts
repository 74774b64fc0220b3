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

type OperationRow<
  T extends ObjectTypes | AnyObject,
  Operation extends WriteOperation,
> = Operation extends "insert"
  ? T["create"]
  : Operation extends "update"
    ? T["update"] & IdOf<T["name"]>
    : Operation extends "upsert"
      ? Partial<T["create"]> & { readonly Id?: RecordId<T["name"]> }
      : RecordId<T["name"]> | { readonly Id: RecordId<T["name"]> };

/** Rows of objects that nothing is known of are checked when they are written. */
type IdOf<Name extends string> = string extends Name ? unknown : { readonly Id: RecordId<Name> };
