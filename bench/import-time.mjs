// What a process costs that does nothing but import the library, or nothing at all: wall time, and processor time,
// which does not depend on what else the machine is doing.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const library = new URL("../dist/index.js", import.meta.url).href;
const work = process.argv[2] === "ours" ? `await import(${JSON.stringify(library)});` : "";
const tell = "const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();";
const code = `${work}${tell}console.log(JSON.stringify({ cpuMs: (userCPUTime + systemCPUTime) / 1000, peakMb: Math.round(maxRSS / 1024) }))`;
const start = performance.now();
const { status, stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", code], {
  cwd: fileURLToPath(new URL("..", import.meta.url)),
});
if (status !== 0) process.exit(1);
console.log(JSON.stringify({ wallMs: performance.now() - start, ...JSON.parse(String(stdout)) }));
