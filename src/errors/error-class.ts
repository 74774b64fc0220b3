import { isDeadSession, limitScope } from "./classify.ts";
import type { ErrorCode } from "./kinetic-error.ts";
import type { PlatformError } from "./platform-error.ts";

/** The classes that an answer can become. */
export type AnswerErrorCode = Extract<
  ErrorCode,
  | "AUTHENTICATION"
  | "PERMISSION"
  | "NOT_FOUND"
  | "REQUEST_REJECTED"
  | "CONFLICT"
  | "LIMIT"
  | "SERVER"
  | "UNEXPECTED_RESPONSE"
>;

/** Codes that decide the class whatever the status says: one code comes with several statuses, and in parts of a 200. */
const CODES: Readonly<
  Record<Exclude<AnswerErrorCode, "UNEXPECTED_RESPONSE" | "REQUEST_REJECTED">, readonly string[]>
> = {
  AUTHENTICATION: [
    "INVALID_AUTH_HEADER",
    "INVALID_OPERATION_WITH_EXPIRED_PASSWORD",
    "INVALID_LOGIN",
    "INVALID_SESSION_ID",
    "InvalidSessionId",
    "INVALIDSESSIONID",
    "Bad_OAuth_Token",
    "Missing_OAuth_Token",
    "LOGIN_MUST_USE_SECURITY_TOKEN",
    "LOGIN_DURING_RESTRICTED_DOMAIN",
    "LOGIN_DURING_RESTRICTED_TIME",
    "LOGIN_CHALLENGE_ISSUED",
    "LOGIN_CHALLENGE_PENDING",
    "PASSWORD_LOCKOUT",
    "TXN_SECURITY_END_A_SESSION",
    "TXN_SECURITY_TWO_FA_REQUIRED",
  ],
  PERMISSION: [
    "API_DISABLED_FOR_ORG",
    "API_CURRENTLY_DISABLED",
    "APEX_REST_SERVICES_DISABLED",
    "CLIENT_NOT_ACCESSIBLE_FOR_USER",
    "CLIENT_REQUIRE_UPDATE_FOR_USER",
    "FEATURENOTENABLED",
    "FeatureNotEnabled",
    "FUNCTIONALITY_NOT_ENABLED",
    "GUEST_INSUFFICIENT_ACCESS",
    "INSUFFICIENT_ACCESS",
    "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY",
    "INSUFFICIENT_ACCESS_OR_READONLY",
    "INSUFFICIENT_PRIVILEGES",
    "INVALID_FIELD_FOR_INSERT_UPDATE",
    "InvalidUser",
    "INVALIDUSER",
    "IP_RANGE_LIMIT_EXCEEDED",
    "NO_ACCESS",
    "ORG_LOCKED",
    "PACKAGE_LICENSE_REQUIRED",
    "PORTAL_NO_ACCESS",
    "TRIAL_EXPIRED",
    "TXN_SECURITY_FAIL_CLOSE",
    "TXN_SECURITY_NO_ACCESS",
    "UNAUTHORIZED_USER_FOR_CURSOR",
  ],
  NOT_FOUND: ["NOT_FOUND", "NotFound", "RECORD_NOT_FOUND", "ENTITY_IS_DELETED"],
  CONFLICT: [
    "ALREADY_IN_PROCESS",
    "CONFLICT",
    "DUPLICATES_DETECTED",
    "DUPLICATE_DEVELOPER_NAME",
    "DUPLICATE_EXTERNAL_ID",
    "DUPLICATE_USERNAME",
    "DUPLICATE_VALUE",
    "ENTITY_FAILED_IFLASTMODIFIED_ON_UPDATE",
    "ENTITY_IS_LOCKED",
    "INVALIDJOBSTATE",
    "InvalidJobState",
    "MATCH_PRECONDITION_FAILED",
    "MODIFIED",
    "RECORD_IN_USE_BY_WORKFLOW",
    "TERRITORY_REALIGN_IN_PROGRESS",
    "TooManyLockFailure",
    "UNABLE_TO_LOCK_ROW",
  ],
  LIMIT: [],
  SERVER: [
    "APEX_ERROR",
    "FUNCTIONALITY_TEMPORARILY_UNAVAILABLE",
    "INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE",
    "INTERNAL_ERROR",
    "PLATFORM_EVENT_PUBLISHING_UNAVAILABLE",
    "PLATFORM_EVENT_PUBLISH_FAILED",
    "SERVER_UNAVAILABLE",
    "SSO_SERVICE_DOWN",
    "UNKNOWN_EXCEPTION",
  ],
};

const OAUTH_SERVER: ReadonlySet<string> = new Set([
  "server_error",
  "system_down",
  "service_unavailable",
  "unknown_error",
]);

/** Statuses with a meaning of their own; all others go by their class. */
const STATUSES: Readonly<Record<number, AnswerErrorCode>> = {
  300: "CONFLICT",
  401: "AUTHENTICATION",
  403: "PERMISSION",
  404: "NOT_FOUND",
  409: "CONFLICT",
  412: "CONFLICT",
  420: "SERVER",
  429: "LIMIT",
};

/** What decides the class of an answer's error. */
export interface ClassFacts {
  readonly status: number;
  readonly kind: "rest" | "oauth";
  /** The error that the answer is about. */
  readonly error: PlatformError | undefined;
}

/** Chooses the class of an answer's error: by its code where that says enough, else by its status. */
export function answerErrorCode({ status, kind, error }: ClassFacts): AnswerErrorCode {
  const effective = status < 400 ? (error?.status ?? status) : status;
  if (error?.code !== undefined) {
    const byCode = classOfCode(error.code, error);
    if (byCode !== undefined) return byCode;
    if (kind === "oauth")
      return OAUTH_SERVER.has(error.code) || effective >= 500 ? "SERVER" : "AUTHENTICATION";
    if (effective < 400 && effective !== 300) return "REQUEST_REJECTED";
  }
  return classOfStatus(effective, kind);
}

function classOfCode(code: string, error: PlatformError): AnswerErrorCode | undefined {
  if (isDeadSession(error)) return "AUTHENTICATION";
  if (limitScope({ errorCode: code, message: error.message }) !== undefined) return "LIMIT";
  for (const [name, codes] of Object.entries(CODES)) {
    if (codes.includes(code)) return name as AnswerErrorCode;
  }
  return undefined;
}

function classOfStatus(status: number, kind: "rest" | "oauth"): AnswerErrorCode {
  const own = Object.hasOwn(STATUSES, status) ? STATUSES[status] : undefined;
  if (kind === "oauth" && status >= 400 && status < 500 && status !== 420 && status !== 429)
    return "AUTHENTICATION";
  if (own !== undefined) return own;
  if (status >= 500) return "SERVER";
  return status >= 400 ? "REQUEST_REJECTED" : "UNEXPECTED_RESPONSE";
}
