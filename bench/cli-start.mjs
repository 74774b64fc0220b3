// How long `kinetic` takes to start, over a node that does nothing: commands that end before an org is asked. Medians of
// runs that take turns, by the clock and by processor time, which does not depend on what else the machine is doing.
// Usage: node bench/cli-start.mjs [runs]
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { median, report } from "./lib.mjs";

const bin = fileURLToPath(new URL("../packages/cli/dist/bin.js", import.meta.url));
const runs = Number(process.argv[2] ?? 15);
const env = { PATH: process.env.PATH, KINETIC_CONFIG_DIR: "no-such-folder" };

const cases = {
  "node -e 0": { args: ["-e", "0"], code: 0 },
  "kinetic --version": { args: [bin, "--version"], code: 0 },
  "kinetic --help": { args: [bin, "--help"], code: 0 },
  "kinetic query --help": { args: [bin, "query", "--help"], code: 0 },
  "kinetic qurey": { args: [bin, "qurey"], code: 2 },
  "kinetic auth list": { args: [bin, "auth", "list"], code: 0 },
};

/** Tells exit code and processor time of a command. */
const TIMED = `TIMEFORMAT="%U %S"; code=0; times=$( { time "$@" >/dev/null 2>/dev/null; } 2>&1; echo $? ); echo $(tail -1 <<<"$times") $(head -1 <<<"$times") >&2`;

/** Runs it twice, once for each figure; a command that does not end as it should is no measurement. */
function measure({ args, code }) {
  const start = performance.now();
  spawnSync(process.execPath, args, { env, stdio: "ignore" });
  const wall = performance.now() - start;
  const { status, stderr } = spawnSync("bash", ["-c", TIMED, "bash", process.execPath, ...args], { env });
  const [exit, user, system] = String(stderr).trim().split("\n").at(-1).split(" ").map(Number);
  if (status !== 0 || exit !== code) throw new Error(`${args.join(" ")} ended with ${exit}: ${stderr}`);
  return { wall, cpu: 1000 * (user + system) };
}

const times = Object.fromEntries(Object.keys(cases).map((name) => [name, { wall: [], cpu: [] }]));
for (let run = 0; run <= runs; run += 1) {
  for (const [name, one] of Object.entries(cases)) {
    const { wall, cpu } = measure(one);
    // The first round only warms the disk's cache.
    if (run > 0) {
      times[name].wall.push(wall);
      times[name].cpu.push(cpu);
    }
  }
}

const bare = { wall: median(times["node -e 0"].wall), cpu: median(times["node -e 0"].cpu) };
for (const kind of ["wall", "cpu"]) {
  const rows = Object.entries(times).map(([name, { [kind]: values }]) => {
    const ours = median(values);
    return {
      name,
      ours,
      baseline: bare[kind],
      unit: "ms",
      "over bare node": `${Math.round(ours - bare[kind])} ms`,
    };
  });
  report(`Start-up, ${kind === "wall" ? "by the clock" : "processor time"}, medians of ${runs}`, rows);
}
