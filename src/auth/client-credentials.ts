import { oauthEndpoint } from "./endpoints.ts";
import type { AuthProvider } from "./provider.ts";
import { SettingsCheck } from "./settings.ts";
import { readTokenAnswer } from "./token-answer.ts";

/** Settings of the client credentials flow. */
export interface ClientCredentialsConfig {
  /** Consumer key of the app. */
  readonly clientId: string;
  /** Consumer secret of the app. */
  readonly clientSecret: string;
  /** The org's My Domain URL; the flow does not exist on login.salesforce.com and test.salesforce.com. */
  readonly loginUrl: string;
}

/**
 * Logs in as the app's Run As user (Salesforce Help, "OAuth 2.0 Client Credentials Flow for Server-to-Server
 * Integration").
 *
 * @throws ConfigurationError naming every bad setting at once, before any network call
 * @example
 * ```ts
 * const loginUrl = "https://mydomain.my.salesforce.com";
 * const auth = clientCredentials({ clientId, clientSecret, loginUrl });
 * await using sf = new SalesforceClient({ auth });
 * ```
 */
export function clientCredentials(config: ClientCredentialsConfig): AuthProvider {
  const check = new SettingsCheck("clientCredentials options");
  const clientId = check.required("clientId", config.clientId);
  const clientSecret = check.secret("clientSecret", config.clientSecret);
  const loginUrl = check.myDomain("loginUrl", config.loginUrl);
  check.done("The client credentials flow cannot start");
  const url = oauthEndpoint(loginUrl, "token");
  const form = { grant_type: "client_credentials", client_id: clientId, client_secret: clientSecret };
  return {
    flow: "client-credentials",
    identity: `client-credentials ${url.host} ${clientId}`,
    login: { loginUrl: url.origin },
    authenticate: async ({ post, signal }) => readTokenAnswer(await post({ url, form, signal })),
  };
}
