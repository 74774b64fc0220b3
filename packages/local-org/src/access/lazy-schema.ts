import type { ObjectDef, Schema } from "../schema/types.ts";

/**
 * Returns a schema that runs `fill` before anybody gets hold of one of some objects: hundreds of rows that most orgs are never
 * asked for are then written only in those that are.
 */
export function lazySchema(schema: Schema, names: readonly string[], fill: () => void): Schema {
  const lazy = new Set(names);
  const filled = (object: ObjectDef | undefined): ObjectDef | undefined => {
    if (object && lazy.has(object.name)) fill();
    return object;
  };
  return {
    object: (name) => filled(schema.object(name)),
    byPrefix: (id) => filled(schema.byPrefix(id)),
    objects: () => schema.objects(),
  };
}
