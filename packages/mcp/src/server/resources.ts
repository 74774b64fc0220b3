import {
  type McpServer,
  ProtocolError,
  ProtocolErrorCode,
  type ReadResourceResult,
  ResourceNotFoundError,
  ResourceTemplate,
  type ServerContext,
} from "@modelcontextprotocol/server";
import { isKineticError } from "kinetic-core";
import type { Org } from "../orgs/index.ts";
import { bounded, failureOf, failureText } from "../output/index.ts";
import { Refusal } from "../refusal/index.ts";
import type { Tool } from "../tools/index.ts";
import { fieldNames, objectNames } from "./completions.ts";
import { SOQL_HELP } from "./soql-help.ts";
import { contextOf, type Surroundings } from "./tools.ts";

/** A page that a user can attach: what a tool answers to certain arguments. */
interface Page {
  readonly path: string;
  readonly title: string;
  readonly tool: string;
  readonly args: (variables: Readonly<Record<string, string>>) => Readonly<Record<string, unknown>>;
}

const PAGES: readonly Page[] = [
  { path: "org", title: "The org and its connection", tool: "sf_diagnose", args: () => ({}) },
  { path: "limits", title: "Limits of the org", tool: "sf_limits", args: () => ({}) },
];

const TEMPLATES: readonly Page[] = [
  {
    path: "describe/{object}",
    title: "Fields of an object",
    tool: "sf_describe",
    args: ({ object }) => ({ object, detail: "summary" }),
  },
  {
    path: "describe/{object}/{field}",
    title: "One field of an object",
    tool: "sf_describe",
    args: ({ object, field }) => ({ object, fields: [field], detail: "full" }),
  },
  {
    path: "jobs/{jobId}/{part}",
    title: "Rows of a bulk job",
    tool: "sf_bulk_results",
    args: ({ jobId, part }) => ({ jobId, part }),
  },
  {
    path: "files/{id}",
    title: "Text of a file",
    tool: "sf_file_get",
    args: ({ id }) => ({ id, as: "text", offset: 0 }),
  },
];

/** Offers pages of the org to attach, as far as the tools behind them are offered. */
export function registerResources(
  server: McpServer,
  tools: readonly Tool[],
  surroundings: Surroundings,
): void {
  registerHelp(server, surroundings);
  const several = surroundings.opened.size > 1;
  for (const org of surroundings.opened.values()) {
    const base = several ? `sf://${org.alias}/` : "sf://";
    const add = (page: Page): void => {
      const tool = tools.find(({ name }) => name === page.tool);
      if (tool !== undefined) registerPage(server, { page, tool, org, base }, surroundings);
    };
    for (const page of [...PAGES, ...TEMPLATES]) add(page);
  }
}

interface PageOfOrg {
  readonly page: Page;
  readonly tool: Tool;
  readonly org: Org;
  readonly base: string;
}

function registerPage(server: McpServer, one: PageOfOrg, surroundings: Surroundings): void {
  const { page, org, base } = one;
  const uri = base + page.path;
  const name = uri.slice("sf://".length);
  const config = { title: page.title, mimeType: "text/plain" };
  const read = (at: URL, variables: Variables, context: ServerContext) =>
    readPage(one, { at, variables, server, context }, surroundings);
  if (!page.path.includes("{")) {
    server.registerResource(name, uri, config, (at, context) => read(at, {}, context));
    return;
  }
  const { policy } = surroundings.shared;
  const complete = {
    object: (start: string) => objectNames(org, start, policy),
    field: (start: string, context?: { arguments?: Record<string, string> }) =>
      fieldNames(org, { object: context?.arguments?.["object"], start }, policy),
    part: (start: string) => PARTS.filter((part) => part.startsWith(start)),
  };
  const template = new ResourceTemplate(uri, { list: undefined, complete });
  server.registerResource(name, template, config, (at, variables, context) => read(at, variables, context));
}

const PARTS = ["query", "success", "failed", "unprocessed"];

type Variables = Readonly<Record<string, string | string[]>>;

interface Reading {
  readonly at: URL;
  readonly variables: Variables;
  readonly server: McpServer;
  readonly context: ServerContext;
}

async function readPage(
  { page, tool, org }: PageOfOrg,
  { at, variables, server, context }: Reading,
  surroundings: Surroundings,
): Promise<ReadResourceResult> {
  const texts = Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [name, decodeURIComponent(String(value))]),
  );
  const args = tool.input.safeParse(page.args(texts));
  if (!args.success) throw new ResourceNotFoundError(at.href);
  try {
    const toolContext = contextOf({ server, context, alias: org.alias }, surroundings);
    const { summary, data } = await tool.run(args.data, toolContext);
    const text = `${summary}\n${bounded(JSON.stringify(data))}`;
    return { contents: [{ uri: at.href, mimeType: "text/plain", text }] };
  } catch (error) {
    throw toProtocolError(error, at);
  }
}

function toProtocolError(error: unknown, at: URL): Error {
  const isMissing =
    isKineticError(error, "NOT_FOUND") || (error instanceof Refusal && error.code === "NOT_FOUND");
  if (isMissing) return new ResourceNotFoundError(at.href);
  return new ProtocolError(ProtocolErrorCode.InternalError, failureText(error, failureOf(error)));
}

function registerHelp(server: McpServer, { shared }: Surroundings): void {
  const config = { mimeType: "text/plain" };
  const page = (at: URL, text: string): ReadResourceResult => ({
    contents: [{ uri: at.href, mimeType: "text/plain", text }],
  });
  server.registerResource("help/soql", "sf://help/soql", { ...config, title: "SOQL in one page" }, (at) =>
    page(at, SOQL_HELP),
  );
  const { exportDir, importDir, ...settings } = shared.settings;
  const rules = { ...settings, exportFolder: exportDir !== undefined, importFolder: importDir !== undefined };
  server.registerResource("policy", "sf://policy", { ...config, title: "What this server allows" }, (at) =>
    page(at, JSON.stringify(rules, undefined, 1)),
  );
}
