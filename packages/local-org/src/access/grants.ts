import type { ObjectDef, Schema } from "../schema/types.ts";
import { securedFields } from "./field-key.ts";
import {
  type AccessOptions,
  BUILT_IN_PROFILES,
  type FieldAccess,
  type GrantOptions,
  type ObjectAccess,
  type ObjectRight,
  type PermissionSetOptions,
} from "./options.ts";

/** A profile or permission set with everything decided. */
export interface Grants {
  readonly name: string;
  readonly label: string;
  readonly isProfile: boolean;
  readonly systemPermissions: Readonly<Record<string, boolean>>;
  readonly objects: Readonly<Record<string, ObjectAccess>>;
  readonly fields: Readonly<Record<string, FieldAccess>>;
  readonly otherFields: FieldAccess;
}

const RIGHTS: readonly ObjectRight[] = ["read", "create", "edit", "delete", "viewAll", "modifyAll"];

const NAMED: Readonly<Record<string, readonly ObjectRight[]>> = Object.freeze({
  none: [],
  read: ["read"],
  "read-write": ["read", "create", "edit"],
  all: RIGHTS,
});

/** What a right brings with it (Salesforce Help, "Object Permissions"). */
const IMPLIED: Readonly<Record<ObjectRight, readonly ObjectRight[]>> = Object.freeze({
  read: [],
  create: ["read"],
  edit: ["read"],
  delete: ["read", "edit"],
  viewAll: ["read"],
  modifyAll: ["read", "edit", "delete", "viewAll"],
});

/** Returns the rights to an object, with those that they bring along. */
export function rightsTo(grants: Grants, object: ObjectDef): ReadonlySet<ObjectRight> {
  const access = grants.objects[object.name] ?? grants.objects["*"] ?? "none";
  const rights = typeof access === "string" ? (NAMED[access] ?? []) : access;
  return new Set(rights.flatMap((right) => [right, ...IMPLIED[right]]));
}

/** Returns the access to a field of an object that may be read. */
export function accessTo(grants: Grants, object: ObjectDef, field: string): FieldAccess {
  return grants.fields[`${object.name}.${field}`] ?? grants.otherFields;
}

/** Returns the system permissions that an org knows: the columns of PermissionSet, without `Permissions`. */
export function systemPermissionNames(schema: Schema): string[] {
  const names = schema.object("PermissionSet")?.fields.map((field) => field.name) ?? [];
  return names.flatMap((name) => (/^Permissions[A-Z]/.test(name) ? [name.slice("Permissions".length)] : []));
}

/** Where the grants of an org come from, and which of them are known by now. */
class Resolver {
  readonly #schema: Schema;
  readonly #known = new Map<string, Grants>();

  constructor(schema: Schema) {
    this.#schema = schema;
  }

  resolve(options: PermissionSetOptions, isProfile: boolean): Grants {
    const base = this.#base(options);
    const grants: Grants = {
      name: options.name,
      label: options.label ?? options.name,
      isProfile,
      systemPermissions: this.#system(options, base),
      objects: { ...base?.objects, ...this.#objects(options) },
      fields: { ...base?.fields, ...this.#fields(options) },
      otherFields: options.otherFields ?? base?.otherFields ?? "edit",
    };
    this.#known.set(options.name, grants);
    return grants;
  }

  #base(options: GrantOptions): Grants | undefined {
    if (options.clone === undefined) return this.#known.get(options.name);
    const base = this.#known.get(options.clone);
    if (base) return base;
    throw new Error(
      `${options.name} is to be a clone of "${options.clone}", which is not among the profiles and permission sets before it.`,
    );
  }

  #system(options: GrantOptions, base: Grants | undefined): Record<string, boolean> {
    const given = options.systemPermissions ?? {};
    const names = systemPermissionNames(this.#schema);
    const unknown = Object.keys(given).find((name) => name !== "*" && !names.includes(name));
    if (unknown !== undefined) {
      throw new Error(
        `${options.name} has the system permission ${unknown}, which this org does not know. It knows: ${names.join(", ")}.`,
      );
    }
    const all = given["*"];
    return Object.fromEntries(
      names.map((name) => [name, given[name] ?? all ?? base?.systemPermissions[name] ?? false]),
    );
  }

  #objects(options: GrantOptions): Record<string, ObjectAccess> {
    const entries = Object.entries(options.objects ?? {}).map(([name, access]) => {
      const known =
        typeof access === "string" ? access in NAMED : access.every((one) => RIGHTS.includes(one));
      if (!known)
        throw new Error(
          `${options.name} has the access ${JSON.stringify(access)} to ${name}: use ${Object.keys(NAMED).join(", ")}, or a list of ${RIGHTS.join(", ")}.`,
        );
      return [name === "*" ? name : this.#object(options, name).name, access] as const;
    });
    return Object.fromEntries(entries);
  }

  #object(options: GrantOptions, name: string): ObjectDef {
    const object = this.#schema.object(name);
    if (object) return object;
    throw new Error(`${options.name} speaks of the object ${name}, which this org does not have.`);
  }

  #fields(options: GrantOptions): Record<string, FieldAccess> {
    const entries = Object.entries(options.fields ?? {}).map(([path, access]) => {
      const [objectName = "", fieldName = ""] = path.split(".");
      const object = this.#object(options, objectName);
      const field = object.field(fieldName);
      if (!field)
        throw new Error(`${options.name} speaks of the field ${path}, which this org does not have.`);
      if (!securedFields(object).includes(field)) {
        const why = "field-level security does not apply to it (a describe says permissionable: false)";
        throw new Error(`${options.name} says "${access}" of the field ${path}, but ${why}.`);
      }
      if (!["none", "read", "edit"].includes(access))
        throw new Error(`${options.name} says "${access}" of the field ${path}: use none, read or edit.`);
      return [`${object.name}.${field.name}`, access] as const;
    });
    return Object.fromEntries(entries);
  }
}

/**
 * Decides what the profiles and permission sets of an org grant: the built-in profiles first, then those that are configured.
 * @throws Error that names the profile or permission set and what in it this org does not know
 */
export function resolveGrants(schema: Schema, options: AccessOptions): readonly Grants[] {
  const resolver = new Resolver(schema);
  const grants = new Map<string, Grants>();
  for (const profile of [...BUILT_IN_PROFILES, ...options.profiles])
    grants.set(profile.name, resolver.resolve(profile, true));
  for (const set of options.permissionSets) {
    if (grants.has(set.name)) throw new Error(`There are two profiles or permission sets named ${set.name}.`);
    grants.set(set.name, resolver.resolve(set, false));
  }
  return [...grants.values()];
}
