import { Refusal } from "../refusal/index.ts";
import type { PolicySettings } from "../settings/index.ts";

/** Which objects and fields may be met, compiled once from the settings. */
export interface AccessPolicy {
  /** Whether it narrows anything: without it queries need not be looked into. */
  readonly narrows: boolean;
  allowsObject(object: string): boolean;
  /** Whether a field may not be read, filtered by or written. */
  deniesField(object: string, field: string): boolean;
  /** Whether a field's values are hidden. */
  masksField(object: string, field: string): boolean;
}

/** Compiles the policy. */
export function compilePolicy(settings: PolicySettings): AccessPolicy {
  const allowed = settings.allowObjects === undefined ? undefined : nameSet(settings.allowObjects);
  const denied = nameSet(settings.denyObjects);
  const deniedFields = nameSet(settings.denyFields);
  const masked = nameSet(settings.maskFields);
  return {
    narrows: allowed !== undefined || denied.size + deniedFields.size + masked.size > 0,
    allowsObject: (object) =>
      !denied.has(object.toLowerCase()) && (allowed === undefined || allowed.has(object.toLowerCase())),
    deniesField: (object, field) => namesField(deniedFields, object, field),
    masksField: (object, field) => namesField(masked, object, field),
  };
}

/**
 * Refuses an object that the policy does not allow.
 * @throws Refusal naming the object and who can change that
 */
export function requireObject(policy: AccessPolicy, object: string): void {
  if (!policy.allowsObject(object)) throw deniedBy(`the object ${object}`);
}

/**
 * Refuses fields that the policy denies.
 * @throws Refusal naming the field and who can change that
 */
export function requireFields(policy: AccessPolicy, object: string, fields: Iterable<string>): void {
  requireObject(policy, object);
  for (const field of fields) {
    if (policy.deniesField(object, field)) throw deniedBy(`the field ${object}.${field}`);
  }
}

/** The refusal that every part of the policy ends in. */
export function deniedBy(what: string): Refusal {
  return new Refusal(`The policy of this server does not allow ${what}`, {
    code: "POLICY",
    action:
      "Whoever runs the server sets it, by --allow-objects, --deny-objects, --deny-fields and --mask-fields.",
  });
}

function nameSet(names: readonly string[] | undefined): ReadonlySet<string> {
  return new Set((names ?? []).map((name) => name.toLowerCase()));
}

function namesField(set: ReadonlySet<string>, object: string, field: string): boolean {
  if (set.size === 0) return false;
  const name = field.toLowerCase();
  return set.has(name) || set.has(`${object.toLowerCase()}.${name}`);
}
