import { InputError } from "../errors/index.ts";
import type { AnswerCache, DescribeOptions } from "../schema/index.ts";
import { objectName, recordId } from "./check.ts";

/** Options of `describeLayouts`. */
export interface LayoutOptions extends DescribeOptions {
  /** The layout of one record type. @default those of all */
  readonly recordTypeId?: string | undefined;
  /** Which layouts. @default "layouts" */
  readonly kind?: "layouts" | "compactLayouts" | "approvalLayouts" | undefined;
}

/** The page layouts of an object: the members that are always there; the org sends more. */
export interface LayoutsDescribe {
  readonly layouts?: readonly Readonly<Record<string, unknown>>[] | undefined;
  readonly recordTypeMappings?: readonly Readonly<Record<string, unknown>>[] | undefined;
  readonly recordTypeSelectorRequired?: readonly boolean[] | undefined;
  readonly [member: string]: unknown;
}

const KINDS: ReadonlySet<string> = new Set(["layouts", "compactLayouts", "approvalLayouts"]);

/** Reads the layouts of an object (REST API guide, "sObject Layouts", "sObject CompactLayouts", "sObject ApprovalLayouts"). */
export async function readLayouts(
  answers: AnswerCache,
  object: string,
  { recordTypeId, kind = "layouts", ...options }: LayoutOptions = {},
): Promise<LayoutsDescribe> {
  const type = recordTypeId === undefined ? "" : `/${recordId(recordTypeId, { field: "recordTypeId" })}`;
  if (!KINDS.has(kind))
    throw new InputError(`kind must be one of ${[...KINDS].join(", ")}, not ${JSON.stringify(kind)}`, {
      column: "kind",
    });
  return answers.get<LayoutsDescribe>(`sobjects/${objectName(object)}/describe/${kind}${type}`, options);
}
