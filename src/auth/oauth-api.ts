import { isKineticError } from "../errors/index.ts";
import type { Requester } from "../http/index.ts";
import { form, oauthEndpoint } from "./endpoints.ts";
import type { OAuthPost } from "./oauth-post.ts";
import type { Session } from "./session.ts";
import { SettingsCheck } from "./settings.ts";

/** Who the token is for (REST: `/services/oauth2/userinfo`); the org sends more members than these. */
export interface UserInfo {
  readonly user_id: string;
  readonly organization_id: string;
  readonly preferred_username: string;
  readonly name?: string;
  readonly email?: string;
  readonly zoneinfo?: string;
  readonly active?: boolean;
  readonly user_type?: string;
  readonly locale?: string;
  readonly [member: string]: unknown;
}

/** What the org says of a token (`/services/oauth2/introspect`). Only `active` is there for a dead one. */
export interface Introspection {
  readonly active: boolean;
  readonly scope?: string;
  readonly client_id?: string;
  readonly username?: string;
  readonly sub?: string;
  readonly token_type?: string;
  /** Seconds since the epoch. */
  readonly exp?: number;
  readonly iat?: number;
  readonly nbf?: number;
}

/** The app that asks about a token. */
export interface AppCredentials {
  readonly clientId: string;
  readonly clientSecret?: string | undefined;
}

/** What can be asked of and done to the client's own token. */
export interface OAuthApi {
  /**
   * Reads who the token is for.
   *
   * @example
   * ```ts
   * const { preferred_username, organization_id } = await sf.oauth.userInfo();
   * ```
   */
  userInfo(options?: { readonly signal?: AbortSignal | undefined }): Promise<UserInfo>;
  /**
   * Asks the org whether the token is alive, and until when.
   *
   * @throws ConfigurationError before anything is sent, where the credentials of the app are none
   * @example
   * ```ts
   * const { active, exp } = await sf.oauth.introspect({ clientId, clientSecret });
   * ```
   */
  introspect(
    app: AppCredentials,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<Introspection>;
  /**
   * Ends the login in the org: the refresh token where there is one, and with it every token that came of it. One that
   * the org no longer knows is as good as ended. Other processes that share it are logged out too; nothing calls this
   * by itself.
   *
   * @example
   * ```ts
   * await sf.oauth.revoke();
   * ```
   */
  revoke(options?: { readonly signal?: AbortSignal | undefined }): Promise<void>;
}

/** What the OAuth resources are made of. */
export interface OAuthApiConfig {
  readonly session: Session;
  readonly requester: Requester;
  readonly post: OAuthPost;
}

/** Makes the OAuth resources of a client. They talk to the instance: every My Domain has the OAuth endpoints. */
export function createOAuthApi({ session, requester, post }: OAuthApiConfig): OAuthApi {
  return {
    async userInfo({ signal } = {}) {
      const path = "/services/oauth2/userinfo";
      return (await requester.json<UserInfo>({ method: "GET", path, signal })).body;
    },
    async introspect(app, { signal } = {}) {
      const check = new SettingsCheck("introspect options");
      const clientId = check.required("clientId", app.clientId);
      const clientSecret = check.optionalSecret("clientSecret", app.clientSecret);
      check.done("The token cannot be asked about");
      const { token, instanceUrl } = await session.current(signal);
      const members = {
        token,
        token_type_hint: "access_token",
        client_id: clientId,
        client_secret: clientSecret,
      };
      const url = oauthEndpoint(new URL(instanceUrl), "introspect");
      return (await post({ url, form: form(members), signal })) as Introspection;
    },
    async revoke({ signal } = {}) {
      const { token, refreshToken, instanceUrl } = await session.current(signal);
      const url = oauthEndpoint(new URL(instanceUrl), "revoke");
      try {
        await post({ url, form: { token: refreshToken ?? token }, signal });
      } catch (error) {
        if (!isKineticError(error) || error.errorCode !== "invalid_token") throw error;
      }
      await session.forget();
    },
  };
}
