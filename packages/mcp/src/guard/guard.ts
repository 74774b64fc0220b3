import type { Policy } from "kinetic-core";
import { Refusal } from "../refusal/index.ts";
import type { ResolvedMcpSettings } from "../settings/index.ts";
import { type ApexRules, apexRules } from "./apex-rules.ts";
import { type CallKind, kindOf } from "./call-kind.ts";

/** What the guard must know of its org before it lets a write pass. */
export interface OrgFacts {
  isProduction(signal?: AbortSignal): Promise<boolean>;
}

/**
 * Refuses calls below the tools, in the client itself: even a faulty tool cannot write where writing is off. It sees
 * each call after its path was resolved and before anything is sent.
 *
 * @throws Refusal naming the setting that would allow the call
 */
export function guardPolicy(settings: ResolvedMcpSettings, org: OrgFacts): Policy {
  const rules = { settings, apex: apexRules(settings.apexRestAllow) };
  return async (request, next, context) => {
    const { method, url, body, signal } = request;
    const json = body !== undefined && "json" in body ? body.json : undefined;
    const kind = kindOf({ method, path: url.pathname + url.search, json });
    if (!allows(kind, { method, path: url.pathname }, rules))
      throw refusal(kind, `${method} ${url.pathname}`);
    if (changes(kind, method) && !settings.allowProductionWrites && (await org.isProduction(signal))) {
      throw productionRefusal();
    }
    return next(request, context);
  };
}

interface Called {
  readonly method: string;
  readonly path: string;
}

interface Rules {
  readonly settings: ResolvedMcpSettings;
  readonly apex: ApexRules;
}

function allows(kind: CallKind, { method, path }: Called, { settings, apex }: Rules): boolean {
  const { write, toolsets, tools } = settings;
  if (kind === "read") return true;
  if (kind === "job") return toolsets.includes("bulk") || tools.some((name) => name.startsWith("sf_bulk_"));
  if (kind === "write") return write;
  return kind === "apex" && (method === "GET" || write) && apex({ method, path });
}

function changes(kind: CallKind, method: string): boolean {
  return kind === "write" || (kind === "apex" && method !== "GET");
}

const ALLOWED_BY: Readonly<Record<CallKind, string>> = {
  read: "Reading is always allowed.",
  job: "Whoever runs the server can allow bulk jobs by --toolsets core,bulk.",
  write: "Whoever runs the server can allow writing by --write.",
  apex: "Whoever runs the server can allow single Apex REST calls by --apex-rest-allow, and other methods than GET by --write, too.",
  other: "No setting allows it.",
};

function refusal(kind: CallKind, request: string): Refusal {
  return new Refusal(`This server does not send ${request} to the org`, {
    code: "NOT_ALLOWED",
    action: ALLOWED_BY[kind],
  });
}

function productionRefusal(): Refusal {
  return new Refusal("This is a production org, and its records are not written", {
    code: "PRODUCTION",
    action: "Nothing was changed. Whoever runs the server can allow it by --allow-production-writes.",
  });
}
