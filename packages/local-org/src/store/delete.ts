import type { ChildRelationship, ObjectDef } from "../schema/types.ts";
import { quote, type SqlValue, type Store, type WriteContext, type WriteResult } from "./types.ts";

interface DeleteScope {
  readonly store: Store;
  /** The moment of the write, as a stored datetime. */
  readonly now: string;
  /** Whether an object may have rows at all. */
  readonly hasRows: (object: string) => boolean;
}

interface Target {
  readonly object: ObjectDef;
  readonly id: string;
}

/** Audit and owner fields keep pointing at what is gone. */
const KEPT: ReadonlySet<string> = new Set(["OwnerId", "CreatedById", "LastModifiedById", "RecordTypeId"]);

function childIds(store: Store, child: ChildRelationship, id: string): string[] {
  const sql = `SELECT "Id" AS id FROM ${quote(child.childSObject)} WHERE ${quote(child.field)} = ? AND "IsDeleted" = 0`;
  return store
    .statement(sql)
    .all([id])
    .map((row) => String(row["id"]));
}

/** Children whose lookup must be emptied or which go too. Polymorphic lookups of activities are among them. */
function relevantChildren(scope: DeleteScope, target: Target): ChildRelationship[] {
  return target.object.childRelationships.filter(
    (child) => !KEPT.has(child.field) && scope.hasRows(child.childSObject),
  );
}

function restricted(scope: DeleteScope, target: Target): readonly string[] {
  return relevantChildren(scope, target)
    .filter((child) => child.restrictedDelete)
    .flatMap((child) => childIds(scope.store, child, target.id));
}

function remove(scope: DeleteScope, target: Target, hard: boolean): void {
  const table = quote(target.object.name);
  if (hard || !target.object.field("IsDeleted")) {
    scope.store.statement(`DELETE FROM ${table} WHERE "Id" = ?`).run([target.id]);
    return;
  }
  const stamps = ["SystemModstamp", "LastModifiedDate"].filter((name) => target.object.field(name));
  const values: SqlValue[] = [...stamps.map(() => scope.now), target.id];
  const assignments = ['"IsDeleted"=1', ...stamps.map((name) => `${quote(name)}=?`)].join(",");
  scope.store.statement(`UPDATE ${table} SET ${assignments} WHERE "Id"=?`).run(values);
}

function cascade(scope: DeleteScope, target: Target, hard: boolean): void {
  for (const child of relevantChildren(scope, target)) {
    if (child.restrictedDelete) continue;
    const object = scope.store.schema.object(child.childSObject);
    if (!object) continue;
    const ids = childIds(scope.store, child, target.id);
    const nillable = object.field(child.field)?.nillable ?? true;
    for (const id of ids) {
      if (child.cascadeDelete || !nillable) cascadeTo(scope, { object, id }, hard);
      else
        scope.store
          .statement(`UPDATE ${quote(object.name)} SET ${quote(child.field)}=NULL WHERE "Id"=?`)
          .run([id]);
    }
  }
}

function cascadeTo(scope: DeleteScope, target: Target, hard: boolean): void {
  remove(scope, target, hard);
  cascade(scope, target, hard);
}

/** Deletes a row: refuses where children restrict it, takes cascading children along, empties other lookups. */
export function deleteRow(scope: DeleteScope, target: Target, ctx: WriteContext): WriteResult {
  const blockers = restricted(scope, target);
  if (blockers.length > 0) {
    const name = target.object.label;
    const message = `Your attempt to delete the ${name} could not be completed because it is associated with the following records: ${blockers.slice(0, 10).join(", ")}`;
    return { ok: false, errors: [{ statusCode: "DELETE_FAILED", message, fields: [] }], id: target.id };
  }
  cascadeTo(scope, target, ctx.hard ?? false);
  return { ok: true, id: target.id, created: false };
}

/** Takes a row back out of the recycle bin. Children that went with it stay there. */
export function undeleteRow(store: Store, target: Target & { readonly now: string }): WriteResult {
  const { object, id, now } = target;
  const row = store.get(object.name, id);
  if (row?.["IsDeleted"] !== 1) {
    const message = "entity is not in the recycle bin";
    return { ok: false, errors: [{ statusCode: "UNDELETE_FAILED", message, fields: [] }] };
  }
  const stamp = object.field("SystemModstamp") ? ', "SystemModstamp"=?' : "";
  const values = stamp === "" ? [id] : [now, id];
  store.statement(`UPDATE ${quote(object.name)} SET "IsDeleted"=0${stamp} WHERE "Id"=?`).run(values);
  return { ok: true, id, created: false };
}
