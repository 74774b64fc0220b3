import { isKineticError } from "../errors/index.ts";
import type { CertificateInput } from "./certificate.ts";
import { oauthEndpoint, withoutTrailingSlash } from "./endpoints.ts";
import { nodeCrypto } from "./node-crypto.ts";
import type { PrivateKeyInput } from "./private-key.ts";
import type { AccessToken, AuthContext, AuthProvider, SigningKey } from "./provider.ts";
import { SettingsCheck } from "./settings.ts";
import { readTokenAnswer } from "./token-answer.ts";

/** Signs `header.payload` with RS256 and returns the raw signature; for keys that never leave a KMS or HSM. */
export type JwtSigner = (signingInput: Uint8Array) => Promise<Uint8Array>;

/** Settings of the JWT bearer flow. */
export interface JwtBearerConfig {
  /** Consumer key of the external client app or connected app. */
  readonly clientId: string;
  /** User to act as, with the sandbox suffix if there is one. */
  readonly username: string;
  /** RSA private key whose certificate was uploaded to the app. Give this or `signer`. */
  readonly privateKey?: PrivateKeyInput | undefined;
  /** Opens an encrypted private key. */
  readonly passphrase?: string | undefined;
  /** Certificate that was uploaded to the app: checked for its expiry and for belonging to `privateKey`. */
  readonly certificate?: CertificateInput | undefined;
  /** Signs in place of `privateKey`. */
  readonly signer?: JwtSigner | undefined;
  /** Login host: `https://login.salesforce.com`, `https://test.salesforce.com`, a My Domain or an Experience site. */
  readonly loginUrl: string;
  /** The `aud` claim, where it is not the login host. @default origin (and site path) of `loginUrl` */
  readonly audience?: string | undefined;
  /** Token endpoint, where it is not below the login host. @default `{loginUrl}/services/oauth2/token` */
  readonly tokenUrl?: string | undefined;
  /** Life of the assertion, in seconds, at most 180: the platform's own limit. @default 180 */
  readonly lifetimeSeconds?: number | undefined;
}

const GRANT_TYPE = "urn:ietf:params:oauth:grant-type:jwt-bearer";
const MAX_LIFETIME_SECONDS = 180;
const MAX_SKEW_MS = 30_000;

/**
 * Logs in as a user without a password, by an assertion signed with the app's private key (Salesforce Help, "OAuth
 * 2.0 JWT Bearer Flow for Server-to-Server Integration").
 *
 * @throws ConfigurationError naming every bad setting at once, before any network call
 * @example
 * ```ts
 * const auth = jwtBearer({
 *   clientId: "3MVG9…",
 *   username: "integration@example.com",
 *   privateKey: { path: "server.key" },
 *   loginUrl: "https://login.salesforce.com",
 * });
 * await using sf = new SalesforceClient({ auth });
 * ```
 */
export function jwtBearer(config: JwtBearerConfig): AuthProvider {
  const settings = checkConfig(config);
  const { tokenUrl, clientId, username, audience, key } = settings;
  return {
    flow: "jwt-bearer",
    identity: `jwt-bearer ${tokenUrl.host} ${clientId} ${username}`,
    login: { loginUrl: tokenUrl.origin, audience, username, key },
    authenticate: (context) => withServerTime(context, () => logIn(settings, context)),
  };
}

async function logIn(settings: JwtSettings, context: AuthContext): Promise<AccessToken> {
  const form = { grant_type: GRANT_TYPE, assertion: await signAssertion(settings, context) };
  return readTokenAnswer(await context.post({ url: settings.tokenUrl, form, signal: context.signal }));
}

/**
 * A clock that is behind makes assertions that are already dead, which the org reports as an expired code. Its answer
 * tells the right time, so the second assertion is made by that.
 */
async function withServerTime(context: AuthContext, logIn: () => Promise<AccessToken>): Promise<AccessToken> {
  const skewMs = context.clock.skewMs();
  try {
    return await logIn();
  } catch (error) {
    const wrongTime = context.clock.skewMs() !== skewMs && Math.abs(context.clock.skewMs()) > MAX_SKEW_MS;
    if (wrongTime && isKineticError(error) && error.errorCode === "invalid_grant") return logIn();
    throw error;
  }
}

interface JwtSettings {
  readonly clientId: string;
  readonly username: string;
  readonly audience: string;
  readonly tokenUrl: URL;
  readonly lifetimeSeconds: number;
  readonly signer: JwtSigner;
  readonly key: SigningKey;
}

function checkConfig(config: JwtBearerConfig): JwtSettings {
  const check = new SettingsCheck("jwtBearer options");
  const clientId = check.required("clientId", config.clientId);
  const username = check.required("username", config.username);
  const loginUrl = check.baseUrl("loginUrl", config.loginUrl);
  const tokenUrl =
    config.tokenUrl === undefined
      ? oauthEndpoint(loginUrl, "token")
      : check.baseUrl("tokenUrl", config.tokenUrl);
  const lifetimeSeconds = config.lifetimeSeconds ?? MAX_LIFETIME_SECONDS;
  if (!(lifetimeSeconds > 0 && lifetimeSeconds <= MAX_LIFETIME_SECONDS)) {
    check.problem("lifetimeSeconds", `must be between 1 and ${MAX_LIFETIME_SECONDS} seconds`);
  }
  const audience = readAudience(config.audience ?? loginUrl.href, check);
  const signing = chooseSigner(config, check);
  check.done("The JWT bearer flow cannot start");
  return { clientId, username, audience, tokenUrl, lifetimeSeconds, ...signing };
}

/** The org compares letter by letter, and knows no audience with a slash at its end. */
function readAudience(value: string, check: SettingsCheck): string {
  const text = check.required("audience", value);
  if (!URL.canParse(text)) return text;
  return withoutTrailingSlash(new URL(text));
}

function chooseSigner(config: JwtBearerConfig, check: SettingsCheck): Pick<JwtSettings, "signer" | "key"> {
  if (config.signer !== undefined) return { signer: config.signer, key: {} };
  const key = check.privateKey("privateKey", config.privateKey, config.passphrase);
  const certificateEndsAt = check.certificateEnd("certificate", config.certificate, key);
  return {
    signer: async (input) => nodeCrypto().sign("RSA-SHA256", input, key ?? ""),
    key: { bits: key?.asymmetricKeyDetails?.modulusLength, certificateEndsAt },
  };
}

async function signAssertion(settings: JwtSettings, { clock }: AuthContext): Promise<string> {
  const claims = {
    iss: settings.clientId,
    sub: settings.username,
    aud: settings.audience,
    exp: Math.floor(clock.now() / 1000) + settings.lifetimeSeconds,
  };
  const input = `${base64url({ alg: "RS256" })}.${base64url(claims)}`;
  const signature = await settings.signer(Buffer.from(input));
  return `${input}.${Buffer.from(signature).toString("base64url")}`;
}

function base64url(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
