import type { Policy } from "kinetic-core";
import { Refusal } from "../refusal/index.ts";
import type { ResolvedMcpSettings } from "../settings/index.ts";
import { type CallKind, kindOf } from "./call-kind.ts";

/** Which kinds of calls these settings let through. */
export function allowedKinds(settings: ResolvedMcpSettings): ReadonlySet<CallKind> {
  const kinds: CallKind[] = ["read"];
  if (settings.toolsets.includes("bulk") || settings.tools.some((name) => name.startsWith("sf_bulk_"))) {
    kinds.push("job");
  }
  if (settings.write) kinds.push("write");
  if (settings.apexRestAllow.length > 0) kinds.push("apex");
  return new Set(kinds);
}

/**
 * Refuses calls below the tools, in the client itself: even a faulty tool cannot write where writing is off. It sees
 * each call after its path was resolved and before anything is sent.
 *
 * @throws Refusal naming the setting that would allow the call
 */
export function guardPolicy(settings: ResolvedMcpSettings): Policy {
  const allowed = allowedKinds(settings);
  return async (request, next, context) => {
    const json = request.body !== undefined && "json" in request.body ? request.body.json : undefined;
    const kind = kindOf({ method: request.method, path: request.url.pathname + request.url.search, json });
    if (!allowed.has(kind)) throw refusal(kind, `${request.method} ${request.url.pathname}`);
    return next(request, context);
  };
}

const ALLOWED_BY: Readonly<Record<CallKind, string>> = {
  read: "Reading is always allowed.",
  job: "Whoever runs the server can allow bulk queries by --toolsets core,bulk.",
  write: "Whoever runs the server can allow writing by --write.",
  apex: "Whoever runs the server can allow single Apex REST calls by --apex-rest-allow.",
  other: "No setting allows it.",
};

function refusal(kind: CallKind, request: string): Refusal {
  return new Refusal(`This server does not send ${request} to the org`, {
    code: "NOT_ALLOWED",
    action: ALLOWED_BY[kind],
  });
}
