import { type AuthProvider, accessToken, type ClientOptions, SalesforceClient } from "kinetic-core";

/** A provider that hands out `token-1`, `token-2` … and counts its logins. */
export function countingAuth(instanceUrl: string): AuthProvider & { logins: number } {
  const provider = {
    flow: "counting",
    logins: 0,
    authenticate: async () => {
      provider.logins += 1;
      await new Promise((resolve) => setTimeout(resolve, 5));
      return { token: `00D000000000001!token-${provider.logins}`, instanceUrl };
    },
  };
  return provider;
}

/** A client whose pauses are recorded instead of waited for, by a clock of its own where one is given. */
export function quickClient(
  auth: AuthProvider | string,
  options: Omit<ClientOptions, "auth"> = {},
  now: () => number = () => Date.now(),
): { sf: SalesforceClient; pauses: number[] } {
  const pauses: number[] = [];
  const sf = new SalesforceClient({
    apiVersion: "68.0",
    ...options,
    auth:
      typeof auth === "string" ? accessToken({ token: "00D000000000001!ready", instanceUrl: auth }) : auth,
    http: {
      ...options.http,
      runtime: {
        now,
        random: () => 0.999,
        sleep: async (ms, signal) => {
          pauses.push(ms);
          signal?.throwIfAborted();
        },
      },
    },
  });
  return { sf, pauses };
}
