import type { Evidence, ObjectFacts } from "../evidence.ts";
import { finding, judge, pass } from "../result.ts";
import type { CheckResult, DiagnoseOptions, ObjectAccess, ObjectNeed } from "../types.ts";

/** Whether the user may do with each object what the work does. */
export function checkObjects({ objects }: Evidence, options: DiagnoseOptions): readonly CheckResult[] {
  return objects.flatMap(({ name, facts }) => {
    const need = needOf(name, options);
    const access = { id: `object ${name}`, title: `Access to ${name}` };
    const fields = { id: `fields ${name}`, title: `Fields of ${name}` };
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

function accessResult(
  name: { id: string; title: string },
  facts: ObjectFacts,
  need: ObjectNeed,
): CheckResult {
  const granted = ACCESS.filter((access) => grants(facts, access) === true);
  const unknown = ACCESS.filter((access) => grants(facts, access) === undefined);
  const asked = need.access ?? ["read"];
  const missing = asked.filter((access) => grants(facts, access) === false);
  const evidence =
    `granted: ${granted.join(", ") || "nothing"}` +
    (unknown.length > 0 ? `; the user may not see whether ${unknown.join(" and ")} are` : "");
  if (missing.length > 0)
    return finding(name, "fail", {
      evidence: `${evidence}; missing: ${missing.join(", ")}`,
      remedy: "object-access-missing",
    });
  // What nobody could see may be missing: that is no pass of what the work needs.
  if (!asked.some((access) => unknown.includes(access))) return pass(name, evidence);
  return finding(name, "warn", {
    evidence: `${evidence}: ${reasonOf(facts)}`,
    remedy: "object-access-unknown",
  });
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
  name: { id: string; title: string },
  { describe }: ObjectFacts,
  { fields = [], access = [] }: ObjectNeed,
): CheckResult {
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
  if (problems.length === 0) return pass(name, visible);
  const evidence = [visible, ...problems.map(({ what, names }) => `${what}: ${names.join(", ")}`)].join("; ");
  return finding(name, "fail", {
    evidence,
    remedy: hidden.length > 0 ? "field-access-missing" : "field-edit-missing",
  });
}
