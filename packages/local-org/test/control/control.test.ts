import { type LocalOrg, startLocalOrg } from "kinetic-local-org";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type Answer, type Call, caller } from "../api.ts";

let org: LocalOrg;
let call: Call;
beforeAll(async () => {
  org = await startLocalOrg();
  call = caller(org);
});
beforeEach(() => org.reset());
afterAll(() => org.close());

/** Calls the org as a test in another language would: no session. */
const control = (method: string, path: string, body?: unknown): Promise<Answer> =>
  call(method, `/_org${path}`, { token: null, body });

const token = async (): Promise<string> => {
  const answer = await control("POST", "/sessions");
  expect(answer.status).toBe(201);
  return (answer.json as { accessToken: string }).accessToken;
};

const limits = async (): Promise<number> => (await call("GET", "limits", { token: await token() })).status;

describe("the control endpoint", () => {
  it("tells what a client needs, and opens and ends sessions", async () => {
    const { url, clientId, clientSecret, username, userId, organizationId, apiVersion } = org;
    const facts = { url, clientId, clientSecret, username, userId, organizationId, apiVersion };
    expect((await control("GET", "")).json).toEqual(facts);
    const session = await token();
    expect((await call("GET", "limits", { token: session })).status).toBe(200);
    expect((await control("DELETE", "/sessions")).status).toBe(204);
    expect((await call("GET", "limits", { token: session })).status).toBe(401);
    expect((await control("POST", "/sessions", { username: "nobody@example.com" })).status).toBe(400);
  });

  it("adds faults, by kind and by name, and takes them away", async () => {
    const added = await control("POST", "/faults", {
      method: "GET",
      path: "/limits$",
      times: 2,
      fault: { name: "serverUnavailable", retryAfterSeconds: 3 },
    });
    expect(added.status).toBe(201);
    expect(await limits()).toBe(503);
    expect((await control("GET", "/faults")).json).toEqual([{ id: "1", hits: 1 }]);
    expect((await control("DELETE", "/faults/1")).status).toBe(204);
    expect(await limits()).toBe(200);
    await control("POST", "/faults", {
      fault: { kind: "reply", status: 418, json: { a: 1 } },
      path: "limits",
    });
    expect(await limits()).toBe(418);
    await control("POST", "/faults", { fault: "dailyLimit", path: "limits" });
    await control("DELETE", "/faults");
    expect(await limits()).toBe(200);
    expect((await control("DELETE", "/faults/1")).status).toBe(404);
  });

  it.each([
    [{}, "fault"],
    [{ fault: "nonsense" }, "fault"],
    [{ fault: { kind: "reply" } }, "fault.status"],
    [{ fault: { kind: "slow" } }, "fault.delayMs"],
    [{ fault: "htmlError", path: "(" }, "path"],
    [{ fault: "htmlError", times: "two" }, "times"],
  ])("refuses the fault %j and names the member", async (rule, member) => {
    const answer = await control("POST", "/faults", rule);
    expect([answer.status, answer.json]).toMatchObject([400, [{ errorCode: "INVALID_CONTROL_REQUEST" }]]);
    expect(answer.text).toContain(`The member ${member} must be`);
  });

  it("keeps itself out of the log, the faults and the allocation", async () => {
    await control("POST", "/faults", { fault: "htmlError", path: "." });
    expect((await control("GET", "/requests")).json).toEqual([]);
    expect(await limits()).toBe(500);
    const log = (await control("GET", "/requests")).json as { number: number; url: string }[];
    expect(log).toMatchObject([
      { number: 1, url: "/services/data/v60.0/limits", status: 500, fault: "reply" },
    ]);
    expect((await control("GET", "/requests?after=1")).json).toEqual([]);
    await control("DELETE", "/requests");
    expect((await control("GET", "/requests")).json).toEqual([]);
  });

  it("keeps and reads rows, counts them by key, and goes back to a snapshot", async () => {
    expect((await control("PUT", "/ledger/Account", { field: "AccountNumber" })).status).toBe(204);
    const ids = await control("POST", "/rows/Account", [{ Name: "seeded" }]);
    expect([ids.status, ids.json]).toEqual([201, [expect.stringMatching(/^001/) as unknown]]);
    expect((await control("PUT", "/snapshots/start")).status).toBe(204);
    const body = { Name: "Acme", AccountNumber: "7" };
    await call("POST", "sobjects/Account", { token: await token(), body });
    expect((await control("GET", "/ledger/Account")).json).toEqual([{ key: "7", inserted: 1, updated: 0 }]);
    expect((await control("GET", "/rows/Account")).json).toHaveLength(2);
    expect((await control("POST", "/snapshots/start/restore")).status).toBe(204);
    expect((await control("GET", "/rows/Account")).json).toMatchObject([{ Name: "seeded" }]);
    expect((await control("POST", "/snapshots/other/restore")).text).toContain(
      'There is no snapshot \\"other\\"',
    );
    expect((await control("GET", "/ledger/Contact")).status).toBe(400);
    expect((await control("POST", "/rows/Nonsense", [{ Name: "x" }])).text).toContain(
      "This org has no object Nonsense",
    );
    expect((await control("POST", "/reset")).status).toBe(204);
    expect((await control("GET", "/rows/Account")).json).toEqual([]);
  });

  it("lets jobs get stuck, until it is told otherwise", async () => {
    const session = await token();
    const load = async (): Promise<unknown> => {
      const body = { object: "Account", operation: "insert", lineEnding: "LF" };
      const { id } = (await call("POST", "jobs/ingest", { token: session, body })).json as { id: string };
      const headers = { "content-type": "text/csv" };
      await call("PUT", `jobs/ingest/${id}/batches`, { token: session, body: "Name\na\n", headers });
      await call("PATCH", `jobs/ingest/${id}`, { token: session, body: { state: "UploadComplete" } });
      const state = (): unknown => org.jobs().find((job) => job.id === id)?.state;
      await vi.waitFor(() => expect(["InProgress", "JobComplete"]).toContain(state()), {
        interval: 5,
        timeout: 30_000,
      });
      return state;
    };
    expect((await control("PUT", "/jobs/fault", { stuck: "yes" })).status).toBe(400);
    expect((await control("PUT", "/jobs/fault", { stuck: true })).status).toBe(204);
    const stuck = (await load()) as () => unknown;
    expect((await control("DELETE", "/jobs/fault")).status).toBe(204);
    const fine = (await load()) as () => unknown;
    await vi.waitFor(() => expect(fine()).toBe("JobComplete"), { interval: 5, timeout: 30_000 });
    expect(stuck()).toBe("InProgress");
    expect((await control("GET", "/jobs")).json).toMatchObject([
      { object: "Account" },
      { object: "Account" },
    ]);
  });

  it("moves the clock, which a reset puts right", async () => {
    const now = async (): Promise<number> =>
      Date.parse(((await control("GET", "/clock")).json as { now: string }).now);
    const session = await token();
    await control("POST", "/clock", { advanceSeconds: 3 * 3600 });
    expect((await call("GET", "limits", { token: session })).status).toBe(401);
    await control("POST", "/clock", { now: "2030-01-02T03:04:05.000Z" });
    expect(new Date(await now()).toISOString()).toMatch(/^2030-01-02T03:04/);
    expect((await control("POST", "/clock", {})).status).toBe(400);
    await control("POST", "/reset");
    expect(Math.abs((await now()) - Date.now())).toBeLessThan(60_000);
  });

  it("is not for pages of other sites", async () => {
    const headers = { origin: "https://elsewhere.example" };
    const answer = await call("POST", "/_org/reset", { token: null, headers });
    expect([answer.status, answer.json]).toMatchObject([403, [{ errorCode: "INVALID_CONTROL_REQUEST" }]]);
    const own = await call("POST", "/_org/reset", { token: null, headers: { origin: org.url } });
    expect(own.status).toBe(204);
  });
});
