import { form, oauthEndpoint } from "./endpoints.ts";
import type { AuthProvider } from "./provider.ts";
import { SettingsCheck } from "./settings.ts";
import { readTokenAnswer } from "./token-answer.ts";

/** Kinds of token that can be exchanged. */
export type SubjectTokenType = "access_token" | "refresh_token" | "id_token" | "saml2" | "jwt";

/** Settings of the token exchange flow. */
export interface TokenExchangeConfig {
  /** Consumer key of the external client app or connected app. */
  readonly clientId: string;
  /** Consumer secret, where the app asks for it. */
  readonly clientSecret?: string | undefined;
  /** The org's My Domain URL. */
  readonly loginUrl: string;
  /** Fetches a fresh token of the other identity provider; called for every login. At most 10,000 characters. */
  readonly subjectToken: () => Promise<string> | string;
  /** What kind of token `subjectToken` returns. */
  readonly subjectTokenType: SubjectTokenType;
  /**
   * Scopes to ask for.
   * @default those of the app
   */
  readonly scope?: readonly string[] | undefined;
  /** Developer name of the Apex token exchange handler, where the app has more than one. */
  readonly tokenHandler?: string | undefined;
}

/**
 * Exchanges another identity provider's token for one of the org (Salesforce Help, "OAuth 2.0 Token Exchange Flow").
 *
 * @throws ConfigurationError naming every bad setting at once, before any network call
 * @example
 * ```ts
 * const subjectToken = () => readFile("identity.jwt", "utf8");
 * const auth = tokenExchange({ clientId, loginUrl, subjectToken, subjectTokenType: "jwt" });
 * ```
 */
export function tokenExchange(config: TokenExchangeConfig): AuthProvider {
  const check = new SettingsCheck("tokenExchange options");
  const clientId = check.required("clientId", config.clientId);
  const clientSecret = check.optionalSecret("clientSecret", config.clientSecret);
  const loginUrl = check.myDomain("loginUrl", config.loginUrl);
  check.done("The token exchange flow cannot start");
  const url = oauthEndpoint(loginUrl, "token");
  return {
    flow: "token-exchange",
    authenticate: async ({ post, signal }) => {
      const members = {
        grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
        subject_token: await config.subjectToken(),
        subject_token_type: `urn:ietf:params:oauth:token-type:${config.subjectTokenType}`,
        client_id: clientId,
        client_secret: clientSecret,
        scope: config.scope?.join(" "),
        token_handler: config.tokenHandler,
      };
      return readTokenAnswer(await post({ url, form: form(members), repeatable: false, signal }));
    },
  };
}
