// Rules for the text of files that no linter knows: no path of somebody's machine, no registry host, no mark of
// unfinished work, no link to a file that is not there.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, extname, join } from "node:path";
import { conclude, machinePath, root, sourceFiles } from "./lib.mjs";

const binary = new Set([".png", ".jpg", ".gif", ".ico", ".zip", ".gz", ".tgz", ".db", ".wasm"]);
const code = /\.([cm]?ts|[cm]?js)$/;
// These patterns are written so that they do not find themselves.
const marks = /\b(?:TOD[O]|FIXM[E]|XX[X])\b/;
const silencers = /@ts-(?:nochec[k]|ignor[e])|biome-ignor[e].*noExplicitAny/;

/** What each rule is about, which files it reads, what it must not find there. */
const rules = [
  { says: "names a path of somebody's machine", of: () => true, finds: machinePath },
  { says: "marks unfinished work: finish it or open an issue", of: (path) => code.test(path), finds: marks },
  { says: "switches the type checker off", of: (path) => code.test(path), finds: silencers },
  {
    says: "names a download host: regenerate it with this repository's .npmrc",
    of: (path) => path.endsWith("package-lock.json"),
    finds: /"resolved": "https?:/,
  },
];

/** Links of a page to files that do not exist, e.g. `[text](docs/gone.md#part)`. */
function deadLinks(path, line) {
  if (!path.endsWith(".md")) return [];
  const targets = [...line.matchAll(/\]\((?![a-z]+:|#)([^)#\s]+)/g)].map(([, target]) => target);
  return targets.filter((target) => !existsSync(join(root, dirname(path), target)));
}

async function problemsOf(path) {
  if (binary.has(extname(path))) return [];
  const lines = (await readFile(join(root, path), "utf8")).split("\n");
  const applying = rules.filter((rule) => rule.of(path));
  return lines.flatMap((line, index) => {
    const broken = applying.filter((rule) => rule.finds.test(line)).map(({ says }) => says);
    const dead = deadLinks(path, line).map((target) => `links to ${target}, which does not exist`);
    return [...broken, ...dead].map(
      (says) => `${path}:${index + 1} ${says}\n    ${line.trim().slice(0, 160)}`,
    );
  });
}

const files = await sourceFiles();
const problems = await Promise.all(files.map(problemsOf));
conclude(problems.flat(), `${files.length} files keep the rules.`);
