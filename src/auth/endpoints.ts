/** The OAuth endpoints of a login host; an Experience site keeps its path. */
export function oauthEndpoint(loginUrl: URL, name: "authorize" | "token" | "revoke" | "introspect"): URL {
  return new URL(`${withoutTrailingSlash(loginUrl)}/services/oauth2/${name}`);
}

/** A URL as OAuth writes an issuer or audience: without a slash at the end. */
export function withoutTrailingSlash(url: URL): string {
  return (url.origin + url.pathname).replace(/\/+$/, "");
}

/** Leaves out the members of a form that have no value. */
export function form(members: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const filled = Object.entries(members).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(filled);
}
