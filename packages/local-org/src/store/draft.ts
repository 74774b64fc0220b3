import type { FieldDef, ObjectDef, Schema } from "../schema/types.ts";
import { coerce, typeError } from "./coerce.ts";
import type { Fields, SqlValue, WriteContext, WriteError } from "./types.ts";

/** A row being written: column name to column value, in the order of the request. */
export type Draft = Map<string, SqlValue>;

/** Finds the live rows of an object by a field's value: the one thing reading a request needs from the store. */
export type FindIds = (object: string, field: string, value: SqlValue) => string[];

/** What one key of a request means for an object. */
type Binding =
  | { readonly kind: "field"; readonly field: FieldDef }
  /** `{"Owner": {"Username": "x"}}`: the parent is named by one of its own fields. */
  | { readonly kind: "nested"; readonly field: FieldDef }
  /** The same as a CSV column: `Owner.Username`, `Lead:Who.Email`. */
  | { readonly kind: "path"; readonly field: FieldDef; readonly target: string; readonly by: string }
  | { readonly kind: "ignored" }
  | { readonly kind: "unknown" };

type Known = Exclude<Binding, { kind: "ignored" | "unknown" }>;

const PATH = /^(?:([A-Za-z0-9_]+):)?([A-Za-z0-9_]+)\.([A-Za-z0-9_]+)$/;

function bindPath(object: ObjectDef, key: string): Binding | undefined {
  const [, type, relationship, by] = PATH.exec(key) ?? [];
  const field = relationship === undefined ? undefined : object.relationship(relationship);
  if (!field || by === undefined) return undefined;
  const target = type ?? (field.referenceTo.length === 1 ? field.referenceTo[0] : undefined);
  return target === undefined ? undefined : { kind: "path", field, target, by };
}

function bind(object: ObjectDef, key: string): Binding {
  if (key === "attributes") return { kind: "ignored" };
  const field = object.field(key);
  if (field) return { kind: "field", field };
  const parent = object.relationship(key);
  if (parent) return { kind: "nested", field: parent };
  return bindPath(object, key) ?? { kind: "unknown" };
}

const bindings = new WeakMap<ObjectDef, Map<string, Binding>>();

function bindingOf(object: ObjectDef, key: string): Binding {
  let known = bindings.get(object);
  if (!known) {
    known = new Map();
    bindings.set(object, known);
  }
  let binding = known.get(key);
  if (!binding) {
    binding = bind(object, key);
    // Keys come from clients: a cache of their inventions must not grow for ever.
    if (binding.kind !== "unknown") known.set(key, binding);
  }
  return binding;
}

/** What a request for one row says, read by the rules of its fields. */
export interface ReadFields {
  readonly draft: Draft;
  /** The first thing that keeps the request from being understood at all. */
  readonly parse: WriteError | undefined;
  /** Values that were understood and refused. */
  readonly errors: readonly WriteError[];
  /** Fields that may not be written. */
  readonly readOnly: readonly string[];
}

const invalidField = (message: string): WriteError => ({ statusCode: "INVALID_FIELD", message, fields: [] });

/** Reads requests for rows into drafts. One per write, so that its parts share what they found. */
class Reader {
  readonly #schema: Schema;
  readonly #object: ObjectDef;
  readonly #ctx: WriteContext;
  readonly #findIds: FindIds;
  readonly draft: Draft = new Map();
  readonly errors: WriteError[] = [];
  readonly readOnly: string[] = [];
  parse: WriteError | undefined;

  constructor(scope: ReadScope, ctx: WriteContext) {
    this.#schema = scope.schema;
    this.#object = scope.object;
    this.#findIds = scope.findIds;
    this.#ctx = ctx;
  }

  read(fields: Fields, creating: boolean): void {
    for (const key in fields) {
      const binding = bindingOf(this.#object, key);
      if (binding.kind === "ignored") continue;
      if (binding.kind === "unknown") {
        this.#stop(invalidField(`No such column '${key}' on sobject of type ${this.#object.name}`));
      } else {
        this.#take(binding, fields[key], creating);
      }
    }
  }

  #take(binding: Known, raw: unknown, creating: boolean): void {
    // The Id of an update says which row is meant; it is no value of it.
    if (!creating && binding.field.type === "id") return;
    if (this.#writable(binding.field, creating)) this.#assign(binding, raw);
    else this.readOnly.push(binding.field.name);
  }

  #writable(field: FieldDef, creating: boolean): boolean {
    return this.#ctx.source === "seed" || (creating ? field.createable : field.updateable);
  }

