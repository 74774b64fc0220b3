// One job done by the client or by jsforce, whatever becomes of it: node alternatives-side.mjs <ours|jsforce> <job> <url> <token> <folder of jsforce>
// Prints how many rows it has seen while it works, and what came of it at the end.
import { once } from "node:events";
import { createRequire } from "node:module";
import { join } from "node:path";

const [who, job, url, token, folder] = process.argv.slice(2);
const NAMES = "SELECT Name FROM Account";
const ROWS = [{ Name: "one" }, { Name: "two", Site: "Basel" }];
const HOSTILE = "\\' OR Name != '";

let rows = 0;
const print = (what) => console.log(JSON.stringify({ rows, ...what }));
async function count(source) {
  for await (const _ of source) rows += 1;
}

async function ours() {
  const { accessToken, SalesforceClient, records, soql } = await import("../dist/index.js");
  const auth = accessToken({ token, instanceUrl: url });
  // An app that can always get a new token, which helps nothing.
  const renews = { flow: "its own", authenticate: async () => ({ token: `${token}x`, instanceUrl: url }) };
  const sf = new SalesforceClient({ auth, apiVersion: "68.0" });
  const load = (options) =>
    sf.bulk.load({ object: "Account", operation: "insert", source: records(ROWS), ...options });
  return {
    export: () => count(sf.bulk.export(NAMES)),
    query: () => count(sf.query(NAMES)),
    hostile: () => count(sf.query(soql`SELECT Id FROM Account WHERE Name = ${HOSTILE}`)),
    refused: () => new SalesforceClient({ auth: renews, apiVersion: "68.0" }).query(NAMES).all(),
    load: async () => (await load()).close(),
    wait: () => load({ pollTimeoutMs: 1_500 }),
  };
}

async function jsforce() {
  const name = Number(process.versions.node.split(".")[0]) >= 22 ? "jsforce" : "jsforce-for-node-20";
  const { Connection } = createRequire(join(folder, "package.json"))(name);
  const refreshFn = (_, done) => done(null, `${token}x`);
  const settings = { instanceUrl: url, accessToken: token, version: "68.0" };
  const conn = new Connection(settings);
  const poll = { pollInterval: 50, pollTimeout: 600_000 };
  const load = (options) =>
    conn.bulk2.loadAndWaitForResults({
      object: "Account",
      operation: "insert",
      input: ROWS,
      ...poll,
      ...options,
    });
  return {
    export: async () => {
      const found = await conn.bulk2.query(NAMES, poll);
      found.on("record", () => {
        rows += 1;
      });
      await once(found, "end");
    },
    query: async () => {
      const found = conn.query(NAMES);
      found.on("record", () => {
        rows += 1;
      });
      await found.run({ autoFetch: true });
    },
    hostile: async () => {
      rows += (await conn.sobject("Account").find({ Name: HOSTILE }, "Id")).length;
    },
    refused: () => new Connection({ ...settings, refreshFn }).query(NAMES),
    load: () => load(),
    wait: () => load({ pollTimeout: 1_500 }),
  };
}

process.on("uncaughtException", (error) => {
  print({ end: `the process ended: ${error.code ?? error.message}` });
  process.exit();
});
const jobs = await (who === "ours" ? ours() : jsforce());
const clock = setInterval(() => print({}), 500);
try {
  await jobs[job]();
  print({ end: "done" });
} catch (error) {
  print({ end: String(error.code ?? error.errorCode ?? error.name) });
}
clearInterval(clock);
// What was begun beside it is to be seen, too.
setTimeout(() => process.exit(), 1_000);
