// Single rows and collections.
import assert from "node:assert/strict";
import { numbered } from "../steps.mjs";

export function records(org, conn) {
  const accounts = conn.sobject("Account");
  let id = "";
  return {
    "create, retrieve, update, destroy": async () => {
      ({ id } = await accounts.create({ Name: "Solo", Ext__c: "solo", Industry: "Energy" }));
      assert.equal((await accounts.retrieve(id)).Industry, "Energy");
      await accounts.update({ Id: id, Industry: "Media" });
      assert.equal(org.rows("Account").find((row) => row.Id === id).Industry, "Media");
      await accounts.destroy(id);
      assert.deepEqual(org.rows("Account"), []);
      await assert.rejects(accounts.retrieve(id), { errorCode: "ENTITY_IS_DELETED" });
    },
    "upsert by external id: a new row, then the same one": async () => {
      const first = await accounts.upsert({ Ext__c: "up", Name: "First" }, "Ext__c");
      const second = await accounts.upsert({ Ext__c: "up", Name: "Second" }, "Ext__c");
      assert.deepEqual([first.success, second.success, second.id], [true, true, first.id]);
      assert.deepEqual(
        org.rows("Account").map((row) => [row.Ext__c, row.Name]),
        [["up", "Second"]],
      );
    },
    "refusals come with Salesforce's codes": async () => {
      await assert.rejects(accounts.create({}), { errorCode: "REQUIRED_FIELD_MISSING" });
      await assert.rejects(accounts.create({ Name: "x", Nope__c: 1 }), { errorCode: "INVALID_FIELD" });
      await assert.rejects(accounts.create({ Name: "x", Ext__c: "up" }), { errorCode: "DUPLICATE_VALUE" });
      await assert.rejects(accounts.retrieve("001000000000001AAA"), { errorCode: "NOT_FOUND" });
    },
    "what was deleted and updated lately": async () => {
      const [start, end] = [new Date(Date.now() - 3_600_000), new Date(Date.now() + 60_000)];
      const deleted = await accounts.deleted(start, end);
      assert.ok(deleted.deletedRecords.some((row) => row.id === id));
      assert.equal((await accounts.updated(start, end)).ids.length, 1);
    },
    "a file goes up and comes down": async () => {
      const bytes = Buffer.from([0, 1, 2, 255]);
      const fields = { PathOnClient: "a.bin", Title: "a", VersionData: bytes.toString("base64") };
      const file = await conn.sobject("ContentVersion").create(fields);
      const chunks = [];
      for await (const chunk of conn.sobject("ContentVersion").record(file.id).blob("VersionData"))
        chunks.push(chunk);
      assert.deepEqual(Buffer.concat(chunks), bytes);
    },
  };
}

export function collections(org, conn) {
  const contacts = conn.sobject("Contact");
  let ids = [];
  return {
    "collections: 450 rows in one call, cut up by jsforce": async () => {
      const rows = numbered(450, (i) => ({ LastName: `C${i}`, Email: `c${i}@example.com` }));
      const results = await contacts.create(rows, { allowRecursive: true });
      ids = results.map((result) => result.id);
      const stored = new Map(org.rows("Contact").map((row) => [row.Id, row.LastName]));
      assert.deepEqual(
        ids.map((id) => stored.get(id)),
        rows.map((row) => row.LastName),
      );
    },
    "collections: one bad row of three is refused alone, or takes the others with it": async () => {
      const rows = [{ LastName: "a" }, { FirstName: "no last name" }, { LastName: "b" }];
      const each = await contacts.create(rows, { allOrNone: false });
      assert.deepEqual(
        each.map((result) => result.success),
        [true, false, true],
      );
      assert.equal(each[1].errors[0].statusCode, "REQUIRED_FIELD_MISSING");
      const before = org.rows("Contact").length;
      const all = await contacts.create(rows, { allOrNone: true });
      assert.deepEqual(
        [all.map((result) => result.success), org.rows("Contact").length],
        [[false, false, false], before],
      );
      await contacts.destroy(each.filter((result) => result.success).map((result) => result.id));
    },
    "collections: retrieve, update, upsert, destroy": async () => {
      const some = ids.slice(0, 5);
      const read = await contacts.retrieve(some);
      assert.deepEqual(
        read.map((row) => row.LastName),
        ["C0", "C1", "C2", "C3", "C4"],
      );
      await contacts.update(some.map((Id) => ({ Id, Title: "Dr." })));
      const doctors = org.rows("Contact").filter((row) => row.Title === "Dr.");
      assert.deepEqual(doctors.map((row) => row.Id).sort(), [...some].sort());
      const upserted = await conn.sobject("Account").upsert(
        [
          { Ext__c: "up", Name: "Third" },
          { Ext__c: "new", Name: "New" },
        ],
        "Ext__c",
      );
      assert.deepEqual(
        upserted.map((result) => result.created),
        [false, true],
      );
      const gone = await contacts.destroy(ids, { allowRecursive: true });
      assert.deepEqual([gone.every((result) => result.success), org.rows("Contact").length], [true, 0]);
    },
  };
}
