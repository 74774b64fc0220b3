// Queries in all the ways that jsforce has for them, and search.
import assert from "node:assert/strict";
import { numbered } from "../steps.mjs";

export function queries(org, conn) {
  const soql = "SELECT Id, LastName, Company FROM Lead ORDER BY LastName";
  const names = numbered(4500, (i) => `L${String(i).padStart(4, "0")}`);
  return {
    "query with autoFetch over three pages": async () => {
      org.insert(
        "Lead",
        names.map((LastName) => ({ LastName, Company: "x" })),
      );
      const { records, totalSize } = await conn.query(soql, { autoFetch: true, maxFetch: 10_000 });
      assert.equal(totalSize, 4500);
      assert.deepEqual(
        records.map((row) => row.LastName),
        names,
      );
    },
    "query and queryMore by hand": async () => {
      const first = await conn.query(soql);
      const second = await conn.queryMore(first.nextRecordsUrl);
      const third = await conn.queryMore(second.nextRecordsUrl);
      assert.deepEqual(
        [first, second, third].map((page) => [page.done, page.records.length]),
        [
          [false, 2000],
          [false, 2000],
          [true, 500],
        ],
      );
    },
    "query as a stream of records": async () => {
      const query = conn.query(soql);
      const seen = [];
      query.on("record", (record) => seen.push(record.LastName));
      await query.run({ autoFetch: true, maxFetch: 10_000 });
      assert.deepEqual(seen, names);
    },
    "find, with conditions, order, limit and skip; count": async () => {
      const leads = conn.sobject("Lead");
      const found = await leads
        .find({ LastName: { $like: "L000%" } }, ["LastName"])
        .sort("-LastName")
        .limit(3)
        .skip(1);
      assert.deepEqual(
        found.map((row) => row.LastName),
        ["L0008", "L0007", "L0006"],
      );
      assert.equal(await leads.count({ LastName: { $gte: "L4000" } }), 500);
    },
    ...others(conn),
  };
}

function others(conn) {
  return {
    "children and parents in one query": async () => {
      const parent = await conn.sobject("Account").create({ Name: "Parent" });
      await conn.sobject("Contact").create({ LastName: "Child", AccountId: parent.id });
      const children = await conn
        .sobject("Account")
        .find({ Id: parent.id }, "Name")
        .include("Contacts")
        .select("LastName")
        .end();
      assert.equal(children[0].Contacts.records[0].LastName, "Child");
      const [child] = (await conn.query("SELECT Account.Name FROM Contact")).records;
      assert.equal(child.Account.Name, "Parent");
    },
    "a query that does not read": () =>
      assert.rejects(conn.query("SELEKT Id FROM Account"), { errorCode: "MALFORMED_QUERY" }),
    search: async () => {
      const { searchRecords } = await conn.search("FIND {Parent} IN NAME FIELDS RETURNING Account(Id, Name)");
      assert.deepEqual(
        searchRecords.map((row) => row.Name),
        ["Parent"],
      );
    },
  };
}
