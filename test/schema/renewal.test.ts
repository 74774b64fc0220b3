import { Readable } from "node:stream";
import { accessToken, isKineticError, records, SalesforceClient } from "kinetic-core";
import { type LocalOrg, startLocalOrg } from "kinetic-local-org";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

const USER = "robot@example.com";
const FIELD = "AnnualRevenue";
let org: LocalOrg;
let sf: SalesforceClient;

beforeAll(async () => {
  org = await startLocalOrg({
    keyPair: { privateKey: "unused", publicKey: "unused" },
    profiles: [
      {
        name: "Integration",
        systemPermissions: { ApiEnabled: true },
        objects: { Account: "read-write" },
        fields: { [`Account.${FIELD}`]: "none" },
      },
    ],
    permissionSets: [
      {
        name: "Revenue",
        objects: { Account: "read-write" },
        fields: { [`Account.${FIELD}`]: "edit" },
        otherFields: "none",
      },
    ],
    users: [
      { username: "admin@example.com" },
      { username: USER, profile: "Integration", permissionSets: ["Revenue"] },
    ],
  });
});
afterAll(() => org.close());
beforeEach(() => {
  org.reset();
  sf = clientFor(USER);
  org.insert(
    "Account",
    Array.from({ length: 250 }, (_, at) => ({ Name: `Acme ${at}`, [FIELD]: at })),
  );
  return () => sf.close();
});

function clientFor(username: string): SalesforceClient {
  const auth = accessToken({ token: org.accessToken(username), instanceUrl: org.url });
  return new SalesforceClient({ apiVersion: "68.0", auth });
}

/** Takes the right to see the field from the user, as its removal would: describe and queries know it no longer. */
async function takeFieldAway(): Promise<void> {
  const [assignment] = await org.query(
    `SELECT Id FROM PermissionSetAssignment WHERE Assignee.Username = '${USER}' AND PermissionSet.Name = 'Revenue'`,
  );
  await using admin = clientFor("admin@example.com");
  await admin.sobject("PermissionSetAssignment").delete(String(assignment?.["Id"]));
}

/** What a call is refused with, as far as it tells a plain refusal from one that knows more. */
async function refusalOf(call: Promise<unknown>): Promise<unknown> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return isKineticError(error) && { errorCode: error.errorCode, cause: error.cause };
}
const PLAIN_REFUSAL = { errorCode: "INVALID_FIELD", cause: undefined };

const describes = (): number => org.requests().filter(({ url }) => url.endsWith("/describe")).length;
const queries = (): number => org.requests().filter(({ url }) => /\/query\b/.test(url)).length;
const knows = async (): Promise<boolean> =>
  (await sf.describe("Account")).fields.some(({ name }) => name === FIELD);

/** An answer that a server gives which does not know the field yet. */
const BEHIND = {
  kind: "reply",
  status: 400,
  json: [
    {
      errorCode: "INVALID_FIELD",
      message: `No such column '${FIELD}' on sobject of type Account`,
      fields: [],
    },
  ],
} as const;

const CALLS: [string, () => Promise<unknown>][] = [
  ["a query", () => sf.query(`SELECT Id, ${FIELD} FROM Account LIMIT 5`).all()],
  ["a create", () => sf.sobject("Account").create({ Name: "New", [FIELD]: 5 })],
  ["an export", () => sf.bulk.export(`SELECT Id, ${FIELD} FROM Account LIMIT 5`).batches().next()],
];

