import { AuthenticationError } from "../errors/index.ts";
import type { AuthProvider } from "./provider.ts";
import { SettingsCheck } from "./settings.ts";

/** A token that somebody else got. */
export interface AccessTokenConfig {
  /** The token itself. */
  readonly token: string;
  /** Base URL of the org that the token is for, like `https://mydomain.my.salesforce.com`. */
  readonly instanceUrl: string;
}

/**
 * Uses a ready access token. It cannot be renewed: when the org no longer takes it, calls end with an
 * `AuthenticationError`.
 *
 * @throws ConfigurationError naming every bad setting at once
 * @example
 * ```ts
 * const auth = accessToken({ token: "00D…!AQ…", instanceUrl: "https://mydomain.my.salesforce.com" });
 * ```
 */
export function accessToken(config: AccessTokenConfig): AuthProvider {
  const check = new SettingsCheck("accessToken options");
  const token = check.secret("token", config.token);
  const instanceUrl = check.baseUrl("instanceUrl", config.instanceUrl).origin;
  check.done("The access token cannot be used");
  return {
    flow: "access-token",
    authenticate: async ({ previous }) => {
      if (previous !== undefined)
        throw new AuthenticationError(
          "The access token is no longer valid, and it came without a way to renew it",
          { errorCode: "INVALID_SESSION_ID" },
        );
      return { token, instanceUrl, organizationId: /^(00D\w{12,15})!/.exec(token)?.[1] };
    },
  };
}
