import fc from "fast-check";
import {
  type AnswerToError,
  AuthenticationError,
  ConflictError,
  errorFromAnswer,
  isKineticError,
  isRefreshable,
  KineticError,
  LimitError,
  NetworkError,
  NotFoundError,
  OutcomeUnknownError,
  PermissionError,
  RequestError,
  remediationById,
  ServerError,
  UnexpectedResponseError,
  withRemediations,
} from "kinetic-core";
import { describe, expect, it } from "vitest";

const answer = (status: number, body: string, more: Partial<AnswerToError> = {}): KineticError =>
  errorFromAnswer({ status, headers: {}, body, kind: "rest", request: "GET /x?q=1", attempts: 1, ...more });
const rest = (errorCode: string, message = "m"): string => JSON.stringify([{ errorCode, message }]);

describe("errorFromAnswer: the class", () => {
  it.each([
    [400, rest("INVALID_FIELD"), RequestError],
    [400, rest("NEVER_SEEN"), RequestError],
    [400, rest("INVALID_FIELD_FOR_INSERT_UPDATE"), PermissionError],
    [400, rest("INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY"), PermissionError],
    [400, rest("DUPLICATE_VALUE"), ConflictError],
    [400, rest("UNABLE_TO_LOCK_ROW"), ConflictError],
    [400, rest("INVALIDJOBSTATE"), ConflictError],
    [400, rest("STORAGE_LIMIT_EXCEEDED"), LimitError],
    [400, rest("LIMIT_EXCEEDED"), LimitError],
    [400, rest("InvalidSessionId"), AuthenticationError],
    [400, rest("ENTITY_IS_DELETED"), NotFoundError],
    [400, rest("UNKNOWN_EXCEPTION"), ServerError],
    [400, "", RequestError],
    [400, "null", RequestError],
    [400, "42", RequestError],
    [400, '[{"message":"No such column","errorCode":"INVALID_FI', RequestError],
    [400, "testErrorMessage", RequestError],
    [401, rest("INVALID_SESSION_ID"), AuthenticationError],
    [401, "", AuthenticationError],
    [403, rest("REQUEST_LIMIT_EXCEEDED"), LimitError],
    [403, rest("API_DISABLED_FOR_ORG"), PermissionError],
    [403, "Bad_OAuth_Token", AuthenticationError],
    [403, "<html>blocked</html>", PermissionError],
    [404, rest("NOT_FOUND"), NotFoundError],
    [404, "<html>URL No Longer Exists</html>", NotFoundError],
    [405, rest("METHOD_NOT_ALLOWED"), RequestError],
    [409, "", ConflictError],
    [410, rest("GONE"), RequestError],
    [412, "", ConflictError],
    [414, "", RequestError],
    [420, "", ServerError],
    [429, "", LimitError],
    [500, rest("APEX_ERROR"), ServerError],
    [500, rest("REQUEST_LIMIT_EXCEEDED"), LimitError],
    [500, "<html>Down</html>", ServerError],
    [503, "", ServerError],
    [300, '["/a","/b"]', ConflictError],
    [302, "", UnexpectedResponseError],
    [304, "", UnexpectedResponseError],
    [200, "<html></html>", UnexpectedResponseError],
    [200, "", UnexpectedResponseError],
    [200, '{"totalSize":2000,"records":[{"Id":"0', UnexpectedResponseError],
    [200, "[]", UnexpectedResponseError],
    [200, rest("NOT_FOUND"), NotFoundError],
    [200, rest("NEVER_SEEN"), RequestError],
    [
      200,
      JSON.stringify({ body: [{ errorCode: "NEVER_SEEN", message: "m" }], httpStatusCode: 503 }),
      ServerError,
    ],
    [0, "", UnexpectedResponseError],
    [Number.NaN, "", UnexpectedResponseError],
  ])("REST %d %j", (status, body, expected) => {
    expect(answer(status, body)).toBeInstanceOf(expected);
  });

  it.each([
    [400, '{"error":"invalid_grant","error_description":"inactive user"}', AuthenticationError],
    [400, '{"error":"never_seen"}', AuthenticationError],
    [400, '{"error":"rate_limit_exceeded"}', LimitError],
    [400, '{"error":"unknown_error","error_description":"retry your request"}', ServerError],
    [503, '{"error":"invalid_grant"}', ServerError],
    [400, "{}", AuthenticationError],
    [400, "", AuthenticationError],
    [404, "<html></html>", AuthenticationError],
    [420, "", ServerError],
    [429, "", LimitError],
    [500, "<html></html>", ServerError],
    [302, "", UnexpectedResponseError],
    [200, "<html></html>", UnexpectedResponseError],
    [200, '{"error":"invalid_grant"}', AuthenticationError],
  ])("OAuth %d %j", (status, body, expected) => {
    expect(answer(status, body, { kind: "oauth" })).toBeInstanceOf(expected);
  });

  it("takes the real failure, not one that it dragged along", () => {
    const body = JSON.stringify([
      {
        success: false,
        errors: [{ statusCode: "ALL_OR_NONE_OPERATION_ROLLED_BACK", message: "rolled back", fields: [] }],
      },
      {
        success: false,
        errors: [{ statusCode: "INVALID_FIELD", message: "No such column", fields: ["X__c"] }],
      },
    ]);
    const error = answer(200, body);
    expect(error).toMatchObject({ code: "REQUEST_REJECTED", errorCode: "INVALID_FIELD", fields: ["X__c"] });
    expect(error.platformErrors).toHaveLength(2);
  });
});

