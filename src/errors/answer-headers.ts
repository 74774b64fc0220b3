type Headers = Readonly<Record<string, string>>;

/** Returns a header as one text; the first value where a transport kept several. */
export function header(headers: Headers, name: string): string | undefined {
  const value: unknown = headers[name];
  if (typeof value === "string") return value;
  const first: unknown = Array.isArray(value) ? value[0] : undefined;
  return typeof first === "string" ? first : undefined;
}

/** Returns the id to quote to Salesforce support. */
export function requestIdOf(headers: Headers): string | undefined {
  return header(headers, "x-sfdc-request-id") ?? header(headers, "x-request-id");
}

/**
 * Returns `Retry-After` in milliseconds: from seconds, or from a date measured against the answer's own `Date`, so that a wrong
 * clock here does not matter. `undefined` when it is absent, malformed or past.
 */
export function retryAfterMsOf(headers: Headers): number | undefined {
  const value = header(headers, "retry-after")?.trim();
  if (value === undefined || value === "") return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const now = Date.parse(header(headers, "date") ?? "");
  const wait = Date.parse(value) - (Number.isNaN(now) ? Date.now() : now);
  return wait >= 0 ? wait : undefined;
}
