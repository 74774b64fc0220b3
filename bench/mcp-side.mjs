// Starts the MCP server, or bare node, in a process of its own and takes its time and its peak of memory.
// mcp-side.mjs bare | list | work <instanceUrl> <token>
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const [what, url = "https://nobody.my.salesforce.com", token = "none"] = process.argv.slice(2);
const bin = fileURLToPath(new URL("../packages/mcp/dist/bin.js", import.meta.url));

/** Peak of memory of a process that still runs, in MB (Linux). */
function peakOf(pid) {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/^VmHWM:\s+(\d+)/m.exec(status)[1]) / 1024;
}

/** Processor time of a process so far, in ms: does not depend on what else the machine is doing (Linux). */
function cpuOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** A process that answers one line to each line. */
function start(args) {
  const env = { PATH: process.env.PATH, SF_INSTANCE_URL: url, SF_ACCESS_TOKEN: token };
  const child = spawn(process.execPath, args, { env, stdio: ["pipe", "pipe", "inherit"] });
  const waiting = new Map();
  let rest = "";
  child.stdout.setEncoding("utf8").on("data", (text) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop();
    for (const line of lines) {
      const { id } = JSON.parse(line);
      waiting.get(id)?.(line);
    }
  });
  const ask = (id, method, params = {}) => {
    child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", id, method, params })}\n`);
    return new Promise((resolve) => waiting.set(id, resolve));
  };
  return { child, ask };
}

const ECHO =
  "let r='';process.stdin.setEncoding('utf8').on('data',t=>{const l=(r+t).split('\\n');r=l.pop();for(const x of l)process.stdout.write(x+'\\n')})";
const begun = performance.now();
const { child, ask } = start(what === "bare" ? ["-e", ECHO] : [bin, "--toolsets", "core,bulk"]);
const clientInfo = { name: "bench", version: "1" };
await ask(1, "initialize", { protocolVersion: "2025-06-18", capabilities: {}, clientInfo });
const listed = await ask(2, "tools/list");
const startMs = performance.now() - begun;
const startCpuMs = cpuOf(child.pid);

let bytes = listed.length;
if (what === "work") {
  const call = (id, name, args) => ask(id, "tools/call", { name, arguments: args });
  bytes = 0;
  for (let round = 0; round < 10; round++) {
    const at = 10 + round * 10;
    await call(at, "sf_diagnose", {});
    await call(at + 1, "sf_describe", { object: "Account" });
    const soql = "SELECT Id, Name, Industry, BillingCity FROM Account";
    const line = await call(at + 2, "sf_query", { soql, maxRows: 2000 });
    bytes = Math.max(bytes, Buffer.byteLength(JSON.stringify(JSON.parse(line).result)));
    await call(at + 3, "sf_search", { text: "Account", objects: [{ name: "Account" }] });
    await call(at + 4, "sf_limits", {});
    await call(at + 5, "sf_permissions", { object: "Account" });
  }
}
const peakMb = peakOf(child.pid);
child.stdin.end();
await new Promise((resolve) => child.once("close", resolve));
console.log(JSON.stringify({ startMs, startCpuMs, peakMb, bytes }));
