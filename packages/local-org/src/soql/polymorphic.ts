import type { FieldDef, ObjectDef, Schema } from "../schema/types.ts";
import { quote } from "../store/types.ts";
import { text } from "./sql.ts";

/** The fields of the Name object: all that can be read through a relationship that may point to several objects. */
const NAME_FIELDS: ReadonlySet<string> = new Set([
  "alias",
  "email",
  "firstname",
  "id",
  "isactive",
  "lastname",
  "name",
  "phone",
  "profileid",
  "recordtypeid",
  "title",
  "userroleid",
  "username",
]);

/** Tells whether a reference may point to several objects, e.g. `WhoId` or the `OwnerId` of a Case. */
export function isPolymorphic(key: FieldDef): boolean {
  return key.referenceTo.length > 1;
}

/** Returns the objects a reference may point to, as far as the org has them. */
export function targets(schema: Schema, key: FieldDef): ObjectDef[] {
  return key.referenceTo.flatMap((name) => schema.object(name) ?? []);
}

interface Found {
  readonly field: FieldDef;
  readonly object: ObjectDef;
  readonly expression: string;
}

/** Reads a field of whatever a polymorphic reference points to: the id's first three characters say which table. */
export function polymorphicField(
  schema: Schema,
  want: { key: FieldDef; id: string; name: string },
): Found | undefined {
  if (!NAME_FIELDS.has(want.name.toLowerCase())) return undefined;
  const branches = targets(schema, want.key).flatMap((object) => {
    const field = lookUp(object, want.name);
    return field ? [{ object, field }] : [];
  });
  const [first] = branches;
  if (!first) return undefined;
  const cases = branches.map(
    ({ object, field }) =>
      `WHEN ${text(object.keyPrefix)} THEN (SELECT ${quote(field.name)} FROM ${quote(object.name)} WHERE "Id" = ${want.id})`,
  );
  return { ...first, expression: `(CASE substr(${want.id}, 1, 3) ${cases.join(" ")} END)` };
}

/** `Name` stands for the name field of every object, whatever it is called there. */
function lookUp(object: ObjectDef, name: string): FieldDef | undefined {
  if (name.toLowerCase() === "name") return object.nameField;
  const field = object.field(name);
  return field?.stored ? field : undefined;
}

/** Reads the type of what a polymorphic reference points to (`Who.Type`). */
export function polymorphicType(schema: Schema, key: FieldDef, id: string): Found {
  const objects = targets(schema, key);
  const cases = objects.map((object) => `WHEN ${text(object.keyPrefix)} THEN ${text(object.name)}`);
  const [object] = objects;
  if (!object) throw new Error(`This org has none of ${key.referenceTo.join(", ")}.`);
  return {
    object,
    field: {
      ...key,
      name: "Type",
      type: "picklist",
      picklistValues: [],
      referenceTo: [],
      relationshipName: null,
    },
    expression: `(CASE substr(${id}, 1, 3) ${cases.join(" ")} END)`,
  };
}
