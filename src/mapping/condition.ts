import type { MappingCondition, MappingScalar, SourcePath } from "./mapping.ts";
import { isMissing, readerOf, type Source, shown } from "./value.ts";

/** A compiled condition. */
export type Test = (source: Source) => boolean;

/** Makes the test of a condition, or says what is wrong with it. */
export function testOf(condition: MappingCondition): Test | string {
  if (typeof condition !== "object" || condition === null)
    return `is ${shown(condition)}, which is no condition`;
  if ("not" in condition) {
    const test = testOf(condition.not);
    return typeof test === "string" ? test : (source) => !test(source);
  }
  if ("all" in condition)
    return combined(condition.all, (tests, source) => tests.every((test) => test(source)));
  if ("any" in condition)
    return combined(condition.any, (tests, source) => tests.some((test) => test(source)));
  return valueTest(condition);
}

function combined(
  conditions: readonly MappingCondition[],
  decide: (tests: readonly Test[], source: Source) => boolean,
): Test | string {
  if (!Array.isArray(conditions) || conditions.length === 0) return "needs a list of conditions";
  const tests = conditions.map(testOf);
  const problem = tests.find((test) => typeof test === "string");
  return problem ?? ((source) => decide(tests as readonly Test[], source));
}

type ValueCondition = Extract<MappingCondition, { readonly from: SourcePath }>;

function valueTest(condition: ValueCondition): Test | string {
  if (!isPath(condition.from)) return "needs from, the path of a value";
  const read = readerOf(condition.from);
  if ("present" in condition) return (source) => !isMissing(read(source)) === condition.present;
  if ("equals" in condition) return (source) => sameText(read(source), condition.equals);
  if ("in" in condition && Array.isArray(condition.in))
    return (source) => condition.in.some((one) => sameText(read(source), one));
  return "needs one of equals, in, present, all, any, not";
}

/** Whether something is a path. */
export function isPath(path: unknown): path is SourcePath {
  if (typeof path === "string") return path !== "";
  return Array.isArray(path) && path.length > 0 && path.every((part) => typeof part === "string");
}

function sameText(value: unknown, wanted: MappingScalar): boolean {
  return wanted === null ? isMissing(value) : !isMissing(value) && String(value) === String(wanted);
}
