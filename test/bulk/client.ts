import { type Runtime, SalesforceClient } from "kinetic-core";
import { countingAuth } from "../support/client.ts";
import { virtualClock } from "./clock.ts";

/** A client whose pauses take no time. */
export function bulkClient(
  url: string,
  {
    runtime = virtualClock(),
    maxAttempts = 3,
    apiVersion = "68.0",
  }: { runtime?: Runtime; maxAttempts?: number; apiVersion?: string } = {},
): SalesforceClient {
  return new SalesforceClient({
    apiVersion,
    auth: countingAuth(url),
    http: { runtime, retry: { maxAttempts } },
  });
}
