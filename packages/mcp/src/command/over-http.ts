import { serveHttp } from "../http/index.ts";
import { Refusal } from "../refusal/index.ts";
import type { SalesforceMcp } from "../server/index.ts";
import type { CommandIo } from "./io.ts";

/**
 * Serves over Streamable HTTP on this machine until it is to stop.
 * @throws Refusal when the port cannot be had
 */
export async function overHttp(mcp: SalesforceMcp, port: number, io: CommandIo): Promise<void> {
  const onError = (text: string): void => io.err(`kinetic-mcp: ${text}\n`);
  const server = await serveHttp(mcp, { port, onError }).catch((cause: unknown) => {
    throw notListening(port, cause);
  });
  io.err(`kinetic-mcp: listening on ${server.url}\n`);
  await io.stop;
  await server.close();
}

function notListening(port: number, cause: unknown): unknown {
  const { code } = cause as { readonly code?: unknown };
  const why = new Map<unknown, string>([
    ["EADDRINUSE", "another program listens there"],
    ["EACCES", "this user may not listen there"],
    ["ERR_SOCKET_BAD_PORT", "ports go up to 65535"],
  ]).get(code);
  if (why === undefined) return cause;
  return new Refusal(`The server cannot listen on port ${port}: ${why}`, {
    code: "SETTINGS",
    action: "Give --http another port, or 0 for any free one.",
  });
}
