import { serveHttp } from "../http/index.ts";
import type { SalesforceMcp } from "../server/index.ts";
import type { CommandIo } from "./io.ts";

/** Serves over Streamable HTTP on this machine until it is to stop. */
export async function overHttp(mcp: SalesforceMcp, port: number, io: CommandIo): Promise<void> {
  const server = await serveHttp(mcp, { port, onError: (text) => io.err(`kinetic-mcp: ${text}\n`) });
  io.err(`kinetic-mcp: listening on ${server.url}\n`);
  await io.stop;
  await server.close();
}
