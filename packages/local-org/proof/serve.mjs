// Starts an org and runs a command against it: node serve.mjs COMMAND ARGUMENT...
// In the arguments {url}, {clientId} and so on stand for the facts that the command kinetic-local-org prints too, {facts} for a
// file with all of them, {folder} for a folder to write to. In the end it looks at what is stored.
import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runSteps, startOrg } from "./steps.mjs";

const [command = "", ...args] = process.argv.slice(2);

function runCommand(values) {
  const filled = args.map((arg) => arg.replace(/\{(\w+)\}/g, (_, name) => String(values[name])));
  return new Promise((resolve, reject) => {
    const child = spawn(command, filled, { stdio: ["ignore", "inherit", "inherit"] });
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 1));
  });
}

const org = await startOrg();
const folder = await mkdtemp(join(tmpdir(), "kinetic-proof-"));
try {
  const { url, clientId, clientSecret, username, organizationId, apiVersion } = org;
  const privateKeyFile = join(folder, "app.key");
  await writeFile(privateKeyFile, org.privateKey, { mode: 0o600 });
  const values = {
    url,
    clientId,
    clientSecret,
    username,
    organizationId,
    apiVersion,
    privateKeyFile,
    folder,
  };
  await writeFile(join(folder, "facts.json"), JSON.stringify(values));
  process.exitCode = await runCommand({ ...values, facts: join(folder, "facts.json") });
  await runSteps({
    "and in the org: every row is stored once, under its own key": () => {
      const keys = org.rows("Account").map((row) => row.Ext__c);
      const bulk = keys.filter((key) => /^(?:bulk-|curl-b)\d+$/.test(String(key)));
      if (new Set(keys).size !== keys.length) throw new Error("a key is there twice");
      if (![3000, 5000].includes(bulk.length)) throw new Error(`${bulk.length} rows came by bulk`);
    },
    "and in the org: no request failed for a reason of the org's own": () => {
      const broken = org.requests().filter(({ status }) => status === 500);
      if (broken.length > 0) throw new Error(JSON.stringify(broken[0]));
    },
  });
} finally {
  await org.close();
  await rm(folder, { recursive: true, force: true });
}
