import type { AppOptions, Flow, TokenExchangeHandler } from "./options.ts";

/** An app with everything decided. */
export interface App {
  readonly name: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly external: boolean;
  readonly scopes: readonly string[];
  readonly certificate: string | undefined;
  readonly flows: ReadonlySet<Flow>;
  readonly callbackUrls: readonly string[] | undefined;
  readonly permittedUsers: "admin-approved" | "self-authorize";
  /** Who is pre-authorised; undefined for everybody. Usernames are in lower case. */
  readonly approved: Approved | undefined;
  readonly runAs: string | undefined;
  readonly disabled: boolean;
  readonly blocked: boolean;
  readonly installed: boolean;
  readonly relaxIpRestrictions: boolean;
  readonly requireSecret: boolean;
  readonly requirePkce: boolean;
  readonly refreshTokenRotation: boolean;
  readonly refreshTokenIdleSeconds: number | undefined;
  readonly jwtAccessTokens: boolean;
  readonly tokenExchangeHandler: TokenExchangeHandler | undefined;
}

/** Who may use an app. A person who approves a self-authorise app joins the users. */
export interface Approved {
  readonly users: Set<string>;
  readonly profiles: ReadonlySet<string>;
  readonly permissionSets: ReadonlySet<string>;
}

/** What an app is when nothing else is said. */
export const DEFAULT_APP: Readonly<{ scopes: readonly string[]; flows: readonly Flow[] }> = Object.freeze({
  scopes: ["api", "refresh_token"],
  flows: [
    "jwt-bearer",
    "client-credentials",
    "refresh-token",
    "web-server",
    "device",
    "username-password",
    "token-exchange",
  ],
});

function approvedBy(options: AppOptions): Approved | undefined {
  const { approvedUsers, approvedProfiles, approvedPermissionSets } = options;
  if (!approvedUsers && !approvedProfiles && !approvedPermissionSets) return undefined;
  return {
    users: new Set((approvedUsers ?? []).map((name) => name.toLowerCase())),
    profiles: new Set(approvedProfiles),
    permissionSets: new Set(approvedPermissionSets),
  };
}

const SWITCHES = Object.freeze({
  external: false,
  disabled: false,
  blocked: false,
  installed: true,
  relaxIpRestrictions: false,
  requireSecret: false,
  requirePkce: false,
  refreshTokenRotation: false,
  jwtAccessTokens: false,
});

/** Decides what an app's options leave open. */
export function resolveApp(
  options: AppOptions,
  fallback: Pick<App, "clientId" | "clientSecret" | "runAs">,
): App {
  const switched = Object.fromEntries(
    Object.entries(SWITCHES).map(([name, off]) => [name, options[name as keyof typeof SWITCHES] ?? off]),
  ) as Record<keyof typeof SWITCHES, boolean>;
  return {
    ...switched,
    name: options.name,
    clientId: options.clientId ?? fallback.clientId,
    clientSecret: options.clientSecret ?? fallback.clientSecret,
    scopes: options.scopes ?? DEFAULT_APP.scopes,
    certificate: options.certificate,
    flows: new Set(options.flows ?? DEFAULT_APP.flows),
    callbackUrls: options.callbackUrls,
    permittedUsers: options.permittedUsers ?? "admin-approved",
    approved: approvedBy(options),
    runAs: options.runAs === undefined ? fallback.runAs : (options.runAs ?? undefined),
    refreshTokenIdleSeconds: options.refreshTokenIdleSeconds,
    tokenExchangeHandler: options.tokenExchangeHandler,
  };
}
