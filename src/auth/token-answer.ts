import { UnexpectedResponseError } from "../errors/index.ts";
import { baseUrlProblem } from "../http/index.ts";
import type { AccessToken } from "./provider.ts";

/**
 * Reads a token endpoint's good answer (platform page "OAuth Tokens and Scopes"). Everything but the token and the
 * instance URL is optional: the member list differs by flow.
 *
 * @throws UnexpectedResponseError when one of the two is missing; names the members that are there, never a value
 */
export function readTokenAnswer(body: unknown): AccessToken {
  const members = typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
  const token = text(members["access_token"]);
  const instanceUrl = text(members["instance_url"]);
  if (token === undefined || instanceUrl === undefined || baseUrlProblem(instanceUrl) !== undefined) {
    const seen = Object.keys(members).join(", ") || "none";
    throw new UnexpectedResponseError(
      `The token endpoint answered without a usable access_token and instance_url (members: ${seen})`,
    );
  }
  const identityUrl = text(members["id"]);
  const identity = /\/id\/(00D\w{12,15})\/(005\w{12,15})$/.exec(identityUrl ?? "");
  return {
    token,
    instanceUrl: new URL(instanceUrl).origin,
    expiresAt: expiry(members) ?? jwtExpiry(token),
    organizationId: identity?.[1],
    userId: identity?.[2],
    identityUrl,
    refreshToken: text(members["refresh_token"]),
    scope: text(members["scope"])?.split(" "),
  };
}

function expiry(members: Record<string, unknown>): number | undefined {
  const seconds = Number(members["expires_in"]);
  const issuedAt = Number(members["issued_at"]);
  if (!Number.isFinite(seconds) || seconds <= 0 || !Number.isFinite(issuedAt)) return undefined;
  return issuedAt + seconds * 1000;
}

/** JWT-based access tokens say themselves when they die (Salesforce Help, "JSON Web Token (JWT)-Based Access Tokens"). */
function jwtExpiry(token: string): number | undefined {
  const payload = /^eyJ[\w-]+\.([\w-]+)\.[\w-]+$/.exec(token)?.[1];
  if (payload === undefined) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, "base64url").toString());
    const exp = typeof claims === "object" && claims !== null && "exp" in claims ? claims.exp : undefined;
    return typeof exp === "number" && Number.isFinite(exp) ? exp * 1000 : undefined;
  } catch {
    // A token that only looks like one.
    return undefined;
  }
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
