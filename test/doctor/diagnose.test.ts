import {
  accessToken,
  type CheckResult,
  ConfigurationError,
  clientCredentials,
  type DiagnoseOptions,
  jwtBearer,
  type ObjectNeed,
  SalesforceClient,
} from "kinetic-core";
import { faults, type LocalOrg, type LocalOrgOptions, makeKeyPair, startLocalOrg } from "kinetic-local-org";
import { afterEach, describe, expect, it } from "vitest";

const keyPair = await makeKeyPair();
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function start(options: LocalOrgOptions = {}): Promise<LocalOrg> {
  const org = await startLocalOrg({ keyPair, ...options });
  open.push(org);
  return org;
}

function connect(org: LocalOrg, username: string = org.username): SalesforceClient {
  const { clientId, privateKey, url } = org;
  const sf = new SalesforceClient({ auth: jwtBearer({ clientId, username, privateKey, loginUrl: url }) });
  open.push(sf);
  return sf;
}

/** The checks by id, as verdict and the id of the remedy. */
function verdicts(checks: readonly CheckResult[]): Record<string, string> {
  return Object.fromEntries(
    checks.map(({ id, verdict, remedy }) => [id, remedy === undefined ? verdict : `${verdict} ${remedy.id}`]),
  );
}

async function diagnosed(
  org: LocalOrg,
  options?: DiagnoseOptions,
  username?: string,
): Promise<Record<string, string>> {
  return verdicts((await connect(org, username).diagnose(options)).checks);
}

const integration = (grants: object): LocalOrgOptions => ({
  users: [{ username: "admin@example.com" }, { username: "job@example.com", profile: "Job" }],
  profiles: [{ name: "Job", systemPermissions: { ApiEnabled: true, ViewSetup: true }, ...grants }],
});

describe("a diagnosis of a sound org", () => {
  it("passes, and says what it saw", async () => {
    const { verdict, checks } = await connect(await start()).diagnose({ objects: ["Account"] });
    expect(verdict).toBe("pass");
    expect(checks.find(({ id }) => id === "sign-in")?.evidence).toMatch(
      /^jwt-bearer flow, org 00D\w{15} at http/,
    );
    expect(checks.find(({ id }) => id === "user")?.evidence).toMatch(
      /admin@example.com, profile System Administrator/,
    );
    expect(checks.find(({ id }) => id === "object Account")?.evidence).toMatch(
      /granted: read, create, edit, delete/,
    );
    expect(checks.every(({ evidence }) => evidence !== "")).toBe(true);
  });

  it.each([
    [true, /sandbox$/],
    [false, /production$/],
  ])("says which kind of org it is, where IsSandbox is %s", async (IsSandbox, kind) => {
    const org = await start();
    const [row] = org.rows("Organization");
    const record = { ...row, IsSandbox };
    const answer = {
      kind: "reply",
      status: 200,
      json: { totalSize: 1, done: true, records: [record] },
    } as const;
    org.faults.add({ path: /FROM(?:\+|%20)Organization/, fault: answer });
    const { checks } = await connect(org).diagnose();
    expect(checks.find(({ id }) => id === "org")?.evidence).toMatch(kind);
  });

  it("writes nothing, unless it is told to probe", async () => {
    const org = await start();
    await connect(org).diagnose();
    expect(org.jobs()).toHaveLength(0);
    const { checks } = await connect(org).diagnose({ writeProbe: true });
    expect(checks.find(({ id }) => id === "bulk-ingest")?.evidence).toBe("an empty job was made and aborted");
    expect(org.jobs().map(({ state }) => state)).toEqual(["Aborted"]);
  });
});

