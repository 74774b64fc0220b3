import type { Requester } from "../http/index.ts";
import type { CallOptions } from "./call.ts";
import { objectName, recordId } from "./check.ts";

/** Options of `describeLayouts`. */
export interface LayoutOptions extends CallOptions {
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

/** Reads the layouts of an object (REST API guide, "sObject Layouts", "sObject CompactLayouts", "sObject ApprovalLayouts"). */
export async function readLayouts(
  requester: Requester,
  object: string,
  { recordTypeId, kind = "layouts", signal }: LayoutOptions = {},
): Promise<LayoutsDescribe> {
  const type = recordTypeId === undefined ? "" : `/${recordId(recordTypeId, { field: "recordTypeId" })}`;
  const path = `sobjects/${objectName(object)}/describe/${kind}${type}`;
  return (await requester.json<LayoutsDescribe>({ method: "GET", path, signal })).body;
}
