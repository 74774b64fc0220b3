import type { Readable } from "node:stream";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import { redact } from "kinetic-core";
import { Refusal } from "../refusal/index.ts";
import { createSalesforceMcp, type SalesforceMcp, version } from "../server/index.ts";
import { configuredOrgs } from "./configured-orgs.ts";
import { startDemo } from "./demo.ts";
import { type Invocation, readInvocation, usage } from "./flags.ts";
import type { CommandIo } from "./io.ts";

/** Serves over standard input and output until the host closes it; resolves with the exit code. */
export async function runCommand(args: readonly string[], io: CommandIo): Promise<number> {
  try {
    const invocation = readInvocation(args, io.env);
    if (invocation.help) io.out(usage());
    else if (invocation.version) io.out(`${version}\n`);
    else await serve(invocation, io);
    return 0;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    io.err(`kinetic-mcp: ${error.message}. ${error.action}\n`);
    return 2;
  }
}

async function serve(invocation: Invocation, io: CommandIo): Promise<void> {
  const { settings, orgs: named, demo: isDemo } = invocation;
  const demo = isDemo ? await startDemo() : undefined;
  const orgs = demo === undefined ? await configuredOrgs(named, io.env) : [demo.org];
  const mcp = createSalesforceMcp({ orgs, settings });
  try {
    if (invocation.http === undefined) await overStdio(mcp, io);
    else {
      // Loaded here, so that whoever serves over stdio does not wait for it.
      const { overHttp } = await import("./over-http.ts");
      await overHttp(mcp, invocation.http, io);
    }
  } finally {
    await mcp.close();
    await demo?.close();
  }
}

async function overStdio(mcp: SalesforceMcp, io: CommandIo): Promise<void> {
  const onerror = (error: Error): void => io.err(`kinetic-mcp: ${redact(error.message)}\n`);
  const handle = serveStdio(mcp.factory, { onerror });
  if (isTerminal(io.stdin)) io.err(WAITING);
  await Promise.race([io.stop, ended(io.stdin)]);
  await handle.close();
}

/** For a person who starts it by hand: a host starts it, and does not read this. */
const WAITING = `kinetic-mcp: waiting for messages of the Model Context Protocol on standard input, which a host sends.
Put this command into the settings of a host (README, "Setting a host up"), or end it by Ctrl-C.
`;

function isTerminal(stdin: Readable): boolean {
  return "isTTY" in stdin && stdin.isTTY === true;
}

function ended(stdin: Readable): Promise<void> {
  return new Promise((resolve) => {
    stdin.once("end", resolve);
    stdin.once("close", resolve);
  });
}
