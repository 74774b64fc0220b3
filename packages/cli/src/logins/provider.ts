import type { AuthProvider } from "kinetic-core";
import type { Env } from "../terminal/index.ts";
import type { Login } from "./login.ts";

/**
 * Makes what signs in.
 * @throws ConfigurationError for a login that cannot work, such as one whose key is gone
 */
export async function providerOf(login: Login, env: Env): Promise<AuthProvider> {
  const { accessToken, clientCredentials, jwtBearer, refreshToken } = await import("kinetic-core");
  switch (login.flow) {
    case "jwt-bearer":
      return jwtBearer({
        ...login,
        privateKey: { path: login.keyFile },
        passphrase: env["KINETIC_KEY_PASSPHRASE"],
        certificate: login.certificateFile === undefined ? undefined : { path: login.certificateFile },
      });
    case "client-credentials":
      return clientCredentials(login);
    case "refresh-token":
      return refreshToken(login);
    case "access-token":
      return accessToken(login);
  }
}
