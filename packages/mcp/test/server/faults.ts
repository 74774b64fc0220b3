import type { AccessToken } from "kinetic-core";
import { type Fault, faults, type LocalOrg } from "kinetic-local-org";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { EVERYTHING, GOOD_CALLS, GOOD_ORG } from "../good-calls.ts";
import { connect, localOrg, orgConfig } from "../harness.ts";

/** Faults that do not end by themselves. */
export const FOREVER: readonly (readonly [what: string, fault: Fault])[] = [
  ["401", faults.sessionExpired],
  ["429", faults.tooManyRequests(1)],
  ["503", faults.serverUnavailable(1)],
  ["a page of HTML", faults.htmlError],
  ["the end of the daily calls", faults.dailyLimit],
  ["no answer, the call not done", { kind: "reset-before" }],
  ["no answer, the call done", { kind: "reset-after" }],
  ["half an answer", { kind: "cut", bytes: 5 }],
  ["JSON of another kind", { kind: "reply", status: 200, json: { unexpected: true } }],
];

/**
 * Attempts of one call, and calls that a tool makes at most. sf_diagnose looks into everything; an abort is tried
 * several times, each time with a look at the job: one that stays open costs the org.
 */
const ATTEMPTS = 3;
const CALLS: Readonly<Record<string, number>> = { sf_diagnose: 16, sf_bulk_abort: 11 };
const bound = (name: string) => ATTEMPTS * (CALLS[name] ?? 5);

/** Logs in as often as it is asked, and counts. */
export function counting(org: LocalOrg, logins: { count: number }) {
  return {
    flow: "counting",
    authenticate: async (): Promise<AccessToken> => {
      logins.count += 1;
      return { token: org.accessToken(), instanceUrl: org.url };
    },
  };
}

/** Calls every tool while an org does nothing but go wrong in these ways. */
export function describeFaults(list: typeof FOREVER): void {
  let org: LocalOrg;
  beforeAll(async () => {
    org = await localOrg({ ...GOOD_ORG, requestLogSize: 100_000 });
    org.snapshot();
  });
  afterEach(() => {
    org.faults.clear();
    org.restore();
  });
  afterAll(() => org.close());

  describe.each(list)("an org that answers with %s for ever", (_, fault) => {
    it.each(GOOD_CALLS)("ends a call of $name within a few requests and says why", async ({ name, args }) => {
      const logins = { count: 0 };
      await using host = await connect([orgConfig(org, { auth: counting(org, logins) })], {
        settings: EVERYTHING,
      });
      const given = await args({ org, host });
      const [sent, signedIn] = [org.requests().length, logins.count];
      org.faults.add({ path: /^\/services\/(?:data\/v|apexrest)/, times: 1e9, fault });
      const answer = await host.call(name, given);
      const requests = org.requests().slice(sent);
      expect(requests.length).toBeLessThanOrEqual(bound(name));
      // A token is renewed once for a call, and one login serves calls at the same time.
      expect(logins.count - signedIn).toBeLessThanOrEqual(1 + requests.length / 2);
      expect(answer.text).not.toMatch(/validation error/i);
      expect(answer.text).not.toMatch(/^INTERNAL(?!.*Next: sf_diagnose)/s);
      if (name !== "sf_diagnose" && answer.isError) expect(answer.text).toMatch(/^[A-Z_]+(?: \(\w+\))?: /);
      if (name === "sf_diagnose") expect(answer.data).toMatchObject({ ok: false });
      for (const [key, times] of countsOf(requests.filter(({ method }) => method !== "GET"))) {
        if (fault.kind === "reset-after" || fault.kind === "cut") expect(times, key).toBe(1);
      }
    });
  });
}

function countsOf(requests: readonly { readonly method: string; readonly url: string }[]) {
  const counts = new Map<string, number>();
  for (const { method, url } of requests) {
    // Reading by POST and ending a job may be repeated.
    if (/parameterizedSearch|composite\/batch|jobs\/query/.test(url) || method === "PATCH") continue;
    const key = `${method} ${url}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}
