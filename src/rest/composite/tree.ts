import { InputError, type RecordErrorEntry, type RowError, recordError } from "../../errors/index.ts";
import { answerError } from "../answer-error.ts";
import { type Fields, type WriteOptions, writeHeaders } from "../call.ts";
import { fieldName, objectName } from "../check.ts";
import { checkAllDates, type DatedRecord, type RestContext } from "../context.ts";
import { recordBody } from "../record-body.ts";

/** Child records of a record in a tree, by the name of their relationship. */
export interface TreeChildren {
  /** API name of the children's object. */
  readonly object: string;
  readonly records: readonly TreeRecord[];
}

/** A record of a tree. */
export interface TreeRecord {
  readonly fields: Fields;
  /** Child records by relationship, e.g. `{ Contacts: { object: "Contact", records: [...] } }`. */
  readonly children?: Readonly<Record<string, TreeChildren>> | undefined;
  /** Name of the record in the result. @default made from its place in the tree, e.g. `0.Contacts.1` */
  readonly name?: string | undefined;
}

/** A record of a tree that was refused. */
export interface TreeFailure {
  /** The record's name, e.g. `0.Contacts.1`. */
  readonly name: string;
  /** Why, and what to do about it. */
  readonly error: RowError;
}

/** What became of a tree: it is stored as a whole or not at all. */
export type TreeResult =
  | {
      readonly ok: true;
      /** Ids of the new records by name. */
      readonly ids: Readonly<Record<string, string>>;
    }
  | {
      readonly ok: false;
      /** The records that are to blame; nothing was stored. */
      readonly failures: readonly TreeFailure[];
    };

/** Limits of a tree (REST API guide, "sObject Tree"). */
const MAX_RECORDS = 200;
const MAX_OBJECTS = 5;
const MAX_LEVELS = 5;

interface WireTree {
  readonly hasErrors: boolean;
  readonly results: readonly {
    readonly referenceId: string;
    readonly id?: string;
    readonly errors?: readonly RecordErrorEntry[];
  }[];
}

/** A tree while it is put together. */
interface Planting {
  readonly objects: Set<string>;
  /** Names of the records by reference id: names may hold what ids may not. */
  readonly names: Map<string, string>;
  readonly written: DatedRecord[];
}

/**
 * Creates records with their children, up to 200 in all, five objects, five levels.
 *
 * @throws InputError when the tree breaks a limit; nothing is sent then
 */
export async function runTree(
  context: RestContext,
  { object, records }: TreeChildren,
  options: WriteOptions = {},
): Promise<TreeResult> {
  const planting: Planting = { objects: new Set(), names: new Map(), written: [] };
  const json = { records: wireRecords(planting, { object, records }, { level: 1, prefix: "" }) };
  checkSize(planting);
  await checkAllDates(context, planting.written, options);
  const path = `composite/tree/${objectName(object)}`;
  const headers = writeHeaders(options);
  const request = {
    method: "POST",
    path,
    headers,
    body: { json },
    expect: [400],
    signal: options.signal,
  } as const;
  const answer = await context.requester.json<WireTree>(request);
  const { status, body } = answer;
  if (status < 300) return { ok: true, ids: idsOf(planting, body) };
  if (!Array.isArray(body?.results)) throw answerError({ ...answer, request: `POST ${path}` });
  const failures = body.results.map(({ referenceId, errors = [] }) => ({
    name: planting.names.get(referenceId) ?? referenceId,
    error: recordError(errors),
  }));
  return { ok: false, failures };
}

function idsOf({ names }: Planting, { results }: WireTree): Record<string, string> {
  return Object.fromEntries(
    results.map(({ referenceId, id = "" }) => [names.get(referenceId) ?? referenceId, id]),
  );
}

interface Branch {
  readonly level: number;
  readonly prefix: string;
}

function wireRecords(
  planting: Planting,
  { object, records }: TreeChildren,
  { level, prefix }: Branch,
): object[] {
  if (level > MAX_LEVELS)
    throw new InputError(`A tree has up to ${MAX_LEVELS} levels; ${prefix} lies deeper`);
  planting.objects.add(objectName(object));
  return records.map(({ fields, children = {}, name }, at) => {
    const own = name ?? `${prefix}${at}`;
    const referenceId = nameRecord(planting, own);
    const branches = Object.entries(children).map(([relationship, below]) => {
      const branch = { level: level + 1, prefix: `${own}.${relationship}.` };
      return [fieldName(relationship), { records: wireRecords(planting, below, branch) }];
    });
    const { attributes: _, ...body } = recordBody(fields);
    planting.written.push({ object, fields });
    return { attributes: { type: object, referenceId }, ...body, ...Object.fromEntries(branches) };
  });
}

function nameRecord({ names }: Planting, name: string): string {
  if ([...names.values()].includes(name))
    throw new InputError(`Two records of the tree have the name "${name}"`);
  const referenceId = `ref${names.size + 1}`;
  names.set(referenceId, name);
  return referenceId;
}

function checkSize({ objects, names }: Planting): void {
  if (names.size === 0) throw new InputError("The tree has no record");
  if (names.size > MAX_RECORDS)
    throw new InputError(
      `A tree has up to ${MAX_RECORDS} records, and this one has ${names.size}: divide it`,
    );
  if (objects.size > MAX_OBJECTS)
    throw new InputError(
      `A tree has up to ${MAX_OBJECTS} objects, and this one has ${objects.size}: divide it`,
    );
}
