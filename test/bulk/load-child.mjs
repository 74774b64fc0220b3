// Loads the input of a job description in a process of its own, to be killed at any moment; prints the totals when it
// gets that far. Run by load-kill.soak.ts, on the compiled package.
import { createReadStream, readFileSync } from "node:fs";
import { accessToken, csvFile, csvStream, fileCheckpoint, records, SalesforceClient } from "kinetic-core";

const { url, token, file, kind, checkpoint } = JSON.parse(process.argv[2]);

function* recordsOfFile() {
  const [, ...lines] = readFileSync(file, "utf8").trimEnd().split("\n");
  for (const line of lines) {
    const [AccountNumber, Name] = line.split(",");
    yield { AccountNumber, Name };
  }
}

const sources = {
  file: () => csvFile(file),
  stream: () => csvStream(createReadStream(file)),
  records: () => records(recordsOfFile()),
};

const sf = new SalesforceClient({
  auth: accessToken({ token, instanceUrl: url }),
  apiVersion: "66.0",
});
const result = await sf.bulk.load({
  object: "Account",
  operation: "insert",
  source: sources[kind](),
  maxRecordsPerJob: 100,
  concurrency: 3,
  retryRows: 2,
  checkpoint: fileCheckpoint(checkpoint),
});
console.log(JSON.stringify({ totals: result.totals, warnings: result.warnings }));
await result.close();
await sf.close();
