import type { FieldType, Query, Subquery } from "@jetstreamapp/soql-parser-js";
import { Refusal } from "../refusal/index.ts";
import { type AccessPolicy, deniedBy, requireFields, requireObject } from "./policy.ts";

/** What following the paths of a query needs to know of an object: the part of a describe that names its relatives. */
export interface ObjectRelations {
  readonly fields: readonly {
    readonly relationshipName: string | null;
    readonly referenceTo: readonly string[];
  }[];
  readonly childRelationships?:
    | readonly { readonly relationshipName: string | null; readonly childSObject: string }[]
    | undefined;
}

/** Reads the relatives of an object; from a cache, so that looking into a query costs little. */
export type DescribeLookup = (object: string) => Promise<ObjectRelations>;

/** Clauses that change something in the org although the query reads (SOQL guide, "FOR VIEW", "UPDATE TRACKING"). */
const SIDE_EFFECTS = /\b(?:FOR\s+(?:VIEW|REFERENCE|UPDATE)|UPDATE\s+(?:TRACKING|VIEWSTAT))\b/i;

/**
 * Refuses a query that would change something.
 * @throws Refusal naming the clause to leave out
 */
export function refuseSideEffects(soql: string): void {
  const clause = SIDE_EFFECTS.exec(withoutTexts(soql))?.[0];
  if (clause === undefined) return;
  throw new Refusal(`${clause.toUpperCase()} changes or locks records, and a query here only reads`, {
    code: "SIDE_EFFECT",
    action: `Leave ${clause.toUpperCase()} out.`,
  });
}

/** A column of a query's rows whose values are hidden, as its path, e.g. `Owner.Email`; lower case. */
export type MaskedColumns = ReadonlySet<string>;

/**
 * Holds a query to the policy: its objects, the objects that its paths lead through, and every field it names anywhere.
 * What cannot be resolved is refused, not let through.
 *
 * @returns the columns to hide
 * @throws Refusal for an object or field that the policy does not allow
 */
export async function checkSoql(
  soql: string,
  policy: AccessPolicy,
  describe: DescribeLookup,
): Promise<MaskedColumns> {
  if (!policy.narrows) return new Set();
  const masked = new Set<string>();
  const query = await parsed(soql);
  if (query.sObject === undefined) throw deniedBy("a query that names no object");
  await checkLevel(query, { object: query.sObject, prefix: "", policy, describe, masked });
  return masked;
}

interface Level {
  readonly object: string;
  /** Path of a child subquery's rows within the row of its parent, with a dot at its end. */
  readonly prefix: string;
  readonly policy: AccessPolicy;
  readonly describe: DescribeLookup;
  readonly masked: Set<string>;
}

/** The parser is big, and loaded when a policy asks for it. */
async function parsed(soql: string): Promise<Query> {
  const { parseQuery } = await import("@jetstreamapp/soql-parser-js");
  try {
    return parseQuery(soql);
  } catch (cause) {
    throw deniedBy(
      `a query that it cannot read (${cause instanceof Error ? cause.message.split("\n", 1)[0] : "no SOQL"})`,
    );
  }
}

async function checkLevel(query: Query | Subquery, level: Level): Promise<void> {
  requireObject(level.policy, level.object);
  const found = namesIn(query);
  for (const { path, shown } of found.paths) {
    await checkPath({ path: withoutAlias(path, query, level.object), shown }, level);
  }
  for (const inner of found.queries) {
    if (inner.sObject === undefined) throw deniedBy("a query that names no object");
    await checkLevel(inner, { ...level, object: inner.sObject, prefix: "" });
  }
  for (const child of found.children) {
    const object = await childObject(child.relationshipName, level);
    await checkLevel(child, {
      ...level,
      object,
      prefix: `${level.prefix}${child.relationshipName.toLowerCase()}.`,
    });
  }
}

/**
 * Follows a path over parents; a polymorphic parent must be allowed as each of its objects. A masked field may be
 * selected as it is, and nothing else: a filter, an order or a function would tell its values all the same.
 */
