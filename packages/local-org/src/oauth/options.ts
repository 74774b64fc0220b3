/** A user of the org, as a test configures one. */
export interface UserOptions {
  /** User to log in as. */
  readonly username: string;
  /** First name. */
  readonly firstName?: string | undefined;
  /** Last name. */
  readonly lastName?: string | undefined;
  /** Email address. */
  readonly email?: string | undefined;
  /** The name of the user's profile. @default "System Administrator" */
  readonly profile?: string | undefined;
  /** @default true */
  readonly active?: boolean | undefined;
  /** The names of the user's permission sets. @default none */
  readonly permissionSets?: readonly string[] | undefined;
  /**
   * "API Enabled": without it every call is 403 `API_CURRENTLY_DISABLED`. This and the next two are short for a profile of the
   * user's own that differs from `profile` in this. @default what the profile says
   */
  readonly apiEnabled?: boolean | undefined;
  /** "View Setup and Configuration": without it `/limits` is refused. @default what the profile says */
  readonly viewSetup?: boolean | undefined;
  /** "Bulk API Hard Delete": off in Salesforce until an administrator grants it. @default what the profile says: false */
  readonly bulkApiHardDelete?: boolean | undefined;
  /** @default false */
  readonly passwordExpired?: boolean | undefined;
  /** The user may not log in from this address. @default false */
  readonly ipRestricted?: boolean | undefined;
}

/** The OAuth flows that an app may switch on. */
export type Flow = "jwt-bearer" | "client-credentials" | "refresh-token";

/** A connected app or external client app of the org, as a test configures one. */
export interface AppOptions {
  /** Name that people see. */
  readonly name: string;
  /** The consumer key. Made up when left out. */
  readonly clientId?: string | undefined;
  /** The consumer secret. Made up when left out. */
  readonly clientSecret?: string | undefined;
  /** @default ["api", "refresh_token"] */
  readonly scopes?: readonly string[] | undefined;
  /** The public key (SPKI PEM) or certificate (X.509 PEM) that JWTs are checked with. */
  readonly certificate?: string | undefined;
  /** @default all of them */
  readonly flows?: readonly Flow[] | undefined;
  /** The policy "Permitted Users". @default "admin-approved" */
  readonly permittedUsers?: "admin-approved" | "self-authorize" | undefined;
  /** The usernames that are pre-authorised, or that have approved the app themselves. @default everybody */
  readonly approvedUsers?: readonly string[] | undefined;
  /** The username of the client credentials flow's execution user; null for none. @default the org's first user */
  readonly runAs?: string | null | undefined;
  /** Switched off in Setup. @default false */
  readonly disabled?: boolean | undefined;
  /** Each refresh gives a new refresh token and ends the old one. @default false */
  readonly refreshTokenRotation?: boolean | undefined;
}

/** An app with everything decided. */
export interface App {
  readonly name: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scopes: readonly string[];
  readonly certificate: string | undefined;
  readonly flows: ReadonlySet<Flow>;
  readonly permittedUsers: "admin-approved" | "self-authorize";
  /** Lower-case usernames; undefined for everybody. */
  readonly approvedUsers: ReadonlySet<string> | undefined;
  readonly runAs: string | undefined;
  readonly disabled: boolean;
  readonly refreshTokenRotation: boolean;
}

/** What an app is when nothing else is said. */
export const DEFAULT_APP: Readonly<{ scopes: readonly string[]; flows: readonly Flow[] }> = Object.freeze({
  scopes: ["api", "refresh_token"],
  flows: ["jwt-bearer", "client-credentials", "refresh-token"],
});

/** Decides what an app's options leave open. */
export function resolveApp(
  options: AppOptions,
  fallback: Pick<App, "clientId" | "clientSecret" | "runAs">,
): App {
  return {
    name: options.name,
    clientId: options.clientId ?? fallback.clientId,
    clientSecret: options.clientSecret ?? fallback.clientSecret,
    scopes: options.scopes ?? DEFAULT_APP.scopes,
    certificate: options.certificate,
    flows: new Set(options.flows ?? DEFAULT_APP.flows),
    permittedUsers: options.permittedUsers ?? "admin-approved",
    approvedUsers: options.approvedUsers && new Set(options.approvedUsers.map((name) => name.toLowerCase())),
    runAs: options.runAs === undefined ? fallback.runAs : (options.runAs ?? undefined),
    disabled: options.disabled ?? false,
    refreshTokenRotation: options.refreshTokenRotation ?? false,
  };
}
