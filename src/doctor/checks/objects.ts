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
      results.push(judge(fields, facts, (known) => fieldsResult(fields, known, need.fields ?? [])));
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
  const missing = (need.access ?? ["read"]).filter((access) => grants(facts, access) === false);
  const evidence =
    `granted: ${granted.join(", ") || "nothing"}` +
    (unknown.length > 0 ? `; the user may not see whether ${unknown.join(" and ")} are` : "");
  if (missing.length === 0) return pass(name, evidence);
  return finding(name, "fail", {
    evidence: `${evidence}; missing: ${missing.join(", ")}`,
    remedy: "object-access-missing",
  });
}

function grants({ describe, all }: ObjectFacts, access: ObjectAccess): boolean | undefined {
  if (access === "read") return describe.queryable;
  if (access === "create") return describe.createable;
  if (access === "edit") return describe.updateable;
  if (access === "delete") return describe.deletable;
  return all.state === "known" ? all.value[access] : undefined;
}

function fieldsResult(
  name: { id: string; title: string },
  { describe }: ObjectFacts,
  wanted: readonly string[],
): CheckResult {
  const visible = new Set(describe.fields.map((field) => field.name.toLowerCase()));
  const missing = wanted.filter((field) => !visible.has(field.toLowerCase()));
  const evidence = `${describe.fields.length} fields are visible`;
  if (missing.length === 0) return pass(name, evidence);
  return finding(name, "fail", {
    evidence: `${evidence}; not: ${missing.join(", ")}`,
    remedy: "field-access-missing",
  });
}
