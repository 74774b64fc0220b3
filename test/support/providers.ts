import {
  type AuthProvider,
  accessToken,
  authorizationCode,
  clientCredentials,
  deviceFlow,
  jwtBearer,
  refreshToken,
  tokenExchange,
  usernamePassword,
} from "kinetic-core";
import { keys } from "./keys.ts";

/** Stands in every setting that holds a secret, so that a test can look for it everywhere else. */
export const CANARY = "CANARY-7f3a9c";

/** A way to sign in at a test server. */
export interface ProviderCase {
  readonly name: string;
  readonly make: (loginUrl: string) => AuthProvider;
  /** Whether its token request may be sent again when the answer was lost. */
  readonly repeatable: boolean;
  /** Whether it can get another token when the org no longer takes the first. */
  readonly renews: boolean;
}

const app = { clientId: "key", clientSecret: `${CANARY}-secret` };

/** Every way to sign in, with the canary in every secret. */
export const providers: readonly ProviderCase[] = [
  {
    name: "jwtBearer",
    repeatable: true,
    renews: true,
    make: (loginUrl) =>
      jwtBearer({ clientId: "key", username: "u@example.com", privateKey: keys.privateKey, loginUrl }),
  },
  {
    name: "jwtBearer with a signer",
    repeatable: true,
    renews: true,
    make: (loginUrl) => {
      const signer = async (): Promise<Uint8Array> => Buffer.from(`${CANARY}-signature`);
      return jwtBearer({ clientId: "key", username: "u@example.com", signer, loginUrl });
    },
  },
  {
    name: "clientCredentials",
    repeatable: true,
    renews: true,
    make: (loginUrl) => clientCredentials({ ...app, loginUrl }),
  },
  {
    name: "refreshToken",
    repeatable: false,
    renews: true,
    make: (loginUrl) => refreshToken({ ...app, refreshToken: `${CANARY}-refresh`, loginUrl }),
  },
  {
    name: "authorizationCode",
    repeatable: false,
    renews: true,
    make: (loginUrl) =>
      authorizationCode({
        ...app,
        loginUrl,
        redirectUri: "https://app.example.com/cb",
        code: `${CANARY}-code`,
        codeVerifier: `${CANARY}-verifier`,
      }),
  },
  {
    name: "deviceFlow",
    repeatable: true,
    renews: true,
    make: (loginUrl) => deviceFlow({ clientId: "key", loginUrl, onPrompt: () => undefined }),
  },
  {
    name: "tokenExchange",
    repeatable: false,
    renews: true,
    make: (loginUrl) =>
      tokenExchange({ ...app, loginUrl, subjectToken: () => `${CANARY}-subject`, subjectTokenType: "jwt" }),
  },
  {
    name: "usernamePassword",
    repeatable: false,
    renews: true,
    make: (loginUrl) =>
      usernamePassword({
        ...app,
        username: "u@example.com",
        password: `${CANARY}-password`,
        securityToken: `${CANARY}-token`,
        loginUrl,
      }),
  },
  {
    name: "accessToken",
    repeatable: false,
    renews: false,
    make: (instanceUrl) => accessToken({ token: `00D000000000001!${CANARY}-ready`, instanceUrl }),
  },
];