describe("a field that the kept describe knows and the org refuses", () => {
  it.each(CALLS)("renews the describe, and says that the field is gone: %s", async (_, call) => {
    expect(await knows()).toBe(true);
    await takeFieldAway();
    const before = describes();
    await expect(call()).rejects.toMatchObject({
      code: "REQUEST_REJECTED",
      errorCode: "INVALID_FIELD",
      message: expect.stringContaining(`Account.${FIELD} was there when Account was described, and is gone`),
      requestId: expect.any(String),
      cause: { code: "REQUEST_REJECTED" },
    });
    expect(describes() - before).toBe(1);
    expect(await knows()).toBe(false);
    expect(describes() - before).toBe(1);
    // The kept describe agrees now: nothing is asked again.
    expect(await refusalOf(call())).toEqual(PLAIN_REFUSAL);
    expect(describes() - before).toBe(1);
  });

  it.each(CALLS)("asks once more where the renewed describe still has it: %s", async (_, call) => {
    expect(await knows()).toBe(true);
    const path = /\/(?:query|sobjects\/Account|jobs\/query)\b(?!.*describe)/;
    const rule = org.faults.add({ path, fault: BEHIND });
    const before = [describes(), org.rows("Account").length];
    await call();
    expect(rule.hits).toBe(1);
    expect(describes() - (before[0] ?? 0)).toBe(1);
    expect(org.rows("Account").length - (before[1] ?? 0)).toBeLessThan(2);
  });

  it("sends a file once, and tells the refusal of it", async () => {
    expect(await knows()).toBe(true);
    const rule = org.faults.add({ path: /\/sobjects\/Attachment/, method: "POST", fault: BEHIND, times: 9 });
    const source = Readable.from([Buffer.from("hello")]);
    const blob = {
      object: "Attachment",
      blobField: "Body",
      fields: { Name: "a" },
      fileName: "a.txt",
      source,
    };
    const before = describes();
    expect(await refusalOf(sf.files.createBlob(blob))).toEqual(PLAIN_REFUSAL);
    expect(rule.hits).toBe(1);
    expect(describes() - before).toBe(1);
    org.faults.clear();
  });

  it("asks no more than once", async () => {
    expect(await knows()).toBe(true);
    org.faults.add({ path: /\/query\b/, fault: BEHIND, times: 9 });
    const before = queries();
    expect(await refusalOf(sf.query(`SELECT ${FIELD} FROM Account`).all())).toEqual(PLAIN_REFUSAL);
    expect(queries() - before).toBe(2);
    org.faults.clear();
  });

  it.each<[string, () => Promise<unknown>]>([
    [
      "a row of a collection",
      () => sf.collections.create([{ Name: "a", [FIELD]: 1 }], { object: "Account" }),
    ],
    ["a step", () => sf.composite((c) => ({ made: c.create("Account", { Name: "a", [FIELD]: 1 }) }))],
    [
      "a call of a batch",
      () => {
        const path = "sobjects/Account";
        return sf.batch((b) => ({ a: b.request({ method: "POST", path, body: { Name: "a", [FIELD]: 1 } }) }));
      },
    ],
  ])("is described anew before it is believed again where %s is refused", async (_, call) => {
    expect(await knows()).toBe(true);
    const before = [describes(), org.rows("Account").length];
    await call();
    expect(await knows()).toBe(true);
    expect([describes(), org.rows("Account").length]).toEqual([before[0], Number(before[1]) + 1]);
    await takeFieldAway();
    await call();
    expect(describes()).toBe(before[0]);
    expect(await knows()).toBe(false);
    expect([describes(), org.rows("Account").length]).toEqual([Number(before[0]) + 1, Number(before[1]) + 1]);
  });

  it("says so between two pages, too, when a new query is needed for the rest", async () => {
    expect(await knows()).toBe(true);
    const seen: unknown[] = [];
    const read = async (): Promise<void> => {
      const query = sf.query(`SELECT Id, ${FIELD} FROM Account ORDER BY Id`, { pageSize: 200, prefetch: 0 });
      for await (const page of query.pages()) {
        seen.push(...page.records);
        await takeFieldAway();
        const json = [{ errorCode: "INVALID_QUERY_LOCATOR", message: "invalid query locator" }];
        org.faults.add({ path: /\/query\/0r8/, fault: { kind: "reply", status: 400, json } });
      }
    };
    await expect(read()).rejects.toThrow(`Account.${FIELD} was there`);
    expect(seen).toHaveLength(200);
    org.faults.clear();
  });
});

it("asks nothing for a field that no describe knows, or of an object that was never described", async () => {
  expect(await refusalOf(sf.query("SELECT Nope__c FROM Account").all())).toEqual(PLAIN_REFUSAL);
  expect(describes()).toBe(0);
  expect(await knows()).toBe(true);
  await expect(sf.sobject("Account").create({ Name: "a", Nope__c: 1 })).rejects.toThrow("Nope__c");
  expect(describes()).toBe(1);
});

it("checks a load against a describe of the moment", async () => {
  let now = Date.now();
  const runtime = { now: () => now, random: () => 0.5, sleep: async () => undefined };
  const auth = accessToken({ token: org.accessToken(USER), instanceUrl: org.url });
  await using late = new SalesforceClient({ apiVersion: "68.0", auth, http: { runtime } });
  await late.describe("Account");
  await takeFieldAway();
  now += 60_000;
  const source = records([{ Name: "a", [FIELD]: 1 }]);
  const load = late.bulk.load({ object: "Account", operation: "insert", source });
  await expect(load).rejects.toMatchObject({ code: "INPUT", column: FIELD });
  expect(org.jobs()).toEqual([]);
});
