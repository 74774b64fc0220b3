import {
  acceptedContent,
  completable,
  inputRequired,
  type McpServer,
  ProtocolError,
  ProtocolErrorCode,
  ResourceTemplate,
  type ServerContext,
} from "@modelcontextprotocol/server";
import { z } from "zod";
import { cursorCodec } from "../../src/output/index.ts";

/** A picture of one red point. */
const PNG =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==";
/** A sound of no length. */
const WAV = "UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAIA+AAACABAAZGF0YQAAAAA=";

const text = (said: string) => ({ type: "text" as const, text: said });
const image = { type: "image" as const, data: PNG, mimeType: "image/png" };
const user = <T>(content: T) => ({ role: "user" as const, content });

/**
 * Adds what the conformance suite calls by name to a server. All of it goes through the same HTTP bridge and the same
 * server as our own tools; names and words are those that the suite asks for.
 */
export function addFixtures(server: McpServer): void {
  addTools(server);
  addQuestions(server);
  addResources(server);
  addPrompts(server);
}

function addTools(server: McpServer): void {
  const tool = (name: string, content: readonly object[]) =>
    server.registerTool(name, { description: name }, () => ({
      content: [...content] as ReturnType<typeof text>[],
    }));
  const embedded = (uri: string, more: object) => ({ type: "resource", resource: { uri, ...more } });
  tool("test_simple_text", [text("This is a simple text response for testing.")]);
  tool("test_image_content", [image]);
  tool("test_audio_content", [{ type: "audio", data: WAV, mimeType: "audio/wav" }]);
  tool("test_embedded_resource", [
    embedded("test://embedded-resource", {
      mimeType: "text/plain",
      text: "This is an embedded resource content.",
    }),
  ]);
  tool("test_multiple_content_types", [
    text("Multiple content types test:"),
    image,
    embedded("test://mixed-content-resource", {
      mimeType: "application/json",
      text: JSON.stringify({ test: "data", value: 123 }),
    }),
  ]);
  tool("test_logging_tool", [text("nothing is logged to the host")]);
  server.registerTool("test_error_handling", { description: "Fails" }, () => {
    throw new Error("This tool intentionally returns an error for testing");
  });
  server.registerTool("test_tool_with_progress", { description: "Takes a while" }, async (context) => {
    for (const progress of [0, 50, 100]) await tell(context, progress);
    return { content: [text("done")] };
  });
}

async function tell({ mcpReq }: ServerContext, progress: number): Promise<void> {
  const progressToken = mcpReq._meta?.progressToken;
  if (progressToken === undefined) return;
  await mcpReq.notify({ method: "notifications/progress", params: { progressToken, progress, total: 100 } });
  await new Promise((resolve) => setTimeout(resolve, 50));
}

const nameForm = z.object({ name: z.string() });
const okForm = z.object({ ok: z.boolean() });
const colorForm = z.object({ color: z.string() });
const contextForm = z.object({ context: z.string() });
/** The seal that confirmations have, too. */
const seals = cursorCodec();
const owner = { orgId: "00D", userId: "005" };
const seal = (round: string) => seals.seal({ round }, owner);
const CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";

/** Asks one thing, by a form. */
function ask(key: string, message: string, requestedSchema: z.ZodObject) {
  return { [key]: inputRequired.elicit({ message, requestedSchema }) };
}

