import { InputError, isKineticError } from "../errors/index.ts";
import { soql } from "../soql/index.ts";
import type { CallOptions } from "./call.ts";
import type { RestContext } from "./context.ts";
import { queryResult } from "./query.ts";

/** What is asked about permissions, and about whom: one of `user`, `permissionSet` and `profile`, or nobody for yourself. */
export interface PermissionQuestion extends CallOptions {
  /** Username or id. @default the user of the client */
  readonly user?: string | undefined;
  /** API name of a permission set. */
  readonly permissionSet?: string | undefined;
  /** Name of a profile. */
  readonly profile?: string | undefined;
  /** API name of an object: the six rights to its records. */
  readonly object?: string | undefined;
  /** API name of a field of `object`: reading and editing it. */
  readonly field?: string | undefined;
  /** A system permission, e.g. `ApiEnabled`; with or without `Permissions` in front. */
  readonly system?: string | undefined;
}

/** What grants permissions: a profile, or a permission set. */
export interface PermissionSource {
  readonly type: "profile" | "permissionSet";
  readonly name: string;
  /** Id of its row in PermissionSet; a profile has one, too. */
  readonly id: string;
}

/** A right to the records of an object (Object Reference, "ObjectPermissions"), or to a field: `read` and `edit`. */
export type AccessRight = "read" | "create" | "edit" | "delete" | "viewAll" | "modifyAll";

/** One permission, and who grants it; nobody where it is missing. */
export interface PermissionGrant {
  /** What it is a permission to. */
  readonly kind: "object" | "field" | "system";
  /** The right, or the name of the system permission. */
  readonly permission: AccessRight | (string & {});
  /** The object or field: `Account`, `Account.Site`; a system permission has none. */
  readonly target?: string | undefined;
  /** Whether everybody has it who may read the object: some fields cannot be hidden. */
  readonly always: boolean;
  /** Profiles and permission sets that grant it. */
  readonly grantedBy: readonly PermissionSource[];
}

/** What permissions are read with. */
export type PermissionReading = Pick<RestContext, "requester" | "describes">;

const OBJECT_RIGHTS = {
  read: "PermissionsRead",
  create: "PermissionsCreate",
  edit: "PermissionsEdit",
  delete: "PermissionsDelete",
  viewAll: "PermissionsViewAllRecords",
  modifyAll: "PermissionsModifyAllRecords",
} as const;

const FIELD_RIGHTS = { read: "PermissionsRead", edit: "PermissionsEdit" } as const;

interface Question extends PermissionQuestion {
  readonly sources: readonly PermissionSource[];
}

/** Reads who grants what was asked about. */
export async function readGrants(context: PermissionReading, question: Question): Promise<PermissionGrant[]> {
  const parts = await Promise.all([
    objectGrants(context, question),
    fieldGrants(context, question),
    systemGrants(context, question),
  ]);
  return parts.flat();
}

async function objectGrants(context: PermissionReading, question: Question): Promise<PermissionGrant[]> {
  const { object, sources } = question;
  if (object === undefined) return [];
  const where = soql`SobjectType = ${object} AND ParentId IN ${idsOf(sources)}`;
  const columns = Object.values(OBJECT_RIGHTS).join(", ");
  const rows = await read(
    context,
    `SELECT ParentId, ${columns} FROM ObjectPermissions WHERE ${where}`,
    question,
  );
  return Object.entries(OBJECT_RIGHTS).map(([permission, column]) => ({
    kind: "object",
    permission,
    target: object,
    always: false,
    grantedBy: granting(sources, rows, column),
  }));
}

async function fieldGrants(context: PermissionReading, question: Question): Promise<PermissionGrant[]> {
  const { object, field, sources, signal } = question;
  if (object === undefined || field === undefined) return [];
  const target = `${object}.${field}`;
  const { fields } = await context.describes.get(object, { signal });
  const known = fields.find(({ name }) => name.toLowerCase() === field.toLowerCase());
  // What every record needs has no field-level security, and so no rows about it.
  if (known?.permissionable === false)
    return [{ kind: "field", permission: "read", target, always: true, grantedBy: [] }];
  const where = soql`Field = ${target} AND ParentId IN ${idsOf(sources)}`;
  const columns = Object.values(FIELD_RIGHTS).join(", ");
  const rows = await read(
    context,
    `SELECT ParentId, ${columns} FROM FieldPermissions WHERE ${where}`,
    question,
  );
  return Object.entries(FIELD_RIGHTS).map(([permission, column]) => ({
    kind: "field",
    permission,
    target,
    always: false,
    grantedBy: granting(sources, rows, column),
  }));
}

async function systemGrants(context: PermissionReading, question: Question): Promise<PermissionGrant[]> {
  const { system, sources } = question;
  if (system === undefined) return [];
  const permission = system.replace(/^Permissions/, "");
  const column = `Permissions${permission}`;
  const query = `SELECT Id, ${column} FROM PermissionSet WHERE ${soql`Id IN ${idsOf(sources)}`}`;
  const rows = await read(context, query, question).catch((error: unknown) => {
    if (isKineticError(error) && error.errorCode === "INVALID_FIELD")
      throw unknownPermission(permission, error);
    throw error;
  });
  return [{ kind: "system", permission, always: false, grantedBy: granting(sources, rows, column) }];
}

function unknownPermission(permission: string, cause: Error): InputError {
  return new InputError(
    `The org has no system permission ${permission}: their names are those of the fields of PermissionSet, without Permissions in front`,
    { column: "system", cause },
  );
}

type Row = Readonly<Record<string, unknown>>;

function read({ requester }: PermissionReading, query: string, { signal }: Question): Promise<Row[]> {
  return queryResult<Row>(requester, { soql: query }, { signal }).all();
}

const idsOf = (sources: readonly PermissionSource[]): string[] => sources.map(({ id }) => id);

function granting(
  sources: readonly PermissionSource[],
  rows: readonly Row[],
  column: string,
): PermissionSource[] {
  const ids = new Set(rows.filter((row) => row[column] === true).map((row) => row["ParentId"] ?? row["Id"]));
  return sources.filter(({ id }) => ids.has(id));
}
