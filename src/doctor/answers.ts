import type { UserInfo } from "../auth/index.ts";
import { UnexpectedResponseError } from "../errors/index.ts";
import type { ObjectDescribe } from "../schema/index.ts";
import type { LimitFacts, OrganizationFacts, UserFacts } from "./evidence.ts";

/** JSON with members. */
export type Members = Readonly<Record<string, unknown>>;

// What an org is asked may be answered by something else: a proxy, a portal, a page for maintenance. A diagnosis is made
// where things go wrong, so nothing is read from an answer before it is seen to be what the resource gives.

/** Takes the rows of a query. */
export function rowsIn(rows: readonly unknown[]): readonly Members[] {
  return rows.map((row) => (isMembers(row) ? row : refuse("a query")));
}

/** Takes the versions that an org offers (REST API guide, "Versions"). */
export function versionsIn(body: unknown): readonly string[] {
  const versions = isList(body) ? body.map((one) => (isMembers(one) ? one["version"] : undefined)) : [];
  return versions.length > 0 && versions.every(isText) ? versions : refuse("the list of versions");
}

/** Takes the limits of an org (REST API guide, "Limits"). */
export function limitsIn(body: unknown): LimitFacts {
  const limits = isMembers(body) ? Object.entries(body).filter(([, one]) => isLimit(one)) : [];
  return limits.length > 0 ? (Object.fromEntries(limits) as LimitFacts) : refuse("the limits");
}

/** Takes the row of an org about itself. */
export function organizationIn(row: Members): OrganizationFacts {
  return hasTexts(row, ["Id", "Name", "OrganizationType"])
    ? (row as unknown as OrganizationFacts)
    : refuse("the query of Organization");
}

/** Takes the row of a user. */
export function userIn(row: Members): UserFacts {
  const { Profile: profile } = row;
  const isProfile = profile === null || (isMembers(profile) && isText(profile["Name"]));
  return isProfile && hasTexts(row, ["Username", "UserType"])
    ? (row as unknown as UserFacts)
    : refuse("the query of User");
}

/** Takes what an org says of who signed in. */
export function userInfoIn(body: unknown): UserInfo {
  return isMembers(body) && isText(body["user_id"]) ? (body as UserInfo) : refuse("userinfo");
}

/** What a describe says of every object, and the checks of an object rest on. */
const FLAGS = ["queryable", "createable", "updateable", "deletable"] as const;

/** Takes the describe of an object. */
export function describeIn(body: unknown): ObjectDescribe {
  const members = isMembers(body) ? body : {};
  const { name, fields } = members;
  const isDescribe =
    isText(name) &&
    FLAGS.every((flag) => typeof members[flag] === "boolean") &&
    isList(fields) &&
    fields.every((one) => isMembers(one) && isText(one["name"]));
  return isDescribe ? (body as ObjectDescribe) : refuse("a describe");
}

function refuse(resource: string): never {
  throw new UnexpectedResponseError(`The answer is JSON, but not what ${resource} gives`);
}

function isLimit(value: unknown): boolean {
  return isMembers(value) && typeof value["Max"] === "number" && typeof value["Remaining"] === "number";
}

function hasTexts(row: Members, names: readonly string[]): boolean {
  return names.every((name) => isText(row[name]));
}

function isMembers(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}
