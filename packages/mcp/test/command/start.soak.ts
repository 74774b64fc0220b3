import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { LocalOrg } from "kinetic-local-org";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Command, makeCommand, overStdio, peakMb, startNode } from "../bin.ts";
import { localOrg } from "../harness.ts";

/** Above bare node's own: 90 MB where that takes 40, as Node 20 does on Linux. */
const MEMORY_MB = 50;

let command: Command;
let org: LocalOrg;
beforeAll(async () => {
  const Account = Array.from({ length: 2000 }, (_, at) => ({
    Name: `Account number ${at}`,
    Industry: "Energy",
  }));
  [command, org] = await Promise.all([makeCommand(), localOrg({ rows: { Account } })]);
}, 120_000);
afterAll(async () => {
  await command[Symbol.asyncDispose]();
  await org.close();
});

/** What a module and all that it loads at once take from outside of the command. */
async function packagesAtStart(path: string, seen = new Set<string>()): Promise<string[]> {
  if (seen.has(path)) return [];
  seen.add(path);
  const text = await readFile(path, "utf8");
  const names = [...text.matchAll(/^(?:import|export)\b[^"(]*"([^"]+)";$/gm)].map(([, name = ""]) => name);
  const own = names.filter((name) => name.startsWith("."));
  const inner = await Promise.all(own.map((name) => packagesAtStart(join(dirname(path), name), seen)));
  return [...names.filter((name) => !name.startsWith(".")), ...inner.flat()];
}

describe("the start of the command", () => {
  // The time it takes is measured by bench/mcp.mjs; what it depends on most is how many modules are looked for.
  it("reads its own files and Node's modules, and no package", async () => {
    const main = (await readFile(command.path, "utf8")).match(/import\("(\.[^"]+)"\)/)?.[1] ?? "";
    const names = await packagesAtStart(join(dirname(command.path), main));
    expect(names).toContain("node:crypto");
    expect(names.filter((name) => !name.startsWith("node:"))).toEqual([]);
  });

  it.runIf(process.platform === "linux")("and all its reading tools need little memory", async () => {
    const bare = startNode(["-e", "process.stdin.resume()"]);
    const settings = { SF_ACCESS_TOKEN: org.accessToken(), SF_INSTANCE_URL: org.url };
    const door = await overStdio(command.start(["--toolsets", "core,bulk"], settings));
    const soql = "SELECT Id, Name, Industry FROM Account";
    for (let round = 0; round < 10; round++) {
      await door.call("sf_diagnose", {});
      await door.call("sf_describe", { object: "Account" });
      await door.call("sf_search", { text: "Account", objects: [{ name: "Account" }] });
      await door.call("sf_permissions", { object: "Account" });
      expect(await door.call("sf_query", { soql, maxRows: 2000 })).toMatchObject({
        result: { structuredContent: { totalSize: 2000 } },
      });
    }
    const above = (await peakMb(door.process)) - (await peakMb(bare));
    expect(above).toBeGreaterThan(5);
    expect(above).toBeLessThan(MEMORY_MB);
    bare.child.kill();
    expect(await door.close()).toBe(0);
  });
});
