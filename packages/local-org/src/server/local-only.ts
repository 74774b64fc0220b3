import { isIP } from "node:net";
import { failure } from "./errors.ts";
import type { Route } from "./types.ts";

/** Reads the host out of a `Host` header or an origin, without the port; undefined where there is none. */
function hostnameOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const url = text.includes("://") ? text : `http://${text}`;
  return URL.canParse(url) ? new URL(url).hostname.toLowerCase() : undefined;
}

/**
 * Whether a name can only mean this machine, or was meant by who started the org. An address cannot be made to mean another
 * machine, as a name can in the DNS of somebody else.
 */
function isTrusted(hostname: string, allowed: readonly string[]): boolean {
  const address = hostname.replace(/^\[(.*)\]$/, "$1");
  if (isIP(address) !== 0 || hostname === "localhost" || hostname.endsWith(".localhost")) return true;
  return allowed.some((name) => name.toLowerCase() === hostname);
}

const refused = (message: string): Error => failure(403, "INVALID_CONTROL_REQUEST", message);

/**
 * Makes a route that needs no session, and answers only who asks for the org by an address, by `localhost`, or by a name that is
 * allowed: a page of another site can neither reach it by a name of its own that it points here, nor send it anything.
 */
export function localOnly(route: Route, allowedHosts: readonly string[]): Route {
  return {
    ...route,
    auth: false,
    handler: (call) => {
      const { host, origin } = call.headers;
      const hostname = hostnameOf(host);
      if (hostname === undefined || !isTrusted(hostname, allowedHosts))
        throw refused(
          `This is answered to requests for localhost or an address, not for ${host ?? "no host"}: name the host in the option allowedHosts.`,
        );
      if (origin !== undefined && origin !== `http://${host}`)
        throw refused(`Pages of ${origin} may not control this org.`);
      return route.handler(call);
    },
  };
}
