import { resolve } from "node:path";
import { UsageError } from "../../exit/index.ts";
import { type CommandIo, outputTo } from "../../terminal/index.ts";
import type { Handler } from "../invocation.ts";
import { keepLogin, keepPersonalLogin, type LoginOptions } from "./keep-login.ts";
import { openBrowser } from "./open-browser.ts";
import { readSecret } from "./secret.ts";

/** Where people log in unless told otherwise. */
const PRODUCTION = "https://login.salesforce.com";

/** Options of the logins of a person. */
export interface PersonOptions extends LoginOptions {
  readonly clientSecretFile?: string | undefined;
  readonly redirectUri?: string | undefined;
  /** False with `--no-browser`. */
  readonly browser?: boolean | undefined;
}

/** Logs in by the browser of this machine. */
export const loginWeb: Handler<PersonOptions> = async ({ io, options }) => {
  const { clientId, loginUrl } = appOf(io, options, "web");
  const clientSecret = await clientSecretOf(io, options.clientSecretFile, "web");
  const { browserLogin } = await import("kinetic-core");
  const kept = tokenKeeper();
  const auth = await browserLogin({
    clientId,
    clientSecret,
    loginUrl,
    redirectUri: options.redirectUri ?? "http://localhost:1717/OauthRedirect",
    signal: io.signal,
    onTokens: kept.onTokens,
    onUrl: (url) => {
      void outputTo(io.stderr).write(`Log in at:\n${url}\n`);
      if (options.browser !== false) openBrowser(url);
    },
  });
  return keepPersonalLogin(io, { ...options, auth, clientId, clientSecret, loginUrl, tokens: kept.tokens });
};

/** Logs in by a code that a person types on another machine. */
export const loginDevice: Handler<PersonOptions> = async ({ io, options }) => {
  const { clientId, loginUrl } = appOf(io, options, "device");
  const { deviceFlow } = await import("kinetic-core");
  const kept = tokenKeeper();
  const auth = deviceFlow({
    clientId,
    loginUrl,
    onTokens: kept.onTokens,
    onPrompt: ({ userCode, verificationUri }) =>
      void outputTo(io.stderr).write(
        `Open ${verificationUri} on any machine and enter the code ${userCode}\n`,
      ),
  });
  return keepPersonalLogin(io, { ...options, auth, clientId, loginUrl, tokens: kept.tokens });
};

/** Options of `kinetic auth login jwt`. */
export interface JwtOptions extends LoginOptions {
  readonly username?: string | undefined;
  readonly keyFile?: string | undefined;
  readonly certificateFile?: string | undefined;
  readonly audience?: string | undefined;
}

/** Keeps a login by the JWT bearer flow. */
export const loginJwt: Handler<JwtOptions> = async ({ io, options }) => {
  const type = "kinetic auth login jwt --client-id <consumer key> --username <user> --key-file <file>";
  const { clientId, loginUrl } = appOf(io, options, "jwt");
  const username = options.username ?? io.env["SF_USERNAME"];
  const keyFile = options.keyFile ?? io.env["SF_PRIVATE_KEY_PATH"];
  if (!username) throw new UsageError("--username is missing, and SF_USERNAME is not set", type);
  if (!keyFile) throw new UsageError("--key-file is missing, and SF_PRIVATE_KEY_PATH is not set", type);
  const { audience, certificateFile } = options;
  return keepLogin(io, options, {
    flow: "jwt-bearer",
    clientId,
    username,
    loginUrl,
    keyFile: resolve(keyFile),
    certificateFile: certificateFile === undefined ? undefined : resolve(certificateFile),
    audience,
  });
};

/** Keeps a login by the client credentials flow. */
export const loginClientCredentials: Handler<PersonOptions> = async ({ io, options }) => {
  const { clientId, loginUrl } = appOf(io, options, "client-credentials");
  const clientSecret = await clientSecretOf(io, options.clientSecretFile, "client-credentials");
  if (clientSecret !== undefined)
    return keepLogin(io, options, { flow: "client-credentials", clientId, clientSecret, loginUrl });
  throw new UsageError("there is no client secret", SECRET_TYPE("client-credentials"));
};

/** Options of `kinetic auth login token`. */
export interface TokenOptions extends LoginOptions {
  readonly instanceUrl?: string | undefined;
  readonly tokenFile?: string | undefined;
}

/** Keeps an access token that somebody else got. */
export const loginToken: Handler<TokenOptions> = async ({ io, options }) => {
  const instanceUrl = options.instanceUrl ?? io.env["SF_INSTANCE_URL"];
  const type = "printenv TOKEN | kinetic auth login token --instance-url https://mydomain.my.salesforce.com";
  if (!instanceUrl) throw new UsageError("--instance-url is missing", type);
  const token = await readSecret(io, { what: "access token", file: options.tokenFile ?? "-", type });
  return keepLogin(io, options, { flow: "access-token", token: token ?? "", instanceUrl });
};

function appOf(
  { env }: CommandIo,
  { clientId = env["SF_CLIENT_ID"], loginUrl = env["SF_LOGIN_URL"] }: LoginOptions,
  flow: string,
): { clientId: string; loginUrl: string } {
  if (clientId) return { clientId, loginUrl: loginUrl || PRODUCTION };
  throw new UsageError(
    "--client-id is missing: the consumer key of your external client app or connected app",
    `kinetic auth login ${flow} --client-id <consumer key>`,
  );
}

const SECRET_TYPE = (flow: string): string =>
  `kinetic auth login ${flow} --client-id <consumer key> --client-secret-file <file>, or - for standard input`;

function clientSecretOf(io: CommandIo, file: string | undefined, flow: string): Promise<string | undefined> {
  return readSecret(io, {
    what: "client secret",
    variable: "SF_CLIENT_SECRET",
    file,
    type: SECRET_TYPE(flow),
  });
}

type Tokens = { readonly accessToken: string; readonly refreshToken: string };

/** Takes the tokens of a login, for whoever keeps them. */
function tokenKeeper(): { onTokens: (tokens: Tokens) => void; tokens: () => Tokens | undefined } {
  let last: Tokens | undefined;
  return {
    onTokens: (tokens) => {
      last = tokens;
    },
    tokens: () => last,
  };
}
