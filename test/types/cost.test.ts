import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { generateTypes, type ObjectDescribe } from "kinetic-core";
import ts from "typescript";
import { describe, expect, it } from "vitest";

interface MadeUp {
  madeUpOrg(objects: number, fields: number): ObjectDescribe[];
  madeUpQueries(objects: number, fields: number): string;
}

const root = fileURLToPath(new URL("../..", import.meta.url));
const FIELDS = 60;

/** Files that several programs share are parsed once. */
const parsed = new Map<string, ts.SourceFile | undefined>();

const compilerOptions: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  lib: ["lib.es2023.d.ts"],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  strict: true,
  noEmit: true,
  types: ["node"],
  allowImportingTsExtensions: true,
  paths: { "kinetic-core": [join(root, "src/index.ts")] },
};

/** Checks a file of queries against an org of that many objects; nothing is written. */
function check(made: MadeUp, objects: number, queries: string): { errors: string[]; instantiations: number } {
  const folder = join(root, "test/types/made-up");
  const files = new Map(
    generateTypes(made.madeUpOrg(objects, FIELDS), { importExtension: ".ts" }).map(({ path, text }) => [
      join(folder, path),
      text,
    ]),
  );
  const main = join(folder, "queries.ts");
  const head =
    'import type { SalesforceClient } from "kinetic-core";\nimport type { Org } from "./index.ts";\n';
  files.set(main, `${head}declare const sf: SalesforceClient<Org>;\n${queries}`);
  const host = ts.createCompilerHost(compilerOptions);
  const { getSourceFile, fileExists, readFile, directoryExists } = host;
  host.fileExists = (path) => files.has(path) || fileExists(path);
  host.readFile = (path) => files.get(path) ?? readFile(path);
  host.directoryExists = (path) =>
    path === folder || path === dirname(folder) || (directoryExists?.(path) ?? true);
  host.getSourceFile = (path, options) => {
    const text = files.get(path);
    if (text !== undefined) return ts.createSourceFile(path, text, options);
    if (!parsed.has(path)) parsed.set(path, getSourceFile(path, options));
    return parsed.get(path);
  };
  const program = ts.createProgram([main], compilerOptions, host);
  const diagnostics = program.getSemanticDiagnostics(program.getSourceFile(main));
  const errors = diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
  return { errors, instantiations: program.getInstantiationCount() };
}

// The compiler reads all of the library and of Node's types first, which takes long where others keep the machine busy.
describe("the types of an org", { timeout: 120_000 }, () => {
  it("cost the compiler by what is used of them, whatever the size of the org", async () => {
    const made = (await import(new URL("../../bench/made-up-org.mjs", import.meta.url).href)) as MadeUp;
    const queries = made.madeUpQueries(8, FIELDS);
    const small = check(made, 20, queries);
    const large = check(made, 60, queries);
    expect([small.errors, large.errors]).toEqual([[], []]);
    expect(large.instantiations).toBe(small.instantiations);
    // 35,057 when this was written, about 1,750 a query: a step for each letter would be many times that.
    expect(small.instantiations).toBeLessThan(60_000);
  });

  it("say which relationships take a related record", async () => {
    const made = (await import(new URL("../../bench/made-up-org.mjs", import.meta.url).href)) as MadeUp;
    const good = 'sf.sobject("Object_1__c").create({ Name: "a", Field_6__r: { Name: "b" } });\n';
    expect(check(made, 8, good).errors).toEqual([]);
    expect(check(made, 8, good.replace("Field_6__r", "Field_7__r")).errors).toEqual([
      expect.stringContaining("'Field_7__r' does not exist"),
    ]);
  });

  it("say in words what is wrong with a query", async () => {
    const made = (await import(new URL("../../bench/made-up-org.mjs", import.meta.url).href)) as MadeUp;
    const { errors } = check(made, 8, 'sf.query("SELECT Nmae FROM Object_1__c");\nsf.sobject("Objekt");\n');
    expect(errors).toEqual([
      `Argument of type '"SELECT Nmae FROM Object_1__c"' is not assignable to parameter of type '"SOQL: Object_1__c has no field 'Nmae'"'.`,
      `Argument of type '"Objekt"' is not assignable to parameter of type '"The org has no object 'Objekt'"'.`,
    ]);
  });
});
