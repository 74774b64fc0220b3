// One round of small GETs, either by the client or by bare undici: node http-client.mjs <ours|undici> <url> <count>
import { peakMb } from "./lib.mjs";

const [who, url, count] = process.argv.slice(2);
const AT_ONCE = 20;

async function ours() {
  const { accessToken, SalesforceClient } = await import("../dist/index.js");
  const auth = accessToken({ token: "t", instanceUrl: url });
  const sf = new SalesforceClient({ auth, apiVersion: "68.0" });
  return { get: () => sf.request({ method: "GET", path: "limits" }), close: () => sf.close() };
}

async function bare() {
  const { Agent, request } = await import("undici");
  const dispatcher = new Agent({ allowH2: false, connections: 64, pipelining: 1 });
  const target = `${url}/services/data/v68.0/limits`;
  const headers = { authorization: "Bearer t", accept: "application/json" };
  return {
    get: async () => (await request(target, { dispatcher, headers })).body.json(),
    close: () => dispatcher.close(),
  };
}

const { get, close } = await (who === "ours" ? ours() : bare());
let left = Number(count);
async function worker() {
  while (left-- > 0) await get();
}
for (let i = 0; i < 500; i += 1) await get();
const start = performance.now();
const before = process.cpuUsage();
await Promise.all(Array.from({ length: AT_ONCE }, worker));
const perSecond = Number(count) / ((performance.now() - start) / 1000);
const { user, system } = process.cpuUsage(before);
await close();
console.log(JSON.stringify({ perSecond, cpuUs: (user + system) / Number(count), peakMb: peakMb() }));
