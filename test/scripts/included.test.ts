import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inProject } from "../support/built.ts";

const { licencesOf } = (await import(inProject("scripts/included.mjs"))) as {
  licencesOf: (moduleIds: readonly string[]) => Promise<string>;
};
const installed = (path: string): string => inProject(join("node_modules", path));

let bare: string;
beforeAll(async () => {
  bare = await mkdtemp(installed(".without-licence-"));
  await writeFile(join(bare, "package.json"), JSON.stringify({ version: "1.0.0", license: "MIT" }));
  await mkdir(join(bare, "dist"));
});
afterAll(() => rm(bare, { recursive: true, force: true }));

describe("the licences of code that is taken in", () => {
  it("are those of every package of which there is a file, and not ours", async () => {
    const text = await licencesOf([installed("zod/index.js"), inProject("src/index.ts"), "\0shims"]);
    expect(text.match(/^## .*$/gm)).toEqual([expect.stringMatching(/^## zod \d\S+ \(MIT\)$/)]);
    expect(text).toContain("Permission is hereby granted");
  });

  it("are those of what a package took in itself, too", async () => {
    const path = join(bare, "dist", "a.js");
    const sources = ["../src/a.ts", "../../node_modules/.pnpm/zod@4/node_modules/zod/index.js"];
    await writeFile(`${path}.map`, JSON.stringify({ sources }));
    await writeFile(join(bare, "LICENSE"), "Text of the licence");
    const text = await licencesOf([path]);
    expect(text.match(/^## \S+/gm)).toEqual([expect.stringMatching(/without/), "## zod"]);
    expect(text).toContain("Text of the licence");
    await rm(join(bare, "LICENSE"));
  });

  it("must be there", async () => {
    await expect(licencesOf([join(bare, "dist", "b.js")])).rejects.toThrow("no text of its licence");
  });
});
