import { z } from "zod";
import { answerBytes, cut, dataBudget } from "../output/index.ts";
import { Refusal } from "../refusal/index.ts";
import { scalar } from "./shapes.ts";
import { defineTool, type Tool } from "./tool.ts";
import { planOf } from "./write/names.ts";

const input = z.strictObject({
  method: z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"]),
  path: z
    .string()
    .regex(/^[\w.~%/-]{1,500}$/)
    .describe("Below /services/apexrest/"),
  query: z.record(z.string(), scalar).optional(),
  body: z.string().max(1_000_000).optional().describe("JSON text"),
});

type Args = z.output<typeof input>;

const output = z.object({ status: z.number(), body: z.string().describe("JSON text") });

/** `sf_apex_rest`: calls Apex REST classes that whoever runs the server has named. */
export const apexRestTool: Tool = defineTool({
  name: "sf_apex_rest",
  title: "Call Apex REST",
  description:
    "Calls an Apex REST class of the org, as far as this server allows it. Everything but GET is confirmed by the user.",
  toolset: "apex",
  kind: "code",
  input,
  output,
  async run(args, context) {
    const { method, path } = args;
    const json = jsonOf(args.body);
    if (method !== "GET")
      await context.confirm(["sf_apex_rest", args], () =>
        planOf(`Call ${method} ${path}`, detailsOf(args), context),
      );
    const query = Object.fromEntries(
      Object.entries(args.query ?? {}).map(([name, value]) => [name, value ?? undefined]),
    );
    const { status, body } = await context.org.client.apex.request({
      method,
      path,
      query,
      json,
      signal: context.signal,
    });
    const text = body === undefined ? "" : JSON.stringify(body);
    return {
      summary: `HTTP ${status}.`,
      data: { status, body: shortened(text, dataBudget(context.settings.maxBytes)) },
    };
  },
});

function detailsOf({ body }: Args): string[] {
  return [
    "It runs code of the org, which can do anything that the user may.",
    ...(body === undefined ? [] : [`Body: ${cut(body, 300)}`]),
  ];
}

function jsonOf(body: string | undefined): unknown {
  if (body === undefined) return undefined;
  try {
    return JSON.parse(body) as unknown;
  } catch {
    throw new Refusal("body is no JSON", { code: "ARGUMENTS", action: "Send it as JSON text." });
  }
}

function shortened(text: string, bytes: number): string {
  let max = text.length;
  while (answerBytes(cut(text, max)) > bytes) max = Math.floor(max * 0.7);
  return cut(text, max);
}
