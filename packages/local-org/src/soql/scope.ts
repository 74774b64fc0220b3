import type { FieldDef, ObjectDef } from "../schema/types.ts";
import { quote } from "../store/types.ts";
import type { SoqlContext } from "./context.ts";
import { noSuchColumn, noSuchRelationship, unsupported } from "./errors.ts";
import { isPolymorphic, polymorphicField, polymorphicType } from "./polymorphic.ts";
import type { Structure } from "./structure.ts";

/** A field that a path led to, and the SQL that reads it. */
export interface FieldRef {
  readonly field: FieldDef;
  /** The object that owns the field: the last parent on the path. */
  readonly object: ObjectDef;
  /** An SQL expression without parameters. */
  readonly expression: string;
  /** The relationships that were walked, spelled as in the schema. */
  readonly relationships: readonly string[];
}

/** A parent that a path led to. */
export interface ParentRef {
  readonly object: ObjectDef;
  /** The alias of its table in the joins. */
  readonly alias: string;
}

/** What a scope is called, and how its query is built. */
export interface ScopeNames {
  /** The alias of its table in SQL. */
  readonly alias: string;
  /** The alias of its object in SOQL. */
  readonly soqlAlias?: string | undefined;
  readonly structure: Structure;
}

/** How far up a path may go (SOQL and SOSL Reference, "Relationship Query Limitations"). */
const MAX_LEVELS = 5;

/** The names of one FROM clause: its object, and the parents that paths have joined to it so far. */
export class Scope {
  readonly context: SoqlContext;
  readonly object: ObjectDef;
  readonly alias: string;
  readonly structure: Structure;
  readonly #prefixes: ReadonlySet<string>;
  readonly #parents = new Map<string, ParentRef>();
  readonly #joins: string[] = [];
  readonly #queries: readonly Structure[];
  #inner = 0;
  #nextQuery = 0;

  constructor(context: SoqlContext, object: ObjectDef, names: ScopeNames) {
    this.context = context;
    this.object = object;
    this.alias = names.alias;
    this.structure = names.structure;
    this.#queries = names.structure.queries;
    this.#prefixes = new Set([object.name.toLowerCase(), names.soqlAlias?.toLowerCase() ?? ""]);
  }

  /** The table and its joins, as they go behind FROM. */
  get from(): string {
    return [`${quote(this.object.name)} AS ${this.alias}`, ...this.#joins].join(" ");
  }

  /** Returns the structure of the next query inside this one; they are compiled in the order of the text. */
  nextQuery(): Structure {
    const structure = this.#queries[this.#nextQuery];
    this.#nextQuery += 1;
    if (!structure) throw unsupported("this form of subquery");
    return structure;
  }

  /** Returns an alias for the table of a query inside this one. */
  innerAlias(): string {
    this.#inner += 1;
    return `${this.alias}s${this.#inner}`;
  }

  /** The SQL of a column of the scope's own object. */
  column(name: string): string {
    return `${this.alias}.${quote(name)}`;
  }

  /** Cuts a path into its names, without the alias or the object's own name that may stand first. */
  split(path: string): string[] {
    const names = path.split(".");
    const [first = ""] = names;
    const redundant = this.#prefixes.has(first.toLowerCase()) && !this.object.relationship(first);
    return names.length > 1 && redundant ? names.slice(1) : names;
  }

  /** Finds what a path such as `Owner.Name` means. @throws SoqlError INVALID_FIELD */
  resolve(path: string): FieldRef {
    const names = this.split(path);
    const name = names.at(-1) ?? path;
    const way = names.slice(0, -1);
    if (way.length > MAX_LEVELS) throw noSuchRelationship(this.context.soql, path, way.at(-1) ?? "");
    const last = way.at(-1);
    const before = this.parent(way.slice(0, -1), path);
    if (last !== undefined) {
      const key = this.#relationship(before, last, path);
      if (isPolymorphic(key)) return this.#polymorphic({ before, key, way }, name, path);
    }
    const owner = this.parent(way, path);
    const field = owner.object.field(name);
    if (!field) throw noSuchColumn(this.context.soql, path, owner.object.name);
    return {
      field,
      object: owner.object,
      expression: `${owner.alias}.${quote(field.name)}`,
      relationships: this.spell(way),
    };
  }

  /** Joins the parents on a way and returns the last one. */
  parent(way: readonly string[], path: string): ParentRef {
    let at: ParentRef = { object: this.object, alias: this.alias };
    let walked = "";
    for (const name of way) {
      const key = this.#relationship(at, name, path);
      if (isPolymorphic(key)) throw noSuchRelationship(this.context.soql, path, name);
      walked += `.${name.toLowerCase()}`;
      at = this.#parents.get(walked) ?? this.join(walked, { from: at, key });
    }
    return at;
  }

  /** Joins one object to a reference field. `target` names it where the field may point to several. */
  join(name: string, link: { from: ParentRef; key: FieldDef; target?: ObjectDef | undefined }): ParentRef {
    const known = this.#parents.get(name);
    if (known) return known;
    const [referenced = ""] = link.key.referenceTo;
    const object = link.target ?? this.context.schema.object(referenced);
    if (!object)
      throw unsupported(`the relationship ${link.key.relationshipName}: this org has no ${referenced}`);
    const alias = `${this.alias}_${this.#parents.size + 1}`;
    const on = `${alias}."Id" = ${link.from.alias}.${quote(link.key.name)}`;
    this.#joins.push(`LEFT JOIN ${quote(object.name)} AS ${alias} ON ${on}`);
    const ref = { object, alias };
    this.#parents.set(name, ref);
    return ref;
  }

  /** Returns the relationships of a way as the schema spells them. */
  spell(way: readonly string[]): string[] {
    let object: ObjectDef | undefined = this.object;
    return way.map((name) => {
      const key: FieldDef | undefined = object?.relationship(name);
      object = this.context.schema.object(key?.referenceTo[0] ?? "");
      return key?.relationshipName ?? name;
    });
  }

  #relationship(from: ParentRef, name: string, path: string): FieldDef {
    const key = from.object.relationship(name);
    if (!key) throw noSuchRelationship(this.context.soql, path, name);
    return key;
  }

  #polymorphic(
    at: { before: ParentRef; key: FieldDef; way: readonly string[] },
    name: string,
    path: string,
  ): FieldRef {
    const id = `${at.before.alias}.${quote(at.key.name)}`;
    const relationships = this.spell(at.way);
    const { schema } = this.context;
    if (name.toLowerCase() === "type") return { ...polymorphicType(schema, at.key, id), relationships };
    const found = polymorphicField(schema, { key: at.key, id, name });
    if (!found) throw noSuchColumn(this.context.soql, path, "Name");
    return { ...found, relationships };
  }
}
