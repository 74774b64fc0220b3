import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { UsageError } from "../exit/index.ts";
import { counted } from "../format/index.ts";
import { type OrgOptions, openOrg } from "../logins/index.ts";
import { outputTo } from "../terminal/index.ts";
import type { Handler } from "./invocation.ts";

/** Options of `kinetic types generate`. */
export interface TypesOptions extends OrgOptions {
  readonly out?: string | undefined;
  readonly objects?: readonly string[] | undefined;
  readonly all?: boolean | undefined;
  readonly orgName?: string | undefined;
  readonly importExtension?: ".js" | ".ts" | "" | undefined;
}

/** Writes TypeScript for objects of the org. */
export const typesGenerate: Handler<TypesOptions> = async ({ io, options }) => {
  const { objects, all, out = join("src", "org"), orgName, importExtension } = options;
  if ((objects === undefined) === (all !== true))
    throw new UsageError(
      "either --objects or --all is needed",
      "kinetic types generate --objects Account,Contact",
    );
  const { generateTypes } = await import("kinetic-core");
  await using sf = await openOrg(io, options);
  const { signal } = io;
  const names = objects ?? (await sf.describeGlobal({ signal })).sobjects.map(({ name }) => name);
  const describes = await sf.describeMany(names, { signal });
  const err = outputTo(io.stderr);
  const warnings: string[] = [];
  const files = generateTypes(describes, {
    orgName,
    importExtension,
    onWarning: (text) => warnings.push(text),
  });
  await mkdir(out, { recursive: true });
  for (const { path, text } of files) await writeFile(join(out, path), text);
  for (const warning of warnings) await err.write(`kinetic: ${warning}\n`);
  await err.write(`${counted(files.length, "file")} in ${out}, of ${counted(describes.length, "object")}\n`);
  return undefined;
};
