import type { Schema } from "../schema/types.ts";
import type { Fields, Store, UpsertTarget, WriteContext, WriteResult } from "../store/types.ts";

/** Returns the store as one user may use it: rows are written by the rights of the user, who sees the objects of `schema`. */
export function storeView(store: Store, schema: Schema): Store {
  const as = (ctx: WriteContext): WriteContext => ({ ...ctx, schema });
  return {
    ...delegate(store),
    schema,
    insert: (object: string, fields: Fields, ctx: WriteContext): WriteResult =>
      store.insert(object, fields, as(ctx)),
    update: (object: string, fields: Fields, ctx: WriteContext): WriteResult =>
      store.update(object, fields, as(ctx)),
    upsert: (target: UpsertTarget, fields: Fields, ctx: WriteContext): WriteResult =>
      store.upsert(target, fields, as(ctx)),
    delete: (object: string, id: string, ctx: WriteContext): WriteResult => store.delete(object, id, as(ctx)),
  };
}

/** Returns the store as a user uses it who may do everything: only the schema that is read is another one. */
export function openStoreView(store: Store, schema: Schema): Store {
  return {
    ...delegate(store),
    schema,
    insert: (object, fields, ctx) => store.insert(object, fields, ctx),
    update: (object, fields, ctx) => store.update(object, fields, ctx),
    upsert: (target, fields, ctx) => store.upsert(target, fields, ctx),
    delete: (object, id, ctx) => store.delete(object, id, ctx),
  };
}

/** Hands on everything that no right is asked for. */
function delegate(store: Store): Omit<Store, "insert" | "update" | "upsert" | "delete" | "schema"> {
  return {
    db: store.db,
    clock: store.clock,
    undelete: (object, id) => store.undelete(object, id),
    get: (object, id) => store.get(object, id),
    findIds: (object, field, value) => store.findIds(object, field, value),
    count: (object) => store.count(object),
    transaction: (work) => store.transaction(work),
    statement: (sql) => store.statement(sql),
    ledger: store.ledger,
    snapshot: (name) => store.snapshot(name),
    restore: (name) => store.restore(name),
    reset: () => store.reset(),
    close: () => store.close(),
  };
}
