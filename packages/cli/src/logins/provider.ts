import { readFile } from "node:fs/promises";
import type { AuthProvider } from "kinetic-core";
import { Ending, EXIT } from "../exit/index.ts";
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
        certificate: await readCertificate(login.certificateFile),
      });
    case "client-credentials":
      return clientCredentials(login);
    case "refresh-token":
      return refreshToken(login);
    case "access-token":
      return accessToken(login);
  }
}

async function readCertificate(path: string | undefined): Promise<string | undefined> {
  if (path === undefined) return undefined;
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "error";
    throw new Ending(`the certificate ${path} cannot be read (${code})`, { exitCode: EXIT.usage });
  }
}
