export {
  createMcpFetch,
  DEFAULT_MCP_HTTP_OPTIONS,
  type McpFetch,
  type McpHttpOptions,
} from "./fetch.ts";
export { type McpHttpServer, serveHttp } from "./serve.ts";
