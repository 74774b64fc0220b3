import type { Server } from "node:http";
import { AuthenticationError, ConfigurationError, InputError } from "../errors/index.ts";
import { isLoopback } from "../http/index.ts";
import type { AuthProvider } from "./provider.ts";
import type { OnTokens } from "./refresh-token.ts";
import { type AuthorizationConfig, authorizationCode, authorizationRequest } from "./web-server.ts";

/** Settings of a login in the browser of this machine. */
export interface BrowserLoginConfig extends Omit<AuthorizationConfig, "redirectUri"> {
  /** Consumer secret, where the app asks for it. */
  readonly clientSecret?: string | undefined;
  /** Callback URL as it is registered in the app, on a loopback address, e.g. `http://localhost:1717/callback`. */
  readonly redirectUri: string;
  /** Opens the address in a browser, or shows it to the person. */
  readonly onUrl: (url: string) => void;
  /** Save what it is given; see `refreshToken`. */
  readonly onTokens?: OnTokens | undefined;
  /** How long to wait for the person, in milliseconds. @default 300000 */
  readonly timeoutMs?: number | undefined;
  /** Ends the call; it rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

const DEFAULT_TIMEOUT_MS = 300_000;

/**
 * Logs a person in by the browser of this machine: listens on the callback address until the browser comes back with
 * the code, and returns the provider that exchanges it.
 *
 * @throws InputError when the callback is not on this machine
 * @throws ConfigurationError when this machine cannot listen on it
 * @throws AuthenticationError when the person refuses, or does not come in time
 * @example
 * ```ts
 * const redirectUri = "http://localhost:1717/callback";
 * const auth = await browserLogin({ clientId, loginUrl, redirectUri, onUrl: (url) => console.log("open", url) });
 * ```
 */
export async function browserLogin(config: BrowserLoginConfig): Promise<AuthProvider> {
  const callback = callbackUrl(config.redirectUri);
  const { url, state, codeVerifier } = authorizationRequest(config);
  const code = await waitForCallback({ callback, state, config, url });
  const { clientId, clientSecret, loginUrl, redirectUri, onTokens } = config;
  return authorizationCode({ clientId, clientSecret, loginUrl, redirectUri, onTokens, code, codeVerifier });
}

function callbackUrl(redirectUri: string): URL {
  const url = URL.canParse(redirectUri) ? new URL(redirectUri) : undefined;
  if (url?.protocol === "http:" && isLoopback(url.hostname)) return url;
  throw new InputError(
    `redirectUri: the callback must be on this machine, like http://localhost:1717/callback`,
  );
}

interface Waiting {
  readonly callback: URL;
  readonly state: string;
  readonly config: BrowserLoginConfig;
  readonly url: string;
}

/** Listens on the callback address until the browser brings the code of this login. */
async function waitForCallback({ callback, state, config, url }: Waiting): Promise<string> {
  // Loaded here, because nobody else needs a server.
  const { createServer } = await import("node:http");
  const server = createServer();
  try {
    const code = new Promise<string>((resolve, reject) => {
      const fail = (message: string): void => reject(new AuthenticationError(message));
      server.on("request", (request, response) => {
        const asked = new URL(request.url ?? "/", callback);
        if (asked.pathname !== callback.pathname) return void response.writeHead(404).end();
        const outcome = readCallback(asked.searchParams, state);
        response.writeHead(outcome.status, {
          "content-type": "text/plain; charset=utf-8",
          connection: "close",
        });
        response.end(outcome.text);
        if (outcome.code !== undefined) resolve(outcome.code);
        else if (outcome.status === 200) fail(`The login was refused: ${outcome.text}`);
      });
      const timer = setTimeout(
        () => fail("Nobody logged in in time: start the login again"),
        config.timeoutMs ?? DEFAULT_TIMEOUT_MS,
      );
      server.on("close", () => clearTimeout(timer));
      const onAbort = (): void => reject(config.signal?.reason);
      config.signal?.addEventListener("abort", onAbort, { once: true });
      server.on("close", () => config.signal?.removeEventListener("abort", onAbort));
    });
    // A failure before anybody waits for it must not end the process.
    code.catch(() => undefined);
    await startListening(server, callback);
    config.signal?.throwIfAborted();
    config.onUrl(url);
    return await code;
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

interface Outcome {
  readonly status: number;
  readonly text: string;
  readonly code?: string;
}

/** A callback with another state is not an answer to this login: it is turned away, and the wait goes on. */
function readCallback(query: URLSearchParams, state: string): Outcome {
  if (query.get("state") !== state) return { status: 400, text: "This callback belongs to another login." };
  const code = query.get("code");
  if (code !== null) return { status: 200, text: "You are logged in. This window can be closed.", code };
  const reason = query.get("error_description") ?? query.get("error") ?? "no code came back";
  return { status: 200, text: reason };
}

function notListening(callback: URL, cause: Error): ConfigurationError {
  const code = "code" in cause ? ` (${String(cause.code)})` : "";
  const message = `this machine cannot listen on ${callback.host}${code}; end what listens there, or register a callback with another port`;
  return new ConfigurationError("The login cannot begin", {
    problems: [{ setting: "redirectUri", source: "browserLogin options", message }],
    cause,
  });
}

function startListening(server: Server, callback: URL): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause) => reject(notListening(callback, cause)));
    server.listen(Number(callback.port || 80), callback.hostname.replace(/^\[|\]$/g, ""), resolve);
  });
}
