import { ConfigurationError, UnexpectedResponseError } from "../errors/index.ts";

interface VersionInfo {
  readonly version: string;
}

/**
 * Picks the newest version of an answer to `GET /services/data` (REST API guide, "Versions").
 *
 * @throws UnexpectedResponseError when the answer lists none
 */
export function newestVersion(body: unknown): string {
  const versions = Array.isArray(body) ? body.filter(isVersionInfo).map(({ version }) => version) : [];
  const newest = versions.sort((a, b) => Number(b) - Number(a))[0];
  if (newest !== undefined) return newest;
  throw new UnexpectedResponseError(
    "GET /services/data lists no API version: the instance URL may not be that of a Salesforce org",
  );
}

function isVersionInfo(value: unknown): value is VersionInfo {
  return (
    typeof value === "object" && value !== null && "version" in value && typeof value.version === "string"
  );
}

/**
 * Reads a pinned API version: `68.0`, `v68.0` and `68` are the same.
 *
 * @throws ConfigurationError for anything else
 */
export function normaliseVersion(value: string): string {
  const version = readVersion(value);
  if (version !== undefined) return version;
  throw new ConfigurationError("The client cannot be made", {
    problems: [{ setting: "apiVersion", source: "options", message: VERSION_PROBLEM }],
  });
}

/** What is wrong with a version that `readVersion` does not know. */
export const VERSION_PROBLEM = "is not an API version; write it like 68.0";

/** An API version as the URLs of the org have it; `undefined` for anything else. */
export function readVersion(value: string): string | undefined {
  const match = /^v?(\d{2,3})(?:\.0)?$/.exec(value.trim());
  return match ? `${match[1]}.0` : undefined;
}