function addQuestions(server: McpServer): void {
  const tool = (name: string, run: Parameters<typeof server.registerTool>[2]) =>
    server.registerTool(name, { description: name }, run as never);
  const hello = ({ mcpReq }: ServerContext) => {
    const answer = acceptedContent(mcpReq.inputResponses, "user_name", nameForm);
    if (answer !== undefined) return { content: [text(`Hello, ${answer.name}!`)] };
    return inputRequired({ inputRequests: ask("user_name", "What is your name?", nameForm) });
  };
  const withState = ({ mcpReq }: ServerContext) => {
    const state = mcpReq.requestState<string>();
    if (state === undefined) {
      const requestState = seal("asked");
      return inputRequired({ inputRequests: ask("confirm", "Please confirm", okForm), requestState });
    }
    opened(state);
    return { content: [text("state-ok")] };
  };
  tool("test_streaming_elicitation", hello as never);
  tool("test_missing_capability", (() => {
    const messages = [user(text("Say hello"))];
    return inputRequired({
      inputRequests: { said: inputRequired.createMessage({ messages, maxTokens: 9 }) },
    });
  }) as never);
  tool("test_input_required_result_elicitation", hello as never);
  tool("test_input_required_result_request_state", withState as never);
  tool("test_input_required_result_tampered_state", withState as never);
  tool("test_input_required_result_multi_round", rounds as never);
  tool("test_input_required_result_capabilities", (({ mcpReq }: ServerContext) => {
    const told = (mcpReq.envelope as Record<string, { elicitation?: object } | undefined> | undefined)?.[
      CAPABILITIES
    ];
    if (told?.elicitation === undefined) return { content: [text("nobody can be asked")] };
    return inputRequired({ inputRequests: ask("user_name", "What is your name?", nameForm) });
  }) as never);
}

function rounds({ mcpReq }: ServerContext) {
  const state = mcpReq.requestState<string>();
  if (state === undefined) {
    const requestState = seal("1");
    return inputRequired({
      inputRequests: ask("step1", "Step 1: What is your name?", nameForm),
      requestState,
    });
  }
  if (opened(state) === "1") {
    const requestState = seal("2");
    return inputRequired({
      inputRequests: ask("step2", "Step 2: What is your favorite color?", colorForm),
      requestState,
    });
  }
  return { content: [text("done")] };
}

function opened(state: string): string {
  try {
    return seals.open<{ round: string }>(state, owner).round;
  } catch {
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, "The state is none of this server");
  }
}

function addResources(server: McpServer): void {
  const one = (uri: string, more: { readonly text: string } | { readonly blob: string }, mimeType: string) =>
    server.registerResource(uri, uri, { mimeType }, (at) => ({
      contents: [{ uri: at.href, mimeType, ...more }],
    }));
  one("test://static-text", { text: "This is the content of the static text resource." }, "text/plain");
  one("test://static-binary", { blob: PNG }, "image/png");
  const template = new ResourceTemplate("test://template/{id}/data", { list: undefined });
  const mimeType = "application/json";
  server.registerResource("test-template", template, { mimeType }, (at, { id }) => {
    const data = { id: String(id), templateTest: true, data: `Data for ID: ${String(id)}` };
    return { contents: [{ uri: at.href, mimeType, text: JSON.stringify(data) }] };
  });
}

function addPrompts(server: McpServer): void {
  const description = "A prompt of the conformance suite";
  const complete = completable(z.string(), (start) =>
    ["paris", "park"].filter((each) => each.startsWith(start)),
  );
  server.registerPrompt("test_simple_prompt", { description }, () => ({
    messages: [user(text("This is a simple prompt for testing."))],
  }));
  const two = z.object({ arg1: complete, arg2: z.string() });
  server.registerPrompt("test_prompt_with_arguments", { description, argsSchema: two }, ({ arg1, arg2 }) => ({
    messages: [user(text(`Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`))],
  }));
  const uri = z.object({ resourceUri: z.string() });
  server.registerPrompt("test_prompt_with_embedded_resource", { description, argsSchema: uri }, (args) => ({
    messages: [
      user({
        type: "resource" as const,
        resource: {
          uri: args.resourceUri,
          mimeType: "text/plain",
          text: "Embedded resource content for testing.",
        },
      }),
      user(text("Please process the embedded resource above.")),
    ],
  }));
  server.registerPrompt("test_prompt_with_image", { description }, () => ({
    messages: [user(image), user(text("Please analyze the image above."))],
  }));
  server.registerPrompt("test_input_required_result_prompt", { description }, (({
    mcpReq,
  }: ServerContext) => {
    const answer = acceptedContent(mcpReq.inputResponses, "user_context", contextForm);
    if (answer !== undefined) return { messages: [user(text(answer.context))] };
    return inputRequired({
      inputRequests: ask("user_context", "What context should the prompt use?", contextForm),
    });
  }) as never);
}
