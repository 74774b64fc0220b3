// npm run docs:examples: every TypeScript block of README, guides and doc comments is type-checked as a strict consumer
// would; those of README and guides are run against a local org, and so are the blocks of shell that say so. Needs a build.
// A name that a block neither declares nor imports comes from scripts/doc-context.d.mts or from the packages themselves.
// With the path of a page as argument only its blocks are run.
import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import ts from "typescript";
import { documentationBlocks, refusedLine, shellBlocks } from "./doc-blocks.mjs";
import { runShell } from "./doc-shell.mjs";
import { conclude, freshScratch, publishedPackages, root, run } from "./lib.mjs";

const CONTEXT = "../../scripts/doc-context.mjs";

const options = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: true,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  target: ts.ScriptTarget.ES2023,
  lib: ["lib.es2023.d.ts"],
  types: ["node"],
};

/** Names that a module exports, read from the text of its declarations. */
async function exportsOf(path) {
  const text = await readFile(path, "utf8");
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
  return file.statements.flatMap((statement) => {
    if (ts.isExportDeclaration(statement))
      return statement.exportClause?.elements?.map(({ name }) => name.text) ?? [];
    const names = statement.declarationList?.declarations.map(({ name }) => name.text) ?? [];
    return [...names, ...(statement.name === undefined ? [] : [statement.name.text])];
  });
}

/** What can be imported from a package: its name, with the paths of its exports. */
function entriesOf(folder, { name, exports = {} }) {
  return Object.entries(exports)
    .filter(([, { types }]) => types !== undefined)
    .map(([path, { types }]) => ({ folder, name: join(name, path), types: join(root, folder, types) }));
}

/** Where a name comes from that a block does not declare: first the context, then the package it belongs to, then the others. */
async function nameSources() {
  const context = new Set(await exportsOf(join(root, "scripts/doc-context.d.mts")));
  const published = (await publishedPackages()).flatMap(({ folder, manifest }) =>
    entriesOf(folder, manifest),
  );
  const own = await Promise.all(
    published.map(async (entry) => ({ ...entry, names: new Set(await exportsOf(entry.types)) })),
  );
  return (path, name) => {
    if (context.has(name)) return CONTEXT;
    const first = own.filter(({ folder }) => path.startsWith(`${folder}/`));
    return [...first, ...own].find(({ names }) => names.has(name))?.name;
  };
}

/** The names that a block uses and does not declare. */
function freeNames(code) {
  const file = ts.createSourceFile("block.ts", code, ts.ScriptTarget.Latest, true);
  const used = new Set();
  const declared = new Set();
  const visit = (node) => {
    if (ts.isIdentifier(node)) {
      const { parent } = node;
      const isMember =
        (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
        (ts.isPropertyAssignment(parent) && parent.name === node) ||
        (ts.isPropertySignature(parent) && parent.name === node) ||
        (ts.isBindingElement(parent) && parent.propertyName === node);
      const isDeclared = "name" in parent && parent.name === node && !ts.isPropertyAccessExpression(parent);
      if (isDeclared && !isMember && !ts.isShorthandPropertyAssignment(parent)) declared.add(node.text);
      else if (!isMember) used.add(node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return [...used].filter((name) => !declared.has(name));
}

/** Makes a module of a block. Its code begins in the second line. */
function moduleOf(block, sourceOf) {
  const from = new Map();
  for (const name of freeNames(block.code)) {
    const source = sourceOf(block.path, name);
    if (source !== undefined) from.set(source, [...(from.get(source) ?? []), name]);
  }
  const imports = [...from].map(([source, names]) => `import { ${names.join(", ")} } from "${source}";`);
  return `${imports.join(" ")}\n${block.code}\nexport {};\n`;
}

/** The code without the lines that are there to show what the compiler refuses. */
const withoutRefused = (code) =>
  code
    .split("\n")
    .map((line) => (refusedLine.test(line) ? "" : line))
    .join("\n");

async function writeBlocks(folder, blocks, sourceOf) {
  await cp(join(root, "test/types/org"), join(folder, "org"), { recursive: true });
  return Promise.all(
    blocks.map(async (block, index) => {
      const file = join(folder, `block-${String(index).padStart(3, "0")}.ts`);
      await writeFile(file, moduleOf(block, sourceOf));
      return { ...block, file };
    }),
  );
}

function checkTypes(blocks) {
  const program = ts.createProgram(
    blocks.map(({ file }) => file),
    options,
  );
  return blocks.flatMap((block) => problemsOf(program, block));
}

function problemsOf(program, { file, path, line, code }) {
  const source = program.getSourceFile(file);
  const refused = new Set(code.split("\n").flatMap((text, at) => (refusedLine.test(text) ? [at + 1] : [])));
  const problems = [];
  for (const found of [
    ...program.getSyntacticDiagnostics(source),
    ...program.getSemanticDiagnostics(source),
  ]) {
    const at = source.getLineAndCharacterOfPosition(found.start ?? 0).line;
    const message = ts.flattenDiagnosticMessageText(found.messageText, "\n    ");
    if (!refused.delete(at)) problems.push(`${path}:${line + at - 1} ${message}`);
  }
  for (const at of refused) problems.push(`${path}:${line + at - 1} compiles, and says that it does not`);
  return problems;
}

/** Runs the blocks of each page in a process of its own; each block has a fresh org. */
async function runBlocks(folder, blocks, sourceOf) {
  const problems = [];
  for (const page of new Set(blocks.map(({ path }) => path))) {
    const files = await Promise.all(
      blocks.filter(({ path }) => path === page).map((block) => emit(block, sourceOf)),
    );
    const { code, output } = await run(process.execPath, [join(root, "scripts/doc-run.mjs"), ...files], {
      cwd: folder,
    });
    if (code !== 0) problems.push(output.trim());
  }
  return problems;
}

/** Compiles a block; its file is named by its place, which is what an error shows. */
async function emit(block, sourceOf) {
  const text = moduleOf({ ...block, code: withoutRefused(block.code) }, sourceOf);
  const file = block.file.replace(
    /[\w-]+\.ts$/,
    `${block.path.replaceAll(/\W/g, "-")}-line-${block.line}.mjs`,
  );
  const compilerOptions = { target: options.target, module: ts.ModuleKind.ESNext };
  await writeFile(file, ts.transpileModule(text, { compilerOptions }).outputText);
  return file;
}

/** The README shows each main job in ten lines, and no job may need more. */
function checkLength(blocks) {
  const linesOf = ({ code }) => code.split("\n").filter((text) => text.trim() !== "").length;
  return blocks
    .filter((block) => block.path === "README.md" && linesOf(block) > 10)
    .map((block) => `${block.path}:${block.line} has ${linesOf(block)} lines of code, more than 10`);
}

const only = process.argv[2];
const folder = await freshScratch("doc-examples");
await writeFile(join(folder, "package.json"), JSON.stringify({ type: "module" }));
const sourceOf = await nameSources();
const blocks = await writeBlocks(folder, await documentationBlocks(), sourceOf);
const problems = [...checkTypes(blocks), ...checkLength(blocks)];
const running = blocks.filter(({ runs, path }) => runs && (only === undefined || path === only));
if (problems.length === 0) problems.push(...(await runBlocks(folder, running, sourceOf)));
const shell = (await shellBlocks()).filter(({ path }) => only === undefined || path === only);
if (problems.length === 0) problems.push(...(await runShell(shell)));
conclude(
  problems,
  `${blocks.length} blocks type-check, ${running.length} of them ran against a local org, and ${shell.length} blocks of shell.`,
);
