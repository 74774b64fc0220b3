import type {
  CallToolResult,
  InputRequiredResult,
  McpServer,
  ServerContext,
} from "@modelcontextprotocol/server";
import { z } from "zod";
import { type Confirmer, InputNeeded } from "../confirm/index.ts";
import { badResult, type CursorCodec, type CursorOwner, goodResult } from "../output/index.ts";
import { adviseOn, type Tool, type ToolContext } from "../tools/index.ts";
import { hostOf } from "./host.ts";
import type { OpenedOrgs } from "./org-pool.ts";

/** What all that a server offers works with. */
export interface Surroundings {
  readonly opened: OpenedOrgs;
  readonly shared: Pick<ToolContext, "settings" | "policy" | "results" | "offered">;
  readonly cursors: CursorCodec;
  readonly confirmer: Confirmer;
  /** Who asks, where many do. */
  readonly principal: string | undefined;
}

type Result = CallToolResult | InputRequiredResult;

/** Offers a tool by the protocol: with several orgs it takes the alias of one, and every error of it is an answer. */
export function registerTool(server: McpServer, tool: Tool, surroundings: Surroundings): void {
  const { opened, shared } = surroundings;
  const [first = "", ...others] = opened.keys();
  const several = others.length > 0;
  const inputSchema = several ? tool.input.extend({ org: z.enum([first, ...others]) }) : tool.input;
  const { title, description, output: outputSchema } = tool;
  const config = { title, description, inputSchema, outputSchema, annotations: annotationsOf(tool) };
  const _meta = { "anthropic/maxResultSizeChars": shared.settings.maxBytes };
  server.registerTool(tool.name, { ...config, _meta }, async (args, context): Promise<Result> => {
    const { org: alias = first, ...own } = args as { readonly org?: string };
    const toolContext = contextOf({ server, context, alias }, surroundings);
    try {
      return goodResult(await tool.run(own, toolContext));
    } catch (error) {
      if (error instanceof InputNeeded) return error.result;
      const { hint, next } = await adviseOn(error, { tool: tool.name, args: own }, toolContext);
      const addressed = next && several ? { ...next, args: { ...next.args, org: alias } } : next;
      return badResult(error, { hint, next: addressed });
    }
  });
}

/** A request of a host that is about one org. */
export interface Request {
  readonly server: McpServer;
  readonly context: ServerContext;
  readonly alias: string;
}

/** Gives a tool what it works with. */
export function contextOf({ server, context, alias }: Request, surroundings: Surroundings): ToolContext {
  const { opened, shared, cursors, confirmer, principal } = surroundings;
  const org = opened.get(alias);
  if (org === undefined) throw new TypeError(`There is no org ${alias}`);
  const { signal } = context.mcpReq;
  const owner = async (): Promise<CursorOwner> => ({ ...(await org.identity(signal)), principal });
  return {
    ...shared,
    org,
    signal,
    handles: {
      seal: async (payload) => cursors.seal(payload, await owner()),
      open: async <T>(handle: string) => cursors.open<T>(handle, await owner()),
    },
    progress: progressOf(context),
    confirm: async (subject, plan) =>
      confirmer.confirm({ subject, owner: await owner(), host: hostOf(server, context), plan }),
  };
}

function annotationsOf({ kind, idempotent }: Tool) {
  return {
    readOnlyHint: kind === "read",
    destructiveHint: kind === "destructive" || kind === "code",
    idempotentHint: idempotent ?? kind === "read",
    openWorldHint: true,
  };
}

function progressOf(context: ServerContext): ToolContext["progress"] {
  const progressToken = context.mcpReq._meta?.progressToken;
  if (progressToken === undefined) return () => undefined;
  return (progress, total, message) => {
    const params = { progressToken, progress, message, ...(total === undefined ? {} : { total }) };
    // A host that has gone does not end the work by that.
    context.mcpReq.notify({ method: "notifications/progress", params }).catch(() => undefined);
  };
}
