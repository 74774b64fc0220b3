import { accessToken, SalesforceClient } from "kinetic-core";
import { type LocalOrg, makeKeyPair, startLocalOrg } from "kinetic-local-org";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Answer, type Call, caller } from "../api.ts";

let org: LocalOrg;
let call: Call;
let accountId: string;
let contactId: string;

beforeAll(async () => {
  org = await startLocalOrg({
    objects: [{ name: "Trip__c", fields: [{ name: "Km__c", type: "double", scale: 1 }] }],
    profiles: [
      {
        name: "Integration",
        systemPermissions: { ApiEnabled: true },
        objects: { Account: "read-write", Contact: "read" },
        fields: {
          "Account.AnnualRevenue": "none",
          "Account.Rating": "read",
          "Account.BillingAddress": "none",
        },
      },
      { name: "Reader", systemPermissions: { ApiEnabled: true, ViewAllData: true } },
    ],
    permissionSets: [
      {
        name: "Revenue",
        objects: { Account: ["delete"] },
        fields: { "Account.AnnualRevenue": "read" },
        otherFields: "none",
      },
      { name: "Setup", systemPermissions: { ViewSetup: true } },
    ],
    users: [
      { username: "admin@example.com" },
      { username: "robot@example.com", profile: "Integration" },
      { username: "money@example.com", profile: "Integration", permissionSets: ["Revenue", "Setup"] },
      { username: "reader@example.com", profile: "Reader" },
      { username: "minimum@example.com", profile: "Minimum Access - API Only Integrations" },
      { username: "standard@example.com", profile: "Standard User" },
    ],
    keyPair: await makeKeyPair(),
  });
  call = caller(org);
  [accountId = ""] = org.insert("Account", [
    { Name: "Acme", AnnualRevenue: 5, Rating: "Hot", BillingCity: "Bern" },
  ]);
  [contactId = ""] = org.insert("Contact", [{ LastName: "Doe", AccountId: accountId }]);
});
afterAll(() => org.close());

type As = (method: string, path: string, body?: unknown) => Promise<Answer>;
const as =
  (name: string): As =>
  (method, path, body) =>
    call(method, path, {
      token: org.accessToken(`${name}@example.com`),
      ...(body === undefined ? {} : { body }),
    });
const soql = (text: string): string => `query?q=${encodeURIComponent(text)}`;
const codes = (answer: Answer): unknown => [
  answer.status,
  (answer.json as { errorCode: string }[]).map((entry) => entry.errorCode),
];
const message = (answer: Answer): string => (answer.json as { message: string }[])[0]?.message ?? "";

describe("an object that a user may not read", () => {
  it("is not there: in queries, describes, records, bulk jobs", async () => {
    const robot = as("robot");
    const query = await robot("GET", soql("SELECT Id FROM Opportunity"));
    expect(codes(query)).toEqual([400, ["INVALID_TYPE"]]);
    expect(message(query)).toContain("sObject type 'Opportunity' is not supported");
    expect(codes(await robot("GET", "sobjects/Opportunity/describe"))).toEqual([404, ["NOT_FOUND"]]);
    expect(codes(await robot("POST", "sobjects/Opportunity", { Name: "x" }))).toEqual([404, ["NOT_FOUND"]]);
    const job = { object: "Opportunity", operation: "insert" };
    expect(codes(await robot("POST", "jobs/ingest", job))).toEqual([400, ["INVALIDJOB"]]);
    const global = (await robot("GET", "sobjects")).json as { sobjects: { name: string }[] };
    const names = global.sobjects.map((object) => object.name);
    expect(names).toContain("Account");
    expect(names).not.toContain("Opportunity");
    expect(names).not.toContain("Trip__c");
  });

  it("takes what depends on it with it: children, subqueries, the way to a parent", async () => {
    const robot = as("robot");
    expect(codes(await robot("GET", soql("SELECT Id FROM OpportunityLineItem")))).toEqual([
      400,
      ["INVALID_TYPE"],
    ]);
    const children = await robot("GET", soql("SELECT (SELECT Id FROM Opportunities) FROM Account"));
    expect(codes(children)).toEqual([400, ["INVALID_TYPE"]]);
    const describe = (await robot("GET", "sobjects/Account/describe")).json as {
      childRelationships: { childSObject: string }[];
    };
    const lists = describe.childRelationships.map((child) => child.childSObject);
    expect(lists).toContain("Contact");
    expect(lists).not.toContain("Opportunity");
    const minimum = await as("minimum")("GET", soql("SELECT Id FROM Account"));
    expect(codes(minimum)).toEqual([400, ["INVALID_TYPE"]]);
  });
});

