import fc from "fast-check";
import {
  ConflictError,
  errorFromAnswer,
  isKineticError,
  KineticError,
  LimitError,
  UnexpectedResponseError,
} from "kinetic-core";
import { describe, expect, it } from "vitest";

const answer = (status: number, body: string, more: object = {}) =>
  errorFromAnswer({ status, headers: {}, body, kind: "rest", request: "GET /x?q=1", attempts: 1, ...more });

describe("errorFromAnswer", () => {
  it("reads a REST error and says what to do", () => {
    const error = answer(400, '[{"message":"unexpected token: SELEKT","errorCode":"MALFORMED_QUERY"}]');
    expect(error).toMatchObject({
      code: "REQUEST_REJECTED",
      errorCode: "MALFORMED_QUERY",
      status: 400,
      request: "GET /x",
    });
    expect(error.message).toMatch(
      /unexpected token: SELEKT.*What to do: .+\(GET \/x, HTTP 400, MALFORMED_QUERY\)$/,
    );
  });

  it("lists what several external id matches point to", () => {
    const error = answer(300, '["/services/data/v60.0/sobjects/A/1","/services/data/v60.0/sobjects/A/2"]');
    expect(error).toBeInstanceOf(ConflictError);
    expect((error as ConflictError).matches).toHaveLength(2);
  });

  it("tells the daily from the concurrent limit, which share a code", () => {
    const of = (message: string) =>
      answer(403, JSON.stringify([{ errorCode: "REQUEST_LIMIT_EXCEEDED", message }]));
    expect((of("TotalRequests Limit exceeded.") as LimitError).scope).toBe("daily");
    const concurrent = of("ConcurrentRequests (Concurrent API Requests) Limit exceeded.");
    expect(concurrent).toBeInstanceOf(LimitError);
    expect((concurrent as LimitError).scope).toBe("concurrent");
  });

  it("calls a login page with a good status unexpected", () => {
    const error = answer(200, "<!DOCTYPE html><html><head><title>Login | Salesforce</title></head></html>");
    expect(error).toBeInstanceOf(UnexpectedResponseError);
    expect(error.message).toContain("a login page");
  });

  it("is total: any status and any body give a typed error with advice", () => {
    const bodies = fc.oneof(fc.string(), fc.json(), fc.string({ unit: "binary" }));
    fc.assert(
      fc.property(
        fc.integer({ min: 100, max: 599 }),
        bodies,
        fc.constantFrom("rest", "oauth"),
        (status, body, kind) => {
          const error = answer(status, body, { kind });
          expect(error).toBeInstanceOf(KineticError);
          expect(isKineticError(error)).toBe(true);
          expect(error.remediation.summary).not.toBe("");
          expect(error.message).toContain("What to do: ");
        },
      ),
    );
  });
});
