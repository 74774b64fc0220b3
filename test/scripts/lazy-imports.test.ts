import { fileURLToPath } from "node:url";
import { type OutputChunk, rolldown } from "rolldown";
import { expect, it } from "vitest";

/** What a file loads when it is loaded, all its own files taken together, and what comes later. */
async function loadedBy(path: string): Promise<{ readonly atOnce: string[]; readonly later: string[] }> {
  const input = fileURLToPath(new URL(path, import.meta.url));
  const built = await rolldown({ input, external: (id) => !/^[./\0]/.test(id), platform: "node" });
  const { output } = await built.generate({ format: "esm" });
  await built.close();
  const chunks = new Map(
    output.flatMap((one): [string, OutputChunk][] => (one.type === "chunk" ? [[one.fileName, one]] : [])),
  );
  const later = output.flatMap((one) => (one.type === "chunk" ? one.dynamicImports : []));
  const open = [output[0].fileName];
  const atOnce = new Set<string>();
  for (let next = open.pop(); next !== undefined; next = open.pop())
    for (const id of chunks.get(next)?.imports ?? []) {
      if (chunks.has(id) && !atOnce.has(id)) open.push(id);
      atOnce.add(id);
    }
  return { atOnce: [...atOnce].filter((id) => !chunks.has(id)), later };
}

it("loads no package when it is imported: undici and the others come with the first call that needs them", async () => {
  const { atOnce, later } = await loadedBy("../../src/index.ts");
  expect(atOnce.filter((id) => !id.startsWith("node:"))).toEqual([]);
  // Of Node's own modules the one that takes long.
  expect(atOnce).not.toContain("node:crypto");
  expect(later).toEqual(expect.arrayContaining(["undici/lib/dispatcher/agent.js"]));
  // The whole of undici takes twice as long, and what nobody here needs stays in memory.
  expect(later).not.toContain("undici");
});

it("of the command loads what reads a command line, and the library and all else with the command that needs it", async () => {
  const { atOnce, later } = await loadedBy("../../packages/cli/src/bin.ts");
  expect(atOnce.filter((id) => !id.startsWith("node:"))).toEqual(["commander"]);
  expect(later).toEqual(expect.arrayContaining(["kinetic-core", "kinetic-local-org", "cli-progress"]));
});
