// The clients that other people wrote: installed beside the project, not in it, for test:proof and bench/jsforce.mjs.
import { existsSync } from "node:fs";
import { copyFile, mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { npm, root, scratch } from "./lib.mjs";

/** Where it is said which clients, in which versions. */
export const proofFolder = join(root, "packages/local-org/proof");

/** Where they are once they are installed. */
export const installedClients = join(scratch, "proof-clients");

/** Installs the clients from the registry; once, until their lockfile changes. */
export async function installClients() {
  const files = ["package.json", "package-lock.json"];
  const same = async (name) => {
    const [ours, theirs] = await Promise.all(
      [proofFolder, installedClients].map((place) => readFile(join(place, name), "utf8").catch(() => "")),
    );
    return ours === theirs;
  };
  if ((await Promise.all(files.map(same))).every(Boolean) && existsSync(join(installedClients, "installed")))
    return true;
  await rm(installedClients, { recursive: true, force: true });
  await mkdir(installedClients, { recursive: true });
  await Promise.all(files.map((name) => copyFile(join(proofFolder, name), join(installedClients, name))));
  const { code } = await npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd: installedClients,
  });
  if (code === 0) await mkdir(join(installedClients, "installed"));
  return code === 0;
}
