// npm run build, last step: makes the published JavaScript of kinetic-core, one module for all rooms. A process that
// imports the library pays for each file anew (resolving, reading, linking), which took two thirds of the import.
// The declarations beside it are the compiler's, file by file.
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { rolldown } from "rolldown";
import { root } from "./lib.mjs";

const dist = join(root, "dist");

/** The oldest Node that must read it: newer syntax, such as `await using`, is rewritten, with the bundler's helpers. */
const target = "node20.19";

/** Everything else than files of ours and those helpers stays an import: Node's modules, the packages a user installs. */
const external = (id) => !/^([./\0]|@oxc-project\/)/.test(id);

const bundle = await rolldown({
  input: join(root, "src/index.ts"),
  external,
  platform: "node",
  transform: { target },
});
const { output } = await bundle.write({
  dir: dist,
  format: "esm",
  sourcemap: true,
  sourcemapExcludeSources: true,
  comments: false,
});
await bundle.close();

/** Scripts of an older build would be published too. */
const written = new Set(output.map(({ fileName }) => fileName));
for (const path of await readdir(dist, { recursive: true })) {
  if (/\.js(\.map)?$/.test(path) && !written.has(path)) await rm(join(dist, path));
}
