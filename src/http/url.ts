import { RequestError } from "../errors/index.ts";
import type { SalesforceRequest } from "./request.ts";

/** Whether a host is this machine itself, where plain http is harmless. */
export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** What is wrong with a base URL, or `undefined`. */
export function baseUrlProblem(value: string): string | undefined {
  let url: URL;
  try {
    url = new URL(value.trim());
  } catch {
    return "is not a URL; write it like https://mydomain.my.salesforce.com";
  }
  if (url.username !== "" || url.password !== "") return "must not contain a user name or password";
  if (url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url.hostname))) return undefined;
  return "must begin with https:// (plain http is accepted for loopback addresses only)";
}

/** What a path is resolved against. */
export interface ResolveBase {
  /** Origin of the session's org. */
  readonly instanceUrl: string;
  /** Needed for version-relative paths only. */
  readonly apiVersion: string | undefined;
}

/**
 * Resolves a request's path to a URL of the instance.
 *
 * @throws RequestError when the path leads to another origin: the token belongs to this one only
 */
export function resolveUrl(request: Pick<SalesforceRequest, "path" | "query">, base: ResolveBase): URL {
  const { path, query } = request;
  const { instanceUrl, apiVersion } = base;
  const from = isVersionRelative(path) ? `/services/data/v${apiVersion}/${path}` : path;
  // A second argument doubles the work; it is needed only where the path may lead elsewhere.
  const url = /^\/[^/\\]/.test(from) ? new URL(instanceUrl + from) : new URL(from, instanceUrl);
  checkOrigin(url, instanceUrl);
  if (query === undefined) return url;
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(name, String(value));
  }
  return url;
}

/**
 * Makes sure that a call stays with the session's org.
 *
 * @throws RequestError when it would go elsewhere
 */
export function checkOrigin(url: URL, instanceUrl: string): void {
  if (url.href.startsWith(instanceUrl) && url.href[instanceUrl.length] === "/") return;
  throw new RequestError(
    `The call would go to ${url.origin}, but this session belongs to ${instanceUrl}; its token is sent nowhere else`,
  );
}

/** A path as it may be shown: without the query, which can hold anything. */
export function shownPath(path: string): string {
  return path.replace(/[?#].*$/s, "");
}

/** Whether a path is meant below `/services/data/vXX.X/`. */
export function isVersionRelative(path: string): boolean {
  return !path.startsWith("/") && !/^[a-z][a-z0-9+.-]*:/i.test(path);
}
