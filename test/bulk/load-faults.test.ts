import { type LoadOptions, type LoadResult, records } from "kinetic-core";
import { describe, expect, it } from "vitest";
import { bulkClient } from "./client.ts";
import { virtualClock } from "./clock.ts";
import { type FakeOrg, type FakeOrgOptions, type Fault, startFakeOrg } from "./fake-org.ts";

const ROWS = Array.from({ length: 40 }, (_, at) => ({ Name: `row ${at + 1}`, Ext__c: `x${at + 1}` }));

interface Outcome {
  readonly fake: FakeOrg;
  readonly result: LoadResult | undefined;
  readonly error: unknown;
}

async function loadWith(org: FakeOrgOptions, options: Partial<LoadOptions> = {}): Promise<Outcome> {
  const runtime = virtualClock();
  const fake = await startFakeOrg({ now: runtime.now, ...org });
  const sf = bulkClient(fake.url, { runtime });
  try {
    const result = await sf.bulk.load({
      object: "Account",
      operation: "insert",
      source: records(ROWS),
      maxRecordsPerJob: 10,
      concurrency: 2,
      ...options,
    });
    await result.close();
    return { fake, result, error: undefined };
  } catch (error) {
    return { fake, result: undefined, error };
  } finally {
    await sf.close();
    await fake.close();
  }
}

/** What must hold whatever happened: nothing doubled, nothing left open. */
function expectSound({ fake }: Outcome): void {
  expect([...fake.stored.values()].every((times) => times === 1)).toBe(true);
  expect(fake.open()).toEqual([]);
}

const CALLS = ["POST ingest", "PUT batches", "PATCH UploadComplete", "GET job"];
const CONCURRENT = "ConcurrentRequests (Concurrent API Requests) Limit exceeded.";
const FAULTS: [string, Fault][] = [
  ["the request is lost", "lose-request"],
  ["the answer is lost", "lose-answer"],
  ["the session is dead", { status: 401, code: "INVALID_SESSION_ID" }],
  ["it is throttled", { status: 403, code: "REQUEST_LIMIT_EXCEEDED", message: CONCURRENT }],
  ["the server is away", { status: 503, code: "SERVER_UNAVAILABLE" }],
  ["the server stumbles", { status: 500, code: "UNKNOWN_EXCEPTION" }],
  ["a maintenance page comes", "html"],
];

describe.each(CALLS)("%s", (target) => {
  it.each(FAULTS)("once: %s, and every row is loaded once", async (_, fault) => {
    const outcome = await loadWith({
      fault: (call, count) => (call === target && count === 2 ? fault : undefined),
    });
    expect(outcome.error).toBeUndefined();
    expect(outcome.result?.totals).toEqual({ rows: 40, succeeded: 40, failed: 0, unprocessed: 0 });
    expect(outcome.fake.stored.size).toBe(40);
    expectSound(outcome);
  });

  it.each(FAULTS)("always: %s, and nothing is doubled or left open", async (_, fault) => {
    const outcome = await loadWith(
      { fault: (call) => (call === target ? fault : undefined) },
      { pollTimeoutMs: 50, onTimeout: "abort" },
    );
    if (outcome.result === undefined) {
      expect(outcome.error).toMatchObject({ code: expect.stringMatching(/^[A-Z_]+$/) });
    } else expect(outcome.result.totals.succeeded).toBe(40);
    expect([...outcome.fake.stored.values()].every((times) => times === 1)).toBe(true);
    if (target !== "POST ingest") expect(outcome.fake.open()).toEqual([]);
  });
});

