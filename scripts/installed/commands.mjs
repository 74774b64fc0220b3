// The commands as npm placed them: an org of `kinetic org start`, a record, a load and a query in it by `kinetic`, and the tools
// of `kinetic-mcp --demo`. Throws where one does not work.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { createInterface } from "node:readline";

/** Starts a command; its `#!/usr/bin/env node` finds the Node that runs us. */
function start(command, args, env = {}) {
  const PATH = [dirname(process.execPath), process.env.PATH].join(delimiter);
  return spawn(join("node_modules", ".bin", command), args, {
    env: { ...process.env, PATH, KINETIC_CONFIG_DIR: join(process.cwd(), "logins"), ...env },
    stdio: ["pipe", "pipe", "inherit"],
  });
}

async function linesOf(child) {
  const lines = [];
  for await (const line of createInterface({ input: child.stdout })) lines.push(line);
  return lines;
}

/** Runs a command to its end, and returns its exit code with the lines that it wrote. */
async function finish(command, args, env) {
  const child = start(command, args, env);
  child.stdin.end();
  const [lines, [code]] = await Promise.all([linesOf(child), once(child, "close")]);
  return { code, lines };
}

const firstLine = (child) => once(createInterface({ input: child.stdout }), "line").then(([line]) => line);

async function kinetic() {
  const org = start("kinetic", ["org", "start", "--json"]);
  // Not to be left behind, whatever fails.
  process.once("exit", () => org.kill());
  const { url, clientId, username, privateKeyFile } = JSON.parse(await firstLine(org));
  const env = {
    SF_LOGIN_URL: url,
    SF_CLIENT_ID: clientId,
    SF_USERNAME: username,
    SF_PRIVATE_KEY_PATH: privateKeyFile,
  };
  await writeFile("contacts.csv", "LastName\nCurie\nNoether\n");
  const created = await finish("kinetic", ["create", "Account", "Name=Acme"], env);
  assert.match(created.lines.join(), /^001\w{15}$/);
  assert.equal((await finish("kinetic", ["load", "Contact", "contacts.csv"], env)).code, 0);
  const found = await finish("kinetic", ["query", "SELECT LastName FROM Contact ORDER BY LastName"], env);
  assert.deepEqual(found, { code: 0, lines: ["LastName", "Curie", "Noether"] });
  assert.equal((await finish("kinetic", ["doctor", "--json"], env)).code, 0);
  org.kill("SIGINT");
  await once(org, "close");
}

async function demo() {
  const server = start("kinetic-mcp", ["--demo"]);
  const send = (message) => server.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
  const clientInfo = { name: "installed", version: "1.0.0" };
  send({
    id: 1,
    method: "initialize",
    params: { protocolVersion: "2025-06-18", capabilities: {}, clientInfo },
  });
  send({ method: "notifications/initialized" });
  const call = { name: "sf_query", arguments: { soql: "SELECT Name FROM Account LIMIT 2" } };
  send({ id: 2, method: "tools/call", params: call });
  const answers = createInterface({ input: server.stdout })[Symbol.asyncIterator]();
  const named = JSON.parse((await answers.next()).value);
  assert.equal(named.result.serverInfo.name, "kinetic-mcp");
  const { structuredContent } = JSON.parse((await answers.next()).value).result;
  assert.equal(structuredContent.rows.length, 2);
  server.stdin.end();
  assert.deepEqual(await once(server, "close"), [0, null]);
}

// What hangs is to fail, too.
setTimeout(() => {
  console.error("the commands are not done after two minutes");
  process.exit(1);
}, 120_000).unref();
await kinetic();
await demo();
console.log(process.version);
