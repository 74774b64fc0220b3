// A sync: rows of a foreign shape are mapped and written, and every row of the source is accounted for.
// Run: npm run build && node examples/dist/sync.js
import type { Mapping } from "kinetic-core";
import { openOrg } from "./org.ts";

await using org = await openOrg();
const { sf } = org;

// Data: it could come from a JSON file.
const mapping: Mapping = {
  onError: "skip",
  where: { from: "status", equals: "active" },
  fields: {
    Ext__c: "key",
    Name: { from: "company.name", transforms: ["trim"], required: true },
    AnnualRevenue: { from: "revenue", transforms: [{ number: { decimal: ",", group: "." } }] },
    Rating: {
      from: "class",
      transforms: [{ lookup: { table: { A: "Hot", B: "Warm" }, otherwise: "Cold" } }],
    },
    Site: { from: "city", transforms: [{ custom: "firstWord" }], default: "unknown" },
  },
};
const source = [
  {
    key: "s-1",
    company: { name: " Umbrella " },
    revenue: "1.200.000,50",
    class: "A",
    city: "Raccoon City",
    status: "active",
  },
  { key: "s-2", company: { name: "Hooli" }, revenue: "n/a", class: "B", status: "active" },
  { key: "s-3", company: { name: "Old" }, revenue: "1", class: "B", status: "closed" },
  { key: "s-4", company: { name: "Stark" }, revenue: "7", class: "Z", status: "active" },
];

await using result = await sf.sync({
  source,
  mapping,
  functions: { firstWord: (value) => String(value).split(" ")[0] },
  object: "Account",
  operation: "upsert",
  externalIdField: "Ext__c",
});
const { rows, filtered, unmapped, succeeded } = result.totals;
console.log(`${rows} rows: ${filtered} left out, ${unmapped} not mapped, ${succeeded} written`);
for await (const { index, stage, error } of result.failures())
  console.log(`row ${index} (${stage}): ${error.message}`);
for await (const account of sf.query(
  "SELECT Name, AnnualRevenue, Rating, Site FROM Account WHERE Ext__c LIKE 's-%'",
)) {
  console.log(account["Name"], account["AnnualRevenue"], account["Rating"], account["Site"]);
}