describe("a load under faults", () => {
  it.each([1, 2, 3])(
    "loses the answers of calls at random (seed %i) and still loads every row once",
    async (seed) => {
      let state = seed;
      const random = (): number => {
        state = (Math.imul(state, 1103515245) + 12345) >>> 0;
        return state / 2 ** 32;
      };
      const faults: Fault[] = [
        "lose-request",
        "lose-answer",
        "html",
        { status: 503, code: "SERVER_UNAVAILABLE" },
      ];
      const outcome = await loadWith(
        { fault: () => (random() < 0.12 ? faults[Math.floor(random() * faults.length)] : undefined) },
        { maxRecordsPerJob: 4, concurrency: 3 },
      );
      expect(outcome.error).toBeUndefined();
      expect(outcome.result?.totals).toEqual({ rows: 40, succeeded: 40, failed: 0, unprocessed: 0 });
      expectSound(outcome);
    },
  );

  it("stops at a refusal, names it, and aborts what is open", async () => {
    const outcome = await loadWith({
      fault: (call, count) =>
        call === "POST ingest" && count === 3 ? { status: 400, code: "INVALIDJOB" } : undefined,
      looks: 50,
    });
    expect(outcome.error).toMatchObject({ errorCode: "INVALIDJOB" });
    expectSound(outcome);
  });

  it("reads result lists again that lag behind the counts", async () => {
    const outcome = await loadWith({
      fate: (_, index) => (index === 3 ? { error: "X_Y:z: --" } : "stored"),
      tamper: (call, answer, count) =>
        call === "GET failedResults" && count === 1
          ? { ...answer, body: answer.body.split("\n").slice(0, 1).join("\n") }
          : answer,
    });
    expect(outcome.result?.totals.failed).toBe(4);
  });

  it("says which job's rows do not add up", async () => {
    const outcome = await loadWith({
      tamper: (call, answer) =>
        call === "GET job" && answer.body.includes("JobComplete")
          ? {
              ...answer,
              body: answer.body.replace('"numberRecordsProcessed":10', '"numberRecordsProcessed":9'),
            }
          : answer,
    });
    expect(outcome.error).toMatchObject({
      code: "ACCOUNTING",
      jobId: expect.stringMatching(/^750/),
      counts: { input: 10, succeeded: 9, failed: 0, unprocessed: 0 },
    });
    expect(outcome.fake.stored.size).toBe(40);
    expectSound(outcome);
  });

  it("gives up waiting without touching the job, and says how to open it again", async () => {
    const { fake, error } = await loadWith(
      { looks: Number.POSITIVE_INFINITY },
      { pollTimeoutMs: 30, maxRecordsPerJob: 100 },
    );
    expect(error).toMatchObject({ code: "JOB_TIMEOUT", handle: { kind: "ingest", apiVersion: "68.0" } });
    expect(fake.open()).toHaveLength(1);
    expect(fake.calls).not.toContain("PATCH Aborted");
  });

  it("aborts the job after the deadline when told to", async () => {
    const outcome = await loadWith(
      { looks: Number.POSITIVE_INFINITY },
      { pollTimeoutMs: 30, maxRecordsPerJob: 100, onTimeout: "abort" },
    );
    expect(outcome.error).toMatchObject({ code: "JOB_TIMEOUT" });
    expectSound(outcome);
  });
});

describe("a load that is aborted", () => {
  const moments = ["POST ingest", "PUT batches", "PATCH UploadComplete", "GET job"];
  it.each(moments)("during %s rejects with the signal's reason and leaves no job open", async (moment) => {
    const controller = new AbortController();
    const reason = new Error("enough");
    const outcome = await loadWith(
      {
        looks: 1000,
        tamper: (call, answer, count) => {
          if (call === moment && count === 2) controller.abort(reason);
          return answer;
        },
      },
      { signal: controller.signal },
    );
    expect(outcome.error).toBe(reason);
    expectSound(outcome);
  });

  it("before it begins sends nothing", async () => {
    const outcome = await loadWith({}, { signal: AbortSignal.abort(new Error("no")) });
    expect(outcome.error).toMatchObject({ message: "no" });
    expect(outcome.fake.calls).toEqual([]);
  });

  it("leaves running jobs running when told to", async () => {
    const controller = new AbortController();
    const { fake } = await loadWith(
      {
        looks: 1000,
        tamper: (call, answer, count) => {
          if (call === "GET job" && count === 3) controller.abort(new Error("enough"));
          return answer;
        },
      },
      { signal: controller.signal, onAbort: "leave" },
    );
    expect(fake.open().every(({ state }) => state === "UploadComplete" || state === "InProgress")).toBe(true);
    expect(fake.open().length).toBeGreaterThan(0);
  });
});
