import { isKineticError } from "../errors/index.ts";
import { type Members, rowsIn } from "./answers.ts";
import type { SystemPermissions } from "./evidence.ts";
import type { DoctorSubject } from "./subject.ts";

/** The system permissions that decide what an integration can do. */
export const SYSTEM_PERMISSIONS: readonly string[] = Object.freeze([
  "PermissionsApiEnabled",
  "PermissionsBulkApiHardDelete",
  "PermissionsViewAllData",
  "PermissionsModifyAllData",
  "PermissionsViewSetup",
]);

interface Asked {
  readonly userId: string | undefined;
  readonly signal: AbortSignal | undefined;
}

/**
 * Reads the user's system permissions. `UserPermissionAccess` tells one's own effective permissions to everybody, also
 * without "View Setup and Configuration" (Object Reference, "UserPermissionAccess"); an org that does not have it is asked
 * for the permission sets of the user, of which his profile is one.
 */
export async function readSystemPermissions(
  subject: DoctorSubject,
  asked: Asked,
): Promise<SystemPermissions> {
  try {
    return await readTolerantly(SYSTEM_PERMISSIONS, async (fields) => {
      const soql = `SELECT ${fields.join(", ")} FROM UserPermissionAccess`;
      return merge(fields, rowsIn(await subject.query(soql, asked.signal)));
    });
  } catch (error) {
    if (!isUnknownObject(error) || asked.userId === undefined) throw error;
    return readFromPermissionSets(subject, asked).catch(withoutSetup);
  }
}

function readFromPermissionSets(
  subject: DoctorSubject,
  { userId, signal }: Asked,
): Promise<SystemPermissions> {
  return readTolerantly(SYSTEM_PERMISSIONS, async (fields) => {
    const sets = `SELECT PermissionSetId FROM PermissionSetAssignment WHERE AssigneeId = '${userId}'`;
    const soql = `SELECT ${fields.join(", ")} FROM PermissionSet WHERE Id IN (${sets})`;
    return merge(fields, rowsIn(await subject.query(soql, signal)));
  });
}

/** A permission that this org does not know is not granted; the others are still to be read. */
async function readTolerantly(
  fields: readonly string[],
  read: (fields: readonly string[]) => Promise<SystemPermissions>,
): Promise<SystemPermissions> {
  try {
    return await read(fields);
  } catch (error) {
    if (!isKineticError(error) || error.errorCode !== "INVALID_FIELD" || fields.length === 0) throw error;
    if (fields.length === 1) return { [fields[0] ?? ""]: false };
    const parts = await Promise.all(fields.map((field) => readTolerantly([field], read)));
    return Object.assign({}, ...parts) as SystemPermissions;
  }
}

/** Whoever may not read permission sets lacks "View Setup", and has API access: the org answered. */
function withoutSetup(error: unknown): SystemPermissions {
  if (!isUnknownObject(error)) throw error;
  return { PermissionsApiEnabled: true, PermissionsViewSetup: false };
}

function merge(fields: readonly string[], rows: readonly Members[]): SystemPermissions {
  return Object.fromEntries(fields.map((field) => [field, rows.some((row) => row[field] === true)]));
}

function isUnknownObject(error: unknown): boolean {
  return isKineticError(error) && error.errorCode === "INVALID_TYPE";
}
