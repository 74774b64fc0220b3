import { type CheckResult, type Diagnosis, remediationById } from "kinetic-core";
import { faults, type LocalOrg, type LocalOrgOptions, makeKeyPair, startLocalOrg } from "kinetic-local-org";
import { afterEach, describe, expect, it } from "vitest";
import { Interruption } from "../../src/exit/index.ts";
import { envOf, kinetic, type Run } from "../support/kinetic.ts";

const keyPair = await makeKeyPair();
let org: LocalOrg | undefined;
afterEach(async () => org?.close());

/** How an org is wrong, and what the doctor is to say of it. */
interface Wrong {
  readonly what: string;
  readonly options?: LocalOrgOptions;
  readonly env?: (org: LocalOrg) => Record<string, string>;
  readonly args?: readonly string[];
  /** Checks by id, with verdict and remedy. */
  readonly found: Readonly<Record<string, string>>;
}

const ADMIN = { username: "admin@example.com" };
const JOB = { username: "job@example.com", profile: "Job" };
const asJob = (): Record<string, string> => ({ SF_USERNAME: JOB.username });
/** An org with a second user, who may do only what is granted here. */
const granted = (grants: object): LocalOrgOptions => ({
  users: [ADMIN, JOB],
  profiles: [{ name: "Job", systemPermissions: { ApiEnabled: true, ViewSetup: true }, ...grants }],
});
/** An org whose app is as these options say. */
const app = (options: object): LocalOrgOptions => ({
  apps: [{ name: "Integration", clientId: "main", certificate: keyPair.publicKey, ...options }],
});
const later = (ms: number) => () => new Date(Date.now() + ms);
const limits = (remaining: number): LocalOrgOptions => ({
  faults: [
    {
      path: /\/limits$/,
      fault: {
        kind: "reply",
        status: 200,
        json: Object.fromEntries(
          ["DailyApiRequests", "DailyBulkV2QueryJobs", "DailyBulkApiBatches"].map((name) => [
            name,
            { Max: 1000, Remaining: remaining },
          ]),
        ),
      },
    },
  ],
});
const refusing = (path: RegExp): LocalOrgOptions => ({
  faults: [{ path, times: 9, fault: faults.dailyLimit }],
});
/** The answer of the org to one query. */
const answering = (path: RegExp, record: object): LocalOrgOptions => ({
  faults: [
    {
      path,
      fault: { kind: "reply", status: 200, json: { totalSize: 1, done: true, records: [record] } },
    },
  ],
});
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();
const ORGANIZATION = { Id: "00D000000000001AAA", Name: "Acme", OrganizationType: "Trial", IsSandbox: false };
const PERSON = { Username: "a@example.com", UserType: "Standard", Profile: { Name: "Admin" } };
const API_LIMITS = ["DailyApiRequests", "DailyBulkV2QueryJobs", "DailyBulkApiBatches"];
const allLimits = (verdict: string): Record<string, string> =>
  Object.fromEntries(API_LIMITS.map((name) => [`limit ${name}`, `${verdict} api-limit-low`]));

