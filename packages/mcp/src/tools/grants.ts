import { isKineticError, soql } from "kinetic-core";
import { Refusal } from "../refusal/index.ts";
import type { ToolContext } from "./tool.ts";

/** Whose permissions are explained: the permission sets that speak for them, the one of the profile included. */
export interface Subject {
  readonly label: string;
  /** Permission sets by id, as people know them. */
  readonly sets: ReadonlyMap<string, string>;
}

/** One permission, and who grants it; nobody where it is missing. */
export interface Grant {
  readonly permission: string;
  readonly by: readonly string[];
}

interface SetRow {
  readonly Id: string;
  readonly Name: string;
  readonly IsOwnedByProfile: boolean;
  readonly Profile: { readonly Name: string } | null;
}

const SET = "Id, Name, IsOwnedByProfile, Profile.Name";

/** Who to ask about; nobody named is the user of the connection. */
export interface Asked {
  readonly user?: string | undefined;
  readonly permissionSet?: string | undefined;
  readonly profile?: string | undefined;
}

/**
 * Finds the permission sets that speak for somebody. A profile is one, too (Object Reference, "PermissionSet").
 * @throws Refusal when there is nobody of that name
 */
export async function subjectOf(asked: Asked, context: ToolContext): Promise<Subject> {
  const { permissionSet, profile } = asked;
  if ([asked.user, permissionSet, profile].filter((one) => one !== undefined).length > 1) {
    throw new Refusal("user, permissionSet and profile exclude each other", {
      code: "ARGUMENTS",
      action: "Send one of them, or none for yourself.",
    });
  }
  if (permissionSet !== undefined) {
    return setsWhere(`permission set ${permissionSet}`, soql`Name = ${permissionSet}`, context);
  }
  if (profile !== undefined) return setsWhere(`profile ${profile}`, soql`Profile.Name = ${profile}`, context);
  const { id, username } = await userOf(asked.user, context);
  const assigned = soql`SELECT PermissionSetId FROM PermissionSetAssignment WHERE AssigneeId = ${id}`;
  return setsWhere(`user ${username}`, `Id IN (${assigned})`, context);
}

async function setsWhere(label: string, where: string, { org, signal }: ToolContext): Promise<Subject> {
  const rows = await org.client
    .query<SetRow>(`SELECT ${SET} FROM PermissionSet WHERE ${where} LIMIT 200`, { signal })
    .all();
  if (rows.length === 0) throw nobody(label);
  const nameOf = ({ Name, IsOwnedByProfile, Profile }: SetRow): string =>
    IsOwnedByProfile ? `profile ${Profile?.Name ?? Name}` : `permission set ${Name}`;
  return { label, sets: new Map(rows.map((row) => [row.Id, nameOf(row)])) };
}

async function userOf(
  user: string | undefined,
  { org, signal }: ToolContext,
): Promise<{ readonly id: string; readonly username: string }> {
  if (user === undefined) {
    const { userId, username } = await org.identity(signal);
    return { id: userId, username };
  }
  const where = /^005\w{12}(?:\w{3})?$/.test(user) ? soql`Id = ${user}` : soql`Username = ${user}`;
  const row = await org.client
    .query<{ Id: string; Username: string }>(`SELECT Id, Username FROM User WHERE ${where}`, { signal })
    .first();
  if (row === undefined) throw nobody(`user ${user}`);
  return { id: row.Id, username: row.Username };
}

function nobody(label: string): Refusal {
  return new Refusal(`There is no ${label}, or this user may not see it`, {
    code: "NOT_FOUND",
    action: "Check the name.",
  });
}

/** What is to be explained. */
export interface Question {
  readonly subject: Subject;
  readonly object?: string | undefined;
  readonly field?: string | undefined;
  readonly system?: string | undefined;
}

/** Reads who grants what. */
export async function grantsOf(question: Question, context: ToolContext): Promise<readonly Grant[]> {
  const parts = await Promise.all([
    objectGrants(question, context),
    fieldGrants(question, context),
    systemGrants(question, context),
  ]);
  return parts.flat();
}

const OBJECT_RIGHTS = {
  read: "PermissionsRead",
  create: "PermissionsCreate",
  edit: "PermissionsEdit",
  delete: "PermissionsDelete",
  viewAll: "PermissionsViewAllRecords",
  modifyAll: "PermissionsModifyAllRecords",
} as const;

const FIELD_RIGHTS = { read: "PermissionsRead", edit: "PermissionsEdit" } as const;

async function objectGrants({ subject, object }: Question, context: ToolContext): Promise<Grant[]> {
  if (object === undefined) return [];
  const columns = Object.values(OBJECT_RIGHTS).join(", ");
  const where = soql`SobjectType = ${object} AND ParentId IN ${[...subject.sets.keys()]}`;
  const rows = await readRows(`SELECT ParentId, ${columns} FROM ObjectPermissions WHERE ${where}`, context);
  return grants(OBJECT_RIGHTS, rows, { subject, about: object });
}

async function fieldGrants({ subject, object, field }: Question, context: ToolContext): Promise<Grant[]> {
  if (object === undefined || field === undefined) return [];
  const name = `${object}.${field}`;
  const { fields } = await context.org.describe(object, context.signal);
  const known = fields.find((one) => one.name.toLowerCase() === field.toLowerCase());
  if (known?.permissionable === false) return [unhideable(name)];
  const where = soql`Field = ${name} AND ParentId IN ${[...subject.sets.keys()]}`;
  const columns = Object.values(FIELD_RIGHTS).join(", ");
  const rows = await readRows(`SELECT ParentId, ${columns} FROM FieldPermissions WHERE ${where}`, context);
  return grants(FIELD_RIGHTS, rows, { subject, about: name });
}

/** What every record needs has no field-level security, and so no rows about it. */
function unhideable(name: string): Grant {
  return {
    permission: `read ${name}`,
    by: ["everybody who may read the object: the field cannot be hidden"],
  };
}

async function systemGrants({ subject, system }: Question, context: ToolContext): Promise<Grant[]> {
  if (system === undefined) return [];
  const column = system.startsWith("Permissions") ? system : `Permissions${system}`;
  const where = soql`Id IN ${[...subject.sets.keys()]}`;
  const rows = await readRows(`SELECT Id, ${column} FROM PermissionSet WHERE ${where}`, context).catch(
    (error: unknown) => {
      if (isKineticError(error) && error.errorCode === "INVALID_FIELD") throw unknownPermission(system);
      throw error;
    },
  );
  return grants({ system: column }, rows, { subject, about: system });
}

function unknownPermission(system: string): Refusal {
  return new Refusal(`The org has no system permission ${system}`, {
    code: "NOT_FOUND",
    action: "Its names are those of the fields of PermissionSet, without Permissions.",
    next: { tool: "sf_describe", args: { object: "PermissionSet", find: "Permissions" } },
  });
}

type Row = Readonly<Record<string, unknown>>;

function readRows(query: string, { org, signal }: ToolContext): Promise<Row[]> {
  return org.client.query<Row>(query, { signal }).all();
}

function grants(
  rights: Readonly<Record<string, string>>,
  rows: readonly Row[],
  { subject, about }: { readonly subject: Subject; readonly about: string },
): Grant[] {
  return Object.entries(rights).map(([right, column]) => ({
    permission: right === "system" ? about : `${right} ${about}`,
    by: rows
      .filter((row) => row[column] === true)
      .map((row) => subject.sets.get(String(row["ParentId"] ?? row["Id"])) ?? "another permission set"),
  }));
}
