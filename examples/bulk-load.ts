// A bulk load of a CSV file in which some rows are refused, with a checkpoint so that a killed process goes on.
// Run: npm run build && node examples/dist/bulk-load.js
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileCheckpoint } from "kinetic-core";
import { openOrg } from "./org.ts";

await using org = await openOrg();
const { sf } = org;
const folder = await mkdtemp(join(tmpdir(), "kinetic-load-"));
const source = join(folder, "accounts.csv");
const lines = Array.from({ length: 1_000 }, (_, at) => `load-${at},${at % 250 === 7 ? "" : `Account ${at}`}`);
await writeFile(source, ["Ext__c,Name", ...lines, ""].join("\n"));

const load = {
  object: "Account",
  operation: "upsert",
  externalIdFieldName: "Ext__c",
  source,
  checkpoint: fileCheckpoint(join(folder, "accounts.load")),
} as const;
await using result = await sf.bulk.load(load);
const { rows, succeeded, failed, unprocessed } = result.totals;
console.log(`${rows} rows: ${succeeded} stored, ${failed} refused, ${unprocessed} not processed`);
for await (const { row, record, error } of result.failures()) {
  console.log(
    `row ${row} (${record["Ext__c"]}): ${error.code} ${error.fields.join()}; ${error.remediation.summary}`,
  );
}

// The same rows in the same order, with the id or the error of each.
await result.toFile(join(folder, "results.csv"));
console.log((await readFile(join(folder, "results.csv"), "utf8")).split("\n")[8]);
await rm(folder, { recursive: true });
if (succeeded + failed + unprocessed !== rows) process.exitCode = 1;
