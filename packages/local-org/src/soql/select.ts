import type {
  FieldFunctionExpression,
  FieldType,
  FieldTypeOf,
  Query,
  Subquery,
} from "@jetstreamapp/soql-parser-js";
import type { FieldDef } from "../schema/types.ts";
import { quote } from "../store/types.ts";
import { noSuchRelationship, refused, unsupported } from "./errors.ts";
import { formatted, labelOf } from "./format.ts";
import { argument } from "./functions.ts";
import { isPolymorphic, targets } from "./polymorphic.ts";
import type { FieldRef, Scope } from "./scope.ts";
import {
  type ChildrenNode,
  type Columns,
  cell,
  type OutputNode,
  type ParentNode,
  type TypeofNode,
  type ValueNode,
} from "./shape.ts";
import { fieldNode } from "./values.ts";

/** The record a SELECT clause describes. */
export interface Selection {
  readonly nodes: OutputNode[];
  readonly leaves: ValueNode[];
}

/** Compiles the subqueries of a SELECT clause; given, because they are whole queries themselves. */
export type CompileChildren = (scope: Scope, subquery: Subquery) => ChildrenNode;

/** The most rows a query with FIELDS(ALL) or FIELDS(CUSTOM) may return (SOQL and SOSL Reference, "FIELDS()"). */
const FIELDS_LIMIT = 200;

/** Compiles a SELECT clause without aggregates. */
export function compileSelect(
  scope: Scope,
  columns: Columns,
  query: { readonly ast: Query | Subquery; readonly children: CompileChildren },
): Selection {
  const selection: Selection = { nodes: [], leaves: [] };
  const builder = new SelectBuilder(scope, columns, selection);
  for (const item of query.ast.fields ?? []) {
    if (item.type === "FieldSubquery") selection.nodes.push(query.children(scope, item.subquery));
    else if (item.type === "FieldFunctionExpression") builder.call(item, query.ast.limit);
    else if (item.type === "FieldTypeof") selection.nodes.push(builder.typeOf(item));
    else builder.path(pathOf(item));
  }
  return selection;
}

function pathOf(
  item: Exclude<FieldType, { type: "FieldSubquery" | "FieldFunctionExpression" | "FieldTypeof" }>,
): string {
  if ("alias" in item && item.alias) throw refused("only aggregate expressions use field aliasing");
  if (item.type === "Field") return "rawValue" in item ? item.rawValue : item.field;
  return item.rawValue ?? [...item.relationships, item.field].join(".");
}

/** Collects the members of a record as the paths of the SELECT clause name them. */
class SelectBuilder {
  readonly #scope: Scope;
  readonly #columns: Columns;
  readonly #selection: Selection;

  constructor(scope: Scope, columns: Columns, selection: Selection) {
    this.#scope = scope;
    this.#columns = columns;
    this.#selection = selection;
  }

  path(path: string): void {
    const ref = this.#scope.resolve(path);
    this.#place(ref, fieldNode(this.#columns, { ...ref, header: this.#header(ref) }));
  }

