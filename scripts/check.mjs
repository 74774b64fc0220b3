// npm test: builds, runs every check as a named step, then the tests with coverage.
// The last line counts the steps (the test run is one of them) and each test of the run.
import { endWithCounts, npm, runVitest, seconds } from "./lib.mjs";

/** Each step is an npm script of that name, so that it can be run alone. */
const steps = [
  ["build", "the packages compile"],
  ["lint", "Biome: format and lint"],
  ["types", "all sources, tests and examples type-check"],
  ["rooms", "every import keeps to the room table"],
  ["text", "file rules: paths, marks, lockfile"],
  ["unused", "Knip: no unused file, export or dependency"],
  ["docs:check", "TypeDoc: every export is documented"],
  ["docs:remediations", "the page of remediations shows the catalogue"],
  ["docs:examples", "the code of the documentation compiles and runs"],
  ["api:check", "the public surface is the reviewed one"],
  ["package", "the packed packages work for a consumer"],
];

async function step(name, what, work) {
  const start = performance.now();
  const result = await work();
  const time = seconds(performance.now() - start).padStart(7);
  console.log(`${result.ok ? "ok    " : "FAILED"} ${time}  ${name.padEnd(17)} ${what}`);
  if (!result.ok) console.log(`\n${result.output.trim()}\n\nAlone: npm run ${name}\n`);
  return result;
}

async function script(name) {
  const { code, output } = await npm(["run", "--silent", name]);
  return { ok: code === 0, output };
}

/** The coverage summary that vitest prints between two rules. */
function coverageSummary(output) {
  return output.match(/=+ Coverage summary =+\n[\s\S]*?\n.*={40,}/)?.[0] ?? "There is no coverage summary.";
}

const results = [];
for (const [name, what] of steps) results.push(await step(name, what, () => script(name)));

const tests = await step("test:unit", "the tests, with coverage", () => runVitest("unit", ["--coverage"]));
results.push(tests);

console.log(`\n${coverageSummary(tests.output)}`);
console.log(`tests: ${tests.passed} passed, ${tests.failed} failed, ${tests.skipped} skipped`);
endWithCounts({
  passed: tests.passed + results.filter(({ ok }) => ok).length,
  failed: tests.failed + results.filter(({ ok }) => !ok).length,
});
