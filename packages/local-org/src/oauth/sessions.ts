import { createHash } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { failure, SalesforceError } from "../server/errors.ts";
import type { OrgUser } from "../server/types.ts";
import type { Clock } from "../store/types.ts";
import type { App } from "./options.ts";
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
}

/** What the sessions of an org depend on. */
export interface SessionOptions {
  readonly organizationId: string;
  readonly clock: Clock;
  readonly users: Users;
  /** The idle timeout of a session, in seconds. */
  readonly sessionTimeoutSeconds: number;
  /** Makes tokens differ between orgs. */
  readonly secret: string;
}

const unauthorized = (errorCode: string, message: string): SalesforceError =>
  new SalesforceError(401, [{ errorCode, message }], { "WWW-Authenticate": "Token" });

/** The sessions and refresh tokens of an org. */
export class Sessions {
  readonly #options: SessionOptions;
  readonly #sessions = new Map<string, Session>();
  readonly #grants = new Map<string, Grant>();
  #count = 0;

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  #token(length: number): string {
    const digest = createHash("sha512")
      .update(`${this.#options.secret}:${++this.#count}`)
      .digest("base64");
    return digest.replaceAll("+", ".").replaceAll("/", "_").replaceAll("=", "").slice(0, length);
  }

  /** Opens a session for a user. */
  open(userId: string, app: App, refreshToken?: string): Session {
    const now = this.#options.clock().getTime();
    const session: Session = {
      accessToken: `${this.#options.organizationId.slice(0, 15)}!AQ${this.#token(80)}`,
      userId,
      clientId: app.clientId,
      scope: app.scopes.join(" "),
      issuedAt: now,
      refreshToken,
      expiresAt: now + this.#options.sessionTimeoutSeconds * 1000,
    };
    this.#sessions.set(session.accessToken, session);
    return session;
  }

  /** Issues a refresh token, as the web server flow would. */
  grant(userId: string, app: App): Grant {
    const grant = {
      refreshToken: `5Aep861${this.#token(80)}`,
      userId,
      clientId: app.clientId,
      scope: app.scopes.join(" "),
    };
    this.#grants.set(grant.refreshToken, grant);
    return grant;
  }

  findGrant(refreshToken: string): Grant | undefined {
    return this.#grants.get(refreshToken);
  }

  /** Finds a live session, without moving its expiry. */
  find(accessToken: string): Session | undefined {
    const session = this.#sessions.get(accessToken);
    return session && session.expiresAt > this.#options.clock().getTime() ? session : undefined;
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
    if (!user.apiEnabled) throw failure(403, "API_CURRENTLY_DISABLED", "API is disabled for this User");
    session.expiresAt = this.#options.clock().getTime() + this.#options.sessionTimeoutSeconds * 1000;
    return user;
  };
}
