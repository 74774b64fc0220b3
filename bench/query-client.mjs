// Reads all rows of a server's query: node query-client.mjs <rows|pages|no-prefetch|undici> <url> [<ms of work a page>]
import { peakMb } from "./lib.mjs";

const [who, url, work = "0"] = process.argv.slice(2);
const workMs = Number(work);
const SOQL = "SELECT Id, Name, Industry, AnnualRevenue, IsDeleted, CreatedDate, Owner.Name FROM Account";

let rows = 0;
/** What a reader does with a row: it looks at it. */
const touch = (row) => {
  if (row.Id !== "" && row.Owner !== null) rows += 1;
};
/** What it does after every page. */
const rest = () => (workMs === 0 ? undefined : new Promise((resolve) => setTimeout(resolve, workMs)));

async function client() {
  const { accessToken, SalesforceClient } = await import("../dist/index.js");
  const auth = accessToken({ token: "t", instanceUrl: url });
  return new SalesforceClient({ auth, apiVersion: "68.0" });
}

// Each side makes one small call first: loading packages is not what is measured, see import-time.mjs.
const sides = {
  async rows() {
    const sf = await client();
    await sf.limits();
    return async () => {
      for await (const row of sf.query(SOQL)) touch(row);
      await sf.close();
    };
  },
  pages: () => paged(1),
  "no-prefetch": () => paged(0),
  async undici() {
    const { Agent, request } = await import("undici");
    const dispatcher = new Agent({ allowH2: false, connections: 64, pipelining: 1 });
    const headers = { authorization: "Bearer t", accept: "application/json" };
    await (await request(`${url}/limits`, { dispatcher, headers })).body.dump();
    return async () => {
      let path = `/services/data/v68.0/query?${new URLSearchParams({ q: SOQL })}`;
      while (path !== undefined) {
        const { body } = await request(url + path, { dispatcher, headers });
        const page = JSON.parse(await body.text());
        for (const row of page.records) touch(row);
        await rest();
        path = page.nextRecordsUrl;
      }
      await dispatcher.close();
    };
  },
};

async function paged(prefetch) {
  const sf = await client();
  await sf.limits();
  return async () => {
    for await (const { records } of sf.query(SOQL, { prefetch }).pages()) {
      for (const row of records) touch(row);
      await rest();
    }
    await sf.close();
  };
}

const read = await sides[who]();
const begin = performance.now();
const before = process.cpuUsage();
await read();
const ms = performance.now() - begin;
const { user, system } = process.cpuUsage(before);
console.log(JSON.stringify({ ms, cpuMs: (user + system) / 1000, rows, peakMb: peakMb() }));