const WRONG: readonly Wrong[] = [
  {
    what: "a key that is none",
    env: () => ({ SF_PRIVATE_KEY: "no key" }),
    found: { settings: "fail configuration", certificate: "fail configuration" },
  },
  {
    what: "a login URL that is a page for people",
    env: () => ({ SF_LOGIN_URL: "https://acme.lightning.force.com" }),
    found: { settings: "fail configuration", "login-host": "fail configuration" },
  },
  {
    what: "a user whom the app does not let in",
    options: { ...app({ approvedUsers: [ADMIN.username] }), users: [ADMIN, { username: JOB.username }] },
    env: asJob,
    found: { "sign-in": "fail app-access-not-approved", "app-policy": "fail app-access-not-approved" },
  },
  {
    what: "an app that is blocked",
    options: app({ blocked: true }),
    found: { "app-policy": "fail app-blocked" },
  },
  {
    what: "a flow that is switched off",
    options: app({ flows: ["web-server"] }),
    found: { "app-policy": "fail flow-disabled" },
  },
  {
    what: "a user who may not log in from here",
    options: { users: [{ ...ADMIN, ipRestricted: true }] },
    found: { "app-policy": "fail login-ip-or-hours" },
  },
  {
    what: "an unknown user",
    env: () => ({ SF_USERNAME: "nobody@example.com" }),
    found: { "sign-in": "fail jwt-user-not-approved" },
  },
  {
    what: "a wrong audience",
    env: () => ({ SF_AUDIENCE: "https://wrong.example.com" }),
    found: { "sign-in": "fail jwt-audience" },
  },
  {
    what: "a clock that is a little wrong",
    options: { clock: later(100_000) },
    found: { clock: "warn clock-skew" },
  },
  {
    what: "a clock that is far wrong",
    options: { clock: later(-600_000) },
    found: { clock: "fail clock-skew" },
  },
  {
    what: "a token without the scope api",
    options: app({ scopes: ["refresh_token", "id"] }),
    found: { scope: "fail api-scope-missing" },
  },
  {
    what: "a trial that ends",
    options: answering(/FROM(\+|%20)Organization/, { ...ORGANIZATION, TrialExpirationDate: inDays(9) }),
    found: { org: "warn trial-ending" },
  },
  {
    what: "a user who is not active",
    options: answering(/IsActive.*FROM(\+|%20)User/, { ...PERSON, IsActive: false }),
    found: { user: "fail user-inactive" },
  },
  {
    what: "a version that the org does not offer",
    env: () => ({ SF_API_VERSION: "99.0" }),
    found: { "api-version": "fail api-version-retired" },
  },
  {
    what: "a version that will be retired",
    env: () => ({ SF_API_VERSION: "35.0" }),
    found: { "api-version": "warn api-version-old" },
  },
  {
    what: "a user without the API",
    options: granted({ systemPermissions: { ApiEnabled: false } }),
    env: asJob,
    found: {
      "api-enabled": "fail api-disabled-for-user",
      "bulk-query": "fail api-disabled-for-user",
      "bulk-ingest": "fail api-disabled-for-user",
    },
  },
  {
    what: "permissions that are needed and missing",
    options: granted({ systemPermissions: { ApiEnabled: true }, objects: { "*": "read" } }),
    env: asJob,
    args: ["--needs", "bulkApiHardDelete,viewAllData,modifyAllData,viewSetup"],
    found: {
      "permission bulkApiHardDelete": "fail hard-delete-missing",
      "permission viewAllData": "fail view-all-data-missing",
      "permission modifyAllData": "fail modify-all-data-missing",
      "permission viewSetup": "fail view-setup-missing",
    },
  },
  {
    what: "objects and fields that the user may not use",
    options: granted({ objects: { Account: "read" }, fields: { "Account.AnnualRevenue": "none" } }),
    env: asJob,
    args: ["--object", "Account:Name,AnnualRevenue", "--access", "read,create"],
    found: { "object Account": "fail object-access-missing", "fields Account": "fail field-access-missing" },
  },
  {
    what: "fields that the user may not edit",
    options: granted({ objects: { Account: "read-write" }, fields: { "Account.AnnualRevenue": "read" } }),
    env: asJob,
    args: ["--object", "Account:AnnualRevenue", "--access", "create,edit"],
    found: { "fields Account": "fail field-edit-missing" },
  },
  {
    what: "access that the user may not look up",
    options: granted({ systemPermissions: { ApiEnabled: true }, objects: { Account: "read" } }),
    env: asJob,
    args: ["--object", "Account", "--access", "read,viewAll"],
    found: { "object Account": "warn object-access-unknown" },
  },
  { what: "limits that are low", options: limits(100), found: allLimits("warn") },
  { what: "limits that are used up", options: limits(10), found: allLimits("fail") },
  {
    what: "query jobs that are refused",
    options: refusing(/\/jobs\/query/),
    found: { "bulk-query": "fail daily-api-limit" },
  },
  {
    what: "loads that are refused",
    options: refusing(/\/jobs\/ingest/),
    args: ["--write-probe"],
    found: { "bulk-ingest": "fail daily-api-limit" },
  },
];

