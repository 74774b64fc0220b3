import { makeKeyPair } from "kinetic-local-org";
import { makeCertificate } from "../../support/certificate.ts";
import { keys } from "../../support/keys.ts";
import {
  ADMIN,
  app,
  asJob,
  byClient,
  byDevice,
  byToken,
  DAY_MS,
  JOB,
  jwt,
  later,
  tokenRefusal,
  type Wrong,
} from "./wrong.ts";

const { privateKey: otherKey } = await makeKeyPair();
const certificate = (days: number): string =>
  makeCertificate(keys.privateKey, { to: new Date(Date.now() + days * DAY_MS) });
const object = { options: { objects: [{ object: "Account", fields: ["Name"] }] } };

/** Everything after the login, where there was none. */
const AFTER_LOGIN = [
  ...["org", "user", "api-version", "api-enabled", "bulk-query", "bulk-ingest"],
  ...["bulkApiHardDelete", "viewAllData", "modifyAllData", "viewSetup"].map((need) => `permission ${need}`),
  ...["DailyApiRequests", "DailyBulkV2QueryJobs", "DailyBulkApiBatches"].map((name) => `limit ${name}`),
  ...["object Account", "fields Account"],
];
const skipped = (...ids: readonly string[]): Record<string, string> =>
  Object.fromEntries(ids.map((id) => [id, "skip"]));

/** What is wrong with the settings, the key, the host, or the way in. */
export const loginCases: readonly Wrong[] = [
  {
    what: "a client id that is missing",
    auth: jwt({ clientId: "" }),
    ...object,
    found: {
      settings: "fail configuration",
      ...skipped("login-host", "sign-in", "certificate", "app-policy", "clock", "scope", ...AFTER_LOGIN),
    },
  },
  {
    what: "a key that is none",
    auth: jwt({ privateKey: "no key" }),
    found: { settings: "fail configuration", certificate: "fail configuration", "login-host": "skip" },
  },
  {
    what: "a certificate of another key",
    auth: jwt({ certificate: makeCertificate(otherKey, { to: new Date(Date.now() + DAY_MS) }) }),
    found: { certificate: "fail configuration" },
  },
  {
    what: "a certificate that has ended",
    auth: jwt({ certificate: certificate(-1) }),
    found: { certificate: "fail configuration" },
  },
  {
    what: "a certificate that ended while the program ran",
    auth: jwt({ certificate: certificate(90) }),
    org: { clock: later(91 * DAY_MS) },
    client: {
      http: { runtime: { now: () => Date.now() + 91 * DAY_MS, random: () => 0, sleep: async () => {} } },
    },
    found: { certificate: "fail certificate-ending" },
  },
  {
    what: "a certificate that ends soon",
    auth: jwt({ certificate: certificate(20) }),
    found: { certificate: "warn certificate-ending" },
  },
  {
    what: "a key that the app does not know",
    auth: jwt({ privateKey: otherKey }),
    found: { "sign-in": "error", certificate: "fail jwt-invalid-assertion", "app-policy": "skip" },
  },
  {
    what: "a login URL that is a page for people",
    auth: jwt({ loginUrl: "https://acme.lightning.force.com" }),
    found: { settings: "fail configuration", "login-host": "fail configuration", certificate: "skip" },
  },
  {
    what: "a wrong audience",
    auth: jwt({ audience: "https://wrong.example.com" }),
    ...object,
    found: {
      "login-host": "error",
      "sign-in": "error",
      "app-policy": "skip",
      scope: "error",
      ...skipped(...AFTER_LOGIN),
    },
  },
  {
    what: "a host where the flow does not exist",
    auth: byClient,
    org: tokenRefusal("invalid_grant", "request not supported on this domain"),
    found: { "login-host": "error", "sign-in": "error", certificate: "skip" },
  },
  {
    what: "a host that cannot be reached",
    auth: jwt({ loginUrl: "http://127.0.0.1:9" }),
    client: { http: { retry: { maxAttempts: 1 } } },
    found: { "login-host": "error", "sign-in": "error", clock: "skip" },
  },
  { what: "a token that is dead", auth: byToken, found: { "sign-in": "error", "login-host": "skip" } },
  {
    what: "a clock that is a little wrong",
    org: { clock: later(100_000) },
    found: { clock: "warn clock-skew" },
  },
  {
    what: "a clock that is far wrong",
    org: { clock: later(-600_000) },
    found: { clock: "fail clock-skew" },
  },
  {
    what: "a token without the scope api",
    org: app({ scopes: ["refresh_token", "id"] }),
    found: { scope: "fail api-scope-missing" },
  },
];

const policy = (remedy: string, how: Pick<Wrong, "org" | "auth">): Wrong => ({
  what: `a login that is refused: ${remedy}`,
  ...how,
  found: { "sign-in": "error", "app-policy": `fail ${remedy}` },
});

/** What a policy of the app or the org refuses. */
export const policyCases: readonly Wrong[] = [
  policy("app-access-not-approved", {
    org: { ...app({ approvedUsers: [ADMIN.username] }), users: [ADMIN, { username: JOB.username }] },
    auth: asJob,
  }),
  policy("app-not-installed", { org: app({ installed: false }), auth: byDevice }),
  policy("app-blocked", { org: app({ blocked: true }) }),
  policy("app-approval-refused", { org: tokenRefusal("OAUTH_APPROVAL_ERROR_GENERIC", "An error occurred") }),
  policy("app-not-in-org", { org: tokenRefusal("OAUTH_EC_APP_NOT_FOUND", "external client app not found") }),
  policy("app-disabled", { org: app({ disabled: true }) }),
  policy("flow-disabled", { org: app({ flows: ["web-server"] }) }),
  policy("client-credentials-no-run-as", { org: app({ runAs: null }), auth: byClient }),
  policy("client-credentials-no-scope", { org: app({ scopes: ["full", "refresh_token"] }), auth: byClient }),
  policy("jwt-user-not-approved", { auth: jwt({ username: "nobody@example.com" }) }),
  policy("jwt-refresh-scope", { org: app({ scopes: ["api"] }) }),
  policy("login-ip-or-hours", { org: { users: [{ ...ADMIN, ipRestricted: true }] } }),
  policy("login-rate", { org: { policies: { maxLoginsPerHour: 0 } } }),
];
