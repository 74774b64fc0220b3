import {
  type AuthInfo,
  createMcpHandler,
  hostHeaderValidationResponse,
  localhostAllowedHostnames,
  localhostAllowedOrigins,
  type OAuthTokenVerifier,
  originValidationResponse,
  requireBearerAuth,
} from "@modelcontextprotocol/server";
import { redact } from "kinetic-core";
import { Refusal } from "../refusal/index.ts";
import { principalOf, type SalesforceMcp } from "../server/index.ts";
import { rateCap } from "./rate-cap.ts";

/** How a server is served over HTTP. */
export interface McpHttpOptions {
  /** Address to listen on; any other than loopback needs `verifier` and `allowedHosts`. @default "127.0.0.1" */
  readonly host?: string | undefined;
  /** @default 0: any free one */
  readonly port?: number | undefined;
  /** @default "/mcp" */
  readonly path?: string | undefined;
  /** Checks the bearer token of each call. Tokens of Salesforce are none of ours: nothing is passed through. @default none */
  readonly verifier?: OAuthTokenVerifier | undefined;
  /** Scopes that a token must have. @default none */
  readonly requiredScopes?: readonly string[] | undefined;
  /** The value that tokens for this server name as their audience. @default not compared */
  readonly expectedResource?: string | undefined;
  /** URL of the Protected Resource Metadata (RFC 9728), for hosts without a token. @default none */
  readonly resourceMetadataUrl?: string | undefined;
  /** Host names that the `Host` header may name, without ports. @default those of loopback */
  readonly allowedHosts?: readonly string[] | undefined;
  /** Host names of pages that may call, by the `Origin` header. @default those of loopback */
  readonly allowedOrigins?: readonly string[] | undefined;
  /** Bytes of a call at most. @default 4_194_304 */
  readonly maxBodyBytes?: number | undefined;
  /** Calls of one asker in a minute. @default 300 */
  readonly maxCallsPerMinute?: number | undefined;
  /** Told what goes wrong outside of a call. @default nobody */
  readonly onError?: ((message: string) => void) | undefined;
}

/** The defaults of `McpHttpOptions`. */
export const DEFAULT_MCP_HTTP_OPTIONS: Readonly<{
  host: string;
  port: number;
  path: string;
  maxBodyBytes: number;
  maxCallsPerMinute: number;
}> = Object.freeze({
  host: "127.0.0.1",
  port: 0,
  path: "/mcp",
  maxBodyBytes: 4_194_304,
  maxCallsPerMinute: 300,
});

/** A server as a function from request to answer. */
export interface McpFetch {
  /** Serves one request. */
  readonly fetch: (request: Request) => Promise<Response>;
  /** Ends the calls that run. The connections to the orgs stay. */
  close(): Promise<void>;
}

/**
 * Makes a function that serves a server over Streamable HTTP, for hosts that have their own HTTP: `Host`, `Origin`,
 * bearer token and rate are checked before a call is looked at.
 *
 * @throws Refusal for a host other than loopback without `verifier` and `allowedHosts`
 * @example
 * ```ts
 * import { createSalesforceMcp } from "kinetic-mcp";
 * import { createMcpFetch } from "kinetic-mcp/http";
 *
 * const { fetch, close } = createMcpFetch(createSalesforceMcp({ orgs: [{ alias: "main", auth }] }));
 * const answer = await fetch(new Request("http://localhost/mcp", { method: "POST", body: "{}" }));
 * await close();
 * ```
 */
export function createMcpFetch(mcp: SalesforceMcp, options: McpHttpOptions = {}): McpFetch {
  const { host, path, maxBodyBytes, maxCallsPerMinute } = { ...DEFAULT_MCP_HTTP_OPTIONS, ...given(options) };
  refuseOpenDoors(host, options);
  const { onError = () => undefined } = options;
  const hosts = [...(options.allowedHosts ?? localhostAllowedHostnames())];
  const origins = [...(options.allowedOrigins ?? localhostAllowedOrigins())];
  const onerror = (error: Error): void => onError(redact(error.message));
  const handler = createMcpHandler(mcp.factory, { maxRequestBodySize: maxBodyBytes, onerror });
  const letIn = doorkeeper(options);
  const isTooOften = rateCap(maxCallsPerMinute);
  return {
    async fetch(request) {
      const refused =
        hostHeaderValidationResponse(request, hosts) ?? originValidationResponse(request, origins);
      if (refused !== undefined) return refused;
      if (new URL(request.url).pathname !== path) return new Response("Not found", { status: 404 });
      const authInfo = await letIn(request);
      if (authInfo instanceof Response) return authInfo;
      if (isTooOften(principalOf(authInfo) ?? "")) return tooOften();
      return handler.fetch(request, authInfo === undefined ? {} : { authInfo });
    },
    close: () => handler.close(),
  };
}

const LOOPBACK: ReadonlySet<string> = new Set(["127.0.0.1", "::1", "localhost"]);

function refuseOpenDoors(host: string, { verifier, allowedHosts }: McpHttpOptions): void {
  if (LOOPBACK.has(host) || (verifier !== undefined && allowedHosts !== undefined)) return;
  throw new Refusal(
    `Serving on ${host} needs a verifier of bearer tokens and the host names that callers use`,
    {
      code: "SETTINGS",
      action: "Give verifier and allowedHosts, or listen on 127.0.0.1.",
    },
  );
}

type Doorkeeper = (request: Request) => Promise<AuthInfo | Response | undefined>;

function doorkeeper(options: McpHttpOptions): Doorkeeper {
  const { verifier, requiredScopes, expectedResource, resourceMetadataUrl } = options;
  if (verifier === undefined) return async () => undefined;
  return requireBearerAuth({
    verifier,
    ...(requiredScopes === undefined ? {} : { requiredScopes: [...requiredScopes] }),
    ...(expectedResource === undefined ? {} : { expectedResource: new URL(expectedResource) }),
    ...(resourceMetadataUrl === undefined ? {} : { resourceMetadataUrl }),
  });
}

function given(options: McpHttpOptions): Partial<typeof DEFAULT_MCP_HTTP_OPTIONS> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

function tooOften(): Response {
  const error = { code: -32_000, message: "Too many calls in a minute. Wait, then go on." };
  return Response.json(
    { jsonrpc: "2.0", id: null, error },
    { status: 429, headers: { "retry-after": "60" } },
  );
}
