import { ConfigurationError, type ConfigurationProblem } from "../errors/index.ts";
import { isPath, type Test, testOf } from "./condition.ts";
import type { FieldMapping, Mapping, MappingFailure } from "./mapping.ts";
import { type MappingFunctions, stepOf } from "./transforms.ts";
import { readerOf, type Source, type Step, shown } from "./value.ts";

/** A field with everything decided. */
export interface FieldPlan {
  /** API name, or `Owner.Username`. */
  readonly target: string;
  readonly read: (source: Source) => unknown;
  readonly steps: readonly Step[];
  readonly test: Test | undefined;
  readonly fallback: unknown;
  readonly required: boolean;
  readonly onError: MappingFailure;
  readonly blank: "leave" | "null";
}

/** A mapping with everything decided. */
export interface MappingPlan {
  readonly fields: readonly FieldPlan[];
  readonly where: Test | undefined;
}

const TARGET = /^[A-Za-z]\w*(?:\.[A-Za-z]\w*)?$/;
const MAPPING_KEYS: readonly string[] = ["fields", "where", "onError", "blank"];
const FIELD_KEYS: readonly string[] = [
  "from",
  "value",
  "default",
  "required",
  "when",
  "transforms",
  "onError",
  "blank",
];

/**
 * Checks a mapping and decides everything that does not depend on a row.
 * @throws ConfigurationError naming everything that is wrong, by its place in the mapping
 */
export function compileMapping(mapping: Mapping, functions: MappingFunctions): MappingPlan {
  const problems: ConfigurationProblem[] = [];
  const note: Note = (setting, message) => void problems.push({ setting, source: "mapping", message });
  const plan = plansOf(mapping, functions, note);
  if (problems.length === 0 && plan !== undefined) return plan;
  throw new ConfigurationError("The mapping cannot work", { problems });
}

type Note = (setting: string, message: string) => void;

function plansOf(mapping: Mapping, functions: MappingFunctions, note: Note): MappingPlan | undefined {
  if (!isObject(mapping) || !isObject(mapping.fields) || Object.keys(mapping.fields).length === 0) {
    note("fields", "must name at least one field");
    return undefined;
  }
  checkKeys(mapping, { known: MAPPING_KEYS, setting: "mapping" }, note);
  checkPolicy(mapping, "", note);
  checkTargets(Object.keys(mapping.fields), note);
  const fields = Object.entries(mapping.fields).map(([target, field]) => {
    const setting = `fields.${target}`;
    const whole = typeof field === "string" ? { from: field } : field;
    if (isObject(whole)) return planField({ target, field: whole, mapping, functions }, setting, note);
    note(setting, `is ${shown(field)}, which is neither a path nor a field mapping`);
    return undefined;
  });
  const where = conditionOf(mapping.where, "where", note);
  return { fields: fields.filter((field) => field !== undefined), where };
}

interface FieldParts {
  readonly target: string;
  readonly field: FieldMapping;
  readonly mapping: Mapping;
  readonly functions: MappingFunctions;
}

function planField(
  { target, field, mapping, functions }: FieldParts,
  setting: string,
  note: Note,
): FieldPlan {
  checkKeys(field, { known: FIELD_KEYS, setting }, note);
  checkPolicy(field, `${setting}.`, note);
  if ((field.from === undefined) === (field.value === undefined))
    note(setting, "needs either from, the path of its value, or value");
  if (field.from !== undefined && !isPath(field.from)) note(`${setting}.from`, "is no path");
  if (field.value !== undefined && field.transforms !== undefined)
    note(`${setting}.transforms`, "have nothing to change: the value is the same for all rows");
  const { from = target, value } = field;
  return {
    target,
    read: value === undefined && isPath(from) ? readerOf(from) : () => value,
    steps: stepsOf(field, { functions, setting }, note),
    test: conditionOf(field.when, `${setting}.when`, note),
    fallback: field.default,
    required: field.required === true,
    onError: field.onError ?? mapping.onError ?? "fail",
    blank: field.blank ?? mapping.blank ?? "leave",
  };
}

function stepsOf(
  { transforms = [] }: FieldMapping,
  { functions, setting }: { readonly functions: MappingFunctions; readonly setting: string },
  note: Note,
): Step[] {
  if (!Array.isArray(transforms)) {
    note(`${setting}.transforms`, "must be a list");
    return [];
  }
  return transforms.flatMap((transform, at) => {
    const step = stepOf(transform, functions);
    if (typeof step !== "string") return [step];
    note(`${setting}.transforms[${at}]`, step);
    return [];
  });
}

function conditionOf(condition: Mapping["where"], setting: string, note: Note): Test | undefined {
  if (condition === undefined) return undefined;
  const test = testOf(condition);
  if (typeof test !== "string") return test;
  note(setting, test);
  return undefined;
}

/** A field and one of the record that it points to cannot both be set, nor two of that record: one of them names it. */
function checkTargets(targets: readonly string[], note: Note): void {
  const roots = new Map<string, string>();
  for (const target of targets) {
    const setting = `fields.${target}`;
    if (!TARGET.test(target))
      note(setting, "is no API name of a field, such as Name, Code__c or Owner.Username");
    const root = (target.split(".")[0] ?? "").toLowerCase();
    const other = roots.get(root);
    if (other !== undefined) note(setting, `names the same field as ${other}`);
    roots.set(root, target);
  }
}

function checkPolicy(
  { onError, blank }: Pick<FieldMapping, "onError" | "blank">,
  prefix: string,
  note: Note,
): void {
  if (onError !== undefined && !["fail", "skip", "null"].includes(onError))
    note(`${prefix}onError`, `is ${shown(onError)}, which is none of fail, skip, null`);
  if (blank !== undefined && !["leave", "null"].includes(blank))
    note(`${prefix}blank`, `is ${shown(blank)}, which is none of leave, null`);
}

function checkKeys(
  settings: object,
  { known, setting }: { readonly known: readonly string[]; readonly setting: string },
  note: Note,
): void {
  for (const key of Object.keys(settings))
    if (!known.includes(key)) note(setting, `has ${key}, which is none of ${known.join(", ")}`);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
