import type { ObjectDef } from "../schema/types.ts";
import type { Draft } from "./draft.ts";
import { quote, type Row, type SqlValue, type Store, type WriteError } from "./types.ts";

/** A row that is to be saved, seen by the rules of its object. */
export interface SpecialScope {
  readonly object: ObjectDef;
  readonly draft: Draft;
  readonly statement: Store["statement"];
  /** Reads the row that is to change; undefined on insert. */
  readonly before: () => Row | undefined;
}

type Rule = (scope: SpecialScope) => WriteError | undefined;

const duplicate = (message: string): WriteError => ({ statusCode: "DUPLICATE_VALUE", message, fields: [] });

/** Finds another live row with the same values in all of these columns. */
function twin(scope: SpecialScope, columns: readonly string[]): boolean {
  const values = columns.map((column): SqlValue => scope.draft.get(column) ?? null);
  if (values.includes(null)) return false;
  const where = columns.map((column) => `${quote(column)} = ?`).join(" AND ");
  const sql = `SELECT "Id" FROM ${quote(scope.object.name)} WHERE ${where} AND "IsDeleted" = 0 LIMIT 1`;
  return scope.statement(sql).get(values) !== null;
}

/** A pair that may stand together only once. */
const once =
  (message: string, ...pairs: readonly (readonly string[])[]): Rule =>
  (scope) =>
    scope.before() === undefined && pairs.some((pair) => twin(scope, pair)) ? duplicate(message) : undefined;

const UNKNOWN_PAIR = "duplicate value found: <unknown> duplicates value on record with id: <unknown>";

/** A permission set that a user has already: the one rule that names both rows. */
const assignedOnce: Rule = (scope) => {
  if (scope.before() !== undefined) return undefined;
  if (twin(scope, ["PermissionSetGroupId", "AssigneeId"])) return duplicate(UNKNOWN_PAIR);
  if (!twin(scope, ["PermissionSetId", "AssigneeId"])) return undefined;
  const [assignee, set] = ["AssigneeId", "PermissionSetId"].map((field) =>
    String(scope.draft.get(field)).slice(0, 15),
  );
  return {
    statusCode: "DUPLICATE_VALUE",
    message: `Duplicate PermissionSetAssignment.  Assignee: ${assignee}; Permission Set: ${set}`,
    fields: ["AssigneeId", "PermissionSetId"],
  };
};

const convertedLead: Rule = ({ before }) =>
  before()?.["IsConverted"] === 1
    ? { statusCode: "CANNOT_UPDATE_CONVERTED_LEAD", message: "cannot reference converted lead", fields: [] }
    : undefined;

const RULES: Readonly<Record<string, Rule>> = Object.freeze({
  CampaignMember: once("Already a campaign member.", ["CampaignId", "ContactId"], ["CampaignId", "LeadId"]),
  GroupMember: once(UNKNOWN_PAIR, ["GroupId", "UserOrGroupId"]),
  Lead: convertedLead,
  PermissionSetAssignment: assignedOnce,
});

/** Checks the rules that Salesforce has for rows of single standard objects. */
export function checkSpecial(scope: SpecialScope): WriteError | undefined {
  return RULES[scope.object.name]?.(scope);
}
