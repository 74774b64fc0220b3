import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Plugin, rolldown } from "rolldown";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const source = (path: string): string => join(root, path);
const OURS = /^(?:[./\0]|kinetic-(?:core|local-org)$|@oxc-project\/runtime)/;

/** What the published command takes in: it is what is tested. */
const { includedPlugin, isIncluded } = (await import(source("scripts/included.mjs"))) as {
  includedPlugin: Plugin;
  isIncluded: (id: string) => boolean;
};

/** The command, made of the sources, so that a process can run it without a build. */
export interface Command extends AsyncDisposable {
  /** Path of the script. */
  readonly path: string;
  /** Starts it with these arguments and variables. */
  start(args: readonly string[], env?: Readonly<Record<string, string>>): Running;
}

/** A process of the command. */
export interface Running {
  readonly child: ChildProcess;
  /** All that it has written so far. */
  readonly output: { readonly stdout: string; readonly stderr: string };
  /** Sends a message to its standard input. */
  send(message: object): void;
  /** Resolves with the answer to the message of that id. */
  answer(id: number): Promise<Record<string, unknown>>;
  /** Resolves with its exit code when it has ended. */
  readonly ended: Promise<number | null>;
}

/** Makes the command. */
export async function makeCommand(): Promise<Command> {
  // Inside the project, so that the process finds the packages it depends on.
  const dir = await mkdtemp(join(root, "node_modules", ".mcp-"));
  const built = await rolldown({
    input: source("packages/mcp/src/bin.ts"),
    resolve: {
      alias: {
        "kinetic-core": source("src/index.ts"),
        "kinetic-local-org": source("packages/local-org/src/index.ts"),
      },
    },
    external: (id) => !OURS.test(id) && !isIncluded(id),
    plugins: [includedPlugin],
    platform: "node",
    transform: { target: "node20.19" },
  });
  await built.write({ dir, format: "esm", entryFileNames: "bin.mjs", chunkFileNames: "[name].mjs" });
  await built.close();
  const path = join(dir, "bin.mjs");
  return {
    path,
    start: (args, env) => startNode([path, ...args], env),
    [Symbol.asyncDispose]: () => rm(dir, { recursive: true, force: true }),
  };
}

/** Starts Node with these arguments and variables, and no others. */
export function startNode(args: readonly string[], env: Readonly<Record<string, string>> = {}): Running {
  return running(spawn(process.execPath, args, { env, stdio: "pipe" }));
}

/** The most memory that a process that still runs has had, in MB (Linux). */
export async function peakMb({ child }: Running): Promise<number> {
  const status = await readFile(`/proc/${child.pid}/status`, "utf8");
  return Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1]) / 1024;
}

function running(child: ChildProcess): Running {
  const output = { stdout: "", stderr: "" };
  child.stdout?.on("data", (text) => {
    output.stdout += String(text);
  });
  child.stderr?.on("data", (text) => {
    output.stderr += String(text);
  });
  // One that has gone does not read: the test sees it end.
  child.stdin?.on("error", () => undefined);
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  return {
    child,
    output,
    ended,
    send: (message) => child.stdin?.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`),
    async answer(id) {
      for (;;) {
        const found = messages(output.stdout).find((one) => one["id"] === id);
        if (found !== undefined) return found;
        if (child.exitCode !== null) throw new Error(`It ended with ${child.exitCode}: ${output.stderr}`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
  };
}

/** The command behind one of its two ways in. */
export interface Door {
  /** Sends a call of a tool and resolves with the answer. */
  call(name: string, args: unknown): Promise<Record<string, unknown>>;
  readonly process: Running;
  /** Ends it as its host would; resolves with its exit code. */
  close(): Promise<number | null>;
}

/** Opens the command over standard input and output, as a host of the old era. */
export async function overStdio(process: Running): Promise<Door> {
  process.send(INITIALIZE);
  await process.answer(1);
  process.send({ method: "notifications/initialized" });
  let id = 1;
  return {
    process,
    call(name, args) {
      id += 1;
      process.send({ id, method: "tools/call", params: { name, arguments: args } });
      return process.answer(id);
    },
    close() {
      process.child.stdin?.end();
      return process.ended;
    },
  };
}

/** Opens the command over HTTP; it was started with `--http 0`. */
export async function overHttp(process: Running): Promise<Door & { readonly url: string }> {
  while (!process.output.stderr.includes("listening on"))
    await new Promise((resolve) => setTimeout(resolve, 10));
  const url = /http:\S+/.exec(process.output.stderr)?.[0] ?? "";
  return {
    process,
    url,
    async call(name, args) {
      const answer = await fetch(url, callOverHttp(name, args));
      const data = /^data: (.*)$/m.exec(await answer.text())?.[1] ?? "";
      return JSON.parse(data) as Record<string, unknown>;
    },
    close() {
      process.child.kill("SIGTERM");
      return process.ended;
    },
  };
}

/** A call of a tool as a request. */
export function callOverHttp(name: string, args: unknown): RequestInit {
  return {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json, text/event-stream" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params: { name, arguments: args } }),
  };
}

/** Every whole line that was written; a line that is no message of the protocol is an error. */
export function messages(stdout: string): Record<string, unknown>[] {
  return stdout
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** What a host of the old era begins with. */
export const INITIALIZE = {
  id: 1,
  method: "initialize",
  params: {
    protocolVersion: "2025-06-18",
    capabilities: {},
    clientInfo: { name: "test-host", version: "1.0.0" },
  },
} as const;
