import { isRefreshable401, isTransientCode, limitScope } from "kinetic-core";
import { describe, expect, it } from "vitest";

const rest = (errorCode: string, message: string): string => JSON.stringify([{ message, errorCode }]);

describe("isRefreshable401", () => {
  it.each([
    [401, rest("INVALID_SESSION_ID", "Session expired or invalid"), true],
    [401, rest("INVALID_SESSION_ID", "This session is not valid for use with the REST API"), false],
    [401, rest("INVALID_SESSION_ID", "Connected app is not attached to Agent"), false],
    [401, "Connected app is not attached to Agent", false],
    [
      401,
      rest(
        "INVALID_OPERATION_WITH_EXPIRED_PASSWORD",
        "Your password has expired. Please reset your password.",
      ),
      false,
    ],
    [401, rest("INVALID_AUTH_HEADER", "INVALID_HEADER_TYPE"), false],
    [401, rest("SOME_NEW_CODE", "Who knows"), false],
    [401, '{"error":"refused by the class"}', false],
    [401, "", true],
    [401, "<html>Unauthorized</html>", true],
    [403, "Bad_OAuth_Token", true],
    [403, "Missing_OAuth_Token", false],
    [403, "", false],
    [403, rest("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."), false],
    [403, rest("API_DISABLED_FOR_ORG", "The REST API is not enabled for this Organization."), false],
    [
      400,
      "<error><exceptionCode>InvalidSessionId</exceptionCode><exceptionMessage>Invalid session id</exceptionMessage></error>",
      true,
    ],
    [400, '{"exceptionCode":"InvalidSessionId","exceptionMessage":"Invalid session id"}', true],
    [400, rest("INVALID_FIELD", "No such column"), false],
    [400, "", false],
    [404, rest("INVALID_SESSION_ID", "odd"), false],
    [500, rest("INVALID_SESSION_ID", "odd"), false],
    [200, rest("INVALID_SESSION_ID", "odd"), false],
  ])("%i %s is refreshable: %s", (status, body, expected) => {
    expect(isRefreshable401({ status, body })).toBe(expected);
  });
});

describe("limitScope", () => {
  it.each([
    ["REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.", "daily"],
    ["REQUEST_LIMIT_EXCEEDED", "ConcurrentRequests (Concurrent API Requests) Limit exceeded.", "concurrent"],
    ["REQUEST_LIMIT_EXCEEDED", "ConcurrentPerOrgLongTxn Limit exceeded.", "concurrent"],
    ["REQUEST_LIMIT_EXCEEDED", "", "daily"],
    ["LIMIT_EXCEEDED", "Max bulk v2 query jobs (10000) per 24 hrs has been reached", "daily"],
    ["LIMIT_EXCEEDED", "The request can’t contain more than 25 operations.", "other"],
    ["LIMIT_EXCEEDED", "hourly publishing limit", "rate"],
    ["ExceededQuota", "ApiBatchItems Limit exceeded in the last 24 hours", "daily"],
    ["ExceededQuota", "", "other"],
    ["EXCEEDED_QUOTA", "", "storage"],
    ["STORAGE_LIMIT_EXCEEDED", "storage limit exceeded", "storage"],
    ["TOO_MANY_APEX_REQUESTS", "", "concurrent"],
    ["rate_limit_exceeded", "number of logins exceeded", "rate"],
    ["INVALID_FIELD", "daily", undefined],
    [undefined, "24 hours", undefined],
    ["constructor", "", undefined],
  ])("%s %j counts %s", (errorCode, message, expected) => {
    expect(limitScope({ errorCode, message })).toBe(expected);
  });

  it("takes 429 for a rate", () => {
    expect(limitScope({ status: 429 })).toBe("rate");
  });
});

describe("isTransientCode", () => {
  it.each([
    ["UNABLE_TO_LOCK_ROW", "", true],
    ["TooManyLockFailure", "", true],
    ["SERVER_UNAVAILABLE", "", true],
    ["TEMPORARY_QUERY_MORE_FAILURE", "", true],
    ["unknown_error", "retry your request", true],
    ["invalid_grant", "token request is already being processed", true],
    ["REQUEST_LIMIT_EXCEEDED", "ConcurrentRequests Limit exceeded.", true],
    ["REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.", false],
    ["CANNOT_EXECUTE_FLOW_TRIGGER", "flow: UNABLE_TO_LOCK_ROW: 001", true],
    ["CANNOT_EXECUTE_FLOW_TRIGGER", "null pointer", false],
    ["UNKNOWN_EXCEPTION", "", false],
    ["INVALID_FIELD", "", false],
    ["invalid_grant", "expired access/refresh token", false],
    [undefined, "", false],
  ])("%s %j passes by itself: %s", (code, message, expected) => {
    expect(isTransientCode(code, message)).toBe(expected);
  });
});
