// npm run test:proof: the local org, held to what Salesforce was recorded to answer, and driven by clients that other people
// wrote. Its README shows the outcome: npm run proof:write writes that, and without it a README that says otherwise fails.
// What this machine cannot do is skipped, with a line that says why. Ends with the counts.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  endWithCounts,
  freshScratch,
  nodeVersions,
  npm,
  root,
  run,
  runnerOf,
  runVitest,
  seconds,
} from "./lib.mjs";
import { proofFolder as folder, installClients, installedClients as installed } from "./proof-clients.mjs";
import { clientSection, recordedSection, updateReadme } from "./proof-report.mjs";

/** Outcomes by scenario as a client printed them: "ok", "skipped" or "FAILED", the name, and behind a tab the reason. */
function scenariosOf(output) {
  const lines = output.matchAll(/^(ok|skipped|FAILED) ([^\n\t]+)/gm);
  return new Map([...lines].map(([, outcome, name]) => [name, outcome]));
}

function conclude(what, scenarios, { code, output, startedAt }) {
  const of = (outcome) => [...scenarios.values()].filter((one) => one === outcome).length;
  const failed = of("FAILED") + Number(code !== 0 && of("FAILED") === 0) + Number(scenarios.size === 0);
  const time = seconds(performance.now() - startedAt).padStart(7);
  console.log(
    `${failed > 0 ? "FAILED" : "ok    "} ${time}  ${what}: ${of("ok")} passed, ${failed} failed, ${of("skipped")} answered 501`,
  );
  if (failed > 0) console.log(`\n${output.trim()}\n`);
  return { passed: of("ok"), failed };
}

function skip(what, why) {
  console.log(`skipped          ${what}: ${why}`);
  return { passed: 0, failed: 0 };
}

async function recorded() {
  if (!existsSync(join(root, "../shared/wire/recorded.jsonl")))
    return { counts: skip("recorded traffic", "../shared/wire is not at hand") };
  const report = join(await freshScratch("proof-recorded"), "outcomes.json");
  process.env.KINETIC_FIDELITY_REPORT = report;
  const startedAt = performance.now();
  const result = await runVitest("fidelity", ["packages/local-org/test/fidelity"]);
  const { passed, failed, ok, output } = result;
  console.log(
    `${ok ? "ok    " : "FAILED"} ${seconds(performance.now() - startedAt).padStart(7)}  recorded traffic: ${passed} passed, ${failed} failed`,
  );
  if (!ok) console.log(`\n${output.trim()}\n`);
  const outcomes = await readFile(report, "utf8").then(JSON.parse, () => []);
  return {
    counts: { passed, failed: failed + Number(!ok && failed === 0) },
    section: recordedSection(outcomes),
  };
}

/** The command line that starts a Node which a version of jsforce runs on. */
function nodeFor(oldest) {
  const here = Number(process.versions.node.split(".")[0]);
  return here >= oldest ? [process.execPath] : runnerOf(nodeVersions[24]);
}

async function jsforce() {
  if (!(await installClients()))
    return [{ counts: skip("jsforce", "it could not be installed from the registry") }];
  const { dependencies } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const runs = [];
  for (const [alias, oldest] of [
    ["jsforce-for-node-20", 20],
    ["jsforce", 22],
  ]) {
    const startedAt = performance.now();
    const [command, ...args] = nodeFor(oldest);
    const result = await run(command, [...args, join(folder, "jsforce/main.mjs"), installed, alias]);
    const scenarios = scenariosOf(result.stdout);
    const version = dependencies[alias].split("@").at(-1);
    const counts = conclude(`jsforce ${version}`, scenarios, { ...result, startedAt });
    runs.push({ counts, version, scenarios });
  }
  const columns = runs.map(({ version, scenarios }) => [version, scenarios]);
  return [...runs, { counts: { passed: 0, failed: 0 }, section: clientSection("jsforce", columns) }];
}

async function firstThatWorks(commands, args) {
  for (const command of commands) if ((await run(command, args)).code === 0) return command;
  return undefined;
}

/** Runs a client that is not JavaScript: `serve.mjs` starts an org for it. */
async function foreign(what, command, args) {
  const startedAt = performance.now();
  const result = await run(process.execPath, [join(folder, "serve.mjs"), command, ...args]);
  const scenarios = scenariosOf(result.stdout);
  const counts = conclude(what, scenarios, { ...result, startedAt });
  return { counts, section: clientSection(what, [["", scenarios]]) };
}

async function python() {
  const imports = "import requests, jwt; from jwt.algorithms import has_crypto; assert has_crypto";
  const command = await firstThatWorks(["/usr/bin/python3", "python3"], ["-c", imports]);
  if (command) return foreign("Python", command, [join(folder, "python-user.py"), "{facts}"]);
  const why = "needs requests and PyJWT (on Debian: apt-get install python3-requests python3-jwt)";
  return { counts: skip("Python", why) };
}

async function curl() {
  const command = await firstThatWorks(["curl"], ["--version"]);
  const shell = await firstThatWorks(["bash"], ["--version"]);
  if (!command || !shell) return { counts: skip("curl", "needs curl and bash") };
  return foreign("curl", shell, [
    join(folder, "curl.sh"),
    "{url}",
    "{clientId}",
    "{clientSecret}",
    "{folder}",
  ]);
}

const built = await npm(["run", "--silent", "build"]);
if (built.code !== 0) {
  console.log(`FAILED          build\n\n${built.output.trim()}\n`);
  endWithCounts({ passed: 0, failed: 1 });
} else {
  const parts = [await recorded(), ...(await jsforce()), await python(), await curl()];
  const readme = await updateReadme(
    parts.flatMap(({ section }) => section ?? []),
    process.argv.includes("--write"),
  );
  const all = [...parts.map(({ counts }) => counts), readme];
  endWithCounts({
    passed: all.reduce((sum, { passed }) => sum + passed, 0),
    failed: all.reduce((sum, { failed }) => sum + failed, 0),
  });
}
