import { type LocalOrg, type LocalOrgOptions, startLocalOrg } from "kinetic-local-org";

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; undefined where it is none. */
  readonly json: unknown;
}

export interface CallOptions {
  readonly body?: unknown;
  readonly headers?: Record<string, string> | undefined;
  /** null sends no Authorization header. */
  readonly token?: string | null | undefined;
}

export type Call = (method: string, path: string, options?: CallOptions) => Promise<Answer>;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Calls an org as a plain HTTP client does. A path that does not begin with a slash is one of API version 60. */
export function caller(org: LocalOrg): Call {
  let own: string | undefined;
  return async (method, path, { body, headers = {}, token } = {}) => {
    own ??= org.accessToken();
    const authorization = token === null ? {} : { authorization: `Bearer ${token ?? own}` };
    const raw = typeof body === "string" || body instanceof Uint8Array || body === undefined;
    const response = await fetch(
      path.startsWith("/") ? org.url + path : `${org.url}/services/data/v60.0/${path}`,
      {
        method,
        redirect: "manual",
        headers: { ...authorization, ...(raw ? {} : { "content-type": "application/json" }), ...headers },
        ...(body === undefined ? {} : { body: raw ? (body as string) : JSON.stringify(body) }),
      },
    );
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: parsed(text) };
  };
}

export const NOW: Date = new Date("2026-11-22T10:20:30.456Z");

/** An org whose clock a test moves. */
export interface Clocked {
  readonly org: LocalOrg;
  readonly call: Call;
  /** Moves the org's clock on. */
  pass(seconds: number): void;
}

export async function startOrg(options: LocalOrgOptions = {}): Promise<Clocked> {
  let now = NOW.getTime();
  const org = await startLocalOrg({ clock: () => new Date(now), ...options });
  const pass = (seconds: number): void => {
    now += seconds * 1000;
  };
  return { org, call: caller(org), pass };
}
