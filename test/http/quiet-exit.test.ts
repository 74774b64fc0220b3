import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Writes a script of this folder as one module of JavaScript that every line of Node can run. */
async function bundle(script: string, dir: string): Promise<void> {
  const alias = { "kinetic-core": join(root, "src/index.ts") };
  const external = (id: string): boolean => !/^([./]|kinetic-core$|@oxc-project\/runtime)/.test(id);
  const input = join(root, "test/http", script);
  const built = await rolldown({
    input,
    resolve: { alias },
    external,
    platform: "node",
    transform: { target: "node20.19" },
  });
  await built.write({ dir, format: "esm", entryFileNames: "child.mjs" });
  await built.close();
}

/** Runs a module; `code` is null when it had to be stopped. */
async function run(path: string): Promise<{ code: number | null; output: string; errors: string }> {
  const child = spawn(process.execPath, ["--unhandled-rejections=strict", path]);
  let output = "";
  let errors = "";
  child.stdout.on("data", (text) => {
    output += String(text);
  });
  child.stderr.on("data", (text) => {
    errors += String(text);
  });
  const guard = setTimeout(() => child.kill(), 15_000);
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  clearTimeout(guard);
  return { code, output, errors };
}

it("leaves no unhandled rejection and no open handle after faults in every kind of call", async () => {
  // Inside the project, so that the child finds its packages.
  const dir = await mkdtemp(join(root, "node_modules", ".quiet-exit-"));
  try {
    await bundle("quiet-exit.child.ts", dir);
    const { code, output, errors } = await run(join(dir, "child.mjs"));
    expect(errors).toBe("");
    expect(code).toBe(0);
    const { failed } = JSON.parse(output) as { failed: number };
    expect(failed).toBeGreaterThan(100);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
});
