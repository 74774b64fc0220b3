import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { expect, it } from "vitest";

it("loads no package when it is imported: undici and the others come with the first call that needs them", async () => {
  const input = fileURLToPath(new URL("../../src/index.ts", import.meta.url));
  const built = await rolldown({ input, external: (id) => !/^[./\0]/.test(id), platform: "node" });
  const { output } = await built.generate({ format: "esm" });
  await built.close();
  const [{ imports, dynamicImports }] = output;
  expect(imports.filter((id) => !id.startsWith("node:"))).toEqual([]);
  // Of Node's own modules the one that takes long.
  expect(imports).not.toContain("node:crypto");
  expect(dynamicImports).toEqual(expect.arrayContaining(["undici/lib/dispatcher/agent.js"]));
  // The whole of undici takes twice as long, and what nobody here needs stays in memory.
  expect(dynamicImports).not.toContain("undici");
});
