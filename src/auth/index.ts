export { type AccessTokenConfig, accessToken } from "./access-token.ts";
export type { CertificateInput } from "./certificate.ts";
export { type ClientCredentialsConfig, clientCredentials } from "./client-credentials.ts";
export { type DeviceConfig, type DevicePrompt, deviceFlow } from "./device.ts";
export { authFromEnvironment, type Environment, type EnvironmentAuth } from "./environment.ts";
export { fileTokenStore } from "./file-token-store.ts";
export { type JwtBearerConfig, type JwtSigner, jwtBearer } from "./jwt-bearer.ts";
export { type BrowserLoginConfig, browserLogin } from "./loopback.ts";
export {
  type AppCredentials,
  createOAuthApi,
  type Introspection,
  type OAuthApi,
  type UserInfo,
} from "./oauth-api.ts";
export { createOAuthPost, type OAuthForm, type OAuthPost } from "./oauth-post.ts";
export type { PrivateKeyInput } from "./private-key.ts";
export type { AccessToken, AuthContext, AuthProvider, ProviderLogin, SigningKey } from "./provider.ts";
export { type OnTokens, type RefreshTokenConfig, refreshToken } from "./refresh-token.ts";
export { type ServerClock, serverClock } from "./server-clock.ts";
export { Session } from "./session.ts";
export { type SubjectTokenType, type TokenExchangeConfig, tokenExchange } from "./token-exchange.ts";
export { memoryTokenStore, type TokenStore } from "./token-store.ts";
export { type UsernamePasswordConfig, usernamePassword } from "./username-password.ts";
export {
  type AuthorizationCodeConfig,
  type AuthorizationConfig,
  type AuthorizationRequest,
  authorizationCode,
  authorizationRequest,
} from "./web-server.ts";
