import { normaliseId } from "../schema/ids.ts";
import type { FieldDef, ObjectDef, Schema } from "../schema/types.ts";
import type { Draft, FindIds, ReadFields } from "./draft.ts";
import type { ObjectPlan } from "./plan.ts";
import { checkReference, duplicateValue, readOnlyError } from "./rules.ts";
import { checkSpecial } from "./special.ts";
import { quote, type Row, type SqlValue, type Store, type WriteError } from "./types.ts";

/** A row about to be saved, as the org's own rules (validation rules, triggers) see it. */
export interface SaveEvent {
  readonly object: string;
  readonly operation: "insert" | "update" | "delete";
  /** The row's id; undefined on insert. */
  readonly id: string | undefined;
  /** The columns being written. */
  readonly values: ReadonlyMap<string, SqlValue>;
}

/** Decides about a row before it is saved: returns errors to refuse it. */
export type BeforeSave = (event: SaveEvent) => readonly WriteError[] | undefined;

/** What the checks of a row look at. */
export interface CheckScope {
  readonly schema: Schema;
  readonly statement: Store["statement"];
  readonly findIds: FindIds;
  readonly beforeSave: BeforeSave | undefined;
}

/** A row that was read, and what is already known against it. */
export interface Candidate {
  readonly read: ReadFields;
  readonly lacking: WriteError | undefined;
  /** The row that is to change; undefined on insert. */
  readonly id: string | undefined;
}

/** The row that a write means, or why there is none. */
export type Located = { readonly id: string } | { readonly errors: readonly WriteError[] };

const MAX_KNOWN = 50_000;

/** Makes a refusal. */
export function refusal(statusCode: string, message: string, fields: readonly string[] = []): WriteError {
  return { statusCode, message, fields };
}

/** Checks rows against the rows there are: references, unique values, and the org's own rules. */
export class RowChecks {
  readonly #scope: CheckScope;
  /** Ids seen to be live, so that a batch with one parent looks it up once. */
  readonly #known = new Set<string>();

  constructor(scope: CheckScope) {
    this.#scope = scope;
  }

  /** Notes that a row is live. */
  remember(id: string): void {
    if (this.#known.size >= MAX_KNOWN) this.#known.clear();
    this.#known.add(id);
  }

  /** Forgets what was live: called by everything that takes rows away. */
  forget(): void {
    this.#known.clear();
  }

  /** Collects what speaks against a row, in the order in which Salesforce finds it. */
  judge(plan: ObjectPlan, candidate: Candidate): readonly WriteError[] {
    const { read, lacking, id } = candidate;
    if (read.parse) return [read.parse];
    if (read.readOnly.length > 0) return [readOnlyError(read.readOnly)];
    // Recorded: a value that is refused is told before one that is missing.
    if (read.errors.length > 0) return read.errors;
    if (lacking) return [lacking];
    const broken = this.#checkReferences(plan, read.draft);
    if (broken.length > 0) return broken;
    const twin = this.#checkUnique(plan, read.draft, id);
    if (twin) return [twin];
    const special = this.#checkSpecial(plan.object, read.draft, id);
    if (special) return [special];
    const operation = id === undefined ? "insert" : "update";
    return this.#scope.beforeSave?.({ object: plan.object.name, operation, id, values: read.draft }) ?? [];
  }

  #checkSpecial(object: ObjectDef, draft: Draft, id: string | undefined): WriteError | undefined {
    const { statement } = this.#scope;
    const sql = `SELECT * FROM ${quote(object.name)} WHERE "Id" = ?`;
    const before = (): Row | undefined =>
      id === undefined ? undefined : ((statement(sql).get([id]) as Row | null) ?? undefined);
    return checkSpecial({ object, draft, statement, before });
  }

  /** Asks the org's own rules about a delete. */
  judgeDelete(object: ObjectDef, id: string): readonly WriteError[] {
    const event: SaveEvent = { object: object.name, operation: "delete", id, values: new Map() };
    return this.#scope.beforeSave?.(event) ?? [];
  }

  #checkReferences(plan: ObjectPlan, draft: Draft): WriteError[] {
    const errors: WriteError[] = [];
    for (const field of plan.references) {
      const id = draft.get(field.name);
      if (typeof id !== "string" || (this.#known.has(id) && this.#pointsRight(field, id))) continue;
      const broken = checkReference(
        { schema: this.#scope.schema, liveness: (o, i) => this.#liveness(o, i) },
        field,
        id,
      );
      if (broken) errors.push(broken);
    }
    return errors;
  }

  #pointsRight(field: FieldDef, id: string): boolean {
    const target = this.#scope.schema.byPrefix(id);
    return target !== undefined && field.referenceTo.includes(target.name);
  }

  #liveness(object: ObjectDef, id: string): "live" | "deleted" | undefined {
    if (this.#known.has(id)) return "live";
    const row = this.#scope
      .statement(`SELECT "IsDeleted" AS d FROM ${quote(object.name)} WHERE "Id" = ?`)
      .get([id]);
    if (!row) return undefined;
    if (row["d"] === 1) return "deleted";
    this.remember(id);
    return "live";
  }

  #checkUnique(plan: ObjectPlan, draft: Draft, id: string | undefined): WriteError | undefined {
    for (const field of plan.unique) {
      const value = draft.get(field.name) ?? null;
      if (value === null) continue;
      const twin = this.#scope.findIds(plan.object.name, field.name, value).find((other) => other !== id);
      if (twin !== undefined) return duplicateValue(plan.object, field, twin);
    }
    return undefined;
  }

  /** Finds out which row a write means, or why it cannot be written. */
  locate(object: ObjectDef, raw: unknown): Located {
    if (raw === undefined || raw === null || raw === "") {
      return { errors: [refusal("MISSING_ARGUMENT", "Id not specified in an update call")] };
    }
    const id = normaliseId(String(raw).trim());
    if (id === undefined || this.#scope.schema.byPrefix(id) !== object) {
      return {
        errors: [refusal("MALFORMED_ID", `Record ID: id value of incorrect type: ${String(raw)}`, ["Id"])],
      };
    }
    const liveness = this.#liveness(object, id);
    if (liveness === "live") return { id };
    return {
      errors: [
        liveness === "deleted"
          ? refusal("ENTITY_IS_DELETED", "entity is deleted")
          : refusal("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id"),
      ],
    };
  }
}
