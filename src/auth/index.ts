export { type AccessTokenConfig, accessToken } from "./access-token.ts";
export { type ClientCredentialsConfig, clientCredentials } from "./client-credentials.ts";
export { authFromEnvironment, type Environment, type EnvironmentAuth } from "./environment.ts";
export { type JwtBearerConfig, type JwtSigner, jwtBearer } from "./jwt-bearer.ts";
export { createOAuthPost, type OAuthAnswer, type OAuthForm, type OAuthPost } from "./oauth-post.ts";
export type { PrivateKeyInput } from "./private-key.ts";
export type { AccessToken, AuthContext, AuthProvider } from "./provider.ts";
export { Session, type SessionConfig } from "./session.ts";
