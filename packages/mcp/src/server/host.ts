import {
  acceptedContent,
  CLIENT_CAPABILITIES_META_KEY,
  type ClientCapabilities,
  inputResponse,
  type McpServer,
  type ServerContext,
} from "@modelcontextprotocol/server";
import { CONFIRM_FORM, type HostView } from "../confirm/index.ts";

/** What a call shows of its host, in both eras of the protocol. */
export function hostOf(server: McpServer, { mcpReq }: ServerContext): HostView {
  const { inputResponses } = mcpReq;
  const { kind } = inputResponse(inputResponses, "confirm");
  const accepted = acceptedContent(inputResponses, "confirm", CONFIRM_FORM)?.proceed === true;
  return {
    canElicit: canAsk(capabilitiesOf(server, mcpReq)),
    state: mcpReq.requestState<string>(),
    answer: accepted ? "accepted" : kind === "missing" ? "none" : "declined",
  };
}

/** Hosts of the new era say it with each call, those of the old one when they connect. */
function capabilitiesOf(
  server: McpServer,
  { envelope }: ServerContext["mcpReq"],
): ClientCapabilities | undefined {
  const told = envelope as Readonly<Record<string, unknown>> | undefined;
  const now = told?.[CLIENT_CAPABILITIES_META_KEY] as ClientCapabilities | undefined;
  return now ?? server.server.getClientCapabilities();
}

/** An empty `elicitation` means forms; one that names URLs alone does not. */
function canAsk(capabilities: ClientCapabilities | undefined): boolean {
  const { elicitation } = capabilities ?? {};
  return elicitation !== undefined && (elicitation.form !== undefined || elicitation.url === undefined);
}
