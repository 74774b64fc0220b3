/** A user of the org, as a test configures one. */
export interface UserOptions {
  /** User to log in as. */
  readonly username: string;
  /** What the login page, the username-password flow and SOAP `login()` ask for. @default "secret" */
  readonly password?: string | undefined;
  /** What the username-password flow and SOAP `login()` want behind the password. @default "", none */
  readonly securityToken?: string | undefined;
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
  /** Frozen in Setup: may not log in, and sessions end. @default false */
  readonly frozen?: boolean | undefined;
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
  /** The hours (UTC, whole, the last one left out) in which the user may log in. @default all of them */
  readonly loginHours?: { readonly from: number; readonly to: number } | undefined;
}

/** The OAuth flows that an app may switch on. `user-agent` is the implicit flow. */
export type Flow =
  | "jwt-bearer"
  | "client-credentials"
  | "refresh-token"
  | "web-server"
  | "user-agent"
  | "device"
  | "username-password"
  | "token-exchange";

/** What a token exchange handler is asked: Salesforce asks an Apex class. */
export interface TokenExchangeRequest {
  readonly subjectToken: string;
  /** E.g. `urn:ietf:params:oauth:token-type:jwt`. */
  readonly subjectTokenType: string;
  readonly tokenHandler: string | undefined;
}

/** Says whose session a foreign token is good for: a username; null refuses the token, undefined is a handler that failed. */
export type TokenExchangeHandler = (
  request: TokenExchangeRequest,
) => string | null | undefined | Promise<string | null | undefined>;

/** A connected app or external client app of the org, as a test configures one. */
export interface AppOptions {
  /** Name that people see. */
  readonly name: string;
  /** The consumer key. Made up when left out. */
  readonly clientId?: string | undefined;
  /** The consumer secret. Made up when left out. */
  readonly clientSecret?: string | undefined;
  /** An external client app rather than a connected app: some refusals have other words. @default false */
  readonly external?: boolean | undefined;
  /** @default ["api", "refresh_token"] */
  readonly scopes?: readonly string[] | undefined;
  /** The public key (SPKI PEM) or certificate (X.509 PEM) that JWTs are checked with. */
  readonly certificate?: string | undefined;
  /** @default all of them but `user-agent` */
  readonly flows?: readonly Flow[] | undefined;
  /** Where the login page may send a person back to, byte for byte. @default any address of this machine (loopback) */
  readonly callbackUrls?: readonly string[] | undefined;
  /** The policy "Permitted Users". @default "admin-approved" */
  readonly permittedUsers?: "admin-approved" | "self-authorize" | undefined;
  /**
   * The usernames that are pre-authorised, or that have approved the app themselves.
   * @default everybody, unless `approvedProfiles` or `approvedPermissionSets` say who
   */
  readonly approvedUsers?: readonly string[] | undefined;
  /** Names of profiles whose users are pre-authorised. */
  readonly approvedProfiles?: readonly string[] | undefined;
  /** Names of permission sets whose users are pre-authorised. */
  readonly approvedPermissionSets?: readonly string[] | undefined;
  /** The username of the client credentials flow's execution user; null for none. @default the org's first user */
  readonly runAs?: string | null | undefined;
  /** Switched off in Setup. @default false */
  readonly disabled?: boolean | undefined;
  /** Blocked by an administrator ("Connected Apps OAuth Usage"). @default false */
  readonly blocked?: boolean | undefined;
  /** Whether an administrator has installed the app; others are refused (API Access Control). @default true */
  readonly installed?: boolean | undefined;
  /** "Relax IP restrictions": users may log in from anywhere through this app. @default false */
  readonly relaxIpRestrictions?: boolean | undefined;
  /** The web server, refresh and token exchange flows want the secret. @default false: a public client */
  readonly requireSecret?: boolean | undefined;
  /** The web server flow wants a code challenge (PKCE). @default false */
  readonly requirePkce?: boolean | undefined;
  /** Each refresh gives a new refresh token and ends the old one. @default false */
  readonly refreshTokenRotation?: boolean | undefined;
  /** Seconds after which an unused refresh token expires. @default never */
  readonly refreshTokenIdleSeconds?: number | undefined;
  /** "Issue JSON Web Token (JWT)-based access tokens". @default false: opaque ones */
  readonly jwtAccessTokens?: boolean | undefined;
  /** Decides about foreign tokens. Without one every token exchange fails. */
  readonly tokenExchangeHandler?: TokenExchangeHandler | undefined;
}

/** What the org as a whole allows at the door. */
export interface OrgPolicies {
  /** The edition has the API: without it every call is 403 `API_DISABLED_FOR_ORG`. @default true */
  readonly api?: boolean | undefined;
  /** False for an org that is locked, closed or suspended: every login is refused. @default true */
  readonly active?: boolean | undefined;
  /** SOAP `login()`, off in new orgs since Winter '26. @default true */
  readonly soapLogin?: boolean | undefined;
  /** The username-password flow, blocked by default in every org since Summer '23. @default false */
  readonly usernamePasswordFlow?: boolean | undefined;
  /** How many logins a user has in an hour. @default 3600 */
  readonly maxLoginsPerHour?: number | undefined;
  /** How long a device is to wait between two questions, in seconds. @default 5 */
  readonly deviceIntervalSeconds?: number | undefined;
  /**
   * How long a refresh takes, in milliseconds. Another one of the same token meanwhile is refused:
   * `token request is already being processed`. @default 0
   */
  readonly refreshMs?: number | undefined;
  /** Some refusals in the words of other releases, e.g. `invalid_client_credentials` for a wrong secret. @default false */
  readonly otherWords?: boolean | undefined;
}

/** The policies of an org where an option is left out. */
export const DEFAULT_POLICIES: Readonly<{
  api: boolean;
  active: boolean;
  soapLogin: boolean;
  usernamePasswordFlow: boolean;
  maxLoginsPerHour: number;
  deviceIntervalSeconds: number;
  refreshMs: number;
  otherWords: boolean;
}> = Object.freeze({
  api: true,
  active: true,
  soapLogin: true,
  usernamePasswordFlow: false,
  maxLoginsPerHour: 3600,
  deviceIntervalSeconds: 5,
  refreshMs: 0,
  otherWords: false,
});

/** The policies with every value decided. */
export type Policies = typeof DEFAULT_POLICIES;

/** Decides what the policies leave open. */
export function resolvePolicies(given: OrgPolicies = {}): Policies {
  const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return { ...DEFAULT_POLICIES, ...said };
}

/** The password of a user whose options name none. */
export const DEFAULT_PASSWORD = "secret";