describe("field-level security", () => {
  it("hides a field from queries, records and describes", async () => {
    const robot = as("robot");
    const query = await robot("GET", soql("SELECT AnnualRevenue FROM Account"));
    expect(codes(query)).toEqual([400, ["INVALID_FIELD"]]);
    expect(message(query)).toContain("No such column 'AnnualRevenue' on entity 'Account'");
    expect(codes(await robot("GET", soql("SELECT Id FROM Account WHERE AnnualRevenue > 1")))).toEqual([
      400,
      ["INVALID_FIELD"],
    ]);
    expect(codes(await robot("GET", soql("SELECT Account.AnnualRevenue FROM Contact")))).toEqual([
      400,
      ["INVALID_FIELD"],
    ]);
    const record = (await robot("GET", `sobjects/Account/${accountId}`)).json as Record<string, unknown>;
    expect(record).toMatchObject({ Name: "Acme", Rating: "Hot" });
    expect(record).not.toHaveProperty("AnnualRevenue");
    expect(record).not.toHaveProperty("BillingCity");
    const described = (await robot("GET", "sobjects/Account/describe")).json as {
      fields: { name: string; updateable: boolean; createable: boolean }[];
    };
    const byName = new Map(described.fields.map((field) => [field.name, field]));
    expect(byName.has("AnnualRevenue")).toBe(false);
    expect(byName.has("BillingStreet")).toBe(false);
    expect(byName.get("Rating")).toMatchObject({ updateable: false, createable: false });
    expect(byName.get("Phone")).toMatchObject({ updateable: true, createable: true });
    const write = await robot("PATCH", `sobjects/Account/${accountId}`, { AnnualRevenue: 6 });
    expect(codes(write)).toEqual([400, ["INVALID_FIELD"]]);
    expect(message(write)).toContain("No such column 'AnnualRevenue'");
  });

  it("lets a read-only field be read and not written", async () => {
    const robot = as("robot");
    expect((await robot("GET", soql("SELECT Rating FROM Account"))).status).toBe(200);
    const write = await robot("PATCH", `sobjects/Account/${accountId}`, { Rating: "Cold" });
    expect(codes(write)).toEqual([400, ["INVALID_FIELD_FOR_INSERT_UPDATE"]]);
    expect((await robot("PATCH", `sobjects/Account/${accountId}`, { Phone: "1" })).status).toBe(204);
    expect(org.rows("Account")).toMatchObject([{ Rating: "Hot", Phone: "1", AnnualRevenue: 5 }]);
  });

  it("is opened by a permission set, which only ever adds", async () => {
    const money = as("money");
    expect((await money("GET", soql("SELECT AnnualRevenue FROM Account"))).json).toMatchObject({
      records: [{ AnnualRevenue: 5 }],
    });
    expect((await money("PATCH", `sobjects/Account/${accountId}`, { Phone: "2" })).status).toBe(204);
    const write = await money("PATCH", `sobjects/Account/${accountId}`, { AnnualRevenue: 6 });
    expect(codes(write)).toEqual([400, ["INVALID_FIELD_FOR_INSERT_UPDATE"]]);
  });

  it("holds in bulk jobs: a hidden column fails the job, a read-only one its rows", async () => {
    const robot = as("robot");
    const load = async (csv: string): Promise<{ state: string; errorMessage: string; id: string }> => {
      const { id } = (await robot("POST", "jobs/ingest", { object: "Account", operation: "insert" }))
        .json as {
        id: string;
      };
      const headers = { "content-type": "text/csv" };
      const token = org.accessToken("robot@example.com");
      await call("PUT", `jobs/ingest/${id}/batches`, { token, headers, body: csv });
      await robot("PATCH", `jobs/ingest/${id}`, { state: "UploadComplete" });
      await expect
        .poll(async () => ((await robot("GET", `jobs/ingest/${id}`)).json as { state: string }).state, {
          timeout: 30_000,
        })
        .toMatch(/JobComplete|Failed/);
      return (await robot("GET", `jobs/ingest/${id}`)).json as {
        state: string;
        errorMessage: string;
        id: string;
      };
    };
    expect(await load("Name,AnnualRevenue\nA,1\n")).toMatchObject({
      state: "Failed",
      errorMessage: "InvalidBatch : InvalidBatch : Field name not found : AnnualRevenue",
    });
    const { id, state } = await load("Name,Rating\nA,Hot\n");
    expect(state).toBe("JobComplete");
    const failed = await robot("GET", `jobs/ingest/${id}/failedResults`);
    expect(failed.text).toContain("INVALID_FIELD_FOR_INSERT_UPDATE:Unable to create/update fields: Rating.");
  });
});

