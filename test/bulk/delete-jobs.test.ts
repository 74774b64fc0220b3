import { jwtBearer, type LoadResult, records, SalesforceClient } from "kinetic-core";
import { type Fault, faults, type LocalOrg, startLocalOrg } from "kinetic-local-org";
import { describe, expect, it } from "vitest";
import { virtualClock } from "./clock.ts";

const DELETE = { method: "DELETE", path: /\/jobs\/ingest\/\w+$/ };
const JOBS = 3;
const ATTEMPTS = 2;

async function loaded(org: LocalOrg, sf: SalesforceClient): Promise<LoadResult> {
  const rows = Array.from({ length: JOBS }, (_, at) => ({ Name: `row ${at}` }));
  const source = records(rows);
  const result = await sf.bulk.load({
    object: "Account",
    operation: "insert",
    source,
    maxRecordsPerJob: 1,
    deleteJobs: true,
  });
  expect(org.jobs()).toHaveLength(JOBS);
  return result;
}

async function withOrg(test: (org: LocalOrg, sf: SalesforceClient) => Promise<void>): Promise<void> {
  await using org = await startLocalOrg();
  const { clientId, username, privateKey, url } = org;
  await using sf = new SalesforceClient({
    auth: jwtBearer({ clientId, username, privateKey, loginUrl: url }),
    http: { runtime: virtualClock(), retry: { maxAttempts: ATTEMPTS } },
  });
  await test(org, sf);
}

describe("a load that deletes its jobs when it is closed", () => {
  it("leaves none of them", () =>
    withOrg(async (org, sf) => {
      const result = await loaded(org, sf);
      await result.close();
      expect(org.jobs()).toEqual([]);
    }));

  it.each<[string, Fault]>([
    ["an answer that was lost", { kind: "reset-after" }],
    [
      "a page of something in between",
      { kind: "reply", status: 200, headers: { "content-type": "text/html" }, text: "<html></html>" },
    ],
    ["an org that is not there for a moment", faults.serverUnavailable()],
  ])("gets over %s", (_what, fault) =>
    withOrg(async (org, sf) => {
      const result = await loaded(org, sf);
      const rule = org.faults.add({ ...DELETE, fault, times: 1 });
      await result.close();
      expect(rule.hits).toBe(1);
      expect(org.jobs()).toEqual([]);
    }),
  );

  it("tells of the job that it could not delete, after a few requests, and deletes the others", () =>
    withOrg(async (org, sf) => {
      const result = await loaded(org, sf);
      const rule = org.faults.add({
        ...DELETE,
        fault: faults.serverUnavailable(),
        times: ATTEMPTS,
      });
      await expect(result.close()).rejects.toMatchObject({ code: "SERVER", attempts: ATTEMPTS });
      expect(rule.hits).toBe(ATTEMPTS);
      expect(org.jobs()).toHaveLength(1);
    }));
});
