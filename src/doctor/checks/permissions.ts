import type { Evidence } from "../evidence.ts";
import { type Check, type CheckSpec, check, type Judged, judge } from "../result.ts";
import type { NeededPermission } from "../types.ts";

const apiEnabled = check({
  id: "api-enabled",
  title: "API Enabled",
  finds: ["skip", "error", "fail api-permission-missing"],
});
const bulkQueries = check({ id: "bulk-query", title: "Bulk queries", finds: ["skip", "error"] });
const bulkLoads = check({ id: "bulk-ingest", title: "Bulk loads", finds: ["skip", "error"] });

/** Whether the user may use the API at all. */
export function checkApiEnabled({ permissions }: Evidence): Judged {
  return judge(apiEnabled, permissions, (granted) =>
    granted["PermissionsApiEnabled"] === true
      ? apiEnabled.pass("granted to the user")
      : apiEnabled.found("fail api-permission-missing", "not granted to the user"),
  );
}

interface Permission {
  readonly need: NeededPermission;
  readonly to: Check<"skip" | "error" | `fail ${string}`>;
  readonly missing: `fail ${string}`;
  /** What works without it. */
  readonly only: string;
}

function permission(
  need: NeededPermission,
  { title, missing, only }: Pick<Permission, "missing" | "only"> & { readonly title: string },
): Permission {
  const to = check({ id: `permission ${need}`, title, finds: ["skip", "error", missing] });
  return { need, to, missing, only };
}

const PERMISSIONS = [
  permission("bulkApiHardDelete", {
    title: "Bulk API Hard Delete",
    missing: "fail hard-delete-missing",
    only: "only the operation hardDelete needs it",
  }),
  permission("viewAllData", {
    title: "View All Data",
    missing: "fail view-all-data-missing",
    only: "reads see only what is shared with the user",
  }),
  permission("modifyAllData", {
    title: "Modify All Data",
    missing: "fail modify-all-data-missing",
    only: "Bulk API does not need it",
  }),
  permission("viewSetup", {
    title: "View Setup and Configuration",
    missing: "fail view-setup-missing",
    only: "limits and permission sets cannot be read",
  }),
] as const;

/** What the checks of this file can find. */
export const permissionChecks: readonly CheckSpec[] = [
  apiEnabled,
  bulkQueries,
  bulkLoads,
  ...PERMISSIONS.map(({ to }) => to),
];

/** Which of the system permissions the user has that some work needs; missing ones fail only where they are needed. */
export function checkSystemPermissions(
  { permissions }: Evidence,
  needs: readonly NeededPermission[],
): readonly Judged[] {
  return PERMISSIONS.map(({ need, to, missing, only }) =>
    judge(to, permissions, (granted) => {
      const has = granted[fieldOf(need)];
      if (has === true) return to.pass("granted to the user");
      if (has === undefined) return to.found("skip", "the user may not see his permission sets");
      if (needs.includes(need)) return to.found(missing, "not granted to the user");
      return to.found("skip", `not granted, and not asked for; ${only}`);
    }),
  );
}

/** `PermissionsViewSetup` of `viewSetup`. */
function fieldOf(need: NeededPermission): string {
  return `Permissions${need.charAt(0).toUpperCase()}${need.slice(1)}`;
}

/** Whether bulk queries can be made. */
export function checkBulkQuery({ bulkQuery }: Evidence): Judged {
  return judge(bulkQueries, bulkQuery, () => bulkQueries.pass("the jobs can be listed"));
}

/** Whether loads can be made. */
export function checkBulkIngest({ bulkIngest }: Evidence): Judged {
  return judge(bulkLoads, bulkIngest, (how) =>
    bulkLoads.pass(
      how === "listed"
        ? "the jobs can be listed; a write probe would prove that one can be made"
        : "an empty job was made and aborted",
    ),
  );
}
