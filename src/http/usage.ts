/** What `Sforce-Limit-Info` says of the org's API calls in the last 24 hours. */
export interface ApiUsage {
  readonly used: number;
  readonly max: number;
}

/** Reads `Sforce-Limit-Info: api-usage=25/5000` (REST API guide, "Limit Info Header"). */
export function parseLimitInfo(header: string | undefined): ApiUsage | undefined {
  if (header === undefined) return undefined;
  const match = /(?:^|[;,\s])api-usage=(\d+)\/(\d+)/.exec(header);
  return match ? { used: Number(match[1]), max: Number(match[2]) } : undefined;
}
