import { InputError, NotFoundError } from "../errors/index.ts";
import { soql } from "../soql/index.ts";
import { fieldName, objectName } from "./check.ts";
import {
  type PermissionGrant,
  type PermissionQuestion,
  type PermissionReading,
  type PermissionSource,
  readGrants,
} from "./permission-grants.ts";
import { queryResult } from "./query.ts";

/** Whose permissions were explained. */
export interface PermissionSubject {
  readonly type: "user" | "profile" | "permissionSet";
  /** Username, or the name of the set or profile. */
  readonly name: string;
}

/** Who grants what. */
export interface PermissionReport {
  readonly subject: PermissionSubject;
  /** All that speaks for the subject. */
  readonly sources: readonly PermissionSource[];
  /** Each permission that was asked about; granted by nobody, it is missing. */
  readonly grants: readonly PermissionGrant[];
}

/** Who somebody is. */
export interface PermissionHolder {
  readonly id: string;
  readonly username: string;
}

/** What the explanation is made from. */
export interface PermissionParts extends PermissionReading {
  /** Reads whom the client is signed in as. */
  readonly me: (signal?: AbortSignal) => Promise<PermissionHolder>;
}

/**
 * Explains what somebody may do, and which profile or permission set says so. The answers of the profile and of all
 * permission sets add up (Object Reference, "PermissionSet", "ObjectPermissions", "FieldPermissions").
 */
export async function explainPermissions(
  parts: PermissionParts,
  question: PermissionQuestion,
): Promise<PermissionReport> {
  checkQuestion(question);
  const { subject, sources } = await subjectOf(parts, question);
  return { subject, sources, grants: await readGrants(parts, { ...question, sources }) };
}

function checkQuestion({ user, permissionSet, profile, object, field, system }: PermissionQuestion): void {
  if ([user, permissionSet, profile].filter((one) => one !== undefined).length > 1)
    throw new InputError(
      "user, permissionSet and profile exclude each other: name one of them, or none for yourself",
    );
  if (object === undefined && system === undefined)
    throw new InputError(
      field === undefined
        ? "There is nothing to explain: name an object, an object with a field, or a system permission"
        : "field needs object",
      { column: "object" },
    );
  if (object !== undefined) objectName(object);
  if (field !== undefined) fieldName(field);
  if (system !== undefined && !/^[A-Za-z]\w*$/.test(system))
    throw new InputError(`${JSON.stringify(system)} is not the name of a permission, such as ApiEnabled`, {
      column: "system",
    });
}

interface Found {
  readonly subject: PermissionSubject;
  readonly sources: readonly PermissionSource[];
}

async function subjectOf(parts: PermissionParts, question: PermissionQuestion): Promise<Found> {
  const { permissionSet, profile, signal } = question;
  if (permissionSet !== undefined)
    return sourcesOf(
      parts,
      { type: "permissionSet", name: permissionSet },
      soql`Name = ${permissionSet}`,
      signal,
    );
  if (profile !== undefined)
    return sourcesOf(parts, { type: "profile", name: profile }, soql`Profile.Name = ${profile}`, signal);
  const { id, username } = await holderOf(parts, question);
  const assigned = soql`Id IN (SELECT PermissionSetId FROM PermissionSetAssignment WHERE AssigneeId = ${id})`;
  return sourcesOf(parts, { type: "user", name: username }, assigned, signal);
}

interface SetRow {
  readonly Id: string;
  readonly Name: string;
  readonly IsOwnedByProfile: boolean;
  readonly Profile: { readonly Name: string } | null;
}

// biome-ignore lint/complexity/useMaxParams: whose sets, by which condition, and how to stop.
async function sourcesOf(
  { requester }: PermissionParts,
  subject: PermissionSubject,
  where: string,
  signal: AbortSignal | undefined,
): Promise<Found> {
  const query = `SELECT Id, Name, IsOwnedByProfile, Profile.Name FROM PermissionSet WHERE ${where}`;
  const rows = await queryResult<SetRow>(requester, { soql: query }, { signal }).all();
  if (rows.length === 0) throw nobody(subject);
  return { subject, sources: rows.map(sourceOf) };
}

/** A profile is a permission set, too, whose own name is of letters that nobody chose. */
function sourceOf({ Id, Name, IsOwnedByProfile, Profile }: SetRow): PermissionSource {
  return IsOwnedByProfile
    ? { type: "profile", name: Profile?.Name ?? Name, id: Id }
    : { type: "permissionSet", name: Name, id: Id };
}

async function holderOf(
  parts: PermissionParts,
  { user, signal }: PermissionQuestion,
): Promise<PermissionHolder> {
  if (user === undefined) return parts.me(signal);
  const where = /^005\w{12}(?:\w{3})?$/.test(user) ? soql`Id = ${user}` : soql`Username = ${user}`;
  const query = `SELECT Id, Username FROM User WHERE ${where}`;
  const row = await queryResult<{ Id: string; Username: string }>(
    parts.requester,
    { soql: query },
    { signal },
  ).first();
  if (row === undefined) throw nobody({ type: "user", name: user });
  return { id: row.Id, username: row.Username };
}

const WORDS = { user: "user", profile: "profile", permissionSet: "permission set" } as const;

function nobody({ type, name }: PermissionSubject): NotFoundError {
  return new NotFoundError(`There is no ${WORDS[type]} ${name}, or this user may not see it`);
}
