import type { RawRequest, SentFacts } from "../errors/index.ts";
import type { WireRequest } from "./wire.ts";

/** Members of a token request that may be shown; all others are secrets. */
const PUBLIC_MEMBERS: ReadonlySet<string> = new Set([
  "grant_type",
  "client_id",
  "username",
  "scope",
  "redirect_uri",
  "response_type",
  "subject_token_type",
  "token_type_hint",
  "token_handler",
]);

/** Everything secret that a request carried, as an answer might repeat it. */
export function secretsOf({ headers, body }: WireRequest): readonly string[] {
  const secrets = Object.entries(body !== undefined && "form" in body ? body.form : {})
    .filter(([name]) => !PUBLIC_MEMBERS.has(name))
    .map(([, value]) => value);
  const token = /^\S+\s+(.+)$/.exec(headers["authorization"] ?? "")?.[1];
  if (token !== undefined) secrets.push(token);
  return [...secrets, ...secrets.map((secret) => encodeURIComponent(secret))];
}

/** A request as an error keeps it; the error redacts it. */
export function rawRequest({ method, url, headers }: WireRequest): RawRequest {
  return { method, url: url.href, headers };
}

/** Facts of a token request that help to explain its refusal; no secrets. */
export function sentFacts({ kind, url, body }: WireRequest): SentFacts | undefined {
  if (kind !== "oauth" || body === undefined || !("form" in body)) return undefined;
  const { grant_type: grantType, username, assertion } = body.form;
  const claims = claimsOf(assertion);
  return {
    grantType,
    host: url.host,
    audience: text(claims["aud"]),
    username: username ?? text(claims["sub"]),
  };
}

/** The claims of a JWT, unverified: it is our own. */
function claimsOf(jwt: string | undefined): Record<string, unknown> {
  try {
    const claims: unknown = JSON.parse(Buffer.from(jwt?.split(".")[1] ?? "", "base64url").toString());
    return typeof claims === "object" && claims !== null ? { ...claims } : {};
  } catch {
    return {};
  }
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
