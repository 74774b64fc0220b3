import type { FieldDef, ObjectDef, Schema } from "../schema/types.ts";
import type { Crud, Rights } from "./rights.ts";

/** The objects and fields of an org as one user may see them. What is hidden is not there; what is read-only says so. */
export class SchemaView implements Schema {
  readonly #schema: Schema;
  readonly #rights: Rights;
  readonly #objects = new Map<ObjectDef, ObjectDef | undefined>();

  constructor(schema: Schema, rights: Rights) {
    this.#schema = schema;
    this.#rights = rights;
  }

  object(name: string): ObjectDef | undefined {
    return this.#seen(this.#schema.object(name));
  }

  byPrefix(id: string): ObjectDef | undefined {
    return this.#seen(this.#schema.byPrefix(id));
  }

  objects(): readonly ObjectDef[] {
    return this.#schema.objects().flatMap((object) => this.#seen(object) ?? []);
  }

  #seen(object: ObjectDef | undefined): ObjectDef | undefined {
    if (!object) return undefined;
    if (!this.#objects.has(object)) {
      const crud = this.#rights.object(object);
      this.#objects.set(object, crud.read ? this.#view(object, crud) : undefined);
    }
    return this.#objects.get(object);
  }

  #isVisible(name: string): boolean {
    const object = this.#schema.object(name);
    return object !== undefined && this.#rights.object(object).read;
  }

  #fieldIn(object: ObjectDef, field: FieldDef): FieldDef | undefined {
    const access = this.#rights.field(object, field);
    if (access === "none") return undefined;
    return access === "edit" ? field : { ...field, createable: false, updateable: false };
  }

  #view(object: ObjectDef, crud: Crud): ObjectDef {
    const fields = object.fields.flatMap((field) => this.#fieldIn(object, field) ?? []);
    const byName = new Map(fields.map((field) => [field.name.toLowerCase(), field]));
    const children = object.childRelationships.filter(({ childSObject, field }) => {
      const child = this.#schema.object(childSObject);
      const key = child?.field(field);
      return child && key && this.#isVisible(childSObject) && this.#rights.field(child, key) !== "none";
    });
    const { flags } = object;
    return {
      ...object,
      flags: {
        ...flags,
        createable: flags.createable && crud.create,
        updateable: flags.updateable && crud.edit,
        deletable: flags.deletable && crud.delete,
      },
      fields,
      childRelationships: children,
      field: (name) => byName.get(name.toLowerCase()),
      relationship: (name) => {
        const key = object.relationship(name);
        // A parent that may not be seen has no relationship to walk, even where its id may be read.
        if (!key?.referenceTo.some((parent) => this.#isVisible(parent))) return undefined;
        return byName.get(key.name.toLowerCase());
      },
      child: (name) => {
        const child = object.child(name);
        return child && children.includes(child) ? child : undefined;
      },
    };
  }
}
