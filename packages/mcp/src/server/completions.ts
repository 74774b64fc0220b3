import { soql } from "kinetic-core";
import type { Org } from "../orgs/index.ts";
import type { AccessPolicy } from "../policy/index.ts";

/** Names that a host is offered; it shows a few. */
const MOST = 100;

/** Names of objects that begin as was typed. An org that does not answer completes nothing. */
export async function objectNames(org: Org, start: string, policy: AccessPolicy): Promise<string[]> {
  const objects = await org.objects().catch(() => []);
  return beginning(
    start,
    objects.map(({ name }) => name).filter((name) => policy.allowsObject(name)),
  );
}

/** Names of fields of an object that begin as was typed. */
export async function fieldNames(
  org: Org,
  { object, start }: { readonly object: string | undefined; readonly start: string },
  policy: AccessPolicy,
): Promise<string[]> {
  if (object === undefined || !policy.allowsObject(object)) return [];
  const fields = await org.describe(object).then(
    (describe) => describe.fields,
    () => [],
  );
  return beginning(
    start,
    fields.map(({ name }) => name).filter((name) => !policy.deniesField(object, name)),
  );
}

/** Usernames that begin as was typed, where the policy lets them be seen. */
export async function userNames(org: Org, start: string, policy: AccessPolicy): Promise<string[]> {
  const hidden = policy.deniesField("User", "Username") || policy.masksField("User", "Username");
  if (hidden || !policy.allowsObject("User")) return [];
  const pattern = `${start.replace(/[\\%_]/g, "\\$&")}%`;
  const query = soql`SELECT Username FROM User WHERE IsActive = true AND Username LIKE ${pattern} ORDER BY Username LIMIT 20`;
  const users = await org.client
    .query<{ Username: string }>(query)
    .all()
    .catch(() => []);
  return users.map(({ Username }) => Username);
}

function beginning(start: string, names: readonly string[]): string[] {
  return names.filter((name) => name.toLowerCase().startsWith(start.toLowerCase())).slice(0, MOST);
}
