import type { PermissionGrant, PermissionReport, PermissionSource } from "kinetic-core";
import { z } from "zod";
import type { ToolOutput } from "../output/index.ts";
import { requireFields } from "../policy/index.ts";
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
    return answer(await context.org.client.explainPermissions({ ...args, signal: context.signal }));
  },
});

const WORDS = { user: "user", profile: "profile", permissionSet: "permission set" } as const;
const ALWAYS = "everybody who may read the object: the field cannot be hidden";

const nameOf = ({ type, name }: PermissionReport["subject"] | PermissionSource): string =>
  `${WORDS[type]} ${name}`;

function told({ permission, target, always, grantedBy }: PermissionGrant) {
  return {
    permission: target === undefined ? permission : `${permission} ${target}`,
    by: always ? [ALWAYS] : grantedBy.map(nameOf),
  };
}

function answer({ subject, grants }: PermissionReport): ToolOutput {
  const all = grants.map(told);
  const effective = all.filter(({ by }) => by.length > 0);
  const missing = all.filter(({ by }) => by.length === 0).map(({ permission }) => permission);
  return {
    summary:
      missing.length === 0 ? "Everything asked for is granted." : `Not granted: ${missing.join(", ")}.`,
    data: {
      subject: nameOf(subject),
      effective: effective.map(({ permission }) => permission),
      missing,
      grantedBy: effective,
    },
  };
}
