import { createSchema, type ObjectSpec } from "./define.ts";
import { parseNotation } from "./notation.ts";
import { CODE } from "./standard/code.ts";
import { COMMERCE } from "./standard/commerce.ts";
import { FILES } from "./standard/files.ts";
import { PEOPLE } from "./standard/people.ts";
import { PERMISSIONS } from "./standard/permissions.ts";
import { SALES } from "./standard/sales.ts";
import { SERVICE } from "./standard/service.ts";
import type { Schema } from "./types.ts";

/** Returns the specs of the standard objects that this org has. */
export function standardObjects(): ObjectSpec[] {
  return [SALES, COMMERCE, SERVICE, PEOPLE, PERMISSIONS, FILES, CODE].flatMap(parseNotation);
}

/** Builds the schema of an org: the standard objects, and what is added to them. */
export function standardSchema(extra: readonly ObjectSpec[] = []): Schema {
  return createSchema([...standardObjects(), ...extra]);
}