describe("errorFromAnswer: the message and the facts", () => {
  it("says what happened, why, what to do, and which ids to quote", () => {
    const error = answer(
      400,
      rest("MALFORMED_QUERY", "\nSELEKT\n^\nERROR at Row:1:Column:1\nunexpected token: SELEKT"),
      {
        headers: { "x-sfdc-request-id": "R1", "x-request-id": "R2" },
        attempts: 3,
      },
    );
    expect(error.message).toBe(
      "Salesforce answered 400: MALFORMED_QUERY, SELEKT ^ ERROR at Row:1:Column:1 unexpected token: SELEKT. " +
        "The query is not valid SOQL, or is longer than 100,000 characters. " +
        "What to do: Correct the SOQL at the place that the message points to. " +
        "(GET /x, HTTP 400, MALFORMED_QUERY, request id R1, 3 attempts)",
    );
    expect(error.platformErrors[0]?.message).toContain("\n^\n");
  });

  it("names user, host and audience of a refused login", () => {
    const error = answer(400, '{"error":"invalid_grant","error_description":"audience is invalid"}', {
      kind: "oauth",
      sent: {
        username: "int@example.com",
        host: "acme.my.salesforce.com",
        audience: "https://acme.my.salesforce.com",
      },
    });
    expect(error.message).toMatch(
      /^Salesforce answered 400 for user int@example\.com at acme\.my\.salesforce\.com \(audience https:\/\/acme\.my\.salesforce\.com\): invalid_grant, audience is invalid\./,
    );
  });

  it("tells the three meanings of one description by the grant type", () => {
    const body = '{"error":"invalid_grant","error_description":"expired authorization code"}';
    const id = (grantType: string): string =>
      answer(400, body, { kind: "oauth", sent: { grantType } }).remediation.id;
    expect(id("urn:ietf:params:oauth:grant-type:jwt-bearer")).toBe("jwt-expired");
    expect(id("authorization_code")).toBe("authorization-code-expired");
    expect(id("refresh_token")).toBe("refresh-collision");
  });

  it.each([
    [
      "An unexpected error occurred. Please include this ErrorId if you contact support: 1087100941-56 (1836369402)",
      "1087100941-56 (1836369402)",
    ],
    [
      "We can't save this record because the “X” process failed. Error ID: 429871234-20993 (-1187659)",
      "429871234-20993 (-1187659)",
    ],
    ["Error ID: 429871234-20993", "429871234-20993"],
    ["Call 555-1234", undefined],
  ])("finds the error id in %j", (message, errorId) => {
    expect(answer(500, rest("UNKNOWN_EXCEPTION", message)).errorId).toBe(errorId);
  });

  it.each([
    [{ "retry-after": "7" }, 7000],
    [{ "retry-after": " 0 " }, 0],
    [{ "retry-after": "Wed, 21 Oct 2026 07:28:30 GMT", date: "Wed, 21 Oct 2026 07:28:00 GMT" }, 30_000],
    [{ "retry-after": "Wed, 21 Oct 2026 07:28:00 GMT", date: "Wed, 21 Oct 2026 07:28:30 GMT" }, undefined],
    [{ "retry-after": "Wed, 21 Oct 2015 07:28:00 GMT" }, undefined],
    [{ "retry-after": "soon" }, undefined],
    [{ "retry-after": "" }, undefined],
    [{}, undefined],
  ])("reads Retry-After from %j", (headers, expected) => {
    expect(answer(503, "", { headers: headers as Record<string, string> }).retryAfterMs).toBe(expected);
  });

  it("takes the first of repeated headers", () => {
    expect(answer(503, "", { headers: { "x-request-id": ["A", "B"] } as never }).requestId).toBe("A");
  });

  it("lists what an upsert matched, what a duplicate rule found, and what a unique value hit", () => {
    const matches = (status: number, body: string): readonly string[] =>
      (answer(status, body) as ConflictError).matches;
    expect(
      matches(300, '["/services/data/v60.0/sobjects/A/1","/services/data/v60.0/sobjects/A/2",3]'),
    ).toEqual(["/services/data/v60.0/sobjects/A/1", "/services/data/v60.0/sobjects/A/2"]);
    expect(matches(300, "<html>")).toEqual([]);
    const duplicates = [
      {
        errorCode: "DUPLICATES_DETECTED",
        message: "m",
        duplicateResut: { matchResults: [{ matchRecords: [{ record: { Id: "003A" } }] }] },
      },
    ];
    expect(matches(400, JSON.stringify(duplicates))).toEqual(["003A"]);
    const hit = "duplicate value found: Ext__c duplicates value on record with id: 0015g00000abcde";
    expect(matches(400, rest("DUPLICATE_VALUE", hit))).toEqual(["0015g00000abcde"]);
    expect(matches(400, rest("DUPLICATE_VALUE", "Already a campaign member."))).toEqual([]);
  });

  it("tells the daily from the concurrent limit, which share a code", () => {
    const of = (message: string): LimitError =>
      answer(403, rest("REQUEST_LIMIT_EXCEEDED", message)) as LimitError;
    expect(of("TotalRequests Limit exceeded.")).toMatchObject({ scope: "daily", retryable: false });
    expect(of("ConcurrentRequests (Concurrent API Requests) Limit exceeded.")).toMatchObject({
      scope: "concurrent",
      retryable: true,
    });
  });

  it.each([
    [
      200,
      "<!DOCTYPE html><html><head><title>Login | Salesforce</title></head></html>",
      {},
      'a login page titled "Login | Salesforce"',
      "unexpected-page",
    ],
    [
      200,
      "<html><script>window.location.replace('x')</script></html>",
      {},
      "a login page",
      "unexpected-page",
    ],
    [
      200,
      "<html><title> Down\n for maintenance </title></html>",
      {},
      'a web page titled "Down for maintenance"',
      "unexpected-page",
    ],
    [
      302,
      "",
      { location: "https://acme.my.salesforce.com/?ec=302&startURL=%2Fx" },
      "a redirect to https://acme.my.salesforce.com/",
      "unexpected-redirect",
    ],
    [200, "", {}, "an empty body", "unexpected-response"],
    [200, '{"records":[{"Id', {}, "JSON that breaks off or is malformed", "unexpected-cut"],
    [200, "[]", {}, "JSON that names no error", "unexpected-cut"],
    [
      403,
      "<html><body>Access denied</body></html>",
      {},
      "a web page instead of data",
      "page-instead-of-error",
    ],
  ])("describes %d %j", (...[status, body, headers, description, id]) => {
    const error = answer(status, body, { headers: headers as Record<string, string> });
    expect(error.message).toContain(description);
    expect(error.remediation.id).toBe(id);
  });

  it("keeps an excerpt of an unexpected body for whoever asks", () => {
    const error = answer(200, "<html>hello</html>", {
      headers: { "content-type": "text/html" },
    }) as UnexpectedResponseError;
    expect(error).toMatchObject({ contentType: "text/html", excerpt: "<html>hello</html>" });
  });

  it("cuts endless messages", () => {
    expect(answer(400, rest("X", "a".repeat(1_000_000))).message.length).toBeLessThan(3000);
  });
});

