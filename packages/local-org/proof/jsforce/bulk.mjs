// Bulk API 2.0.
import assert from "node:assert/strict";
import { numbered } from "../steps.mjs";

export function bulk(org, conn) {
  const rows = numbered(12_000, (i) => ({ Ext__c: `b${i}`, Name: `Bulk "${i}", Ltd.` }));
  const ours = () => org.rows("Account").filter((row) => String(row.Ext__c).startsWith("b"));
  const wait = { pollInterval: 50, pollTimeout: 60_000 };
  return {
    "bulk2: 12,000 rows inserted, each stored once": async () => {
      const { successfulResults, failedResults } = await conn.bulk2.loadAndWaitForResults({
        object: "Account",
        operation: "insert",
        input: rows,
        ...wait,
      });
      assert.deepEqual([successfulResults.length, failedResults.length], [12_000, 0]);
      assert.deepEqual(
        new Map(ours().map((row) => [row.Ext__c, row.Name])),
        new Map(rows.map((row) => [row.Ext__c, row.Name])),
      );
      assert.equal(ours().length, 12_000);
    },
    "bulk2: rows that fail are told one by one": async () => {
      const input = "Ext__c,Name\nf1,Good\nf2,\nb1,Taken\n";
      const result = await conn.bulk2.loadAndWaitForResults({
        object: "Account",
        operation: "insert",
        input,
        ...wait,
      });
      assert.deepEqual(
        result.successfulResults.map((row) => row.Ext__c),
        ["f1"],
      );
      assert.deepEqual(result.failedResults.map((row) => [row.Ext__c, row.sf__Error.split(":")[0]]).sort(), [
        ["b1", "DUPLICATE_VALUE"],
        ["f2", "REQUIRED_FIELD_MISSING"],
      ]);
    },
    "bulk2: upsert, update and delete": async () => {
      const load = (operation, input, more = {}) =>
        conn.bulk2.loadAndWaitForResults({ object: "Account", operation, input, ...more, ...wait });
      const key = { externalIdFieldName: "Ext__c" };
      await load(
        "upsert",
        [
          { Ext__c: "b0", Name: "Zero" },
          { Ext__c: "b-new", Name: "New" },
        ],
        key,
      );
      assert.deepEqual(
        ours()
          .filter((row) => /^b(?:0|-new)$/.test(row.Ext__c))
          .map((row) => row.Name)
          .sort(),
        ["New", "Zero"],
      );
      await load("update", [{ Id: ours()[0].Id, Name: "Changed" }]);
      assert.equal(ours()[0].Name, "Changed");
      await load(
        "delete",
        ours().map(({ Id }) => ({ Id })),
      );
      assert.deepEqual(ours(), []);
    },
    "bulk2: query": async () => {
      const stream = await conn.bulk2.query("SELECT LastName FROM Lead ORDER BY LastName", wait);
      const seen = (await stream.toArray()).map((row) => row.LastName);
      assert.deepEqual([seen.length, new Set(seen).size, seen[0]], [4500, 4500, "L0000"]);
    },
  };
}
