import { AuthenticationError, isKineticError, UnexpectedResponseError } from "../errors/index.ts";
import { form, oauthEndpoint } from "./endpoints.ts";
import type { AccessToken, AuthContext, AuthProvider } from "./provider.ts";
import { keep, type OnTokens, renewer } from "./refresh-token.ts";
import { SettingsCheck } from "./settings.ts";
import { readTokenAnswer } from "./token-answer.ts";

/** What to show the person who logs in. */
export interface DevicePrompt {
  /** Code to type. */
  readonly userCode: string;
  /** Address to open in any browser. */
  readonly verificationUri: string;
}

/** Settings of the device flow. */
export interface DeviceConfig {
  /** Consumer key of the external client app or connected app. */
  readonly clientId: string;
  /** Login host: `https://login.salesforce.com`, `https://test.salesforce.com`, or the org's My Domain URL. */
  readonly loginUrl: string;
  /** Shows the code and the address to the person. */
  readonly onPrompt: (prompt: DevicePrompt) => void;
  /** @default api refresh_token */
  readonly scope?: readonly string[] | undefined;
  /** Save what it is given; see `refreshToken`. */
  readonly onTokens?: OnTokens | undefined;
  /** How long to wait for the person, in milliseconds. @default 600000 */
  readonly timeoutMs?: number | undefined;
}

const DEFAULT_TIMEOUT_MS = 600_000;

/**
 * Logs in on a machine without a browser: a person types a code on another one (Salesforce Help, "OAuth 2.0 Device
 * Flow for IoT Integration"). Salesforce blocks the flow for apps that are not installed in the org.
 *
 * @throws ConfigurationError naming every bad setting at once, before any network call
 * @example
 * ```ts
 * const auth = deviceFlow({
 *   clientId,
 *   loginUrl,
 *   onPrompt: ({ userCode, verificationUri }) => console.log(`Open ${verificationUri} and type ${userCode}`),
 * });
 * ```
 */
export function deviceFlow(config: DeviceConfig): AuthProvider {
  const check = new SettingsCheck("deviceFlow options");
  const clientId = check.required("clientId", config.clientId);
  const loginUrl = check.baseUrl("loginUrl", config.loginUrl);
  check.done("The device flow cannot start");
  const renew = renewer({ clientId, loginUrl, onTokens: config.onTokens });
  const url = oauthEndpoint(loginUrl, "token");
  return {
    flow: "device",
    authenticate: async (context) => {
      const token = context.previous?.refreshToken;
      if (token !== undefined) return renew(context, token);
      const scope = (config.scope ?? ["api", "refresh_token"]).join(" ");
      const begin = form({ response_type: "device_code", client_id: clientId, scope });
      const device = readDevice(await context.post({ url, form: begin, signal: context.signal }));
      config.onPrompt({ userCode: device.userCode, verificationUri: device.verificationUri });
      const poll = { grant_type: "device", client_id: clientId, code: device.deviceCode };
      const deadline = context.clock.now() + (config.timeoutMs ?? DEFAULT_TIMEOUT_MS);
      return keep(await waitForPerson(context, { url, poll, device, deadline }), undefined, config.onTokens);
    },
  };
}

interface Device extends DevicePrompt {
  readonly deviceCode: string;
  readonly intervalMs: number;
}

interface Waiting {
  readonly url: URL;
  readonly poll: Readonly<Record<string, string>>;
  readonly device: Device;
  readonly deadline: number;
}

async function waitForPerson(
  context: AuthContext,
  { url, poll, device, deadline }: Waiting,
): Promise<AccessToken> {
  let pauseMs = device.intervalMs;
  while (context.clock.now() < deadline) {
    await context.sleep(pauseMs, context.signal);
    try {
      return readTokenAnswer(await context.post({ url, form: poll, signal: context.signal }));
    } catch (error) {
      const code = isKineticError(error) ? error.errorCode : undefined;
      if (code === "slow_down") pauseMs += 5_000;
      else if (code !== "authorization_pending") throw error;
    }
  }
  throw new AuthenticationError("Nobody entered the code in time: start the login again");
}

function readDevice(body: unknown): Device {
  const members = typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
  const { device_code, user_code, verification_uri, interval } = members;
  if (
    typeof device_code !== "string" ||
    typeof user_code !== "string" ||
    typeof verification_uri !== "string"
  ) {
    throw new UnexpectedResponseError(
      "The device endpoint answered without device_code, user_code or verification_uri",
    );
  }
  const intervalMs = Number(interval) > 0 ? Number(interval) * 1000 : 5_000;
  return { deviceCode: device_code, userCode: user_code, verificationUri: verification_uri, intervalMs };
}
