import { faults, type LocalOrg } from "kinetic-local-org";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { GOOD_ORG } from "../good-calls.ts";
import { connect, localOrg, orgConfig } from "../harness.ts";
import { counting, describeFaults, FOREVER } from "./faults.ts";

/** The others are in faults.soak.ts. */
const EVERY_DAY = ["401", "no answer, the call done"];
describeFaults(FOREVER.filter(([what]) => EVERY_DAY.includes(what)));

let org: LocalOrg;
beforeAll(async () => {
  org = await localOrg(GOOD_ORG);
});
afterEach(() => org.faults.clear());
afterAll(() => org.close());

describe("an org that is ill for a moment", () => {
  it.each(FOREVER.slice(0, 3))("serves a query after one %s", async (_, fault) => {
    const logins = { count: 0 };
    await using host = await connect([orgConfig(org, { auth: counting(org, logins) })]);
    await host.call("sf_limits");
    const rule = org.faults.add({ path: /\/query\?/, fault });
    const answer = await host.call("sf_query", { soql: "SELECT Id FROM Account" });
    expect(rule.hits).toBe(1);
    expect(answer).toMatchObject({ isError: false, data: { totalSize: 40 } });
    expect(logins.count).toBeLessThanOrEqual(2);
  });
});

describe("a token that is refused for ever", () => {
  it("is renewed once for a call, not in a circle", async () => {
    const logins = { count: 0 };
    await using host = await connect([orgConfig(org, { auth: counting(org, logins) })]);
    await host.call("sf_limits");
    org.faults.add({ path: /\/limits$/, times: 1e9, fault: faults.sessionExpired });
    const [sent, signedIn] = [org.requests().length, logins.count];
    const answer = await host.call("sf_limits");
    expect(answer.isError).toBe(true);
    expect(answer.data["error"]).toMatchObject({ next: { tool: "sf_diagnose" } });
    expect([org.requests().length - sent, logins.count - signedIn]).toEqual([2, 1]);
  });
});
