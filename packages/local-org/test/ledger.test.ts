import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LocalOrg, startLocalOrg } from "kinetic-local-org";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Call, caller } from "./api.ts";

const objects = [
  { name: "Account", fields: [{ name: "Ext__c", type: "string", length: 20, externalId: true }] },
] as const;

let org: LocalOrg;
const call: Call = (...args) => caller(org)(...args);
beforeAll(async () => {
  org = await startLocalOrg({ objects, ledger: { Account: "Ext__c" } });
});
beforeEach(() => org.reset());
afterAll(() => org.close());

const upsert = (key: string): Promise<unknown> =>
  call("PATCH", `sobjects/Account/Ext__c/${key}`, { body: { Name: key } });

describe("the ledger", () => {
  it("counts what clients write by key, and nothing that was rolled back or seeded", async () => {
    org.insert("Account", [{ Name: "seeded", Ext__c: "s" }]);
    await upsert("a");
    await upsert("a");
    const records = ["b", "b", "c"].map((Ext__c) => ({ attributes: { type: "Account" }, Name: "x", Ext__c }));
    await call("POST", "composite/sobjects", { body: { records } });
    const bad = { attributes: { type: "Account" }, Ext__c: "gone" };
    await call("POST", "composite/sobjects", { body: { allOrNone: true, records: [...records, bad] } });
    expect(org.ledger("Account")).toEqual([
      { key: "a", inserted: 1, updated: 1 },
      { key: "b", inserted: 2, updated: 0 },
      { key: "c", inserted: 1, updated: 0 },
    ]);
  });

  it("says what it does not count", () => {
    expect(() => org.ledger("Contact")).toThrow(
      'The ledger does not count Contact: name its key field with the option "ledger".',
    );
    expect(() => org.store.ledger.watch("Contact", "Nope")).toThrow("Contact has no such field");
    expect(() => org.ledger("Nope")).toThrow("This org has no object Nope");
  });
});

describe("snapshots", () => {
  const names = (): unknown[] => org.rows("Account").map((row) => row["Name"]);

  it("bring rows, ids and the ledger back, as often as one likes", async () => {
    const [kept = ""] = org.insert("Account", [{ Name: "kept" }]);
    org.insert("Contact", [{ LastName: "child", AccountId: kept }]);
    org.snapshot();
    for (let round = 0; round < 2; round++) {
      await upsert("a");
      org.store.delete("Account", kept, { userId: org.userId });
      const ids = org.rows("Account").map((row) => row["Id"]);
      expect(names()).toEqual(["a"]);
      org.restore();
      expect(names()).toEqual(["kept"]);
      expect(org.rows("Contact")).toMatchObject([{ AccountId: kept }]);
      expect(org.ledger("Account")).toEqual([]);
      // The next id is the same again.
      expect(org.insert("Account", [{ Name: "next" }])).toEqual(ids);
      org.restore();
    }
  });

  it("have names, and do not disturb one another", () => {
    org.insert("Account", [{ Name: "one" }]);
    org.snapshot("first");
    org.insert("Account", [{ Name: "two" }]);
    org.snapshot("second");
    org.restore("first");
    expect(names()).toEqual(["one"]);
    org.restore("second");
    expect(names()).toEqual(["one", "two"]);
    org.restore("first");
    org.insert("Lead", [{ LastName: "x", Company: "x" }]);
    org.restore("second");
    expect([names(), org.rows("Lead")]).toEqual([["one", "two"], []]);
  });

  it("bring back who may do what", async () => {
    org.snapshot();
    const profile = await org.query(
      "SELECT Id FROM Profile WHERE Name = 'Minimum Access - API Only Integrations'",
    );
    const { userId } = org;
    org.store.update("User", { Id: userId, ProfileId: profile[0]?.["Id"] }, { userId, source: "seed" });
    expect((await call("GET", "limits")).status).toBe(403);
    org.restore();
    expect((await call("GET", "limits")).status).toBe(200);
  });

  it("drop jobs and locators that knew other rows, and are gone after a reset", async () => {
    org.snapshot();
    org.insert(
      "Account",
      Array.from({ length: 300 }, () => ({ Name: "x" })),
    );
    const headers = { "sforce-query-options": "batchSize=200" };
    const page = await call("GET", "query?q=SELECT+Id+FROM+Account", { headers });
    org.restore();
    expect((await call("GET", (page.json as { nextRecordsUrl: string }).nextRecordsUrl)).status).toBe(400);
    org.reset();
    expect(() => org.restore()).toThrow(
      'There is no snapshot "default" of this org: take one with snapshot() first.',
    );
  });

  it("work on a file, and leave nothing in it for the next process", async () => {
    const directory = mkdtempSync(join(tmpdir(), "kinetic-snapshot-"));
    const file = join(directory, "org.db");
    const first = await startLocalOrg({ file, keyPair: org, rows: { Account: [{ Name: "one" }] } });
    first.snapshot();
    first.insert("Account", [{ Name: "two" }]);
    first.restore();
    expect(first.rows("Account")).toHaveLength(1);
    await first.close();
    const second = await startLocalOrg({ file, keyPair: org });
    expect(() => second.restore()).toThrow("There is no snapshot");
    expect(second.store.db.all("SELECT name FROM sqlite_master WHERE name LIKE '~snapshot%'")).toEqual([]);
    await second.close();
    rmSync(directory, { recursive: true, force: true });
  });
});