  #stop(error: WriteError): void {
    this.parse ??= error;
  }

  #assign(binding: Known, raw: unknown): void {
    if (binding.kind === "field") this.#set(binding.field, raw);
    else if (binding.kind === "nested") this.#setNested(binding.field, raw);
    else this.#setParent(binding.field, binding, raw);
  }

  #set(field: FieldDef, raw: unknown): void {
    const coerced = coerce(field, raw, this.#ctx);
    if (!("error" in coerced)) {
      this.draft.set(field.name, coerced.value);
    } else if (
      coerced.error.statusCode === "JSON_PARSER_ERROR" ||
      coerced.error.statusCode === "INVALID_FIELD"
    ) {
      this.#stop(coerced.error);
    } else {
      this.errors.push(coerced.error);
    }
  }

  #setNested(field: FieldDef, raw: unknown): void {
    if (raw === null) {
      this.draft.set(field.name, null);
      return;
    }
    if (typeof raw !== "object" || Array.isArray(raw)) {
      this.#stop(typeError(field, raw, this.#ctx));
      return;
    }
    const entries = Object.entries(raw as Record<string, unknown>);
    const target = this.#nestedTarget(field, entries);
    const keys = entries.filter(([key]) => key !== "attributes");
    const [named] = keys;
    if (target === undefined || named === undefined) return;
    this.#setParent(field, { target, by: named[0] }, named[1]);
  }

  #nestedTarget(field: FieldDef, entries: readonly (readonly [string, unknown])[]): string | undefined {
    if (field.referenceTo.length === 1) return field.referenceTo[0];
    const [first] = entries;
    const type = first?.[0] === "attributes" ? (first[1] as { type?: unknown } | null)?.type : undefined;
    if (typeof type === "string") return type;
    const message =
      "Nested object for polymorphic foreign key must have an attributes field before any other fields.";
    this.#stop({ statusCode: "JSON_PARSER_ERROR", message, fields: [] });
    return undefined;
  }

  #setParent(field: FieldDef, path: { readonly target: string; readonly by: string }, raw: unknown): void {
    const target = this.#schema.object(path.target);
    const by = target?.field(path.by);
    if (!target || !by?.idLookup) {
      const message = `Field name provided, ${path.by} does not match an External ID, Salesforce Id, or indexed field for ${path.target}`;
      this.#stop(invalidField(message));
      return;
    }
    if (raw === null || raw === "") {
      this.draft.set(field.name, null);
      return;
    }
    const coerced = coerce(by, raw, this.#ctx);
    const ids = "error" in coerced ? [] : this.#findIds(target.name, by.name, coerced.value);
    const [id] = ids;
    if (id !== undefined && ids.length === 1) this.draft.set(field.name, id);
    else this.errors.push(this.#unresolved({ target, by, value: String(raw), count: ids.length }));
  }

  #unresolved(miss: { target: ObjectDef; by: FieldDef; value: string; count: number }): WriteError {
    const { target, by, value, count } = miss;
    const where = `for field ${by.name} in entity ${target.name}`;
    return invalidField(
      count === 0
        ? `Foreign key external ID: ${value.toLowerCase()} not found ${where}`
        : `More than one record found for foreign key external ID: ${value.toLowerCase()} ${where}`,
    );
  }
}

/** What reading a request needs to know. */
export interface ReadScope {
  readonly schema: Schema;
  readonly object: ObjectDef;
  readonly findIds: FindIds;
  readonly creating: boolean;
}

/** Reads what a client sent for a row: names to columns, values by their types, parents by their external ids. */
export function readFields(scope: ReadScope, fields: Fields, ctx: WriteContext): ReadFields {
  const reader = new Reader(scope, ctx);
  reader.read(fields, scope.creating);
  return reader;
}
