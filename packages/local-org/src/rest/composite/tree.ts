import type { ObjectDef } from "../../schema/types.ts";
import { callerOf, failure } from "../../server/errors.ts";
import type { Call, Reply, Route } from "../../server/types.ts";
import type { WriteError } from "../../store/types.ts";
import { objectOf } from "../objects.ts";
import { isObject } from "../write.ts";
import { malformed } from "./subrequests.ts";

const MAX_RECORDS = 200;
const MAX_TYPES = 5;
const MAX_LEVELS = 5;

/** Objects of the setup, which a tree cannot hold. */
const SETUP = /^(?:User|UserRole|Profile|PermissionSet.*|Group|GroupMember|Organization|.*Permissions)$/;

/** One record of a tree, and where it hangs. */
interface Node {
  readonly referenceId: string;
  readonly object: ObjectDef;
  readonly fields: Readonly<Record<string, unknown>>;
  /** The record above, and the field that points to it. */
  readonly parent: { readonly node: Node; readonly field: string } | undefined;
}

interface TreeError {
  readonly referenceId: string;
  readonly errors: readonly WriteError[];
}

/** Thrown to leave the transaction: a tree is saved whole or not at all. */
class Refused extends Error {
  readonly results: readonly TreeError[];

  constructor(results: readonly TreeError[]) {
    super("a record of the tree was refused");
    this.results = results;
  }
}

const refused = (referenceId: string, message: string): Refused =>
  new Refused([{ referenceId, errors: [{ statusCode: "INVALID_INPUT", message, fields: [] }] }]);

const isChildren = (value: unknown): value is { readonly records: readonly unknown[] } =>
  isObject(value) && Array.isArray(value["records"]);

interface Level {
  readonly nodes: Node[];
  /** The records of the next level, with their parents. */
  readonly below: { readonly value: unknown; readonly type: ObjectDef; readonly parent: Node["parent"] }[];
}

/** Reads one record, and hands its children on to the next level. */
function readNode(call: Call, source: Level["below"][number], level: Level): void {
  const { value, type, parent } = source;
  if (!isObject(value)) throw malformed("records");
  const { attributes, ...rest } = value;
  const { referenceId, type: named } = isObject(attributes) ? attributes : {};
  if (typeof referenceId !== "string" || referenceId === "")
    throw refused("", "Include a reference ID for each record in the request.");
  const object = typeof named === "string" ? call.org.schema.object(named) : undefined;
  if (object !== type || SETUP.test(type.name))
    throw refused(referenceId, `Invalid entity type provided in the request: ${String(named ?? "")}`);
  const lists = Object.entries(rest).filter(([, field]) => isChildren(field));
  const fields = Object.fromEntries(Object.entries(rest).filter(([, field]) => !isChildren(field)));
  const node: Node = { referenceId, object, fields, parent };
  level.nodes.push(node);
  for (const [name, list] of lists) {
    const child = object.child(name);
    const childType = child && call.org.schema.object(child.childSObject);
    if (!child || !childType || !isChildren(list))
      throw refused(referenceId, `Invalid relationship name provided in the request: ${name}`);
    for (const record of list.records)
      level.below.push({ value: record, type: childType, parent: { node, field: child.field } });
  }
}

/** Reads the trees level by level: the order in which they are created, and answered. */
function readTrees(call: Call, object: ObjectDef, records: readonly unknown[]): Node[] {
  const all: Node[] = [];
  let sources: Level["below"] = records.map((value) => ({ value, type: object, parent: undefined }));
  for (let depth = 1; sources.length > 0; depth++) {
    if (depth > MAX_LEVELS) throw refused("", `A tree can have at most ${MAX_LEVELS} levels of records.`);
    const level: Level = { nodes: [], below: [] };
    for (const source of sources) readNode(call, source, level);
    all.push(...level.nodes);
    sources = level.below;
  }
  return all;
}

function checkTrees(nodes: readonly Node[]): void {
  if (nodes.length > MAX_RECORDS)
    throw refused("", `A request can create at most ${MAX_RECORDS} records in its trees.`);
  const types = new Set(nodes.map(({ object }) => object.name));
  if (types.size > MAX_TYPES)
    throw refused("", `A request can create records of at most ${MAX_TYPES} types.`);
  const counts = new Map<string, number>();
  for (const { referenceId } of nodes) counts.set(referenceId, (counts.get(referenceId) ?? 0) + 1);
  const errors: readonly WriteError[] = [
    { statusCode: "INVALID_INPUT", message: "Duplicate ReferenceId provided in the request.", fields: [] },
  ];
  const doubled = nodes.filter(({ referenceId }) => (counts.get(referenceId) ?? 0) > 1);
  if (doubled.length > 0) throw new Refused(doubled.map(({ referenceId }) => ({ referenceId, errors })));
}

/** Creates every record, the parents first. @throws Refused when one is refused */
function create(call: Call, nodes: readonly Node[]): { referenceId: string; id: string }[] {
  const ctx = { userId: callerOf(call).id, source: "rest" as const };
  const ids = new Map<Node, string>();
  const errors: TreeError[] = [];
  for (const node of nodes) {
    const above = node.parent && ids.get(node.parent.node);
    // The children of a refused record are not tried.
    if (node.parent && above === undefined) continue;
    const link = node.parent ? { [node.parent.field]: above } : {};
    const result = call.org.store.insert(node.object.name, { ...node.fields, ...link }, ctx);
    if (result.ok) ids.set(node, result.id);
    else errors.push({ referenceId: node.referenceId, errors: result.errors });
  }
  if (errors.length > 0) throw new Refused(errors);
  return nodes.map((node) => ({ referenceId: node.referenceId, id: ids.get(node) ?? "" }));
}

function tree(call: Call): Reply {
  const object = objectOf(call);
  const records = isObject(call.json) ? call.json["records"] : undefined;
  if (!Array.isArray(records)) throw malformed("records");
  if (records.length === 0) throw failure(400, "INVALID_INPUT", "At least one record is required.");
  try {
    const nodes = readTrees(call, object, records);
    checkTrees(nodes);
    const results = call.org.store.transaction(() => create(call, nodes));
    return { status: 201, json: { hasErrors: false, results } };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { status: 400, json: { hasErrors: true, results: error.results } };
  }
}

/** sObject Tree. */
export const routes: readonly Route[] = [
  {
    method: "POST",
    path: "/services/data/:version/composite/tree/:object",
    since: 34,
    takes: "json",
    handler: tree,
  },
];
