import type { Evidence, ObjectFacts } from "../evidence.ts";
import { type CheckSpec, check, type Judged, judge } from "../result.ts";
import type { DiagnoseOptions, ObjectAccess, ObjectNeed } from "../types.ts";

const accessTo = (object: string) =>
  check({
    id: `object ${object}`,
    title: `Access to ${object}`,
    finds: ["skip", "error", "fail object-access-missing", "warn object-access-unknown"],
  });

const fieldsOf = (object: string) =>
  check({
    id: `fields ${object}`,
    title: `Fields of ${object}`,
    finds: ["skip", "error", "fail field-access-missing", "fail field-edit-missing"],
  });

/** What the checks of this file can find, of any object. */
export const objectChecks: readonly CheckSpec[] = [accessTo("*"), fieldsOf("*")];

/** Whether the user may do with each object what the work does. */
export function checkObjects({ objects }: Evidence, options: DiagnoseOptions): readonly Judged[] {
  return objects.flatMap(({ name, facts }) => {
    const need = needOf(name, options);
    const [access, fields] = [accessTo(name), fieldsOf(name)];
    const results = [judge(access, facts, (known) => accessResult(access, known, need))];
    if (need.fields !== undefined && need.fields.length > 0) {
      results.push(judge(fields, facts, (known) => fieldsResult(fields, known, need)));
    }
    return results;
  });
}

function needOf(name: string, { objects = [] }: DiagnoseOptions): ObjectNeed {
  const found = objects.find((one) => typeof one !== "string" && one.object === name);
  return typeof found === "object" ? found : { object: name };
}

const ACCESS: readonly ObjectAccess[] = ["read", "create", "edit", "delete", "viewAll", "modifyAll"];

function accessResult(to: ReturnType<typeof accessTo>, facts: ObjectFacts, need: ObjectNeed): Judged {
  const granted = ACCESS.filter((access) => grants(facts, access) === true);
  const unknown = ACCESS.filter((access) => grants(facts, access) === undefined);
  const asked = need.access ?? ["read"];
  const missing = asked.filter((access) => grants(facts, access) === false);
  const evidence =
    `granted: ${granted.join(", ") || "nothing"}` +
    (unknown.length > 0 ? `; the user may not see whether ${unknown.join(" and ")} are` : "");
  if (missing.length > 0)
    return to.found("fail object-access-missing", `${evidence}; missing: ${missing.join(", ")}`);
  // What nobody could see may be missing: that is no pass of what the work needs.
  if (!asked.some((access) => unknown.includes(access))) return to.pass(evidence);
  return to.found("warn object-access-unknown", `${evidence}: ${reasonOf(facts)}`);
}

/** Why nobody could see what describe does not tell. */
function reasonOf({ all }: ObjectFacts): string | undefined {
  return all.state === "failed" ? all.error.problem : all.state === "skipped" ? all.reason : undefined;
}

function grants({ describe, all }: ObjectFacts, access: ObjectAccess): boolean | undefined {
  if (access === "read") return describe.queryable;
  if (access === "create") return describe.createable;
  if (access === "edit") return describe.updateable;
  if (access === "delete") return describe.deletable;
  return all.state === "known" ? all.value[access] : undefined;
}

/** Fields must be visible, and writable as the work writes them (REST API guide, "sObject Describe": createable, updateable). */
function fieldsResult(
  to: ReturnType<typeof fieldsOf>,
  { describe }: ObjectFacts,
  { fields = [], access = [] }: ObjectNeed,
): Judged {
  const byName = new Map(describe.fields.map((field) => [field.name.toLowerCase(), field]));
  const hidden = fields.filter((field) => !byName.has(field.toLowerCase()));
  const kept = (wanted: ObjectAccess, flag: "createable" | "updateable"): readonly string[] =>
    access.includes(wanted)
      ? fields.filter((field) => byName.get(field.toLowerCase())?.[flag] === false)
      : [];
  const problems = [
    { what: "not visible", names: hidden },
    { what: "not to be set on create", names: kept("create", "createable") },
    { what: "not to be edited", names: kept("edit", "updateable") },
  ].filter(({ names }) => names.length > 0);
  const visible = `${describe.fields.length} fields are visible`;
  if (problems.length === 0) return to.pass(visible);
  const evidence = [visible, ...problems.map(({ what, names }) => `${what}: ${names.join(", ")}`)].join("; ");
  return to.found(hidden.length > 0 ? "fail field-access-missing" : "fail field-edit-missing", evidence);
}
