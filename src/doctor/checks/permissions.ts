import type { Evidence } from "../evidence.ts";
import { finding, judge, pass, skip } from "../result.ts";
import type { CheckResult, NeededPermission } from "../types.ts";

/** Whether the user may use the API at all. */
export function checkApiEnabled({ permissions }: Evidence): CheckResult {
  const name = { id: "api-enabled", title: "API Enabled" };
  return judge(name, permissions, (granted) =>
    granted["PermissionsApiEnabled"] === true
      ? pass(name, "granted to the user")
      : finding(name, "fail", { evidence: "not granted to the user", remedy: "api-permission-missing" }),
  );
}

interface Permission {
  readonly need: NeededPermission;
  readonly field: string;
  readonly title: string;
  readonly remedy: string;
  /** What works without it. */
  readonly only: string;
}

const PERMISSIONS: readonly Permission[] = [
  {
    need: "bulkApiHardDelete",
    field: "PermissionsBulkApiHardDelete",
    title: "Bulk API Hard Delete",
    remedy: "hard-delete-missing",
    only: "only the operation hardDelete needs it",
  },
  {
    need: "viewAllData",
    field: "PermissionsViewAllData",
    title: "View All Data",
    remedy: "view-all-data-missing",
    only: "reads see only what is shared with the user",
  },
  {
    need: "modifyAllData",
    field: "PermissionsModifyAllData",
    title: "Modify All Data",
    remedy: "modify-all-data-missing",
    only: "Bulk API does not need it",
  },
  {
    need: "viewSetup",
    field: "PermissionsViewSetup",
    title: "View Setup and Configuration",
    remedy: "view-setup-missing",
    only: "limits and permission sets cannot be read",
  },
];

/** Which of the system permissions the user has that some work needs; missing ones fail only where they are needed. */
export function checkSystemPermissions(
  { permissions }: Evidence,
  needs: readonly NeededPermission[],
): readonly CheckResult[] {
  return PERMISSIONS.map(({ need, field, title, remedy, only }) => {
    const name = { id: `permission ${need}`, title };
    return judge(name, permissions, (granted) => {
      if (granted[field] === true) return pass(name, "granted to the user");
      if (granted[field] === undefined) return skip(name, "the user may not see his permission sets");
      if (needs.includes(need)) return finding(name, "fail", { evidence: "not granted to the user", remedy });
      return skip(name, `not granted, and not asked for; ${only}`);
    });
  });
}

/** Whether bulk queries can be made. */
export function checkBulkQuery({ bulkQuery }: Evidence): CheckResult {
  const name = { id: "bulk-query", title: "Bulk queries" };
  return judge(name, bulkQuery, () => pass(name, "the jobs can be listed"));
}

/** Whether loads can be made. */
export function checkBulkIngest({ bulkIngest }: Evidence): CheckResult {
  const name = { id: "bulk-ingest", title: "Bulk loads" };
  return judge(name, bulkIngest, (how) =>
    pass(
      name,
      how === "listed"
        ? "the jobs can be listed; a write probe would prove that one can be made"
        : "an empty job was made and aborted",
    ),
  );
}
