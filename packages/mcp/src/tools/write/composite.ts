import type { AnyStep, CompositeSteps, StepResult } from "kinetic-core";
import { z } from "zod";
import type { ToolOutput } from "../../output/index.ts";
import { requireFields } from "../../policy/index.ts";
import { Refusal } from "../../refusal/index.ts";
import { fieldName, objectName } from "../shapes.ts";
import { defineTool, type Tool, type ToolContext } from "../tool.ts";
import { checkRecords } from "./checks.ts";
import { planOf } from "./names.ts";
import { record } from "./shapes.ts";

/** An id, or what an earlier step answered. */
const idOrReference = z.string().regex(/^(?:[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?|@\{\w+\.\w+\})$/);

const step = z.strictObject({
  ref: z.string().regex(/^[A-Za-z]\w{0,39}$/),
  action: z.enum(["create", "update", "upsert", "delete", "get"]),
  object: objectName,
  id: idOrReference.optional().describe("For update, delete, get; may be @{ref.id}"),
  externalIdField: fieldName.optional().describe("For upsert"),
  externalIdValue: z.string().max(255).optional(),
  fields: record.optional().describe("Values may be @{ref.id} of an earlier create"),
});

const input = z.strictObject({
  steps: z.array(step).min(1).max(25),
  allOrNone: z.boolean().default(true).describe("One failure undoes all"),
});

type Args = z.output<typeof input>;
type StepArgs = Args["steps"][number];

const output = z.object({
  ok: z.boolean(),
  results: z.array(
    z.object({
      ref: z.string(),
      ok: z.boolean(),
      status: z.number(),
      id: z.string().optional(),
      code: z.string().optional(),
      message: z.string().optional(),
      fix: z.string().optional(),
    }),
  ),
});

/** `sf_composite`: several writes that depend on each other, in one call. */
export const compositeTool: Tool = defineTool({
  name: "sf_composite",
  title: "Write several records together",
  description:
    "Runs up to 25 steps in order, where later ones may use ids of earlier creates (@{ref.id}): an account with its contacts. By default all or nothing. The user confirms.",
  toolset: "write",
  kind: "destructive",
  input,
  output,
  async run(args, context) {
    for (const one of args.steps) await checkStep(one, context);
    await context.confirm(["sf_composite", args], () => plan(args, context));
    const { allOrNone } = args;
    const result = await context.org.client.composite(
      (composite) => Object.fromEntries(args.steps.map((one) => [one.ref, add(composite, one)])),
      { allOrNone, signal: context.signal },
    );
    // The steps are known when the call runs only: the compiler cannot tell what each answers.
    return answer(args, result.steps as Readonly<Record<string, StepResult<unknown>>>);
  },
});

const REQUIRED: Readonly<Record<StepArgs["action"], readonly (keyof StepArgs)[]>> = {
  create: ["fields"],
  update: ["id", "fields"],
  upsert: ["externalIdField", "externalIdValue", "fields"],
  delete: ["id"],
  get: ["id"],
};

async function checkStep(one: StepArgs, context: ToolContext): Promise<void> {
  const { ref, action, object, fields = {}, externalIdField } = one;
  const missing = REQUIRED[action].filter((name) => one[name] === undefined);
  if (missing.length > 0) {
    throw new Refusal(`The step ${ref} lacks ${missing.join(", ")}`, {
      code: "ARGUMENTS",
      action: `A step to ${action} needs ${REQUIRED[action].join(", ")}.`,
    });
  }
  requireFields(context.policy, object, externalIdField === undefined ? [] : [externalIdField]);
  if (action === "delete" || action === "get") return;
  const ability = action === "create" ? "createable" : "updateable";
  await checkRecords({ object, records: [fields], ability, keys: [] }, context);
}

function add(composite: CompositeSteps, one: StepArgs): AnyStep {
  const { ref: referenceId, action, object, fields = {}, externalIdField = "", externalIdValue = "" } = one;
  const id = idOf(one.id ?? "");
  if (action === "create") return composite.create(object, fields, { referenceId });
  if (action === "get") return composite.retrieve(object, id, { referenceId, fields: ["Id"] });
  if (action === "delete") return composite.delete(object, id, { referenceId });
  if (action === "update") return composite.update(object, id, fields);
  return composite.upsert(object, { field: externalIdField, value: externalIdValue }, fields);
}

/** A text that refers to another step is no id, and is not checked as one. */
function idOf(text: string) {
  return text.startsWith("@{") ? { toString: () => text, toJSON: () => text } : text;
}

function plan({ steps, allOrNone }: Args, context: ToolContext) {
  const lines = steps.slice(0, 10).map(({ action, object, id, fields }) => {
    const names = Object.keys(fields ?? {}).join(", ");
    return `${action} ${object}${id === undefined ? "" : ` ${id}`}${names === "" ? "" : `: ${names}`}`;
  });
  const more = steps.length > lines.length ? [`and ${steps.length - lines.length} more`] : [];
  const details = [...lines, ...more, allOrNone ? "All or nothing." : "Each step stands alone."];
  return planOf(`Run ${steps.length} steps`, details, context);
}

function answer({ steps }: Args, results: Readonly<Record<string, StepResult<unknown>>>): ToolOutput {
  const told = steps.map(({ ref }) => resultOf(ref, results[ref]));
  const good = told.filter(({ ok }) => ok === true).length;
  return {
    summary: `${good} of ${steps.length} steps are done.`,
    data: { ok: good === steps.length, results: told },
  };
}

function resultOf(ref: string, result: StepResult<unknown> | undefined): Record<string, unknown> {
  if (result === undefined)
    return { ref, ok: false, status: 0, message: "The org did not answer this step." };
  const { ok, status } = result;
  if (!ok) {
    const { errorCode, code, problem, remediation } = result.error;
    return { ref, ok, status, code: errorCode ?? code, message: problem, fix: remediation.summary };
  }
  const id = (result.body as { readonly id?: unknown } | null | undefined)?.id;
  return typeof id === "string" ? { ref, ok, status, id } : { ref, ok, status };
}
