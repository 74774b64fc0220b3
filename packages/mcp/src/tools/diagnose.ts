import type { Diagnosis } from "kinetic-core";
import { z } from "zod";
import { deniedBy } from "../policy/index.ts";
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

/** With words, as `empty` has them. */
const flag = z.boolean().describe("yes or no");

const output = z.object({
  ok: z.boolean(),
  org: z.record(z.string(), z.union([z.string(), flag])).optional(),
  mode: z.record(z.string(), z.union([z.string(), z.number(), flag])),
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
    const own = object === undefined ? [] : [ownRules(object, context)];
    const isMet = own.every(({ status }) => status === "pass");
    const objects = object !== undefined && isMet ? [object] : [];
    const { signal } = context;
    const found = await context.org.client.diagnose({ objects, signal });
    const checks = [...checksOf(found), ...own];
    const failed = checks.filter(({ status }) => status === "fail").map(({ id }) => id);
    const ok = failed.length === 0;
    return {
      summary: ok ? "The connection works." : `Failed: ${failed.join(", ")}. Each check says how to fix it.`,
      data: { ok, org: await factsOf(context).catch(() => undefined), mode: modeOf(context), checks },
    };
  },
});

/** What the SDK found, in its own words; what one cause explains is said once. */
function checksOf({ checks }: Diagnosis): Check[] {
  return checks.map(({ id, verdict: status, evidence, remedy, sameAs }) => {
    if (sameAs !== undefined) return { id, status, evidence: `as ${sameAs}` };
    return { id, status, evidence, fix: remedy && [remedy.summary, ...remedy.steps].join(" ") };
  });
}

function ownRules(object: string, { policy }: ToolContext): Check {
  const id = `policy ${object}`;
  if (policy.allowsObject(object)) {
    return { id, status: "pass", evidence: "The rules of this server allow the object." };
  }
  const { message, action } = deniedBy(`the object ${object}`);
  return { id, status: "fail", evidence: message, fix: action };
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
