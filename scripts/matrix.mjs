// npm run test:matrix: the built packages and the test suite on other lines of Node, fetched as npm packages.
// node scripts/matrix.mjs 22 24 runs these lines; needs a build. With --packed it takes the packages as the last
// npm run package left them. Ends with the counts of all.
import { join } from "node:path";
import { endWithCounts, nodeVersions, npm, root, run, runnerOf, runVitest, seconds } from "./lib.mjs";

/** Tests of this repository's scripts and types, of pages in a browser and of recordings: no version of Node changes them. */
const sameEverywhere = ["test/scripts/**", "test/types/**", "**/test/page/**", "**/test/fidelity/**"].flatMap(
  (glob) => ["--exclude", glob],
);

async function part(what, work) {
  const start = performance.now();
  const result = await work();
  console.log(
    `${result.ok ? "ok    " : "FAILED"} ${seconds(performance.now() - start).padStart(7)}  ${what}`,
  );
  if (!result.ok) console.log(`\n${result.output.trim()}\n`);
  return result;
}

async function consumerOn(version, runner) {
  const [command, ...args] = runner;
  const { code, output, stdout } = await run(command, [...args, join(root, "scripts/consumer.mjs")]);
  const ok = code === 0 && stdout.includes(`v${version}`);
  return { ok, output };
}

async function onLine(line) {
  const version = nodeVersions[line];
  if (version === undefined)
    throw new Error(
      `Node ${line} is not in the matrix; scripts/matrix.mjs has ${Object.keys(nodeVersions)}.`,
    );
  const runner = runnerOf(version);
  const consumer = await part(`Node ${version}: the packed packages`, () => consumerOn(version, runner));
  const tests = await part(`Node ${version}: the tests`, () =>
    runVitest(`node-${line}`, sameEverywhere, { runner }),
  );
  console.log(`              ${tests.passed} passed, ${tests.failed} failed, ${tests.skipped} skipped`);
  return [consumer, tests];
}

async function pack() {
  const { code, output } = await npm(["run", "--silent", "package"]);
  return { ok: code === 0, output };
}

const args = process.argv.slice(2);
const results = args.includes("--packed") ? [] : [await part("pack", pack)];
for (const line of args.filter((arg) => arg !== "--packed")) results.push(...(await onLine(line)));
endWithCounts({
  passed: results.reduce((sum, { passed = 0, ok }) => sum + passed + Number(ok), 0),
  failed: results.reduce((sum, { failed = 0, ok }) => sum + failed + Number(!ok), 0),
});
