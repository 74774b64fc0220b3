// Packs a package as npm would publish it, and reads the tarball without a tar command.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { npm, root } from "./lib.mjs";

const block = 512;
const regularFile = new Set(["0", "\0"]);

/**
 * Packs the package in `folder` into `destination`.
 * @returns {Promise<{ path: string, files: Map<string, Buffer> }>} names without npm's leading `package/`
 */
export async function pack(folder, destination) {
  const args = ["pack", "--json", "--ignore-scripts", "--loglevel=error", "--pack-destination", destination];
  const { code, output, stdout } = await npm(args, { cwd: join(root, folder) });
  if (code !== 0) throw new Error(`npm pack in ${folder} failed:\n${output}`);
  const path = join(destination, JSON.parse(stdout)[0].filename);
  return { path, files: new Map(entries(gunzipSync(await readFile(path)))) };
}

/** Writes the files of a packed package below `folder`, as an install would. */
export async function unpack(files, folder) {
  for (const [name, content] of files) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
}

function* entries(tar) {
  for (let at = 0; at + block <= tar.length && tar[at] !== 0; ) {
    const text = (from, length) => tar.toString("utf8", at + from, at + from + length).split("\0", 1)[0];
    const size = Number.parseInt(text(124, 12), 8);
    const type = tar.toString("latin1", at + 156, at + 157);
    const name = [text(345, 155), text(0, 100)].filter(Boolean).join("/");
    if (regularFile.has(type))
      yield [name.replace(/^package\//, ""), tar.subarray(at + block, at + block + size)];
    at += block + Math.ceil(size / block) * block;
  }
}
