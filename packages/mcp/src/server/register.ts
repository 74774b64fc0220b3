import type {
  CallToolResult,
  InputRequiredResult,
  McpServer,
  ServerContext,
} from "@modelcontextprotocol/server";
import { z } from "zod";
import { type Confirmer, InputNeeded } from "../confirm/index.ts";
import type { Org } from "../orgs/index.ts";
import { badResult, failureOf, goodResult } from "../output/index.ts";
import { adviseOn, type Tool, type ToolContext } from "../tools/index.ts";
import { hostOf } from "./host.ts";

/** What all tools of a server share. */
export interface Surroundings {
  readonly opened: ReadonlyMap<string, Org>;
  readonly shared: Pick<ToolContext, "settings" | "policy" | "cursors" | "results" | "offered">;
  readonly confirmer: Confirmer;
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
    const org = opened.get(alias);
    if (org === undefined) throw new TypeError(`There is no org ${alias}`);
    const toolContext = contextOf({ server, context, org }, surroundings);
    try {
      return goodResult(await tool.run(own, toolContext));
    } catch (error) {
      if (error instanceof InputNeeded) return error.result;
      const { hint, next } = await adviseOn(error, { tool: tool.name, args: own }, toolContext);
      const addressed = next && several ? { ...next, args: { ...next.args, org: alias } } : next;
      return badResult(failureOf(error, { hint, next: addressed }));
    }
  });
}

interface Call {
  readonly server: McpServer;
  readonly context: ServerContext;
  readonly org: Org;
}

function contextOf(call: Call, { shared, confirmer }: Surroundings): ToolContext {
  const { server, context, org } = call;
  const { signal } = context.mcpReq;
  return {
    ...shared,
    org,
    signal,
    progress: progressOf(context),
    confirm: async (subject, plan) =>
      confirmer.confirm({ subject, owner: await org.identity(signal), host: hostOf(server, context), plan }),
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
