// Sends a CSV file once, by the client or by bare undici: node load-client.mjs <ours|undici> <url> <file> [options of the load as JSON]
import { createReadStream, statSync } from "node:fs";
import { peakMb } from "./lib.mjs";

const [who, url, file, options = "{}"] = process.argv.slice(2);

async function ours() {
  const { accessToken, SalesforceClient } = await import("../dist/index.js");
  const auth = accessToken({ token: "t", instanceUrl: url });
  const sf = new SalesforceClient({ auth, apiVersion: "68.0" });
  const started = performance.now();
  const result = await sf.bulk.load({
    object: "Account",
    operation: "insert",
    source: file,
    ...JSON.parse(options),
  });
  const seconds = (performance.now() - started) / 1000;
  if (!result.ok) throw new Error("not every row was stored");
  await result.close();
  await sf.close();
  return seconds;
}

async function bare() {
  const { Agent, request } = await import("undici");
  const dispatcher = new Agent({ allowH2: false, headersTimeout: 0, bodyTimeout: 0 });
  const started = performance.now();
  const headers = { "content-type": "text/csv", "content-length": String(statSync(file).size) };
  const { body } = await request(`${url}/bare`, {
    dispatcher,
    method: "PUT",
    headers,
    body: createReadStream(file),
  });
  await body.dump();
  const seconds = (performance.now() - started) / 1000;
  await dispatcher.close();
  return seconds;
}

const seconds = await (who === "ours" ? ours() : bare());
const cpu = process.cpuUsage();
console.log(
  JSON.stringify({
    seconds,
    cpu: (cpu.user + cpu.system) / 1e6,
    elu: performance.eventLoopUtilization().utilization,
    peakMb: peakMb(),
  }),
);
