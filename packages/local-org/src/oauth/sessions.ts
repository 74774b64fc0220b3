import { createHash } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { failure, SalesforceError } from "../server/errors.ts";
import type { OrgUser } from "../server/types.ts";
import type { Clock } from "../store/types.ts";
import type { App } from "./app.ts";
import type { Policies } from "./options.ts";
import type { Users } from "./users.ts";

/** An access token and what it stands for. */
export interface Session {
  readonly accessToken: string;
  readonly userId: string;
  readonly clientId: string;
  readonly scope: string;
  readonly issuedAt: number;
  /** The refresh token it came from or with, if any. */
  readonly refreshToken: string | undefined;
  /** Moves on with every call, as Salesforce's idle timeout does. */
  expiresAt: number;
}

/** A refresh token and what it stands for. */
export interface Grant {
  readonly refreshToken: string;
  readonly userId: string;
  readonly clientId: string;
  readonly scope: string;
  usedAt: number;
}

/** What a session is opened with. */
export interface OpenOptions {
  /** @default the app's */
  readonly scopes?: readonly string[] | undefined;
  readonly refreshToken?: string | undefined;
}

/** What the sessions of an org depend on. */
export interface SessionOptions {
  readonly organizationId: string;
  readonly clock: Clock;
  readonly users: Users;
  readonly policies: Policies;
  /** The idle timeout of a session, in seconds. */
  readonly sessionTimeoutSeconds: number;
  /** Makes tokens differ between orgs. */
  readonly secret: string;
}

const HOUR_MS = 3_600_000;

/** How many refresh tokens a user has for an app; a further one ends the oldest (Salesforce Help, "Manage OAuth Access"). */
const MAX_GRANTS = 5;

const unauthorized = (errorCode: string, message: string): SalesforceError =>
  new SalesforceError(401, [{ errorCode, message }], { "WWW-Authenticate": "Token" });

/** Whether a session's scopes let it call the REST API. */
const reachesApi = (session: Session): boolean => /(?:^|\s)(?:api|full)(?:\s|$)/.test(session.scope);

/** The sessions and refresh tokens of an org. */
export class Sessions {
  readonly #options: SessionOptions;
  readonly #sessions = new Map<string, Session>();
  readonly #grants = new Map<string, Grant>();
  readonly #logins = new Map<string, number[]>();
  #count = 0;

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  /** Makes up a token that is the same for the same seed and order. */
  readonly token = (length: number): string => {
    const digest = createHash("sha512")
      .update(`${this.#options.secret}:${++this.#count}`)
      .digest("base64");
    return digest.replaceAll("+", ".").replaceAll("/", "_").replaceAll("=", "").slice(0, length);
  };

  #now(): number {
    return this.#options.clock().getTime();
  }

  /** Opens a session for a user. */
  open(userId: string, app: Pick<App, "clientId" | "scopes">, options: OpenOptions = {}): Session {
    const now = this.#now();
    const session: Session = {
      accessToken: `${this.#options.organizationId.slice(0, 15)}!AQ${this.token(80)}`,
      userId,
      clientId: app.clientId,
      scope: (options.scopes ?? app.scopes).join(" "),
      issuedAt: now,
      refreshToken: options.refreshToken,
      expiresAt: now + this.#options.sessionTimeoutSeconds * 1000,
    };
    this.#sessions.set(session.accessToken, session);
    return session;
  }

  /** Lets a session go by another token than the one it was opened with. */
  rename(session: Session, accessToken: string): Session {
    this.#sessions.delete(session.accessToken);
    const renamed = { ...session, accessToken };
    this.#sessions.set(accessToken, renamed);
    return renamed;
  }

  /** Issues a refresh token. A user has five for an app: one more ends the oldest. */
  grant(userId: string, app: App, scopes: readonly string[] = app.scopes): Grant {
    const grant: Grant = {
      refreshToken: `5Aep861${this.token(80)}`,
      userId,
      clientId: app.clientId,
      scope: scopes.join(" "),
      usedAt: this.#now(),
    };
    const mine = [...this.#grants.values()].filter(
      (other) => other.userId === userId && other.clientId === app.clientId,
    );
    const [oldest] = mine;
    if (oldest && mine.length >= MAX_GRANTS) this.revoke(oldest.refreshToken);
    this.#grants.set(grant.refreshToken, grant);
    return grant;
  }

  /** Finds a refresh token that was used within its idle time, and notes that it is used. */
  findGrant(refreshToken: string, idleSeconds: number = Number.POSITIVE_INFINITY): Grant | undefined {
    const grant = this.#grants.get(refreshToken);
    const now = this.#now();
    if (!grant || now - grant.usedAt > idleSeconds * 1000) return undefined;
    grant.usedAt = now;
    return grant;
  }

  /** Finds a live session, without moving its expiry. */
  find(accessToken: string): Session | undefined {
    const session = this.#sessions.get(accessToken);
    return session && session.expiresAt > this.#now() ? session : undefined;
  }

  /** Counts a login of a user. Returns false where the hour has had its fill. */
  countLogin(userId: string, most: number): boolean {
    const now = this.#now();
    const recent = (this.#logins.get(userId) ?? []).filter((at) => now - at < HOUR_MS);
    if (recent.length < most) recent.push(now);
    else return false;
    this.#logins.set(userId, recent);
    return true;
  }

  /** Ends a session, or a refresh token with its sessions. Returns whether there was one. */
  revoke(token: string): boolean {
    if (this.#sessions.delete(token)) return true;
    if (!this.#grants.delete(token)) return false;
    for (const [accessToken, session] of this.#sessions) {
      if (session.refreshToken === token) this.#sessions.delete(accessToken);
    }
    return true;
  }

  /** Ends every session; refresh tokens stay. */
  expireAll(): void {
    this.#sessions.clear();
  }

  clear(): void {
    this.#sessions.clear();
    this.#grants.clear();
    this.#logins.clear();
  }

  /** Says who calls. @throws SalesforceError 401 or 403, as Salesforce words them */
  readonly authenticate = (headers: IncomingHttpHeaders): OrgUser => {
    const token = /^(?:Bearer|OAuth)\s+(\S+)\s*$/i.exec(headers.authorization ?? "")?.[1];
    if (token === undefined) throw unauthorized("INVALID_AUTH_HEADER", "INVALID_AUTH_HEADER");
    const session = this.find(token);
    const user = session && this.#options.users.byId(session.userId);
    if (!session || !user?.active) throw unauthorized("INVALID_SESSION_ID", "Session expired or invalid");
    if (user.passwordExpired) {
      const message = "Your password has expired. Please reset your password.";
      throw failure(401, "INVALID_OPERATION_WITH_EXPIRED_PASSWORD", message);
    }
    if (!reachesApi(session))
      throw unauthorized("INVALID_SESSION_ID", "This session is not valid for use with the REST API");
    if (!this.#options.policies.api)
      throw failure(403, "API_DISABLED_FOR_ORG", "The REST API is not enabled for this Organization.");
    if (!user.apiEnabled) throw failure(403, "API_CURRENTLY_DISABLED", "API is disabled for this User");
    session.expiresAt = this.#now() + this.#options.sessionTimeoutSeconds * 1000;
    return user;
  };
}
