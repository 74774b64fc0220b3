import type { Route } from "../server/types.ts";
import type { OAuthScope } from "./scope.ts";

const SCOPES = [
  "api",
  "full",
  "id",
  "profile",
  "email",
  "address",
  "phone",
  "openid",
  "refresh_token",
  "offline_access",
  "web",
];

/** `/.well-known/openid-configuration`, and the keys it names. */
export function discoveryRoutes(scope: OAuthScope): readonly Route[] {
  const configuration = (): Record<string, unknown> => {
    const url = scope.url();
    const oauth = `${url}/services/oauth2`;
    return {
      issuer: url,
      authorization_endpoint: `${oauth}/authorize`,
      token_endpoint: `${oauth}/token`,
      revocation_endpoint: `${oauth}/revoke`,
      userinfo_endpoint: `${oauth}/userinfo`,
      jwks_uri: `${url}/id/keys`,
      introspection_endpoint: `${oauth}/introspect`,
      scopes_supported: SCOPES,
      response_types_supported: ["code", "token"],
      subject_types_supported: ["public"],
      id_token_signing_alg_values_supported: ["RS256"],
      display_values_supported: ["page"],
      token_endpoint_auth_methods_supported: ["client_secret_post", "client_secret_basic"],
      code_challenge_methods_supported: ["S256"],
    };
  };
  return [
    {
      method: "GET",
      path: "/.well-known/openid-configuration",
      auth: false,
      handler: () => ({ status: 200, json: configuration() }),
    },
    {
      method: "GET",
      path: "/id/keys",
      auth: false,
      handler: async () => ({ status: 200, json: { keys: [await scope.signingKey.jwk()] } }),
    },
  ];
}
