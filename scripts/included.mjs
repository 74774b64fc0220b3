// Other people's code inside of ours: the command of kinetic-mcp holds the protocol's SDK and zod, since reading their many
// modules took a third of the time until it answered. Here stands what is taken in, how, and under which licences.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "./lib.mjs";

/** The packages that are taken in, with all that they import of each other. */
const taken = /^(?:@modelcontextprotocol\/(?:server|core)|zod)(?:\/|$)/;

/** Whether an import becomes part of the command. */
export const isIncluded = (id) => taken.test(id);

const shims = "@modelcontextprotocol/server/_shims";

/**
 * Stands for the SDK's choice of a validator of JSON Schema, which is 300 KB. The SDK asks it only about forms of a server
 * that sends them itself; ours are asked by `inputRequired`, and what comes back is checked by zod. It refuses all else.
 */
const ownShims = `export { default as process } from "node:process";
export class DefaultJsonSchemaValidator {
  getValidator() {
    throw new Error("The command kinetic-mcp has no validator of JSON Schema.");
  }
}`;

/** What the bundler needs to know about it: no source map leads into files that a user does not have. */
export const includedPlugin = {
  name: "included",
  resolveId: (id) => (id === shims ? `\0${shims}` : null),
  load: (id) => (id === `\0${shims}` ? ownShims : null),
  transform: (code, id) => (packageOf(id) === undefined ? null : { code, map: { mappings: "" } }),
};

/** Name of the package that a file is of; `undefined` for one of ours. */
function packageOf(path) {
  return /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/.exec(path)?.[1];
}

/** What a package took in itself when it was built, as its source map tells. */
async function packagesInside(path) {
  const text = await readFile(`${path}.map`, "utf8").catch(() => undefined);
  return text === undefined ? [] : JSON.parse(text).sources.map(packageOf);
}

async function licenceOf(name) {
  const folder = join(root, "node_modules", name);
  const { version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const file = (await readdir(folder)).find((one) => /^licen[cs]e(\.|$)/i.test(one));
  if (file === undefined) throw new Error(`${name} has no text of its licence to pass on.`);
  const text = (await readFile(join(folder, file), "utf8")).trim();
  return `## ${name} ${version} (${license})\n\n${text}\n`;
}

/** The texts of the licences of all that stands in these modules, to be passed on with them. */
export async function licencesOf(moduleIds) {
  const paths = moduleIds.filter((id) => packageOf(id) !== undefined);
  const inside = await Promise.all(paths.map(packagesInside));
  const names = new Set([...paths.map(packageOf), ...inside.flat()].filter((name) => name !== undefined));
  const texts = await Promise.all([...names].sort().map(licenceOf));
  return ["The command kinetic-mcp holds code of these packages, under their licences.\n", ...texts].join(
    "\n",
  );
}
