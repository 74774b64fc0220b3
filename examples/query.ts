// Queries: any number of rows, safe values, relations, aggregates.
// Run: npm run build && node examples/dist/query.js
import { like, selectFrom, soql } from "kinetic-core";
import { openOrg } from "./org.ts";

await using org = await openOrg();
const { sf } = org;

// A value in the template is a safe literal, whatever is in it.
const site = "Basel";
for await (const account of sf.query(soql`SELECT Name FROM Account WHERE Site = ${site} ORDER BY Name`)) {
  console.log(`account: ${account["Name"]}`);
}

// A query put together of parts.
const typed = "ac";
const search = selectFrom("Account")
  .select("Name", "Owner.Name")
  .where("Name", "LIKE", like`${typed}%`)
  .limit(10);
console.log(
  `found: ${(await sf.query<{ Name: string }>(search.soql).all()).map(({ Name }) => Name).join(", ")}`,
);

// A number, a group, and no injection.
console.log(`count: ${await sf.query("SELECT COUNT() FROM Account").count()}`);
const sites = await sf
  .query<{ Site: string; n: number }>("SELECT Site, COUNT(Id) n FROM Account GROUP BY Site")
  .all();
for (const { Site, n } of sites) console.log(`${Site}: ${n}`);
const hostile = "x' OR Name != '";
console.log(`hostile: ${await sf.query(soql`SELECT Id FROM Account WHERE Name = ${hostile}`).count()}`);
