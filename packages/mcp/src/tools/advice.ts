import { isKineticError, type KineticError } from "kinetic-core";
import type { Advice } from "../output/index.ts";
import { type NextCall, Refusal } from "../refusal/index.ts";
import { nearest } from "./near.ts";
import type { ToolContext } from "./tool.ts";

/** A call that failed. */
export interface FailedCall {
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/**
 * Finds what an agent should do about an error of the org: names that are nearest, a corrected call where only one
 * correction is near, or the tool that tells more. The error's own text stays as it is.
 */
export async function adviseOn(error: unknown, call: FailedCall, context: ToolContext): Promise<Advice> {
  if (error instanceof Refusal) return {};
  const advice = isKineticError(error)
    ? await adviceFor(error as KineticError, call, context).catch(() => ({}) as Advice)
    : { next: DIAGNOSE };
  // A tool that is not offered here is no advice.
  return advice.next === undefined || context.offered.includes(advice.next.tool)
    ? advice
    : { hint: advice.hint };
}

async function adviceFor(error: KineticError, call: FailedCall, context: ToolContext): Promise<Advice> {
  const byCode = BY_ERROR_CODE[error.errorCode ?? ""];
  if (byCode !== undefined) return byCode(error, call, context);
  const byClass = BY_CLASS[error.code];
  return byClass === undefined ? {} : byClass(error, call, context);
}

type Adviser = (error: KineticError, call: FailedCall, context: ToolContext) => Advice | Promise<Advice>;

const DIAGNOSE: NextCall = { tool: "sf_diagnose", args: {} };

const diagnose: Adviser = (_, { args }) => ({
  next: { tool: "sf_diagnose", args: typeof args["object"] === "string" ? { object: args["object"] } : {} },
});

const permissions: Adviser = (error, call) => {
  const object = objectOf(call);
  if (object === undefined) return { next: DIAGNOSE };
  const field = error.fields[0];
  return { next: { tool: "sf_permissions", args: { object, ...(field === undefined ? {} : { field }) } } };
};

const slowQuery: Adviser = (_, { args }) => {
  const hint = "Filter by an indexed field, name fewer fields, or export the rows by sf_bulk_query_start.";
  return typeof args["soql"] === "string"
    ? { hint, next: { tool: "sf_query", args: { soql: args["soql"], mode: "explain" } } }
    : { hint };
};

const limits: Adviser = () => ({ next: { tool: "sf_limits", args: { belowPct: 20 } } });

const BY_ERROR_CODE: Readonly<Record<string, Adviser>> = {
  INVALID_FIELD: unknownField,
  INVALID_TYPE: unknownObject,
  MALFORMED_QUERY: (_, call) => {
    const object = objectOf(call);
    return {
      hint: "SOQL is SELECT fields FROM object WHERE … ORDER BY … LIMIT n: no *, no JOIN, no AS for fields, texts in single quotes.",
      ...(object === undefined ? {} : { next: { tool: "sf_describe", args: { object } } }),
    };
  },
  QUERY_TIMEOUT: slowQuery,
  OPERATION_TOO_LARGE: slowQuery,
  INVALID_QUERY_LOCATOR: forgotten,
  REQUEST_LIMIT_EXCEEDED: limits,
  INVALID_SESSION_ID: diagnose,
};

const BY_CLASS: Readonly<Partial<Record<KineticError["code"], Adviser>>> = {
  AUTHENTICATION: diagnose,
  CONFIGURATION: diagnose,
  PERMISSION: permissions,
  LIMIT: limits,
  NOT_FOUND: missing,
  INPUT: wrongInput,
};

/** What the org has no name for. Where the error says enough by itself there is nothing to add. */
function wrongInput(error: KineticError): Advice {
  const isPermission = isKineticError(error, "INPUT") && error.column === "system";
  return isPermission
    ? { next: { tool: "sf_describe", args: { object: "PermissionSet", find: "Permissions" } } }
    : {};
}

/** "No such column 'Nmae' on entity 'Account'", and "… on sobject of type Account" of a write (SOQL errors). */
const UNKNOWN_FIELD = /No such column '([\w.]+)' on (?:entity|sobject of type) '?(\w+)/;
/** "Didn't understand relationship 'Ownr' in field path". */
const UNKNOWN_RELATIONSHIP = /Didn't understand relationship '(\w+)'/;

async function unknownField(error: KineticError, call: FailedCall, context: ToolContext): Promise<Advice> {
  const [, field, named] = UNKNOWN_FIELD.exec(error.problem) ?? [];
  const object = named ?? objectOf(call);
  if (object === undefined) return {};
  const describe = await context.org.describe(object, context.signal);
  const relationship = UNKNOWN_RELATIONSHIP.exec(error.problem)?.[1];
  const known =
    relationship === undefined
      ? describe.fields.map(({ name }) => name)
      : describe.fields.flatMap(({ relationshipName }) => relationshipName ?? []);
  const wrong = relationship ?? field ?? "";
  const near = nearest(wrong, known);
  const look: NextCall = { tool: "sf_describe", args: { object: describe.name } };
  if (near.length === 0) {
    return { hint: `${describe.name} has no field like ${wrong} that this user can see.`, next: look };
  }
  return { hint: `${describe.name} has ${near.join(", ")}.`, next: corrected(call, wrong, near) ?? look };
}

/** The rest of a result that the org forgot: the query behind the cursor is still known here. */
async function forgotten(_: KineticError, { args }: FailedCall, context: ToolContext): Promise<Advice> {
  const hint = "The org forgot the rest of this result. Run the query again, narrower.";
  if (typeof args["cursor"] !== "string") return { hint };
  const { handle } = await context.handles.open<{ readonly handle?: string }>(args["cursor"]);
  const held = handle === undefined ? undefined : context.results.get(handle);
  return held === undefined ? { hint } : { hint, next: { tool: "sf_query", args: { soql: held.soql } } };
}

const UNKNOWN_OBJECT = /sObject type '(\w+)' is not supported/;

async function unknownObject(error: KineticError, call: FailedCall, context: ToolContext): Promise<Advice> {
  return objectsLike(UNKNOWN_OBJECT.exec(error.problem)?.[1] ?? objectOf(call), call, context);
}

async function objectsLike(
  wrong: string | undefined,
  call: FailedCall,
  context: ToolContext,
): Promise<Advice> {
  if (wrong === undefined) return {};
  const all = (await context.org.objects(context.signal)).map(({ name }) => name);
  const near = nearest(
    wrong,
    all.filter((name) => context.policy.allowsObject(name)),
  );
  const look: NextCall = { tool: "sf_describe", args: { find: wrong.replace(/__c$/, "").slice(0, 4) } };
  if (near.length === 0) return { hint: `The org has no object like ${wrong}.`, next: look };
  return { hint: `The org has ${near.join(", ")}.`, next: corrected(call, wrong, near) ?? look };
}

/** An object or a record that is not there: which of the two, the list of objects tells. */
async function missing(_: KineticError, call: FailedCall, context: ToolContext): Promise<Advice> {
  const object = objectOf(call);
  if (object === undefined) return {};
  const all = await context.org.objects(context.signal);
  if (!all.some(({ name }) => name.toLowerCase() === object.toLowerCase())) {
    return objectsLike(object, call, context);
  }
  const hint = `${object} exists, the record does not, or this user may not see it.`;
  return { hint, next: { tool: "sf_query", args: { soql: `SELECT Id FROM ${object} ORDER BY Id LIMIT 5` } } };
}

/** The same call with the wrong name corrected, where only one name is near. */
function corrected({ tool, args }: FailedCall, wrong: string, near: readonly string[]): NextCall | undefined {
  const [right] = near;
  if (near.length !== 1 || right === undefined || wrong === "") return undefined;
  const word = new RegExp(`(?<![\\w'])${wrong}(?!\\w)`, "gi");
  if (typeof args["soql"] === "string") {
    return { tool, args: { ...args, soql: args["soql"].replace(word, right) } };
  }
  if (args["object"] === wrong) return { tool, args: { ...args, object: right } };
  if (Array.isArray(args["fields"]) && args["fields"].includes(wrong)) {
    return { tool, args: { ...args, fields: args["fields"].map((name) => (name === wrong ? right : name)) } };
  }
  return undefined;
}

function objectOf({ args }: FailedCall): string | undefined {
  if (typeof args["object"] === "string") return args["object"];
  const soql = typeof args["soql"] === "string" ? args["soql"] : "";
  return /\bFROM\s+([A-Za-z]\w*)/i.exec(soql)?.[1];
}
