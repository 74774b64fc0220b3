import {
  type CallToolResult,
  Client,
  type ElicitResult,
  InMemoryTransport,
} from "@modelcontextprotocol/client";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import { accessToken } from "kinetic-core";
import {
  type KeyPair,
  type LocalOrg,
  type LocalOrgOptions,
  makeKeyPair,
  startLocalOrg,
} from "kinetic-local-org";
import { createSalesforceMcp, type McpSettings, type OrgConfig } from "kinetic-mcp";

/** The two kinds of hosts there are: with `initialize`, and without. */
export type Era = "legacy" | "modern";

export const ERAS: readonly Era[] = ["legacy", "modern"];

let keys: Promise<KeyPair> | undefined;

/** A local org; the key pair, which takes longest, is made once. */
export async function localOrg(options: LocalOrgOptions = {}): Promise<LocalOrg> {
  keys ??= makeKeyPair();
  return startLocalOrg({ keyPair: await keys, ...options });
}

/** Waits, but never long. */
async function shortSleep(ms: number, signal?: AbortSignal): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, Math.min(ms, 5)));
  signal?.throwIfAborted();
}

/** An org as a server is configured with it, whose pauses do not wait. */
export function orgConfig(org: LocalOrg, more: Partial<OrgConfig> = {}): OrgConfig {
  return {
    auth: accessToken({ token: org.accessToken(), instanceUrl: org.url }),
    http: { runtime: { now: () => Date.now(), random: () => 0.5, sleep: shortSleep } },
    ...more,
  };
}

/** A host connected to a server, and the server behind it. */
export interface Host extends AsyncDisposable {
  readonly client: Client;
  call(name: string, args?: Readonly<Record<string, unknown>>): Promise<Answer>;
}

/** What a tool answered, taken apart. */
export interface Answer {
  readonly result: CallToolResult;
  readonly isError: boolean;
  /** All texts, one after another. */
  readonly text: string;
  readonly data: Record<string, unknown>;
  /** Bytes of the whole result on the wire. */
  readonly bytes: number;
}

export interface HostOptions {
  readonly era?: Era | undefined;
  readonly settings?: McpSettings | undefined;
  /** What the user answers; without it the host cannot ask him. */
  readonly onAsk?: ((message: string) => ElicitResult | Promise<ElicitResult>) | undefined;
}

/** A user who agrees. */
export const YES: ElicitResult = { action: "accept", content: { proceed: true } };

/** Connects the official client to a server in this process, in one of the eras of the protocol. */
export async function connect(
  orgs: readonly OrgConfig[],
  { era = "modern", settings, onAsk }: HostOptions = {},
): Promise<Host> {
  const mcp = createSalesforceMcp({ orgs, settings });
  const [ours, theirs] = InMemoryTransport.createLinkedPair();
  const handle = serveStdio(mcp.factory, { transport: theirs });
  const mode = era === "legacy" ? "legacy" : { pin: "2026-07-28" };
  const capabilities = onAsk === undefined ? {} : { elicitation: { form: {} } };
  const client = new Client(
    { name: "test-host", version: "1.0.0" },
    { versionNegotiation: { mode }, capabilities },
  );
  if (onAsk !== undefined) {
    client.setRequestHandler("elicitation/create", async ({ params }) => onAsk(params.message));
  }
  await client.connect(ours);
  return {
    client,
    call: async (name, args = {}) =>
      answerOf((await client.callTool({ name, arguments: { ...args } })) as CallToolResult),
    async [Symbol.asyncDispose]() {
      await client.close();
      await handle.close();
      await mcp.close();
    },
  };
}

function answerOf(result: CallToolResult): Answer {
  const text = result.content.map((part) => (part.type === "text" ? part.text : "")).join("\n");
  return {
    result,
    isError: result.isError === true,
    text,
    data: (result.structuredContent ?? {}) as Record<string, unknown>,
    bytes: Buffer.byteLength(JSON.stringify(result)),
  };
}