describe("a diagnosis finds", () => {
  it("settings that are not complete, all at once, and skips the rest", async () => {
    const { verdict, checks } = await SalesforceClient.diagnoseEnv({ env: { SF_CLIENT_SECRET: "x" } });
    expect(verdict).toBe("fail");
    expect(checks[0]).toMatchObject({ id: "settings", verdict: "fail", remedy: { id: "configuration" } });
    expect(checks[0]?.evidence).toMatch(/SF_CLIENT_ID.*SF_LOGIN_URL/s);
    // The host is a setting, and has a check of its own, which says that it sees the same.
    expect(checks.find(({ id }) => id === "login-host")).toMatchObject({
      verdict: "fail",
      sameAs: "settings",
    });
    const others = checks.filter(({ id }) => id !== "settings" && id !== "login-host");
    expect(others.every((check) => check.verdict === "skip")).toBe(true);
  });

  it("settings that prove incomplete only when somebody signs in", async () => {
    const problems = [{ setting: "privateKey", source: "options", message: "is no key" }];
    const authenticate = () => Promise.reject(new ConfigurationError("It cannot sign in", { problems }));
    const sf = new SalesforceClient({ auth: { flow: "jwt-bearer", authenticate } });
    open.push(sf);
    const { checks } = await sf.diagnose();
    expect(verdicts(checks)).toMatchObject({ settings: "fail configuration", "sign-in": "skip" });
  });

  it("a login that a policy of the app refuses", async () => {
    const org = await start({
      users: [{ username: "admin@example.com" }, { username: "new@example.com" }],
      apps: [{ name: "Integration", clientId: "main", approvedUsers: ["admin@example.com"] }],
    });
    const found = await diagnosed(org, {}, "new@example.com");
    expect(found["sign-in"]).toBe("fail app-access-not-approved");
    expect(found["app-policy"]).toBe("fail app-access-not-approved");
    expect(found["org"]).toBe("skip");
  });

  it("a wrong audience", async () => {
    const { clientId, username, privateKey, url } = await start();
    const auth = jwtBearer({
      clientId,
      username,
      privateKey,
      loginUrl: url,
      audience: "https://wrong.example.com",
    });
    const sf = new SalesforceClient({ auth });
    open.push(sf);
    const { checks } = await sf.diagnose();
    expect(verdicts(checks)).toMatchObject({ "sign-in": "fail jwt-audience", "app-policy": "skip" });
    expect(checks.find(({ id }) => id === "login-host")?.evidence).toMatch(/audience https:\/\/wrong/);
  });

  it("an unknown user, and a wrong key", async () => {
    const org = await start();
    expect((await diagnosed(org, {}, "nobody@example.com"))["sign-in"]).toMatch(/^fail jwt-/);
    const { clientId, username, url } = org;
    const sf = new SalesforceClient({
      auth: jwtBearer({ clientId, username, privateKey: (await makeKeyPair()).privateKey, loginUrl: url }),
    });
    open.push(sf);
    expect(verdicts((await sf.diagnose()).checks)["sign-in"]).toBe("fail jwt-invalid-assertion");
  });

  it("a wrong client secret", async () => {
    const { clientId, url } = await start();
    const sf = new SalesforceClient({
      auth: clientCredentials({ clientId, clientSecret: "wrong", loginUrl: url }),
    });
    open.push(sf);
    expect(verdicts((await sf.diagnose()).checks)["sign-in"]).toBe("fail client-secret-wrong");
  });

  it("a dead access token", async () => {
    const { url } = await start();
    const sf = new SalesforceClient({ auth: accessToken({ token: "00Dxx!dead", instanceUrl: url }) });
    open.push(sf);
    const { verdict, checks } = await sf.diagnose();
    expect(verdict).toBe("fail");
    expect(verdicts(checks)).toMatchObject({
      "sign-in": expect.stringMatching(/^fail /),
      org: expect.stringMatching(/^fail /),
    });
    const failed = checks.filter((check) => check.verdict === "fail");
    expect(failed.map(({ sameAs }) => sameAs)).toEqual([undefined, ...failed.slice(1).map(() => "sign-in")]);
  });

  it("a clock that is wrong", async () => {
    const org = await start({ clock: () => new Date(Date.now() + 100_000) });
    expect((await diagnosed(org))["clock"]).toBe("warn clock-skew");
    const far = await start({ clock: () => new Date(Date.now() - 600_000) });
    expect((await diagnosed(far))["clock"]).toBe("fail clock-skew");
  });

  it("permissions that are needed and not there", async () => {
    const org = await start();
    expect(await diagnosed(org)).toMatchObject({
      "permission bulkApiHardDelete": "skip",
      "permission viewAllData": "pass",
    });
    expect(await diagnosed(org, { needs: ["bulkApiHardDelete"] })).toMatchObject({
      "permission bulkApiHardDelete": "fail hard-delete-missing",
    });
    const job = await start(integration({ objects: { "*": "read" } }));
    const needs = ["viewAllData", "modifyAllData"] as const;
    expect(await diagnosed(job, { needs }, "job@example.com")).toMatchObject({
      "api-enabled": "pass",
      "permission viewAllData": "fail view-all-data-missing",
      "permission modifyAllData": "fail modify-all-data-missing",
      "permission viewSetup": "pass",
    });
  });

  it("objects and fields that the user may not use as the work does", async () => {
    const org = await start(
      integration({ objects: { Account: "read" }, fields: { "Account.AnnualRevenue": "none" } }),
    );
    const objects = [
      { object: "Account", access: ["read", "create"], fields: ["Name", "AnnualRevenue"] },
      { object: "Contact" },
    ] as const;
    expect(await diagnosed(org, { objects }, "job@example.com")).toMatchObject({
      "object Account": "fail object-access-missing",
      "fields Account": "fail field-access-missing",
      "object Contact": expect.stringMatching(/^fail /),
    });
  });

  it("fields that the user sees and may not write as the work does", async () => {
    const org = await start(
      integration({ objects: { Account: "read-write" }, fields: { "Account.AnnualRevenue": "read" } }),
    );
    const fieldsOf = async (need: Omit<ObjectNeed, "object">): Promise<CheckResult | undefined> => {
      const sf = connect(org, "job@example.com");
      const { checks } = await sf.diagnose({ objects: [{ object: "Account", ...need }] });
      return checks.find(({ id }) => id === "fields Account");
    };
    const fields = ["Name", "annualrevenue", "CreatedDate"];
    expect(await fieldsOf({ fields, access: ["read"] })).toMatchObject({ verdict: "pass" });
    expect(await fieldsOf({ fields: ["Name"], access: ["create", "edit"] })).toMatchObject({
      verdict: "pass",
    });
    const found = await fieldsOf({ fields, access: ["create", "edit"] });
    expect(found).toMatchObject({ verdict: "fail", remedy: { id: "field-edit-missing" } });
    const kept = "annualrevenue, CreatedDate";
    expect(found?.evidence).toContain(`not to be set on create: ${kept}; not to be edited: ${kept}`);
    const hidden = await fieldsOf({ fields: ["Nme__c", "CreatedDate"], access: ["edit"] });
    expect(hidden).toMatchObject({ verdict: "fail", remedy: { id: "field-access-missing" } });
    expect(hidden?.evidence).toMatch(/not visible: Nme__c; not to be edited: CreatedDate$/);
  });

  it("fields that nobody may write, an administrator neither", async () => {
    const objects = [{ object: "Account", fields: ["CreatedDate"], access: ["create", "edit"] }] as const;
    expect(await diagnosed(await start(), { objects })).toMatchObject({
      "object Account": "pass",
      "fields Account": "fail field-edit-missing",
    });
  });

  it("View All and Modify All that are missing, and those that the user may not look up", async () => {
    const objects = [{ object: "Account", access: ["read", "viewAll", "modifyAll"] }] as const;
    const grants = { objects: { Account: "read-write" } };
    const accessOf = async (org: LocalOrg, options: DiagnoseOptions): Promise<CheckResult | undefined> =>
      (await connect(org, "job@example.com").diagnose(options)).checks.find(
        ({ id }) => id === "object Account",
      );
    const seen = await accessOf(await start(integration(grants)), { objects });
    expect(seen).toMatchObject({ verdict: "fail", remedy: { id: "object-access-missing" } });
    expect(seen?.evidence).toMatch(/missing: viewAll, modifyAll$/);
    const blind = await start(integration({ ...grants, systemPermissions: { ApiEnabled: true } }));
    const unseen = await accessOf(blind, { objects });
    expect(unseen).toMatchObject({ verdict: "warn", remedy: { id: "object-access-unknown" } });
    expect(unseen?.evidence).toMatch(/may not see whether viewAll and modifyAll are: .*ObjectPermissions/);
    expect(await accessOf(blind, { objects: ["Account"] })).toMatchObject({ verdict: "pass" });
  });

  it("nothing wrong with a user who may not read the limits", async () => {
    const org = await start(
      integration({ objects: { Account: "read" }, systemPermissions: { ApiEnabled: true } }),
    );
    const { verdict, checks } = await connect(org, "job@example.com").diagnose({ objects: ["Account"] });
    expect(verdict).toBe("pass");
    const limits = checks.filter(({ id }) => id.startsWith("limit "));
    expect(limits).toHaveLength(3);
    for (const one of limits)
      expect(one).toMatchObject({
        verdict: "skip",
        evidence: expect.stringContaining("View Setup and Configuration"),
      });
  });

  it("an API that is closed to the user", async () => {
    const org = await start(integration({ systemPermissions: { ApiEnabled: false } }));
    const found = await diagnosed(org, {}, "job@example.com");
    expect(Object.values(found).some((verdict) => verdict.startsWith("fail api-disabled"))).toBe(true);
  });

  it("limits that are nearly used up", async () => {
    const org = await start();
    const limits = {
      DailyApiRequests: { Max: 1000, Remaining: 20 },
      DailyBulkV2QueryJobs: { Max: 100, Remaining: 10 },
    };
    org.faults.add({ path: /\/limits$/, fault: { kind: "reply", status: 200, json: limits } });
    expect(await diagnosed(org)).toMatchObject({
      "limit DailyApiRequests": "fail api-limit-low",
      "limit DailyBulkV2QueryJobs": "warn api-limit-low",
      "limit DailyBulkApiBatches": "skip",
    });
  });

  it("an API version that the org does not offer", async () => {
    const org = await start();
    const { clientId, username, privateKey, url } = org;
    const auth = jwtBearer({ clientId, username, privateKey, loginUrl: url });
    for (const [apiVersion, expected] of [
      ["99.0", "fail api-version-retired"],
      ["35.0", "warn api-version-old"],
    ] as const) {
      const sf = new SalesforceClient({ auth, apiVersion });
      open.push(sf);
      expect(verdicts((await sf.diagnose()).checks)["api-version"]).toBe(expected);
    }
  });

  it("an org that does not answer", async () => {
    const org = await start();
    org.faults.add({ path: /\/jobs\/ingest/, times: 9, fault: faults.dailyLimit });
    expect((await diagnosed(org))["bulk-ingest"]).toMatch(/^fail daily-api-limit/);
  });
});

it("ends when it is told to", async () => {
  const org = await start();
  await expect(connect(org).diagnose({ signal: AbortSignal.abort(new Error("enough")) })).rejects.toThrow(
    "enough",
  );
});
