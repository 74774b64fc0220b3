// npm run build, last step: makes the published JavaScript of kinetic-core, kinetic-cli and kinetic-mcp. A process that
// imports them pays for each file anew (resolving, reading, linking), which took two thirds of the import of the library and
// of the start of the commands. Of a library one module is made for all rooms, of the kinetic command one for what every call
// needs and one for each command, loaded when it is called; the command of kinetic-mcp holds the packages it needs at its
// start, too. The declarations beside them are the compiler's, file by file.
import { readdir, rm, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { rolldown } from "rolldown";
import { includedPlugin, isIncluded, licencesOf } from "./included.mjs";
import { bundlerHelpers, includedLicences, root } from "./lib.mjs";

/** The oldest Node that must read it: newer syntax, such as `await using`, is rewritten, with the bundler's helpers. */
const target = "node20.19";

/** Everything else than files of ours and those helpers stays an import: Node's modules, the packages a user installs. */
const external = (id) => !/^([./\0]|@oxc-project\/)/.test(id);

/** A file is named after a source in it, so that it can be told from what an older build left; the bundler's helpers have none. */
const nameIn = (src, inputs) => (chunk) => {
  const inside = [...chunk.moduleIds].reverse().filter((id) => id.startsWith(src) && !inputs.includes(id));
  const own = chunk.facadeModuleId ?? inside[0];
  return own === undefined ? bundlerHelpers : relative(src, own).replace(/\.ts$/, ".js");
};

/** Writes the modules that begin with these sources; resolves with them. */
async function bundle(folder, names, options = {}) {
  const [src, dist] = [join(root, folder, "src"), join(root, folder, "dist")];
  const input = names.map((name) => join(src, name));
  const made = await rolldown({ input, external, platform: "node", transform: { target }, ...options });
  const { output } = await made.write({
    dir: dist,
    format: "esm",
    entryFileNames: nameIn(src, input),
    chunkFileNames: nameIn(src, input),
    sourcemap: true,
    sourcemapExcludeSources: true,
    comments: false,
    // Text of one byte a letter is read faster, and takes half the memory.
    charset: "ascii",
  });
  await made.close();
  return output;
}

/** Scripts of an older build would be published too. */
async function removeOld(folder, output) {
  const dist = join(root, folder, "dist");
  const written = new Set(output.map(({ fileName }) => fileName));
  for (const path of await readdir(dist, { recursive: true })) {
    if (/\.js(\.map)?$/.test(path) && !written.has(path)) await rm(join(dist, path));
  }
}

await removeOld(".", await bundle(".", ["index.ts"]));
await removeOld("packages/cli", await bundle("packages/cli", ["index.ts", "bin.ts"]));

const library = await bundle("packages/mcp", ["index.ts", "http/index.ts"]);
const command = await bundle("packages/mcp", ["bin.ts"], {
  external: (id) => external(id) && !isIncluded(id),
  plugins: [includedPlugin],
});
await removeOld("packages/mcp", [...library, ...command]);
const modules = command.flatMap(({ moduleIds = [] }) => moduleIds);
await writeFile(join(root, "packages/mcp/dist", includedLicences), await licencesOf(modules));