  call(fn: FieldFunctionExpression, limit: number | undefined): void {
    const name = fn.functionName.toUpperCase();
    if (name === "FIELDS") {
      this.#fields(String(fn.parameters[0] ?? ""), limit);
      return;
    }
    if (name !== "TOLABEL" && name !== "FORMAT") throw unsupported(`${fn.functionName}() in SELECT`);
    const ref = this.#scope.resolve(argument(fn));
    const { timeZone } = this.#scope.context;
    const column = this.#columns.add(ref.expression);
    const show = (value: ReturnType<typeof cell>): unknown =>
      name === "TOLABEL" ? labelOf(ref.field, value) : formatted(ref.field, value, timeZone);
    this.#place(ref, {
      kind: "value",
      key: fn.alias ?? ref.field.name,
      header: fn.alias ?? this.#header(ref),
      field: undefined,
      column: undefined,
      read: (row) => show(cell(row, column)),
    });
  }

  typeOf(item: FieldTypeOf): TypeofNode {
    const names = this.#scope.split(item.field);
    const [name = ""] = names;
    const key = this.#scope.object.relationship(name);
    if (!key || names.length > 1) throw noSuchRelationship(this.#scope.context.soql, item.field, name);
    const idColumn = this.#columns.add(this.#scope.column(key.name));
    const branches = new Map<string, OutputNode[]>();
    const whens = item.conditions.filter((condition) => condition.type === "WHEN");
    for (const { objectType = "", fieldList } of whens)
      branches.set(objectType.toLowerCase(), this.#branch(key, objectType, fieldList));
    const rest = item.conditions.find((condition) => condition.type === "ELSE")?.fieldList ?? [];
    const otherwise = rest.map((field): OutputNode => {
      const ref = this.#scope.resolve(`${item.field}.${field}`);
      return fieldNode(this.#columns, { ...ref, header: field });
    });
    return { kind: "typeof", key: key.relationshipName ?? name, idColumn, branches, otherwise };
  }

  /** The fields of one WHEN: read through a join to just that object. */
  #branch(key: FieldDef, objectType: string, paths: readonly string[]): OutputNode[] {
    const target = targets(this.#scope.context.schema, key).find(
      (object) => object.name.toLowerCase() === objectType.toLowerCase(),
    );
    if (!target)
      throw unsupported(`TYPEOF … WHEN ${objectType}: this org has no such object behind ${key.name}`);
    const from = { object: this.#scope.object, alias: this.#scope.alias };
    const { alias } = this.#scope.join(`typeof ${key.name} ${target.name}`, { from, key, target });
    return paths.map((path) => {
      if (path.includes(".")) throw unsupported("paths inside TYPEOF");
      const field = target.field(path);
      if (!field) throw noSuchRelationship(this.#scope.context.soql, path, path);
      return fieldNode(this.#columns, {
        field,
        object: target,
        expression: `${alias}.${quote(field.name)}`,
        header: path,
      });
    });
  }

  #fields(which: string, limit: number | undefined): void {
    const set = which.toUpperCase();
    if (set !== "STANDARD" && (limit === undefined || limit > FIELDS_LIMIT))
      throw refused(`The SOQL FIELDS function must have a LIMIT of at most ${FIELDS_LIMIT}`);
    for (const field of this.#scope.object.fields) {
      if (set === "ALL" || (set === "CUSTOM") === field.custom)
        this.path(`${this.#scope.object.name}.${field.name}`);
    }
  }

  #header(ref: FieldRef): string {
    return [...ref.relationships, ref.field.name].join(".");
  }

  /** Puts a value into the record or into the parent it belongs to. */
  #place(ref: FieldRef, node: ValueNode): void {
    let nodes = this.#selection.nodes;
    ref.relationships.forEach((name, depth) => {
      const known = nodes.find((other): other is ParentNode => other.kind === "parent" && other.key === name);
      const parent = known ?? this.#parent(ref.relationships.slice(0, depth + 1));
      if (!known) nodes.push(parent);
      nodes = parent.nodes;
    });
    if (nodes.some((other) => other.key === node.key))
      throw refused(`duplicate field selected: ${node.header}`);
    nodes.push(node);
    this.#selection.leaves.push(node);
  }

  #parent(way: readonly string[]): ParentNode {
    const name = way.at(-1) ?? "";
    const before = this.#scope.parent(way.slice(0, -1), name);
    const key = before.object.relationship(name);
    if (!key) throw noSuchRelationship(this.#scope.context.soql, name, name);
    if (isPolymorphic(key)) {
      const idColumn = this.#columns.add(`${before.alias}.${quote(key.name)}`);
      return { kind: "parent", key: name, idColumn, object: undefined, nodes: [] };
    }
    const { alias, object } = this.#scope.parent(way, name);
    return { kind: "parent", key: name, idColumn: this.#columns.add(`${alias}."Id"`), object, nodes: [] };
  }
}
