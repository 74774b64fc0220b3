import type { CallToolResult } from "@modelcontextprotocol/server";
import { bounded } from "./boundary.ts";
import { type Advice, failureOf, failureText } from "./failure.ts";

/** What a tool that went well hands back. */
export interface ToolOutput {
  /** One line by this server, no data of the org in it: what this is, and how to go on. */
  readonly summary: string;
  /** The answer, as the tool's output schema says. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** The answer of a tool: the line, then the data as bounded text, and the same as structured content. */
export function goodResult({ summary, data }: ToolOutput): CallToolResult {
  const structured = withoutUndefined(data);
  return {
    content: [
      { type: "text", text: summary },
      { type: "text", text: bounded(JSON.stringify(structured)) },
    ],
    structuredContent: structured,
  };
}

/** The answer of a tool that failed. */
export function badResult(error: unknown, advice: Advice = {}): CallToolResult {
  const failure = failureOf(error, advice);
  return {
    isError: true,
    content: [{ type: "text", text: failureText(error, failure) }],
    structuredContent: { error: withoutUndefined({ ...failure }) },
  };
}

/** What JSON would drop anyway must not upset the check against the output schema. */
function withoutUndefined(data: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined));
}
