import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AttemptFault, decideRetry, type Idempotency } from "../../src/http/index.ts";

const limits = { maxAttempts: 5, baseMs: 500, maxMs: 60_000 };
const decide = (idempotency: Idempotency, fault: AttemptFault, attempt = 1) =>
  decideRetry({ idempotency, fault, attempt, limits, random: () => 0.5 });

const RETRY = { retry: true, afterMs: 250 };
const STOP = { retry: false, outcomeUnknown: false };
const UNKNOWN = { retry: false, outcomeUnknown: true };
const answer = (status: number, errorCode?: string, more = {}): AttemptFault => ({
  kind: "answer",
  status,
  errorCode,
  ...more,
});

describe("decideRetry", () => {
  it.each<[string, AttemptFault, object, object]>([
    ["no connection", { kind: "network", phase: "connect" }, RETRY, RETRY],
    ["reset before the answer", { kind: "network", phase: "in-flight" }, RETRY, UNKNOWN],
    ["cut in the answer", { kind: "network", phase: "body" }, RETRY, UNKNOWN],
    ["no answer in time", { kind: "timeout", phase: "in-flight" }, RETRY, UNKNOWN],
    ["429", answer(429), RETRY, RETRY],
    ["420", answer(420), RETRY, RETRY],
    ["500 without a word", answer(500), RETRY, UNKNOWN],
    ["500 UNKNOWN_EXCEPTION", answer(500, "UNKNOWN_EXCEPTION"), RETRY, STOP],
    ["500 APEX_ERROR", answer(500, "APEX_ERROR"), STOP, STOP],
    ["502", answer(502), RETRY, UNKNOWN],
    ["503 without a word", answer(503), RETRY, UNKNOWN],
    ["503 with Retry-After", answer(503, undefined, { retryAfterMs: 250 }), RETRY, RETRY],
    ["503 SERVER_UNAVAILABLE", answer(503, "SERVER_UNAVAILABLE"), RETRY, RETRY],
    ["504", answer(504), RETRY, UNKNOWN],
    ["UNABLE_TO_LOCK_ROW", answer(400, "UNABLE_TO_LOCK_ROW"), RETRY, RETRY],
    ["daily limit", answer(403, "REQUEST_LIMIT_EXCEEDED", { limit: "daily" }), STOP, STOP],
    ["concurrent limit", answer(403, "REQUEST_LIMIT_EXCEEDED", { limit: "concurrent" }), RETRY, RETRY],
    ["400", answer(400, "INVALID_FIELD"), STOP, STOP],
    ["401", answer(401, "INVALID_SESSION_ID"), STOP, STOP],
    ["404", answer(404, "NOT_FOUND"), STOP, STOP],
  ])("%s", (_, fault, idempotent, unsafe) => {
    expect(decide("idempotent", fault)).toEqual(idempotent);
    expect(decide("unsafe", fault)).toEqual(unsafe);
  });

  it("gives up when the server asks for more patience than is allowed", () => {
    expect(decide("idempotent", answer(503, undefined, { retryAfterMs: 60_001 }))).toEqual(STOP);
  });

  it("tries a host without a route twice more at most", () => {
    expect(decide("idempotent", answer(420), 2)).toMatchObject({ retry: true });
    expect(decide("idempotent", answer(420), 3)).toEqual(STOP);
  });

  it("never exceeds the attempts or the longest pause, and never repeats an unsafe call that may have run", () => {
    const fault = fc.oneof<fc.Arbitrary<AttemptFault>[]>(
      fc.record({
        kind: fc.constantFrom("network" as const, "timeout" as const),
        phase: fc.constantFrom("connect" as const, "in-flight" as const, "body" as const),
      }),
      fc.record({
        kind: fc.constant("answer" as const),
        status: fc.integer({ min: 100, max: 599 }),
        errorCode: fc.option(fc.string(), { nil: undefined }),
        retryAfterMs: fc.option(fc.nat(), { nil: undefined }),
      }),
    );
    const chance = fc.double({ min: 0, max: 0.999, noNaN: true });
    const idempotency = fc.constantFrom("idempotent" as const, "unsafe" as const);
    fc.assert(
      fc.property(
        fault,
        idempotency,
        fc.integer({ min: 1, max: 9 }),
        chance,
        (fault, idempotency, attempt, random) => {
          const decision = decideRetry({ idempotency, fault, attempt, limits, random: () => random });
          if (decision.retry) {
            expect(attempt).toBeLessThan(limits.maxAttempts);
            expect(decision.afterMs).toBeLessThanOrEqual(limits.maxMs);
            expect(decision.afterMs).toBeGreaterThanOrEqual(0);
          }
          if (idempotency === "unsafe" && fault.kind !== "answer" && fault.phase !== "connect") {
            expect(decision).toEqual(UNKNOWN);
          }
        },
      ),
    );
  });
});
