// npm run test:soak: the slow matrices (*.soak.ts), two files at a time, then one after another what is measured. Ends with the counts.
import { join } from "node:path";
import { endWithCounts, npm, root, runVitest, sourceFiles } from "./lib.mjs";

/** Other people's tools that some of these tests run, by a lockfile of their own: they need another Node, and nobody else needs them. */
const TOOLS = "packages/mcp/test/conformance/tools";

/** Installs them, `node` by its own script, so that the tests themselves fetch nothing. */
async function installTools() {
  const { code, output } = await npm(["ci", "--ignore-scripts=false", "--omit=dev"], {
    cwd: join(root, TOOLS),
  });
  if (code !== 0) console.log(`npm ci in ${TOOLS} failed; the tests that need it will say so:\n${output}`);
}

const files = (await sourceFiles()).filter((path) => path.endsWith(".soak.ts"));
if (files.length === 0) {
  console.log("There are no soak tests yet (test/**/*.soak.ts).");
  endWithCounts({ passed: 0, failed: 0 });
} else {
  await installTools();
  const result = await runVitest("soak", ["--config", "vitest.soak.config.ts", ...process.argv.slice(2)], {
    echo: true,
  });
  if (!result.ok && result.failed === 0) result.failed = 1;
  endWithCounts(result);
}
