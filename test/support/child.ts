import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** What a process left behind. */
export interface ChildOutcome {
  /** `null` when it had to be stopped. */
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** A script made ready to be run in processes of its own. */
export interface ChildScript extends AsyncDisposable {
  /** Runs it; stopped after 60 s. */
  run(...args: readonly string[]): Promise<ChildOutcome>;
}

/** Writes a script as one module of JavaScript that every line of Node can run, with more variables of environment. */
export async function childScript(script: URL, env: Record<string, string> = {}): Promise<ChildScript> {
  // Inside the project, so that the child finds its packages.
  const dir = await mkdtemp(join(root, "node_modules", ".child-"));
  const built = await rolldown({
    input: fileURLToPath(script),
    resolve: { alias: { "kinetic-core": join(root, "src/index.ts") } },
    external: (id) => !/^([./]|kinetic-core$|@oxc-project\/runtime)/.test(id),
    platform: "node",
    transform: { target: "node20.19" },
  });
  await built.write({ dir, format: "esm", entryFileNames: "child.mjs" });
  await built.close();
  const path = join(dir, "child.mjs");
  return {
    run: (...args) => {
      const command = ["--unhandled-rejections=strict", path, ...args];
      return outcomeOf(spawn(process.execPath, command, { env: { ...process.env, ...env } }));
    },
    [Symbol.asyncDispose]: () => rm(dir, { recursive: true, force: true }),
  };
}

async function outcomeOf(child: ChildProcess): Promise<ChildOutcome> {
  let output = "";
  let errors = "";
  child.stdout?.on("data", (text) => {
    output += String(text);
  });
  child.stderr?.on("data", (text) => {
    errors += String(text);
  });
  const guard = setTimeout(() => child.kill(), 60_000);
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  clearTimeout(guard);
  return { code, output, errors };
}
