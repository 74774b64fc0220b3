import { accessToken } from "./access-token.ts";
import type { CertificateInput } from "./certificate.ts";
import { clean } from "./clean.ts";
import { clientCredentials } from "./client-credentials.ts";
import { jwtBearer } from "./jwt-bearer.ts";
import type { PrivateKeyInput } from "./private-key.ts";
import type { AuthProvider } from "./provider.ts";
import { SettingsCheck } from "./settings.ts";

/** Environment variables, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A flow chosen from the environment. */
export interface EnvironmentAuth {
  readonly auth: AuthProvider;
  /** Which flow was chosen and why, in one sentence without any value. */
  readonly reason: string;
  /** `SF_API_VERSION`, where it is set. */
  readonly apiVersion?: string | undefined;
}

interface Flow {
  readonly name: string;
  /** The variable whose presence chooses the flow. */
  readonly chosenBy: readonly string[];
  readonly make: (read: Reader, check: SettingsCheck, env: Environment) => AuthProvider | undefined;
}

/** A variable's text without what a file left around it; a secret is taken from the environment as it stands. */
type Reader = (name: string) => string | undefined;

/** In the order of choice: what is most specific comes first. */
const FLOWS: readonly Flow[] = [
  { name: "access token", chosenBy: ["SF_ACCESS_TOKEN"], make: readyToken },
  { name: "JWT bearer", chosenBy: ["SF_PRIVATE_KEY", "SF_PRIVATE_KEY_PATH"], make: jwt },
  { name: "client credentials", chosenBy: ["SF_CLIENT_SECRET"], make: credentials },
];

/** Where people log in unless told otherwise. */
const PRODUCTION = "https://login.salesforce.com";

/**
 * Chooses a flow by the `SF_*` variables: `SF_ACCESS_TOKEN` with `SF_INSTANCE_URL`; `SF_PRIVATE_KEY` or
 * `SF_PRIVATE_KEY_PATH` with `SF_CLIENT_ID`, `SF_USERNAME` (JWT bearer), and `SF_CERTIFICATE` or `SF_CERTIFICATE_PATH`
 * where the key's certificate is to be checked, too; `SF_CLIENT_SECRET` with `SF_CLIENT_ID`
 * (client credentials).
 *
 * @throws ConfigurationError naming every missing and malformed variable at once
 * @example
 * ```ts
 * const { auth, reason } = authFromEnvironment(process.env);
 * console.error(reason);
 * ```
 */
export function authFromEnvironment(env: Environment): EnvironmentAuth {
  const check = new SettingsCheck("the environment");
  const read: Reader = (name) => clean(env[name]) || undefined;
  const flow = FLOWS.find(({ chosenBy }) => chosenBy.some((name) => read(name) !== undefined));
  if (flow === undefined) checkWithoutFlow(read, check);
  const apiVersion = check.apiVersion("SF_API_VERSION", read("SF_API_VERSION"));
  const auth = flow?.make(read, check, env);
  check.done("The settings for Salesforce are not complete");
  const by = flow?.chosenBy.find((name) => read(name) !== undefined);
  if (auth === undefined || flow === undefined) throw new TypeError("a flow without problems was not made");
  return { auth, reason: `${flow.name} flow, because ${by} is set`, apiVersion };
}

/** Where nothing says how to sign in, what is set is looked at all the same: whoever mends one mends both. */
function checkWithoutFlow(read: Reader, check: SettingsCheck): void {
  check.problem(
    "SF_PRIVATE_KEY, SF_PRIVATE_KEY_PATH, SF_CLIENT_SECRET or SF_ACCESS_TOKEN",
    "is needed to choose how to sign in, and none is set",
  );
  for (const name of ["SF_LOGIN_URL", "SF_INSTANCE_URL"]) {
    const value = read(name);
    if (value !== undefined) check.baseUrl(name, value);
  }
}

function readyToken(read: Reader, check: SettingsCheck, env: Environment): AuthProvider | undefined {
  const token = check.secret("SF_ACCESS_TOKEN", env["SF_ACCESS_TOKEN"]);
  const instanceUrl = check.baseUrl("SF_INSTANCE_URL", read("SF_INSTANCE_URL"));
  return check.clear ? accessToken({ token, instanceUrl: instanceUrl.href }) : undefined;
}

function jwt(read: Reader, check: SettingsCheck): AuthProvider | undefined {
  const clientId = check.required("SF_CLIENT_ID", read("SF_CLIENT_ID"));
  const username = check.required("SF_USERNAME", read("SF_USERNAME"));
  const loginUrl = check.baseUrl("SF_LOGIN_URL", read("SF_LOGIN_URL") ?? PRODUCTION).href;
  const text = read("SF_PRIVATE_KEY");
  const privateKey: PrivateKeyInput = text ?? { path: read("SF_PRIVATE_KEY_PATH") ?? "" };
  const setting = text === undefined ? "SF_PRIVATE_KEY_PATH" : "SF_PRIVATE_KEY";
  const key = check.privateKey(setting, privateKey);
  const certificate = certificateOf(read);
  check.certificateEnd(certificate?.setting ?? "", certificate?.input, key);
  if (!check.clear || key === undefined) return undefined;
  const audience = read("SF_AUDIENCE");
  return jwtBearer({
    clientId,
    username,
    privateKey: key,
    certificate: certificate?.input,
    loginUrl,
    audience,
  });
}

function certificateOf(read: Reader): { setting: string; input: CertificateInput } | undefined {
  const text = read("SF_CERTIFICATE");
  if (text !== undefined) return { setting: "SF_CERTIFICATE", input: text };
  const path = read("SF_CERTIFICATE_PATH");
  return path === undefined ? undefined : { setting: "SF_CERTIFICATE_PATH", input: { path } };
}

function credentials(read: Reader, check: SettingsCheck, env: Environment): AuthProvider | undefined {
  const clientId = check.required("SF_CLIENT_ID", read("SF_CLIENT_ID"));
  const clientSecret = check.secret("SF_CLIENT_SECRET", env["SF_CLIENT_SECRET"]);
  const loginUrl = check.baseUrl("SF_LOGIN_URL", read("SF_LOGIN_URL") ?? read("SF_INSTANCE_URL")).href;
  return check.clear ? clientCredentials({ clientId, clientSecret, loginUrl }) : undefined;
}