describe("rights to an object", () => {
  it("are told apart: create, edit, delete", async () => {
    const robot = as("robot");
    expect(codes(await robot("POST", "sobjects/Contact", { LastName: "x" }))).toEqual([
      400,
      ["CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY"],
    ]);
    expect(codes(await robot("PATCH", `sobjects/Contact/${contactId}`, { LastName: "x" }))).toEqual([
      400,
      ["INSUFFICIENT_ACCESS_OR_READONLY"],
    ]);
    expect(codes(await robot("DELETE", `sobjects/Account/${accountId}`))).toEqual([
      400,
      ["INSUFFICIENT_ACCESS_OR_READONLY"],
    ]);
    const created = (await robot("POST", "sobjects/Account", { Name: "Gone" })).json as { id: string };
    expect((await as("money")("DELETE", `sobjects/Account/${created.id}`)).status).toBe(204);
  });

  it("follow from View All Data, and from the standard profiles", async () => {
    const reader = as("reader");
    expect((await reader("GET", soql("SELECT Id FROM Trip__c"))).status).toBe(200);
    expect(codes(await reader("POST", "sobjects/Trip__c", { Name: "x" }))).toEqual([
      400,
      ["CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY"],
    ]);
    const standard = as("standard");
    expect((await standard("POST", "sobjects/Lead", { LastName: "x", Company: "y" })).status).toBe(201);
    const task = await standard("POST", "sobjects/Task", { Subject: "Call" });
    expect(task.status).toBe(201);
    expect(codes(await as("robot")("POST", "sobjects/Task", { Subject: "Call" }))).toEqual([
      400,
      ["CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY"],
    ]);
  });

  it("to setup rows come from system permissions", async () => {
    const sets = soql("SELECT Id FROM PermissionSet");
    expect(codes(await as("robot")("GET", sets))).toEqual([400, ["INVALID_TYPE"]]);
    expect((await as("money")("GET", sets)).status).toBe(200);
    expect((await as("robot")("GET", soql("SELECT Username FROM User"))).status).toBe(200);
    const user = `sobjects/User/${org.userId}`;
    expect(codes(await as("standard")("PATCH", user, { Title: "x" }))).toEqual([
      400,
      ["INSUFFICIENT_ACCESS_OR_READONLY"],
    ]);
  });
});

