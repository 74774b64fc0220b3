import type { FieldDescribe } from "../../schema/index.ts";
import type { DescribeObject } from "../context.ts";

/** Where the path of a field begins. */
export interface PathStart {
  readonly describe: DescribeObject;
  readonly object: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Finds the field that a path names, e.g. `Owner.Manager.Email`, relationship by relationship. `undefined` where the
 * describes have no such field, or a relationship leads to several objects.
 */
export async function fieldAt(start: PathStart, path: string): Promise<FieldDescribe | undefined> {
  const names = path.split(".").map((name) => name.toLowerCase());
  let { object } = start;
  for (const [depth, name] of names.entries()) {
    const { fields } = await start.describe(object, { signal: start.signal });
    if (depth === names.length - 1) return fields.find((field) => field.name.toLowerCase() === name);
    const lookup = fields.find((field) => field.relationshipName?.toLowerCase() === name);
    const [target, ...others] = lookup?.referenceTo ?? [];
    if (target === undefined || others.length > 0) return undefined;
    object = target;
  }
  return undefined;
}
