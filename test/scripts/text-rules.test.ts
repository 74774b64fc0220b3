import { cp } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type House, makeHouse, root } from "./house.ts";

let house: House;

/** Runs the check over the files of the house; a problem is `path:line what`. */
async function check(): Promise<{ readonly code: number; readonly problems: readonly string[] }> {
  const { code, stderr } = await house.node("scripts/text-rules.mjs");
  return { code, problems: stderr.split("\n").filter((line) => /^\S+:\d+ /.test(line)) };
}

describe("the text rules", () => {
  beforeEach(async () => {
    house = await makeHouse();
    await cp(join(root, "scripts"), join(house.path, "scripts"), { recursive: true });
  });
  afterEach(() => house.remove());

  it("let clean files pass, among them the scripts that hold the rules", async () => {
    await house.file(
      "src/clean.ts",
      '/** See https://example.com/home/page. */\nexport const path = "/services/data";\n',
    );
    await house.file(
      "package-lock.json",
      '{ "packages": { "a": { "version": "1.0.0", "integrity": "sha512-x" } } }\n',
    );
    expect(await check()).toEqual({ code: 0, problems: [] });
  });

  it.each([
    ["a path below the home folders", "README.md", `run it in ${"/ho"}me/me/project`],
    ["a path of the superuser", "test/a.test.ts", `const key = "${"/ro"}ot/key.pem";`],
    ["a temporary path", "src/a.ts", `const file = "${"/tm"}p/rows.csv";`],
    ["a Windows profile", ".ci/run", `cd C:\\${"Us"}ers\\me`],
    ["a mark of unfinished work", "src/a.ts", `// ${"TO"}${"DO"}: retry`],
    ["a silenced type checker", "test/a.test.ts", `// @ts-${"no"}${"check"}`],
    [
      "a silenced rule against any",
      "src/a.ts",
      `// biome-${"ig"}${"nore"} lint/suspicious/noExplicitAny: why not`,
    ],
    ["a link to nothing", "docs/page.md", "see [there](../gone.md#part)"],
    ["a download host", "package-lock.json", '      "resolved": "https://registry.example/a/-/a-1.0.0.tgz",'],
  ])("find %s and name its line", async (_what, path, line) => {
    await house.file(path, `first line\n${line}\n`);
    const { code, problems } = await check();
    expect(code).toBe(1);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`${path}:2 `);
  });

  it("leave alone what was installed, built or kept aside", async () => {
    for (const folder of ["node_modules/a", "dist", "coverage", ".tmp", "docs/api"]) {
      await house.file(`${folder}/a.ts`, `// ${"FIX"}${"ME"} ${"/ro"}ot/x\n`);
    }
    expect(await check()).toEqual({ code: 0, problems: [] });
  });
});
