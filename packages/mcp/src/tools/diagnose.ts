import { isKineticError } from "kinetic-core";
import { z } from "zod";
import { failureOf } from "../output/index.ts";
import { requireObject } from "../policy/index.ts";
import { objectName } from "./shapes.ts";
import { defineTool, type Tool, type ToolContext } from "./tool.ts";

const input = z.strictObject({
  object: objectName.optional().describe("Checks access to it, too"),
});

const check = z.object({
  id: z.string(),
  status: z.enum(["pass", "warn", "fail", "skip"]),
  evidence: z.string(),
  fix: z.string().optional(),
});

type Check = z.output<typeof check>;

const output = z.object({
  ok: z.boolean(),
  org: z.record(z.string(), z.union([z.string(), z.boolean()])).optional(),
  mode: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  checks: z.array(check),
});

/** `sf_diagnose`: whether the connection works, as whom and where, and what to do where it does not. */
export const diagnoseTool: Tool = defineTool({
  name: "sf_diagnose",
  title: "Diagnose the connection",
  description:
    "Checks sign-in, API, limits, access and this server's own rules; each failed check says how to fix it. Call it first, and whenever calls are refused. Changes nothing.",
  toolset: "core",
  kind: "read",
  input,
  output,
  async run({ object }, context) {
    const signIn = await attempt("sign-in", () => signInCheck(context));
    const later =
      signIn.status === "fail"
        ? ["org", "limits", ...(object === undefined ? [] : [`object ${object}`])].map(skipped)
        : await Promise.all([
            attempt("org", () => orgCheck(context)),
            attempt("limits", () => limitsCheck(context)),
            ...(object === undefined
              ? []
              : [attempt(`object ${object}`, () => objectCheck(object, context))]),
          ]);
    const checks = [signIn, ...later];
    const ok = checks.every(({ status }) => status === "pass" || status === "warn");
    const failed = checks.filter(({ status }) => status === "fail").map(({ id }) => id);
    return {
      summary: ok ? "The connection works." : `Failed: ${failed.join(", ")}. Each check says how to fix it.`,
      data: { ok, org: await factsOf(context).catch(() => undefined), mode: modeOf(context), checks },
    };
  },
});

async function attempt(id: string, work: () => Promise<Omit<Check, "id">>): Promise<Check> {
  try {
    return { id, ...(await work()) };
  } catch (error) {
    if (isKineticError(error)) {
      const { problem, remediation } = error;
      return {
        id,
        status: "fail",
        evidence: problem,
        fix: [remediation.summary, ...remediation.steps].join(" "),
      };
    }
    const { message } = failureOf(error);
    return { id, status: "fail", evidence: message };
  }
}

function skipped(id: string): Check {
  return { id, status: "skip", evidence: "nobody could sign in" };
}

async function signInCheck({ org, signal }: ToolContext): Promise<Omit<Check, "id">> {
  const { instanceUrl, scope } = await org.client.whoAmI({ signal });
  const scopes = scope === undefined ? "" : ` Scopes: ${scope.join(" ")}.`;
  return { status: "pass", evidence: `Signed in by ${org.flow} at ${instanceUrl}.${scopes}` };
}

async function orgCheck({ org, signal }: ToolContext): Promise<Omit<Check, "id">> {
  const { orgName, orgId, username, apiVersion, isSandbox } = await org.identity(signal);
  return {
    status: "pass",
    evidence: `${username} in ${orgName} (${orgId}), ${isSandbox ? "a sandbox" : "PRODUCTION"}, API ${apiVersion}.`,
  };
}

/** Below this share of a limit, in percent, work is about to be refused. */
const SCARCE_PERCENT = 10;

async function limitsCheck({ org, signal }: ToolContext): Promise<Omit<Check, "id">> {
  const limits = Object.entries(await org.client.limits({ signal }));
  const scarce = limits
    .filter(([, { Max, Remaining }]) => Max > 0 && (Remaining / Max) * 100 < SCARCE_PERCENT)
    .map(([name, { Max, Remaining }]) => `${name} ${Remaining} of ${Max}`);
  if (scarce.length === 0) return { status: "pass", evidence: `None of ${limits.length} limits is scarce.` };
  const fix = 'Look at sf_limits {"belowPct": 10}, and send less until they are renewed.';
  return { status: "warn", evidence: `Scarce: ${scarce.slice(0, 10).join(", ")}.`, fix };
}

async function objectCheck(object: string, { org, policy, signal }: ToolContext): Promise<Omit<Check, "id">> {
  requireObject(policy, object);
  const { queryable, createable, updateable, deletable, fields } = await org.describe(object, signal);
  const can = Object.entries({ queryable, createable, updateable, deletable })
    .filter(([, is]) => is)
    .map(([name]) => name);
  return { status: "pass", evidence: `${object}: ${can.join(", ")}; ${fields.length} fields are visible.` };
}

async function factsOf({ org, signal }: ToolContext): Promise<Record<string, string | boolean>> {
  const { orgId, orgName, orgType, isSandbox, username, userId, instanceUrl, apiVersion } =
    await org.identity(signal);
  return { alias: org.alias, orgId, orgName, orgType, isSandbox, username, userId, instanceUrl, apiVersion };
}

function modeOf({ settings, policy, offered }: ToolContext): Record<string, string | number | boolean> {
  const { write, allowProductionWrites, confirm, maxRows, maxBytes, apiFloorPercent } = settings;
  return {
    readOnly: !write,
    allowProductionWrites,
    confirm,
    policy: policy.narrows,
    maxRows,
    maxBytes,
    apiFloorPercent,
    tools: offered.join(" "),
  };
}
