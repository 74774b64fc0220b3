// The code of the documentation: TypeScript in the pages and in the comments of public names, and shell in the pages.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { root, sourceFiles } from "./lib.mjs";

/** Pages whose blocks are also run. */
const runPages = /^(?:README\.md|docs\/guides\/[\w-]+\.md|packages\/[\w-]+\/README\.md)$/;
const sources = /^(?:packages\/[\w-]+\/)?src\/.*\.ts$/;

/** A block that must not compile says so in the line, so that what the types refuse is checked, too. */
export const refusedLine = /\/\/ (?:does not compile|refused by the compiler)/;

/**
 * Every TypeScript block of the documentation.
 * @returns {Promise<{ path: string, line: number, code: string, runs: boolean }[]>} `line` is that of the first line of code
 */
export async function documentationBlocks() {
  const paths = await sourceFiles();
  const wanted = paths.filter((path) => runPages.test(path) || sources.test(path));
  const found = await Promise.all(
    wanted.map(async (path) => blocksOf(path, await readFile(join(root, path), "utf8"))),
  );
  return found.flat();
}

/** The blocks of shell that say that they run. */
export async function shellBlocks() {
  const pages = (await sourceFiles()).filter((path) => runPages.test(path));
  const found = await Promise.all(
    pages.map(async (path) => shellBlocksOf(path, await readFile(join(root, path), "utf8"))),
  );
  return found.flat();
}

/** The blocks of shell of one page that say that they run. */
export function shellBlocksOf(path, text) {
  return fencedBlocks(path, text).flatMap(({ language, words, ...block }) =>
    language === "sh" && words.includes("run") ? [block] : [],
  );
}

/** The blocks of TypeScript of one file. A block of a page runs, unless its info string says `no-run`. */
export function blocksOf(path, text) {
  return fencedBlocks(path, text).flatMap(({ language, words, ...block }) =>
    /^(?:ts|typescript)$/.test(language)
      ? [{ ...block, runs: runPages.test(path) && !words.includes("no-run") }]
      : [],
  );
}

/** All blocks of one file, with what stands behind their fences. */
function fencedBlocks(path, text) {
  const lines = path.endsWith(".md") ? text.split("\n") : commentLines(text);
  const blocks = [];
  let open;
  for (const [index, line] of lines.entries()) {
    const fence = line.match(/^\s*```(\S*)\s*(.*)$/);
    if (fence === null) open?.code.push(line);
    else if (open !== undefined) {
      blocks.push({ ...open, code: open.code.join("\n") });
      open = undefined;
    } else open = { path, line: index + 2, code: [], language: fence[1], words: fence[2].split(/\s+/) };
  }
  return blocks;
}

/** The lines of a source with all but its doc comments emptied, so that line numbers stay. */
function commentLines(text) {
  let inside = false;
  return text.split("\n").map((line) => {
    if (/^\s*\/\*\*/.test(line)) inside = true;
    const content = inside ? line.replace(/^\s*(?:\/\*\*|\*(?!\/)) ?/, "").replace(/\s*\*\/\s*$/, "") : "";
    if (line.includes("*/")) inside = false;
    return content;
  });
}