describe("the rows of permission", () => {
  it("can be queried as in a real org", async () => {
    const rights = await org.query(
      "SELECT Parent.Profile.Name, PermissionsRead, PermissionsEdit, PermissionsDelete FROM ObjectPermissions WHERE SobjectType = 'Account' ORDER BY Parent.Profile.Name",
    );
    expect(rights).toContainEqual(
      expect.objectContaining({ PermissionsRead: true, PermissionsEdit: true, PermissionsDelete: false }),
    );
    const fields = await org.query(
      "SELECT Field, PermissionsRead, PermissionsEdit FROM FieldPermissions WHERE Parent.Profile.Name = 'Integration' AND SobjectType = 'Account'",
    );
    const byField = new Map(
      fields.map((row) => [row["Field"], [row["PermissionsRead"], row["PermissionsEdit"]]]),
    );
    expect(byField.get("Account.Rating")).toEqual([true, false]);
    expect(byField.get("Account.Phone")).toEqual([true, true]);
    expect(byField.has("Account.AnnualRevenue")).toBe(false);
    expect(byField.has("Account.BillingCity")).toBe(false);
    const mine = await org.query(
      "SELECT PermissionSet.PermissionsApiEnabled, PermissionSet.IsOwnedByProfile FROM PermissionSetAssignment WHERE Assignee.Username = 'money@example.com'",
    );
    expect(
      mine.map((row) => (row["PermissionSet"] as Record<string, unknown>)["PermissionsApiEnabled"]),
    ).toEqual([true, false, false]);
  });

  it("decide: who is given a permission set may at once do what it says", async () => {
    const robot = as("robot");
    const admin = as("admin");
    const [set] = await org.query("SELECT Id FROM PermissionSet WHERE Name = 'Revenue'");
    const [user] = await org.query("SELECT Id FROM User WHERE Username = 'robot@example.com'");
    const assignment = { AssigneeId: user?.["Id"], PermissionSetId: set?.["Id"] };
    const query = soql("SELECT AnnualRevenue FROM Account");
    expect((await robot("GET", query)).status).toBe(400);
    const { id } = (await admin("POST", "sobjects/PermissionSetAssignment", assignment)).json as {
      id: string;
    };
    expect((await robot("GET", query)).status).toBe(200);
    expect((await admin("DELETE", `sobjects/PermissionSetAssignment/${id}`)).status).toBe(204);
    expect((await robot("GET", query)).status).toBe(400);
    const [profile] = await org.query("SELECT Id FROM PermissionSet WHERE Profile.Name = 'Integration'");
    await admin("PATCH", `sobjects/PermissionSet/${String(profile?.["Id"])}`, {
      PermissionsApiEnabled: false,
    });
    expect(codes(await robot("GET", query))).toEqual([403, ["API_CURRENTLY_DISABLED"]]);
    org.reset();
    expect(codes(await robot("GET", query))).toEqual([400, ["INVALID_FIELD"]]);
    expect((await as("admin")("GET", query)).status).toBe(200);
  });
});

describe("a user's own permissions", () => {
  const QUERY = soql(
    "SELECT PermissionsApiEnabled, PermissionsViewSetup, PermissionsModifyAllData FROM UserPermissionAccess",
  );
  const told = async (user: As): Promise<unknown> => {
    const { records } = (await user("GET", QUERY)).json as { records: Record<string, unknown>[] };
    return records.map((row) => Object.values(row).slice(1));
  };

  it("are told to everybody in one row, from the profile and the permission sets together", async () => {
    expect(await told(as("admin"))).toEqual([[true, true, true]]);
    expect(await told(as("robot"))).toEqual([[true, false, false]]);
    expect(await told(as("money"))).toEqual([[true, true, false]]);
    expect(await told(as("admin"))).toEqual([[true, true, true]]);
    const counted = (await as("minimum")("GET", soql("SELECT count() FROM UserPermissionAccess"))).json;
    expect(counted).toMatchObject({ totalSize: 1 });
    const write = await as("admin")("POST", "sobjects/UserPermissionAccess", { PermissionsApiEnabled: true });
    expect(write.status).toBeGreaterThanOrEqual(400);
    const describe = (await as("robot")("GET", "sobjects/UserPermissionAccess/describe")).json;
    expect(describe).toMatchObject({ keyPrefix: "0up", queryable: true, createable: false });
  });

  it("say at once what has changed, also after a restore", async () => {
    const admin = as("admin");
    org.snapshot();
    const [set] = await org.query("SELECT Id FROM PermissionSet WHERE Name = 'Setup'");
    const [user] = await org.query("SELECT Id FROM User WHERE Username = 'robot@example.com'");
    const body = { AssigneeId: user?.["Id"], PermissionSetId: set?.["Id"] };
    expect((await admin("POST", "sobjects/PermissionSetAssignment", body)).status).toBe(201);
    expect(await told(as("robot"))).toEqual([[true, true, false]]);
    org.restore();
    expect(await told(as("robot"))).toEqual([[true, false, false]]);
  });

  it("are what the SDK's doctor goes by, for a user who may not see the setup", async () => {
    const token = org.accessToken("reader@example.com");
    const sf = new SalesforceClient({ auth: accessToken({ token, instanceUrl: org.url }) });
    const { checks } = await sf.diagnose({ needs: ["viewAllData", "modifyAllData"] });
    await sf.close();
    const verdicts = new Map(checks.map(({ id, verdict }) => [id, verdict]));
    expect(verdicts.get("permission viewAllData")).toBe("pass");
    expect(verdicts.get("permission modifyAllData")).toBe("fail");
  });
});
