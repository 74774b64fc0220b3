import type { ObjectDef } from "../schema/types.ts";
import { notFound } from "../server/errors.ts";
import type { Call } from "../server/types.ts";

/** Returns the object that the path names. @throws SalesforceError 404, the same as for an unknown record */
export function objectOf(call: Call): ObjectDef {
  const object = call.org.schema.object(call.params["object"] ?? "");
  if (!object) throw notFound();
  return object;
}
