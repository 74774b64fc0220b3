import { InputError } from "../errors/index.ts";
import type { Requester } from "../http/index.ts";
import type { ObjectDescribe } from "../schema/index.ts";
import type { CallOptions } from "./records.ts";

/** Reads the describe of an object (REST API guide, "sObject Describe"). */
export async function describeObject(
  requester: Requester,
  object: string,
  { signal }: CallOptions = {},
): Promise<ObjectDescribe> {
  if (!/^[A-Za-z]\w*$/.test(object))
    throw new InputError(`${JSON.stringify(object)} is not the API name of an object`);
  const path = `sobjects/${object}/describe`;
  return (await requester.json<ObjectDescribe>({ method: "GET", path, signal })).body;
}
