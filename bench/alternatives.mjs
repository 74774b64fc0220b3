// What becomes of some jobs with kinetic-core and with jsforce: not how fast they are, but whether they come to a right end. Each
// side has a process of its own, which is stopped when nothing moves any more, and a fresh local org that misbehaves in the
// same way. Run: npm run build && node bench/alternatives.mjs
import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { faults, startLocalOrg } from "kinetic-local-org";
import { installClients, installedClients, proofFolder } from "../scripts/proof-clients.mjs";
import { start } from "./lib.mjs";

const side = fileURLToPath(new URL("alternatives-side.mjs", import.meta.url));
const STILL_MS = 90_000;
const accounts = (count) => ({ Account: Array.from({ length: count }, (_, at) => ({ Name: `Acme ${at}` })) });
const rowsOf = (org) =>
  org.rows("Account").map(({ Name, Site }) => (Site == null ? Name : `${Name} in ${Site}`));

/** What is done, in which org, and what is to be told of it beside how it ended and how many rows were seen. */
const scenarios = [
  {
    what: "an export of 25 rows in three pages",
    job: "export",
    org: { rows: accounts(25), bulk: { resultPageRows: 10 } },
  },
  {
    what: "an export of 1,010,000 rows in one page",
    job: "export",
    server: ["export-server.mjs", [202, 202]],
  },
  { what: "a query of 16,000 rows", job: "query", org: { rows: accounts(16_000) } },
  {
    what: "a query for a name with a backslash and a quote; no row has it",
    job: "hostile",
    org: { rows: accounts(3) },
  },
  {
    what: "an org that answers 401 whatever the token is",
    job: "refused",
    org: { faults: [{ path: /\/query/, times: 1e9, fault: faults.sessionExpired }] },
    tell: (org) => `${org.requests().length} requests`,
    limitMs: 5_000,
  },
  {
    what: "an upload that breaks once",
    job: "load",
    org: { faults: [{ method: "PUT", path: /batches$/, fault: { kind: "reset-before" } }] },
    tell: (org) => `in the org: ${rowsOf(org).join(", ") || "nothing"}`,
  },
  {
    what: "two rows, the second with one field more",
    job: "load",
    tell: (org) => `in the org: ${rowsOf(org).join(", ") || "nothing"}`,
  },
  {
    what: "a load whose job is still queued when the waiting ends",
    job: "wait",
    org: { bulk: { startDelayMs: 600_000 } },
    tell: (org) =>
      `jobs in the org: ${
        org
          .jobs()
          .map(({ state }) => state)
          .join() || "none"
      }`,
  },
];

/** Runs a side until it ends, or nothing has moved for a while. */
function follow(args, limitMs = 300_000) {
  const child = spawn(process.execPath, [side, ...args], { stdio: ["ignore", "pipe", "ignore"] });
  const seen = { rows: 0 };
  return new Promise((resolve) => {
    let still = setTimeout(() => child.kill("SIGKILL"), STILL_MS);
    const limit = setTimeout(() => child.kill("SIGKILL"), limitMs);
    child.stdout.setEncoding("utf8").on("data", (text) => {
      const { rows, end } = JSON.parse(text.trim().split("\n").at(-1));
      if (rows === seen.rows && end === undefined) return;
      Object.assign(seen, { rows, end });
      clearTimeout(still);
      still = setTimeout(() => child.kill("SIGKILL"), STILL_MS);
    });
    child.on("close", () => {
      clearTimeout(still);
      clearTimeout(limit);
      resolve(`${seen.end ?? "does not end"}, ${seen.rows.toLocaleString("en-US")} rows`);
    });
  });
}

async function outcome(who, { job, org: options, server, tell, limitMs }) {
  if (server !== undefined) {
    const { url, stop } = await start(...server);
    return follow([who, job, url, "t", installedClients]).finally(stop);
  }
  const org = await startLocalOrg(options);
  try {
    const end = await follow([who, job, org.url, org.accessToken(), installedClients], limitMs);
    return tell === undefined ? end : `${end.replace(", 0 rows", "")}; ${tell(org)}`;
  } finally {
    await org.close();
  }
}

if (!(await installClients())) throw new Error("jsforce could not be installed from the registry");
const { dependencies } = JSON.parse(await readFile(join(proofFolder, "package.json"), "utf8"));
const is22 = Number(process.versions.node.split(".")[0]) >= 22;
const version = dependencies[is22 ? "jsforce" : "jsforce-for-node-20"].split("@").at(-1);
const only = process.argv[2];
for (const scenario of scenarios.filter(({ what }) => only === undefined || what.includes(only))) {
  console.log(`\n${scenario.what}`);
  console.log(`  kinetic-core: ${await outcome("ours", scenario)}`);
  console.log(`  jsforce ${version}: ${await outcome("jsforce", scenario)}`);
}
