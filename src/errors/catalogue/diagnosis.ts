import type { RemediationEntry } from "./entry.ts";

const PERMISSIONS = "Salesforce Help, Permission Sets";

/** One entry for a finding that is no error of a call: `kinetic doctor` and `diagnose` show it. */
function finding(code: string, entry: Omit<RemediationEntry, "match" | "retryHelps">): RemediationEntry {
  return { ...entry, match: { errorCode: [code], code: ["DIAGNOSIS"] }, retryHelps: false };
}

/** What to do about findings that a look at an org's configuration brings up before a call fails for them. */
export const diagnosisEntries: readonly RemediationEntry[] = [
  finding("CLOCK_SKEW", {
    id: "clock-skew",
    summary: "Set this machine's clock, and let it be kept by NTP.",
    cause:
      "This machine's clock differs from Salesforce's. Signed assertions live three minutes at most, so logins fail.",
    steps: ["Switch time synchronisation on: timedatectl set-ntp true, or the like.", "Run the check again."],
    who: "developer",
    doc: "Salesforce Help, OAuth 2.0 JWT Bearer Flow for Server-to-Server Integration",
  }),
  finding("CERTIFICATE_ENDING", {
    id: "certificate-ending",
    summary: "Make a new certificate for the key and upload it to the app, before the old one ends.",
    cause: "The app holds a certificate with an end, and after that day no assertion of the key is taken.",
    steps: [
      "openssl req -new -x509 -key server.key -days 365 -out server.crt makes one for the same key.",
      "Setup > External Client App Manager (or App Manager): the app > OAuth Settings > Use digital signatures: upload it.",
      "Give the new file to the settings, and run the check again.",
    ],
    who: "admin",
    doc: "Salesforce Help, OAuth 2.0 JWT Bearer Flow for Server-to-Server Integration",
  }),
  finding("API_SCOPE_MISSING", {
    id: "api-scope-missing",
    summary: "Add the scope “Manage user data via APIs (api)” to the app.",
    cause:
      "The token carries neither the scope api nor full. REST and Bulk API 2.0 need api, and nothing more.",
    steps: [
      "Setup > External Client App Manager (or App Manager): the app > OAuth Settings > OAuth Scopes: add api.",
      "Wait up to 10 minutes, then sign in anew.",
    ],
    who: "admin",
    doc: "Salesforce Help, OAuth Tokens and Scopes",
  }),
  finding("API_PERMISSION_MISSING", {
    id: "api-permission-missing",
    summary: "Give the user the permission “API Enabled”.",
    cause: "None of the user's permission sets, nor his profile, has “API Enabled”.",
    steps: ["Setup > Permission Sets: a set with System Permissions > API Enabled, assigned to the user."],
    who: "admin",
    doc: PERMISSIONS,
  }),
  finding("HARD_DELETE_MISSING", {
    id: "hard-delete-missing",
    summary: "Give the user the permission “Bulk API Hard Delete”, or use the operation delete.",
    cause:
      "Only the operation hardDelete needs “Bulk API Hard Delete”; it is off for everybody at first, administrators included.",
    steps: [
      "Setup > Permission Sets: a set with System Permissions > Bulk API Hard Delete, assigned to the user.",
    ],
    who: "admin",
    doc: "Bulk API 2.0 and Bulk API Developer Guide, Create a Job",
  }),
  finding("VIEW_ALL_DATA_MISSING", {
    id: "view-all-data-missing",
    summary: "Give the user “View All Data”, or “View All” on the objects that must be complete.",
    cause:
      "Without it the user reads only the records that are shared with him: exports are not complete, and nothing says so.",
    steps: [
      "Setup > Permission Sets: System Permissions > View All Data, or Object Settings > the object > View All.",
    ],
    who: "admin",
    doc: PERMISSIONS,
  }),
  finding("MODIFY_ALL_DATA_MISSING", {
    id: "modify-all-data-missing",
    summary: "Give the user “Modify All” on the objects that he must change, or “Modify All Data”.",
    cause:
      "The user changes only records that he owns or that are shared with him. Bulk API itself does not need this permission.",
    steps: [
      "Setup > Permission Sets: Object Settings > the object > Modify All, or System Permissions > Modify All Data.",
    ],
    who: "admin",
    doc: PERMISSIONS,
  }),
  finding("VIEW_SETUP_MISSING", {
    id: "view-setup-missing",
    summary: "Give the user the permission “View Setup and Configuration”.",
    cause: "The limits of the org and the permission sets of users can be read with it only.",
    steps: ["Setup > Permission Sets: System Permissions > View Setup and Configuration."],
    who: "admin",
    doc: PERMISSIONS,
  }),
  finding("OBJECT_ACCESS_MISSING", {
    id: "object-access-missing",
    summary: "Give the user the missing access to the object that the finding names.",
    cause: "The user's profile and permission sets do not allow what the work does with the object.",
    steps: [
      "Setup > Permission Sets: a set > Object Settings > the object: tick what is missing; assign the set to the user.",
    ],
    who: "admin",
    doc: PERMISSIONS,
  }),
  finding("FIELD_ACCESS_MISSING", {
    id: "field-access-missing",
    summary: "Make the fields that the finding names visible to the user, or correct their API names.",
    cause:
      "The fields do not exist, or field-level security hides them from the user; the API does not tell which.",
    steps: [
      "Setup > Object Manager > the object > Fields & Relationships: compare the API names, with namespace and __c.",
      "Setup > Permission Sets: a set > Object Settings > the object > Field Permissions: Read Access, Edit Access.",
    ],
    who: "admin",
    doc: "Salesforce Help, Field-Level Security",
  }),
  finding("OBJECT_ACCESS_UNKNOWN", {
    id: "object-access-unknown",
    summary: "Have an administrator look up whether the user has “View All” and “Modify All” on the object.",
    cause:
      "Describe does not tell these two, and the user could not read ObjectPermissions, which does: it needs “View Setup and Configuration”.",
    steps: [
      "Setup > Permission Sets: each set of the user, and his profile > Object Settings > the object.",
      "Or give the user System Permissions > View Setup and Configuration, and run the check again.",
    ],
    who: "admin",
    doc: PERMISSIONS,
  }),
  finding("FIELD_EDIT_MISSING", {
    id: "field-edit-missing",
    summary: "Let the user edit the fields that the finding names, or do not write them.",
    cause:
      "The user sees the fields and may not write them: field-level security or the object's access makes them read-only, or Salesforce keeps them itself, as it does formulas and CreatedDate.",
    steps: [
      "Setup > Permission Sets: a set > Object Settings > the object > Field Permissions: Edit Access.",
      "Leave fields that nobody can write out of the rows: describe tells createable and updateable.",
    ],
    who: "admin",
    doc: "Salesforce Help, Field-Level Security",
  }),
  finding("API_LIMIT_LOW", {
    id: "api-limit-low",
    summary:
      "Use fewer calls: Bulk API 2.0 for loads and exports, collections and composite for single records; or buy more.",
    cause:
      "Little is left of an allocation of 24 hours. When it is used up, calls are refused until it has recovered.",
    steps: [
      "Setup > Company Information and Setup > System Overview: who uses the calls.",
      "Setup > API Usage: the apps that call most.",
    ],
    who: "admin",
    doc: "Salesforce Developer Limits and Allocations Quick Reference, API Request Limits and Allocations",
  }),
  finding("API_VERSION_OLD", {
    id: "api-version-old",
    summary: "Use a newer API version: leave apiVersion out to take the org's newest.",
    cause:
      "Versions up to 30.0 are retired, and 31.0 to 40.0 are about to be; older answers also have other shapes.",
    steps: [
      "Take the version out of the settings, or set it to the org's newest.",
      "Run the tests of the integration.",
    ],
    who: "developer",
    doc: "REST API Developer Guide, API End-of-Life",
  }),
  finding("TRIAL_ENDING", {
    id: "trial-ending",
    summary: "Have the trial turned into a subscription before it ends.",
    cause: "The org is a trial and is locked when it ends.",
    steps: ["Setup > Company Information: the end of the trial.", "Ask the account executive at Salesforce."],
    who: "admin",
    doc: "Salesforce Help, Company Information",
  }),
];
