// npm run test:soak: the slow matrices (*.soak.ts), two files at a time, then one after another what is measured. Ends with the counts.
import { endWithCounts, runVitest, sourceFiles } from "./lib.mjs";

const files = (await sourceFiles()).filter((path) => path.endsWith(".soak.ts"));
if (files.length === 0) {
  console.log("There are no soak tests yet (test/**/*.soak.ts).");
  endWithCounts({ passed: 0, failed: 0 });
} else {
  const result = await runVitest("soak", ["--config", "vitest.soak.config.ts", ...process.argv.slice(2)], {
    echo: true,
  });
  if (!result.ok && result.failed === 0) result.failed = 1;
  endWithCounts(result);
}
