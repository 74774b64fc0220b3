import { faults } from "kinetic-local-org";
import {
  asJob,
  byToken,
  DAY_MS,
  granted,
  LIMITS,
  left,
  queryOf,
  refusal,
  replying,
  rowOf,
  type Wrong,
} from "./wrong.ts";

const NEEDS = ["bulkApiHardDelete", "viewAllData", "modifyAllData", "viewSetup"] as const;
const everyLimit = (finding: string): Record<string, string> =>
  Object.fromEntries(LIMITS.map((name) => [`limit ${name}`, finding]));
const everyPermission = (finding: string): Record<string, string> =>
  Object.fromEntries(NEEDS.map((need) => [`permission ${need}`, finding]));

const ORGANIZATION = { Id: "00D000000000001AAA", Name: "Acme", OrganizationType: "Trial", IsSandbox: false };
const PERSON = { Username: "a@example.com", UserType: "Standard", Profile: { Name: "Admin" } };

const unknownObject = (object: string) =>
  refusal(queryOf(object), "INVALID_TYPE", `sObject type '${object}' is not supported.`);

/** What is wrong with the org as a whole, or with what the user may do there. */
export const orgCases: readonly Wrong[] = [
  {
    what: "nobody whom the org knows",
    auth: byToken,
    options: { objects: [{ object: "Account", fields: ["Name"] }] },
    found: {
      ...{ org: "error", user: "skip", "api-enabled": "error" },
      ...{
        "bulk-query": "error",
        "bulk-ingest": "error",
        "object Account": "error",
        "fields Account": "error",
      },
      ...everyPermission("error"),
      ...everyLimit("error"),
    },
  },
  {
    what: "a user whose row cannot be read",
    org: { faults: [refusal(queryOf("User"), "INSUFFICIENT_ACCESS", "no access")] },
    found: { user: "error" },
  },
  {
    what: "a trial that ends",
    org: rowOf("Organization", {
      ...ORGANIZATION,
      TrialExpirationDate: new Date(Date.now() + 9 * DAY_MS).toISOString(),
    }),
    found: { org: "warn trial-ending" },
  },
  {
    what: "a user who is not active",
    org: rowOf("User", { ...PERSON, IsActive: false }),
    found: { user: "fail user-inactive" },
  },
  {
    what: "an org that does not tell its versions",
    org: { faults: [replying(/\/services\/data\/?$/, 404, [])] },
    found: { "api-version": "error" },
  },
  {
    what: "a version that the org does not offer",
    client: { apiVersion: "99.0" },
    found: { "api-version": "fail api-version-retired" },
  },
  {
    what: "a version that will be retired",
    client: { apiVersion: "35.0" },
    found: { "api-version": "warn api-version-old" },
  },
  {
    what: "a user without the API",
    org: granted({ systemPermissions: { ApiEnabled: false } }),
    auth: asJob,
    found: { "api-enabled": "error", "bulk-query": "error", "bulk-ingest": "error" },
  },
  {
    what: "an org that answers, and says that the user may not use the API",
    org: rowOf("UserPermissionAccess", { PermissionsApiEnabled: false }),
    found: { "api-enabled": "fail api-permission-missing" },
  },
  {
    what: "permissions that are needed and missing",
    org: granted({ systemPermissions: { ApiEnabled: true }, objects: { "*": "read" } }),
    auth: asJob,
    options: { needs: NEEDS },
    found: {
      "permission bulkApiHardDelete": "fail hard-delete-missing",
      "permission viewAllData": "fail view-all-data-missing",
      "permission modifyAllData": "fail modify-all-data-missing",
      "permission viewSetup": "fail view-setup-missing",
    },
  },
  {
    what: "permissions that only permission sets tell, in an org without UserPermissionAccess",
    org: { ...granted({}), faults: [unknownObject("UserPermissionAccess")] },
    auth: asJob,
    options: { needs: NEEDS },
    found: {
      "api-enabled": "pass",
      "permission bulkApiHardDelete": "fail hard-delete-missing",
      "permission viewAllData": "fail view-all-data-missing",
      "permission viewSetup": "pass",
    },
  },
  {
    what: "a user who may not even read permission sets",
    org: {
      ...granted({}),
      faults: [unknownObject("UserPermissionAccess"), unknownObject("PermissionSet")],
    },
    auth: asJob,
    options: { needs: ["viewSetup"] },
    found: { "api-enabled": "pass", "permission viewSetup": "fail view-setup-missing" },
  },
  { what: "limits that are low", org: left(100, 110, 120), found: everyLimit("warn api-limit-low") },
  { what: "limits that are used up", org: left(10, 11, 12), found: everyLimit("fail api-limit-low") },
  {
    what: "limits of which some are not told",
    org: { faults: [replying(/\/limits$/, 200, { Other: { Max: 10, Remaining: 10 } })] },
    found: everyLimit("skip"),
  },
  {
    what: "query jobs that are refused",
    org: { faults: [{ path: /\/jobs\/query/, times: 9, fault: faults.dailyLimit }] },
    found: { "bulk-query": "error" },
  },
  {
    what: "loads that are refused",
    org: { faults: [{ path: /\/jobs\/ingest/, times: 9, fault: faults.dailyLimit }] },
    options: { writeProbe: true },
    found: { "bulk-ingest": "error" },
  },
];

const account = (grants: object, need: object): Pick<Wrong, "org" | "auth" | "options"> => ({
  org: granted(grants),
  auth: asJob,
  options: { objects: [{ object: "Account", ...need }] },
});

/** What is wrong with the access to an object and its fields. */
export const objectCases: readonly Wrong[] = [
  {
    what: "an object that the user may not use",
    ...account({ objects: { Contact: "read" } }, { fields: ["Name"] }),
    found: { "object Account": "error", "fields Account": "error" },
  },
  {
    what: "an object and fields that the user may not use as the work does",
    ...account(
      { objects: { Account: "read" }, fields: { "Account.AnnualRevenue": "none" } },
      { access: ["read", "create"], fields: ["Name", "AnnualRevenue"] },
    ),
    found: { "object Account": "fail object-access-missing", "fields Account": "fail field-access-missing" },
  },
  {
    what: "fields that the user may not edit",
    ...account(
      { objects: { Account: "read-write" }, fields: { "Account.AnnualRevenue": "read" } },
      { access: ["create", "edit"], fields: ["AnnualRevenue"] },
    ),
    found: { "fields Account": "fail field-edit-missing" },
  },
  {
    what: "access that the user may not look up",
    ...account(
      { systemPermissions: { ApiEnabled: true }, objects: { Account: "read" } },
      { access: ["read", "viewAll"] },
    ),
    found: { "object Account": "warn object-access-unknown" },
  },
];
