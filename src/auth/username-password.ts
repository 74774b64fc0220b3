import { oauthEndpoint } from "./endpoints.ts";
import type { AuthProvider } from "./provider.ts";
import { SettingsCheck } from "./settings.ts";
import { readTokenAnswer } from "./token-answer.ts";

/** Settings of the username-password flow. */
export interface UsernamePasswordConfig {
  /** Consumer key of the external client app or connected app. */
  readonly clientId: string;
  /** Consumer secret, where the app asks for it. */
  readonly clientSecret: string;
  /** User to log in as. */
  readonly username: string;
  /** The user's password. */
  readonly password: string;
  /** Needed from addresses that the org does not trust. */
  readonly securityToken?: string | undefined;
  /** Login host: `https://login.salesforce.com`, `https://test.salesforce.com`, or the org's My Domain URL. */
  readonly loginUrl: string;
}

/**
 * Logs in with a user's password.
 *
 * @deprecated The flow is blocked in orgs made since Summer '23 (Salesforce Knowledge 000886201): use `jwtBearer` or
 * `clientCredentials`.
 * @throws ConfigurationError naming every bad setting at once, before any network call
 * @example
 * ```ts
 * const auth = usernamePassword({
 *   clientId,
 *   clientSecret,
 *   username,
 *   password: process.env["SF_PASSWORD"] ?? "",
 *   loginUrl: "https://test.salesforce.com",
 * });
 * ```
 */
export function usernamePassword(config: UsernamePasswordConfig): AuthProvider {
  const check = new SettingsCheck("usernamePassword options");
  const clientId = check.required("clientId", config.clientId);
  const clientSecret = check.secret("clientSecret", config.clientSecret);
  const username = check.required("username", config.username);
  const password = check.password("password", config.password);
  const securityToken = check.optionalSecret("securityToken", config.securityToken) ?? "";
  const loginUrl = check.baseUrl("loginUrl", config.loginUrl);
  check.done("The username-password flow cannot start");
  const url = oauthEndpoint(loginUrl, "token");
  const form = {
    grant_type: "password",
    client_id: clientId,
    client_secret: clientSecret,
    username,
    password: password + securityToken,
  };
  return {
    flow: "username-password",
    identity: `username-password ${url.host} ${clientId} ${username}`,
    // A wrong password that is sent again and again locks the user out.
    authenticate: async ({ post, signal }) =>
      readTokenAnswer(await post({ url, form, repeatable: false, signal })),
  };
}