async function checkPath({ path, shown }: NamedPath, level: Level): Promise<void> {
  let objects: readonly string[] = [level.object];
  const field = path[path.length - 1] ?? "";
  for (const relationship of path.slice(0, -1)) {
    objects = (await Promise.all(objects.map((object) => parents(object, relationship, level)))).flat();
    if (objects.length === 0) throw deniedBy(`the path ${path.join(".")}, which it cannot follow`);
    for (const object of objects) requireObject(level.policy, object);
  }
  for (const object of objects) {
    requireFields(level.policy, object, [field]);
    if (!level.policy.masksField(object, field)) continue;
    if (!shown)
      throw deniedBy(`filtering, ordering, grouping or computing by the masked field ${object}.${field}`);
    level.masked.add(level.prefix + path.join(".").toLowerCase());
  }
}

async function parents(
  object: string,
  relationship: string,
  { describe }: Level,
): Promise<readonly string[]> {
  const { fields } = await describe(object);
  const wanted = relationship.toLowerCase();
  return fields.find((field) => field.relationshipName?.toLowerCase() === wanted)?.referenceTo ?? [];
}

async function childObject(relationship: string, { object, describe }: Level): Promise<string> {
  const { childRelationships = [] } = await describe(object);
  const wanted = relationship.toLowerCase();
  const child = childRelationships.find(
    (one) => one.relationshipName?.toLowerCase() === wanted,
  )?.childSObject;
  if (child === undefined)
    throw deniedBy(`the child relationship ${relationship} of ${object}, which it does not know`);
  return child;
}

interface NamedPath {
  readonly path: readonly string[];
  /** Whether it is a column of the result as it is. */
  readonly shown: boolean;
}

/** What a query names on its own level. */
interface Names {
  readonly paths: readonly NamedPath[];
  readonly queries: readonly Query[];
  readonly children: readonly Subquery[];
}

/** Collects every name in a parsed query: the parser has many shapes, but all of them call a field `field`. */
function namesIn(query: Query | Subquery): Names {
  const names: Collected = { paths: [], queries: [], children: [] };
  const { fields = [], ...rest } = query;
  for (const field of fields) {
    const path = columnPath(field);
    if (path === undefined) visitObject(field, "", names);
    else names.paths.push({ path, shown: true });
  }
  visitObject(rest, "", names);
  return names;
}

interface Collected {
  readonly paths: NamedPath[];
  readonly queries: Query[];
  readonly children: Subquery[];
}

function visit(node: unknown, key: string, names: Collected): void {
  if (Array.isArray(node)) for (const one of node) visit(one, key, names);
  else if (isObject(node)) visitObject(node, key, names);
  else if (typeof node === "string" && NAMING.has(key)) {
    names.paths.push(...pathOf(node).map((path) => ({ path, shown: false })));
  }
}

function visitObject(node: object, key: string, names: Collected): void {
  if (key === "valueQuery") names.queries.push(node as Query);
  else if (key === "subquery") names.children.push(node as Subquery);
  else for (const [name, value] of Object.entries(node)) visit(value, name, names);
}

/** Keys whose texts are names of fields, or may be. */
const NAMING: ReadonlySet<string> = new Set(["field", "parameters", "fieldList"]);

/** The path of a column that is nothing but a field. */
function columnPath(field: FieldType): readonly string[] | undefined {
  if (field.type === "FieldRelationship") return [...field.relationships, field.field];
  return field.type === "Field" ? pathOf(field.field)[0] : undefined;
}

/** A function's parameter may be a literal; `FIELDS(ALL)` would name fields that nobody checked. */
function pathOf(text: string): string[][] {
  if (/^(?:ALL|STANDARD|CUSTOM)$/i.test(text))
    throw deniedBy(`FIELDS(${text.toUpperCase()}): name the fields`);
  return /^[A-Za-z][\w.]*$/.test(text) ? [text.split(".")] : [];
}

function withoutAlias(path: readonly string[], query: Query | Subquery, object: string): readonly string[] {
  const first = path[0]?.toLowerCase();
  const isPrefix = first === query.sObjectAlias?.toLowerCase() || first === object.toLowerCase();
  return path.length > 1 && isPrefix ? path.slice(1) : path;
}

/** The query with the content of its string literals taken out. */
function withoutTexts(soql: string): string {
  return soql.replace(/'(?:\\.|[^'\\])*'/gs, "''");
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
