// A bulk export to a file, and the same rows one by one with typed values.
// Run: npm run build && node examples/dist/bulk-export.js
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { records } from "kinetic-core";
import { openOrg } from "./org.ts";

await using org = await openOrg();
const { sf } = org;
const rows = Array.from({ length: 500 }, (_, at) => ({ Name: `Export ${at}`, NumberOfEmployees: at }));
await using load = await sf.bulk.load({ object: "Account", operation: "insert", source: records(rows) });
console.log(`loaded: ${load.totals.succeeded}`);

const soql = "SELECT Name, NumberOfEmployees FROM Account WHERE Name LIKE 'Export %'";
const folder = await mkdtemp(join(tmpdir(), "kinetic-export-"));
const path = join(folder, "accounts.csv");
const summary = await sf.bulk.export(soql, { parallelPages: 2 }).toFile(path, { resume: true });
console.log(`to the file: ${summary.rows} rows, ${(await readFile(path, "utf8")).split("\n")[0]}`);

let employees = 0;
for await (const row of sf.bulk.export(soql).typed()) employees += Number(row["NumberOfEmployees"]);
console.log(`employees: ${employees}`);
await rm(folder, { recursive: true });
