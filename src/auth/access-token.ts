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
    renewable: false,
    authenticate: async () => ({
      token,
      instanceUrl,
      organizationId: /^(00D\w{12,15})!/.exec(token)?.[1],
    }),
  };
}
