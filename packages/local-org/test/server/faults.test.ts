import { faults, type LocalOrg } from "kinetic-local-org";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Call, caller, startOrg } from "../api.ts";

let org: LocalOrg;
let call: Call;
beforeAll(async () => {
  ({ org } = await startOrg());
});
beforeEach(() => {
  org.reset();
  call = caller(org);
});
afterAll(() => org.close());

const create = (): ReturnType<Call> => call("POST", "sobjects/Account", { body: { Name: "x" } });
const names = (): unknown[] => org.rows("Account").map((row) => row["Name"]);

describe("which requests a fault hits", () => {
  it("the first one that fits, once", async () => {
    const rule = org.faults.add({
      method: "post",
      path: /\/sobjects\/Account$/,
      fault: faults.serverUnavailable(7),
    });
    expect((await call("GET", "sobjects/Account")).status).toBe(200);
    const hit = await create();
    expect([hit.status, hit.headers.get("retry-after"), hit.json]).toEqual([
      503,
      "7",
      [{ message: "Server Unavailable", errorCode: "SERVER_UNAVAILABLE" }],
    ]);
    expect((await create()).status).toBe(201);
    expect(rule.hits).toBe(1);
    expect(names()).toEqual(["x"]);
  });

  it("after some have passed, several times, until it is removed", async () => {
    const rule = org.faults.add({
      path: /limits/g,
      skip: 1,
      times: Number.POSITIVE_INFINITY,
      fault: faults.dailyLimit,
    });
    const statuses: number[] = [];
    for (let i = 0; i < 3; i++) statuses.push((await call("GET", "limits")).status);
    rule.remove();
    statuses.push((await call("GET", "limits")).status);
    expect(statuses).toEqual([200, 403, 403, 200]);
  });

  it("some of them, the same ones for the same seed", async () => {
    const run = async (): Promise<number[]> => {
      const { org: other, call: ask } = await startOrg({ seed: 7 });
      other.faults.add({ path: /limits/, probability: 0.5, times: 99, fault: faults.tooManyRequests() });
      const statuses: number[] = [];
      for (let i = 0; i < 12; i++) statuses.push((await ask("GET", "limits")).status);
      await other.close();
      return statuses;
    };
    const first = await run();
    expect(new Set(first)).toEqual(new Set([200, 429]));
    expect(await run()).toEqual(first);
  });

  it("from the start, and again after a reset", async () => {
    const { org: other } = await startOrg({ faults: [{ fault: faults.htmlError }] });
    for (let round = 0; round < 2; round++) {
      const ask = caller(other);
      expect((await ask("GET", "limits")).text).toContain("<html>");
      expect((await ask("GET", "limits")).status).toBe(200);
      other.reset();
    }
    await other.close();
  });
});

describe("what goes wrong", () => {
  it("an expired session in Salesforce's words", async () => {
    org.faults.add({ fault: faults.sessionExpired });
    const answer = await call("GET", "limits");
    expect([answer.status, answer.headers.get("www-authenticate")]).toEqual([401, "Token"]);
  });

  it("a connection closed before the request was processed", async () => {
    org.faults.add({ fault: { kind: "reset-before" } });
    await expect(create()).rejects.toThrow();
    expect(names()).toEqual([]);
  });

  it("a connection closed after the request was processed", async () => {
    org.faults.add({ fault: { kind: "reset-after" } });
    await expect(create()).rejects.toThrow();
    expect(names()).toEqual(["x"]);
  });

  it.each([0, 10])("an answer cut off after %d bytes", async (bytes) => {
    org.faults.add({ fault: { kind: "cut", bytes } });
    const response = await fetch(`${org.url}/services/data`, { headers: { "accept-encoding": "identity" } });
    expect(response.status).toBe(200);
    let read = 0;
    await expect(async () => {
      for await (const chunk of response.body!) read += (chunk as Uint8Array).byteLength;
    }).rejects.toThrow();
    expect(read).toBe(bytes);
    expect(org.requests().at(-1)).toMatchObject({ fault: "cut", status: 200, bytesOut: bytes });
  });

  it("an answer that comes late, and one that comes in drops", async () => {
    org.faults.add({ fault: { kind: "slow", delayMs: 40 } });
    await call("GET", "limits");
    expect(org.requests().at(-1)).toMatchObject({ fault: "slow" });
    expect(org.requests().at(-1)?.durationMs).toBeGreaterThanOrEqual(35);
    org.faults.add({ fault: { kind: "trickle", bytesPerChunk: 500, delayMs: 1 } });
    const answer = await call("GET", "/services/data");
    expect(answer.json).toHaveLength(38);
  });

  it("no answer at all, until the client gives up or the org closes", async () => {
    org.faults.add({ fault: { kind: "hang" }, times: 2 });
    const signal = AbortSignal.timeout(50);
    await expect(fetch(`${org.url}/services/data`, { signal })).rejects.toThrow();
    const { org: other } = await startOrg({ faults: [{ fault: { kind: "hang" } }] });
    const hanging = fetch(`${other.url}/services/data`);
    const refused = expect(hanging).rejects.toThrow();
    await expect.poll(() => other.requests().length, { timeout: 30_000 }).toBe(1);
    await other.close();
    await refused;
  });
});

describe("a request that comes twice", () => {
  it("is processed twice, and answered the second time", async () => {
    org.faults.add({ method: "POST", fault: { kind: "repeat" } });
    const answer = await create();
    expect([answer.status, names()]).toEqual([201, ["x", "x"]]);
    expect(org.rows("Account")[1]).toMatchObject({ Id: (answer.json as { id: string }).id });
    expect(org.requests()).toMatchObject([{ status: 201, fault: "repeat" }]);
  });
});
