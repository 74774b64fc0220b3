// The public surface of each published package as a reviewed text: etc/<package>.api.md. Needs a build.
// node scripts/api-report.mjs writes the reports; --check fails when one differs.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Extractor, ExtractorConfig, ExtractorLogLevel } from "@microsoft/api-extractor";
import { freshScratch, publishedPackages, root, run } from "./lib.mjs";

const check = process.argv.includes("--check");
const scratch = await freshScratch("api");
const quiet = { logLevel: ExtractorLogLevel.None };
const shown = { logLevel: ExtractorLogLevel.Error };
// Steps of types that compute other types: nobody is to name them, and no page of the reference is about them.
const inner = JSON.parse(await readFile(join(root, "typedoc.json"), "utf8")).intentionallyNotExported;
const isInner = ({ messageId, text }) =>
  messageId === "ae-forgotten-export" && inner.some((name) => text.includes(`"${name}"`));

function configOf({ name, folder }) {
  const projectFolder = join(root, folder);
  return ExtractorConfig.prepare({
    packageJsonFullPath: join(projectFolder, "package.json"),
    configObjectFullPath: undefined,
    configObject: {
      projectFolder,
      mainEntryPointFilePath: join(projectFolder, "dist/index.d.ts"),
      newlineKind: "lf",
      // The package's own, so that what it builds on is another package to it, and not a source beside it.
      compiler: {
        tsconfigFilePath: join(root, folder === "." ? "tsconfig.build.json" : join(folder, "tsconfig.json")),
      },
      apiReport: {
        enabled: true,
        reportFileName: `${name}.api.md`,
        reportFolder: join(root, "etc"),
        reportTempFolder: scratch,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        compilerMessageReporting: { default: shown },
        // TypeDoc reads the comments; what it and we write (`@default`) is not TSDoc's own set of tags.
        tsdocMessageReporting: { default: quiet },
        extractorMessageReporting: {
          default: shown,
          "ae-missing-release-tag": quiet,
          "ae-unresolved-link": quiet,
          "ae-undocumented": quiet,
        },
      },
    },
  });
}

function reportOn(pack) {
  const result = Extractor.invoke(configOf(pack), {
    localBuild: !check,
    typescriptCompilerFolder: join(root, "node_modules/typescript"),
    // Its banner, and its hint to copy the report by hand, which is what `npm run api` does.
    messageCallback: (message) => {
      if (message.category === "console" || isInner(message)) message.handled = true;
      if (isInner(message)) message.logLevel = ExtractorLogLevel.None;
    },
  });
  return { changed: check && result.apiReportChanged, broken: result.errorCount > 0 };
}

for (const pack of await publishedPackages()) {
  const { changed, broken } = reportOn(pack);
  const file = `etc/${pack.name}.api.md`;
  if (broken) console.error(`The public surface of ${pack.name} is not sound; the lines above say where.`);
  if (changed)
    console.error(
      `${file} is not what the sources export. If the change is meant: npm run api, and commit the report.`,
    );
  if (changed && existsSync(join(root, file))) {
    const { stdout } = await run("git", [
      "diff",
      "--no-index",
      "--",
      file,
      join(scratch, `${pack.name}.api.md`),
    ]);
    console.error(stdout);
  }
  if (broken || changed) process.exitCode = 1;
  else console.log(`${file}: ${check ? "up to date" : "written"}`);
}
