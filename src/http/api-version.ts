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
  const match = /^v?(\d{2,3})(?:\.0)?$/.exec(value.trim());
  if (match) return `${match[1]}.0`;
  throw new ConfigurationError(`apiVersion: "${value}" is not an API version; write it like 68.0`, {
    problems: [{ setting: "apiVersion", source: "options", message: "is not an API version like 68.0" }],
  });
}
