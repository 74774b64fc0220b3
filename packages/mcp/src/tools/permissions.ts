import { z } from "zod";
import type { ToolOutput } from "../output/index.ts";
import { requireFields } from "../policy/index.ts";
import { Refusal } from "../refusal/index.ts";
import { type Grant, grantsOf, type Subject, subjectOf } from "./grants.ts";
import { fieldName, objectName } from "./shapes.ts";
import { defineTool, type Tool } from "./tool.ts";

const input = z.strictObject({
  user: z.string().max(80).optional().describe("Username or id; default: yourself"),
  permissionSet: z.string().max(80).optional().describe("API name, instead of user"),
  profile: z.string().max(80).optional().describe("Name, instead of user"),
  object: objectName.optional(),
  field: fieldName.optional().describe("Of object"),
  system: z
    .string()
    .regex(/^[A-Za-z]\w*$/)
    .optional()
    .describe("System permission, e.g. ApiEnabled"),
});

type Args = z.output<typeof input>;

const output = z.object({
  subject: z.string(),
  effective: z.array(z.string()),
  missing: z.array(z.string()),
  grantedBy: z.array(z.object({ permission: z.string(), by: z.array(z.string()) })),
});

/** `sf_permissions`: what somebody may do, and which profile or permission set says so. */
export const permissionsTool: Tool = defineTool({
  name: "sf_permissions",
  title: "Explain permissions",
  description:
    "Tells why somebody can or cannot do something: rights to an object, to a field, or a system permission, and which profile or permission set grants each.",
  toolset: "core",
  kind: "read",
  input,
  output,
  async run(args, context) {
    if (args.object !== undefined)
      requireFields(context.policy, args.object, args.field === undefined ? [] : [args.field]);
    const wanted = wantedOf(args);
    const subject = await subjectOf(args, context);
    return answer(subject, await grantsOf({ ...wanted, subject }, context));
  },
});

function wantedOf({ object, field, system }: Args): Pick<Args, "object" | "field" | "system"> {
  if (field !== undefined && object === undefined) {
    throw new Refusal("field needs object", { code: "ARGUMENTS", action: "Send object, too." });
  }
  if (object !== undefined || system !== undefined) return { object, field, system };
  throw new Refusal("sf_permissions needs something to explain", {
    code: "ARGUMENTS",
    action: "Send object, object with field, or system.",
  });
}

function answer({ label }: Subject, grants: readonly Grant[]): ToolOutput {
  const effective = grants.filter(({ by }) => by.length > 0);
  const missing = grants.filter(({ by }) => by.length === 0).map(({ permission }) => permission);
  return {
    summary:
      missing.length === 0 ? "Everything asked for is granted." : `Not granted: ${missing.join(", ")}.`,
    data: {
      subject: label,
      effective: effective.map(({ permission }) => permission),
      missing,
      grantedBy: effective,
    },
  };
}
