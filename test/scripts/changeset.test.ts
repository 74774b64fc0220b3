import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const changeset = join(root, "node_modules/@changesets/cli/bin.js");
const run = promisify(execFile);
let copy = "";

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

const manifestOf = async (folder: string): Promise<Manifest> =>
  JSON.parse(await readFile(join(copy, folder, "package.json"), "utf8")) as Manifest;

beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), "kinetic-changeset-"));
  const packages = (await readdir(join(root, "packages"))).map((name) => `packages/${name}/package.json`);
  for (const path of ["package.json", ".changeset/config.json", ...packages]) {
    await mkdir(dirname(join(copy, path)), { recursive: true });
    await cp(join(root, path), join(copy, path));
  }
  // By this it is known that npm is used here.
  await writeFile(join(copy, "package-lock.json"), "{}");
});
afterAll(() => rm(copy, { recursive: true }));

it("makes the versions of a release from notes, and moves who stands on a package along with it", async () => {
  const before = await manifestOf(".");
  const note = '---\n"kinetic-core": minor\n"kinetic-local-org": patch\n---\n\nWhat a user would notice.\n';
  await writeFile(join(copy, ".changeset/a-note.md"), note);
  await run(process.execPath, [changeset, "version"], { cwd: copy });
  const [core, org, cli] = [
    await manifestOf("."),
    await manifestOf("packages/local-org"),
    await manifestOf("packages/cli"),
  ];
  const [, minor = "", patch = ""] = /^0\.(\d+)\.(\d+)$/.exec(before.version) ?? [];
  expect(core.version).toBe(`0.${Number(minor) + 1}.0`);
  expect(org.version).toBe(`0.${minor}.${Number(patch) + 1}`);
  expect(cli.dependencies?.["kinetic-local-org"]).toBe(org.version);
  expect(cli.version).toBe(`0.${minor}.${Number(patch) + 1}`);
  expect(await readdir(join(copy, ".changeset"))).toEqual(["config.json"]);
});