async function doctorOf({ options, env, args = [] }: Partial<Wrong>, json: boolean): Promise<Run> {
  await org?.close();
  org = await startLocalOrg({ keyPair, ...options });
  const all = { ...envOf(org), ...env?.(org) };
  return kinetic(["doctor", ...args, ...(json ? ["--json"] : [])], { env: all });
}

const idsOf = ({ checks }: Diagnosis): string[] => checks.map(({ id }) => id);

describe("doctor shows, with what to do and an exit code,", () => {
  it.each(WRONG)("$what", async (wrong) => {
    const asked = await doctorOf(wrong, true);
    const { checks, verdict } = JSON.parse(asked.out) as Diagnosis;
    const told = (check: CheckResult): string => `${check.verdict} ${check.remedy?.id}`;
    expect(Object.fromEntries(checks.map((check) => [check.id, told(check)]))).toMatchObject(wrong.found);
    const code = Object.values(wrong.found).some((one) => one.startsWith("fail")) ? 9 : 8;
    expect({ code: asked.code, verdict }).toEqual({ code, verdict: code === 9 ? "fail" : "warn" });
    const { out, code: again } = await doctorOf(wrong, false);
    expect(again).toBe(code);
    for (const [id, one] of Object.entries(wrong.found)) {
      const { title = "", sameAs } = checks.find((check) => check.id === id) ?? {};
      const [mark, remedy = ""] = one.split(" ");
      const lines = out.split("\n");
      const at = lines.findIndex((line) => line.startsWith(`${mark === "fail" ? "✗" : "!"} ${title} `));
      const what = remediationById(remedy)?.summary;
      if (sameAs !== undefined) {
        const cause = checks.find((check) => check.id === sameAs);
        expect(lines[at], out).toMatch(new RegExp(`${title} +as ${cause?.title}$`));
        expect(cause?.remedy?.id).toBe(remedy);
        continue;
      }
      expect(lines[at + 1]?.trim(), `${id} in:\n${out}`).toBe(`→ ${what}`);
    }
  });

  it("every check there is", async () => {
    const sound = await doctorOf({ args: ["--object", "Account:Name"] }, true);
    const seen = new Set(WRONG.flatMap(({ found }) => Object.keys(found)));
    const left = idsOf(JSON.parse(sound.out) as Diagnosis).filter((id) => !seen.has(id));
    expect(left).toEqual([]);
  });
});

describe("doctor --write-probe leaves no job open", () => {
  const states = (): string[] => org?.jobs().map(({ state }) => state) ?? [];

  it.each([
    ["when all goes well", [], 0],
    ["when the job is slow to be made", [{ method: "POST", fault: { kind: "slow", delayMs: 50 } }], 0],
    [
      "when the connection breaks before it is aborted",
      [{ method: "PATCH", fault: { kind: "reset-before" } }],
      0,
    ],
    [
      "when the connection breaks after it was aborted",
      [{ method: "PATCH", fault: { kind: "reset-after" } }],
      0,
    ],
    ["when the org is busy", [{ method: "PATCH", fault: faults.serverUnavailable() }], 0],
  ] as const)("%s", async (_name, rules, expected) => {
    const armed = rules.map((rule) => ({ ...rule, path: /\/jobs\/ingest/ }));
    const { code, out } = await doctorOf({ options: { faults: armed }, args: ["--write-probe"] }, false);
    expect(code, out).toBe(expected);
    expect(out).toContain("an empty job was made and aborted");
    expect(states()).toEqual(["Aborted"]);
  });

  it.each([
    ["is being made", "POST"],
    ["is being aborted", "PATCH"],
  ])("at Ctrl-C while it %s", async (_name, method) => {
    org = await startLocalOrg({ keyPair });
    const fault = { kind: "slow", delayMs: 300 } as const;
    const rule = org.faults.add({ method, path: /\/jobs\/ingest/, fault });
    const controller = new AbortController();
    const ended = kinetic(["doctor", "--write-probe"], { env: envOf(org), signal: controller.signal });
    await expect.poll(() => rule.hits, { timeout: 30_000, interval: 5 }).toBe(1);
    controller.abort(new Interruption("SIGINT", 130));
    expect((await ended).code).toBe(130);
    expect(states()).toEqual(["Aborted"]);
  });
});
