// npm run build, last step: makes the published JavaScript of kinetic-core and kinetic-cli. A process that imports them pays
// for each file anew (resolving, reading, linking), which took two thirds of the import of the library and of the start of
// the command. Of the library one module is made for all rooms, of the command one for what every call needs and one for
// each command, loaded when it is called. The declarations beside them are the compiler's, file by file.
import { readdir, rm } from "node:fs/promises";
import { join, relative } from "node:path";
import { rolldown } from "rolldown";
import { bundlerHelpers, root } from "./lib.mjs";

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

async function bundlePackage(folder, inputs) {
  const [src, dist] = [join(root, folder, "src"), join(root, folder, "dist")];
  const input = inputs.map((name) => join(src, name));
  const bundle = await rolldown({
    input,
    external,
    platform: "node",
    transform: { target },
  });
  const { output } = await bundle.write({
    dir: dist,
    format: "esm",
    entryFileNames: nameIn(src, input),
    chunkFileNames: nameIn(src, input),
    sourcemap: true,
    sourcemapExcludeSources: true,
    comments: false,
  });
  await bundle.close();
  await removeOld(dist, new Set(output.map(({ fileName }) => fileName)));
}

/** Scripts of an older build would be published too. */
async function removeOld(dist, written) {
  for (const path of await readdir(dist, { recursive: true })) {
    if (/\.js(\.map)?$/.test(path) && !written.has(path)) await rm(join(dist, path));
  }
}

await bundlePackage(".", ["index.ts"]);
await bundlePackage("packages/cli", ["index.ts", "bin.ts"]);