describe("errorFromAnswer is total", () => {
  it("gives a typed error with advice for any status and any body", () => {
    const bodies = fc.oneof(
      fc.string(),
      fc.json(),
      fc.string({ unit: "binary" }),
      fc.constantFrom(rest("X"), "<html>", "[[", "null"),
    );
    const headers = fc.dictionary(
      fc.constantFrom("location", "retry-after", "date", "content-type", "x-request-id"),
      fc.string(),
    );
    fc.assert(
      fc.property(
        fc.integer({ min: -1, max: 1000 }),
        bodies,
        headers,
        fc.constantFrom("rest", "oauth"),
        (...[status, body, head, kind]) => {
          const error = answer(status, body, { kind, headers: head });
          expect(error).toBeInstanceOf(KineticError);
          expect(isKineticError(error)).toBe(true);
          expect(error.remediation.summary).not.toBe("");
          expect(error.message).toContain("What to do: ");
          expect(() => JSON.stringify(error)).not.toThrow();
        },
      ),
    );
  });
});

describe("what the transport asks of an error", () => {
  it.each([
    [answer(401, rest("INVALID_SESSION_ID", "Session expired or invalid")), true],
    [answer(401, rest("INVALID_SESSION_ID", "This session is not valid for use with the REST API")), false],
    [answer(401, rest("INVALID_OPERATION_WITH_EXPIRED_PASSWORD")), false],
    [answer(401, ""), true],
    [answer(403, "Bad_OAuth_Token"), true],
    [answer(403, rest("REQUEST_LIMIT_EXCEEDED")), false],
    [answer(404, rest("INVALID_SESSION_ID")), false],
    [new NetworkError("x"), false],
    [new Error("x"), false],
    [undefined, false],
  ])("%s: a new token helps: %s", (error, expected) => {
    expect(isRefreshable(error)).toBe(expected);
  });

  it("never advises to repeat a write whose answer was lost, whatever the answer's code", () => {
    const error = new OutcomeUnknownError("lost", { status: 503, errorCode: "SERVER_UNAVAILABLE" });
    expect(error.remediation.id).toBe("outcome-unknown");
    expect(error.retryable).toBe(false);
  });

  it("gives the client's own call budget its own advice", () => {
    expect(new LimitError("not sent", { scope: "budget" }).remediation.id).toBe("call-budget");
    expect(new LimitError("x", { scope: "storage" }).remediation.id).toBe("limit");
  });

  it("finds a remediation by id, also in another catalogue", () => {
    const german = withRemediations({ replace: { "call-budget": { summary: "Mehr erlauben." } } });
    expect(remediationById("call-budget", german)?.summary).toBe("Mehr erlauben.");
    expect(remediationById("call-budget")?.id).toBe("call-budget");
    expect(remediationById("toString")).toBeUndefined();
  });
});
