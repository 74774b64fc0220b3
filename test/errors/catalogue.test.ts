import fc from "fast-check";
import {
  type RemediationEntry,
  type RemediationFacts,
  remediationCatalogue,
  remediationFor,
} from "kinetic-core";
import { describe, expect, it } from "vitest";

const JWT = "urn:ietf:params:oauth:grant-type:jwt-bearer";

/** OAuth refusals as the token endpoint words them, and the entry that each must lead to. */
const OAUTH: readonly (readonly [error: string, description: string, id: string, grantType?: string])[] = [
  ["invalid_grant", "no client credentials user enabled", "client-credentials-no-run-as"],
  ["invalid_grant", "request not supported on this domain", "wrong-domain-for-flow"],
  ["invalid_grant", "no valid scopes defined", "client-credentials-no-scope"],
  ["invalid_app_access", "user is not admin approved to access this app", "app-access-not-approved"],
  ["invalid_grant", "user hasn't approved this consumer", "jwt-user-not-approved"],
  ["invalid_grant", "invalid assertion", "jwt-invalid-assertion"],
  ["invalid_grant", "Failed: : Couldn't validate jwt", "jwt-invalid-assertion"],
  ["invalid_grant", "audience is invalid", "jwt-audience"],
  ["invalid_grant", "Audience validation failed", "jwt-audience"],
  ["invalid_grant", "expired authorization code", "authorization-code-expired"],
  ["invalid_grant", "expired authorization code", "authorization-code-expired", "authorization_code"],
  ["invalid_grant", "expired authorization code", "jwt-expired", JWT],
  ["invalid_grant", "expired authorization code", "refresh-collision", "refresh_token"],
  ["invalid_grant", "invalid authorization code", "authorization-code-invalid"],
  ["invalid_grant", "expired access/refresh token", "refresh-token-expired"],
  ["invalid_grant", "token request is already being processed", "refresh-in-progress"],
  ["invalid_grant", "inactive user", "user-inactive"],
  ["invalid_grant", "authentication failure", "authentication-failure"],
  ["invalid_grant", "authentication failure - Invalid Password", "authentication-failure"],
  ["invalid_grant", "invalid password", "password-wrong"],
  ["invalid_grant", "ip restricted", "login-ip-or-hours"],
  ["invalid_grant", "IP restricted or invalid login hours", "login-ip-or-hours"],
  ["invalid_grant", "missing required code verifier", "pkce-verifier"],
  ["invalid_grant", "invalid code_verifier", "pkce-verifier"],
  ["invalid_request", "invalid code challenge", "code-challenge"],
  ["invalid_client_id", "client identifier invalid", "client-id-unknown"],
  ["invalid_client", "invalid client credentials", "client-secret-wrong"],
  ["invalid_client", "app must be installed into org", "app-not-installed"],
  [
    "invalid_request",
    "The JWT bearer and SAML assertion bearer flows require a refresh_token scope. Install and preauthorize the app.",
    "jwt-refresh-scope",
  ],
  [
    "invalid_request",
    "refresh_token scope is required and the connected app should be installed and preauthorized",
    "jwt-refresh-scope",
  ],
  ["unsupported_grant_type", "grant type not supported", "grant-type-unsupported"],
  ["oauth_flow_disabled", "The external client app or the OAuth plugin is disabled.", "app-disabled"],
  ["oauth_flow_disabled", "", "flow-disabled"],
  ["redirect_uri_mismatch", "redirect_uri must match configuration", "redirect-uri"],
  ["redirect_uri_missing", "redirect_uri not provided", "redirect-uri"],
  ["unsupported_response_type", "response type not supported", "response-type"],
  ["immediate_unsuccessful", "immediate unsuccessful", "interaction-needed"],
  ["access_denied", "end-user denied authorization", "user-denied"],
  ["invalid_scope", "requested scope is invalid, unknown, or malformed", "scope-refused"],
  ["inactive_user", "user is inactive", "oauth-user-inactive"],
  ["inactive_org", "organization is locked, closed, or suspended", "org-inactive"],
  ["rate_limit_exceeded", "number of logins exceeded", "login-rate"],
  ["authorization_pending", "", "device-pending"],
  ["slow_down", "", "device-slow-down"],
  ["server_error", "", "oauth-server"],
  ["system_down", "", "oauth-server"],
  ["service_unavailable", "", "oauth-server"],
  ["unknown_error", "retry your request", "oauth-server"],
  ["invalid_request", "must use HTTP POST", "token-request-malformed"],
  ["invalid_grant", "token handler validation failed", "token-handler-refused"],
  ["invalid_grant", "subject_token validation failed", "token-handler-refused"],
  ["invalid_token", "", "token-unknown"],
  ["unsupported_token_type", "this token type is not supported", "token-type-unsupported"],
  ["invalid_assertion_type", "", "assertion-type"],
  ["invalid_client_credentials", "client secret invalid", "client-secret-wrong"],
  ["OAUTH_APP_BLOCKED", "this app is blocked by admin", "app-blocked"],
  ["OAUTH_APP_ACCESS_DENIED", "user is not admin approved to access this app", "app-access-not-approved"],
  ["OAUTH_APPROVAL_ERROR_GENERIC", "generic approval error", "app-approval-refused"],
  ["OAUTH_EC_APP_NOT_FOUND", "external client app not found", "app-not-in-org"],
  ["use_dpop_nonce", "", "dpop-client"],
  ["invalid_dpop_proof", "", "dpop-client"],
  ["bad_jti_claim", "", "dpop-client"],
  ["failed_registration", "", "app-registration"],
  ["invalid_otp", "", "identity-verification"],
  ["invalid_grant", "words of a later release", "invalid-grant"],
];

/** REST and Bulk codes, with the message or status that tells variants apart, and the entry that each must lead to. */
const PLATFORM: readonly (readonly [codes: string, id: string, facts?: RemediationFacts])[] = [
  ["INVALID_SESSION_ID InvalidSessionId Bad_OAuth_Token", "session-expired"],
  [
    "INVALID_SESSION_ID",
    "session-not-for-rest",
    { message: "This session is not valid for use with the REST API" },
  ],
  ["INVALID_SESSION_ID", "session-expired", { message: "Session expired or invalid", status: 401 }],
  ["INVALID_OPERATION_WITH_EXPIRED_PASSWORD", "password-expired"],
  ["INVALID_AUTH_HEADER Missing_OAuth_Token", "auth-header-malformed"],
  ["Wrong_Org Bad_Id No_Site_Endpoint", "identity-wrong-org"],
  ["Inactive No_Access", "identity-no-access"],
  ["INVALID_LOGIN", "soap-login-refused"],
  ["LOGIN_MUST_USE_SECURITY_TOKEN", "security-token-needed"],
  ["LOGIN_DURING_RESTRICTED_DOMAIN LOGIN_DURING_RESTRICTED_TIME IP_RANGE_LIMIT_EXCEEDED", "login-restricted"],
  ["LOGIN_CHALLENGE_ISSUED LOGIN_CHALLENGE_PENDING", "login-challenge"],
  ["PASSWORD_LOCKOUT", "password-lockout"],
  ["INVALID_NEW_PASSWORD", "password-policy"],
  ["INVALID_CLIENT", "call-options-client"],
  ["SSO_SERVICE_DOWN", "sso-down"],
  ["CLIENT_NOT_ACCESSIBLE_FOR_USER", "client-not-allowed"],
  ["CLIENT_REQUIRE_UPDATE_FOR_USER UNSUPPORTED_CLIENT", "client-too-old"],
  ["ORG_LOCKED", "org-locked"],
  ["ORG_NOT_OWNED_BY_INSTANCE", "org-moved"],
  ["TRIAL_EXPIRED", "trial-expired"],
  ["PORTAL_NO_ACCESS", "portal-no-access"],
  ["API_DISABLED_FOR_ORG", "api-disabled", { message: "The REST API is not enabled for this Organization." }],
  ["API_DISABLED_FOR_ORG", "limits-resource-hidden", { message: "limits resource is not enabled" }],
  ["API_CURRENTLY_DISABLED", "api-disabled-for-user"],
  ["APEX_REST_SERVICES_DISABLED", "apex-rest-disabled"],
  ["FUNCTIONALITY_NOT_ENABLED", "feature-not-enabled"],
  ["FUNCTIONALITY_TEMPORARILY_UNAVAILABLE SERVER_UNAVAILABLE", "server-unavailable"],
  ["REQUEST_LIMIT_EXCEEDED", "daily-api-limit", { message: "TotalRequests Limit exceeded." }],
  [
    "REQUEST_LIMIT_EXCEEDED",
    "concurrent-api-limit",
    { message: "ConcurrentRequests (Concurrent API Requests) Limit exceeded." },
  ],
  ["TOO_MANY_APEX_REQUESTS", "concurrent-apex-limit"],
  ["REQUEST_RUNNING_TOO_LONG", "request-too-long"],
  ["INTERNAL_ERROR UNKNOWN_EXCEPTION Unknown", "server-fault"],
  [
    "EXTERNAL_SERVICE_EXCEPTION EXTERNAL_SERVICE_AUTHENTICATION_EXCEPTION EXTERNAL_SERVICE_UNSUPPORTED_EXCEPTION",
    "external-source",
  ],
  ["EXTERNAL_SERVICE_UNAVAILABLE_EXCEPTION", "external-source-down"],
  ["INSUFFICIENT_ACCESS NO_ACCESS INSUFFICIENT_PRIVILEGES", "insufficient-access"],
  ["INSUFFICIENT_ACCESS_OR_READONLY", "record-read-only"],
  ["INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY", "lookup-no-access"],
  ["GUEST_INSUFFICIENT_ACCESS", "guest-no-access"],
  ["TXN_SECURITY_NO_ACCESS TXN_SECURITY_FAIL_CLOSE", "security-policy"],
  ["TXN_SECURITY_END_A_SESSION TXN_SECURITY_TWO_FA_REQUIRED", "security-policy-session"],
  ["TXN_SECURITY_APEX_ERROR TXN_SECURITY_RUNTIME_ERROR TXN_SECURITY_METERING_ERROR", "security-policy-fault"],
  ["INVALID_FIELD", "field-unknown", { message: "No such column 'Bacon__c' on entity 'Account'." }],
  [
    "INVALID_FIELD",
    "lookup-by-external-id-missing",
    { message: "Foreign key external ID: x not found for field Ext__c in entity Account" },
  ],
  [
    "INVALID_FIELD",
    "value-not-of-field-type",
    {
      message: "Failed to deserialize field at col 3. Due to, 'x' is not a valid value for the type xsd:date",
    },
  ],
  ["INVALID_FIELD_FOR_INSERT_UPDATE", "field-not-writeable"],
  ["INVALID_TYPE", "object-unknown"],
  ["INVALID_TYPE_FOR_OPERATION INVALID_TYPE_ON_FIELD_IN_RECORD", "value-of-wrong-type"],
  ["NOT_FOUND NotFound RECORD_NOT_FOUND", "record-not-found"],
  [
    "NOT_FOUND",
    "external-id-not-found",
    { message: "Provided external ID field does not exist or is not accessible: rid" },
  ],
  [
    "NOT_FOUND",
    "bulk-job-not-found",
    { request: "GET /services/data/v68.0/jobs/ingest/7505g00000XyzAB", status: 404 },
  ],
  ["ENTITY_IS_DELETED", "record-deleted"],
  ["ENTITY_IS_LOCKED", "record-locked"],
  ["ENTITY_IS_ARCHIVED", "record-archived"],
  ["ENTITY_NOT_QUERYABLE UNSUPPORTED_QUERY INVALID_QUERY_SCOPE", "query-unsupported"],
  ["INVALID_ID_FIELD INVALID_ID MALFORMED_ID", "id-malformed"],
  ["ID_REQUIRED MISSING_ARGUMENT", "argument-missing"],
  ["INVALID_CROSS_REFERENCE_KEY", "reference-invalid"],
  ["INVALID_CROSS_REFERENCE_TYPE_FOR_FIELD", "reference-type"],
  ["INACTIVE_OWNER_OR_USER", "owner-inactive"],
  [
    "REQUIRED_FIELD_MISSING",
    "required-field-missing",
    { message: "Required fields are missing: [LastName]" },
  ],
  ["REQUIRED_FIELD_MISSING", "collection-empty", { message: "At least 1 record is required" }],
  ["FIELD_CUSTOM_VALIDATION_EXCEPTION", "validation-rule"],
  ["FIELD_FILTER_VALIDATION_EXCEPTION", "lookup-filter"],
  ["FIELD_INTEGRITY_EXCEPTION", "field-integrity"],
  ["INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", "picklist-value"],
  ["STRING_TOO_LONG CUSTOM_CLOB_FIELD_LIMIT_EXCEEDED", "text-too-long"],
  ["NUMBER_OUTSIDE_VALID_RANGE", "number-out-of-range"],
  ["INVALID_EMAIL_ADDRESS", "email-invalid"],
  ["INVALID_CURRENCY_ISO", "currency-unknown"],
  ["TEXT_DATA_OUTSIDE_SUPPORTED_CHARSET", "text-charset"],
  ["TOO_MANY_ENUM_VALUE", "multipicklist-too-many"],
  ["DUPLICATE_VALUE", "duplicate-value"],
  ["DUPLICATES_DETECTED", "duplicate-rule"],
  ["DUPLICATE_EXTERNAL_ID", "duplicate-external-id"],
  ["DUPLICATE_USERNAME DUPLICATE_DEVELOPER_NAME", "name-taken"],
  ["INVALID_EXTERNAL_ID_FIELD_NAME", "not-an-external-id"],
  ["UNABLE_TO_LOCK_ROW TooManyLockFailure", "row-locked"],
  [
    "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
    "trigger-refused",
    { message: "AccountTrigger: execution of BeforeInsert caused by: System.NullPointerException" },
  ],
  [
    "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
    "automation-row-locked",
    {
      message: "T: System.DmlException: UNABLE_TO_LOCK_ROW, unable to obtain exclusive access to this record",
    },
  ],
  [
    "CANNOT_EXECUTE_FLOW_TRIGGER",
    "automation-row-locked",
    { message: "We can't save this record: unable to obtain exclusive access to this record" },
  ],
  ["ALL_OR_NONE_OPERATION_ROLLED_BACK", "rolled-back-with-others"],
  ["PROCESSING_HALTED", "composite-halted"],
  [
    "PROCESSING_HALTED",
    "composite-reference",
    { message: "Invalid reference specified. No value for id found in ref" },
  ],
  ["BATCH_PROCESSING_HALTED", "batch-halted"],
  ["CANNOT_EXECUTE_FLOW_TRIGGER FLOW_EXCEPTION", "flow-refused"],
  ["APEX_ERROR APEX_FAILED", "apex-failed"],
  ["SELF_REFERENCE_FROM_TRIGGER RECORD_IN_USE_BY_WORKFLOW", "record-in-transaction"],
  ["CIRCULAR_DEPENDENCY CIRCULAR_OBJECT_GRAPH", "circular-dependency"],
  ["MIXED_DML_OPERATION", "mixed-dml"],
  ["DELETE_FAILED DELETE_REQUIRED_ON_CASCADE DEPENDENCY_EXISTS", "delete-refused"],
  ["CANNOT_UPDATE_CONVERTED_LEAD", "lead-converted"],
  ["CANNOT_MODIFY_MANAGED_OBJECT", "managed-component"],
  ["CHILD_SHARE_FAILS_PARENT TRANSFER_REQUIRES_READ", "owner-lacks-access"],
  ["TERRITORY_REALIGN_IN_PROGRESS", "territory-realignment"],
  ["INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE", "read-only-maintenance"],
  ["STORAGE_LIMIT_EXCEEDED EXCEEDED_QUOTA", "storage-limit"],
  ["LIMIT_EXCEEDED", "allocation-exceeded"],
  [
    "LIMIT_EXCEEDED",
    "composite-too-many-parts",
    { message: "The request can’t contain more than 25 operations." },
  ],
  [
    "LIMIT_EXCEEDED API_ERROR EXCEEDED_QUOTA",
    "bulk-quota-generic-code",
    { message: "Max bulk v2 query jobs (10000) per 24 hrs has been reached" },
  ],
  ["LICENSE_LIMIT_EXCEEDED", "license-limit"],
  ["PACKAGE_LICENSE_REQUIRED", "package-license"],
  ["FILE_SIZE_LIMIT_EXCEEDED MAXIMUM_SIZE_OF_ATTACHMENT", "file-too-large"],
  ["FILE_EXTENSION_NOT_ALLOWED CONTENT_TYPE_DISABLED_FOR_API", "file-type-refused"],
  [
    "EXCEEDED_ID_LIMIT",
    "too-many-records",
    { message: "cannot submit more than 200 records into this call" },
  ],
  ["EXCEEDED_ID_LIMIT", "aggregate-too-large", { message: "Aggregate query does not support queryMore()" }],
  ["EXCEEDED_MAX_SIZE_REQUEST EXCEEDED_MAX_TYPES_LIMIT PARAMETER_TOO_LARGE", "request-too-large"],
  ["QUERY_TOO_COMPLICATED OPERATION_TOO_LARGE", "query-too-complicated"],
  ["MALFORMED_QUERY", "query-malformed"],
  ["MALFORMED_SEARCH INVALID_SEARCH INVALID_SEARCH_SCOPE", "search-malformed"],
  ["INVALID_QUERY_FILTER_OPERATOR INVALID_FILTER_VALUE", "query-filter"],
  ["INVALID_QUERY_LOCATOR INVALID_LOCATOR", "query-cursor-lost"],
  ["INVALID_QUERY_LOCATOR", "query-cursor-temporary", { extendedCodes: ["TEMPORARY_QUERY_MORE_FAILURE"] }],
  ["TEMPORARY_QUERY_MORE_FAILURE", "query-cursor-temporary"],
  ["INVALID_QUERY_LOCATOR", "query-cursor-other-user", { extendedCodes: ["UNAUTHORIZED_USER_FOR_CURSOR"] }],
  ["INVALID_QUERY_LOCATOR", "query-cursor-malformed", { extendedCodes: ["INVALID_QUERY_LOCATOR_FORMAT"] }],
  ["INVALID_QUERY_LOCATOR", "query-statement-too-large", { extendedCodes: ["MAX_STATEMENT_SIZE"] }],
  ["INVALID_QUERY_LOCATOR", "query-cursor-lost", { extendedCodes: ["QUERY_LOCATOR_EXPIRED"] }],
  ["QUERY_TIMEOUT", "query-timeout"],
  ["REPORT_EXPORT_LIMIT_EXCEEDED", "report-limit"],
  ["INVALID_BATCH_SIZE", "query-batch-size"],
  ["INVALID_REPLICATION_DATE", "replication-window"],
  ["JSON_PARSER_ERROR", "json-malformed"],
  [
    "JSON_PARSER_ERROR",
    "polymorphic-attributes-first",
    {
      message:
        "Nested object for polymorphic foreign key must have an attributes field before any other fields.",
    },
  ],
  ["INVALID_INPUT BAD_REQUEST INVALID_BATCH_REQUEST UNPROCESSABLE_REQUEST", "request-envelope"],
  ["INVALID_OPERATION InvalidOperation", "operation-not-allowed-now"],
  ["METHOD_NOT_ALLOWED MethodNotAllowed", "method-not-allowed", { status: 405 }],
  ["UNSUPPORTED_MEDIA_TYPE NOT_ACCEPTABLE", "media-type"],
  ["CONFLICT ALREADY_IN_PROCESS", "busy-state"],
  ["MATCH_PRECONDITION_FAILED MODIFIED ENTITY_FAILED_IFLASTMODIFIED_ON_UPDATE", "record-changed-meanwhile"],
  ["MATCH_PRECONDITION_REQUIRED", "precondition-required"],
  ["GONE UNSUPPORTED_API_VERSION INVALID_VERSION", "api-version-retired"],
  ["KEY_HAS_BEEN_DESTROYED", "encryption-key-destroyed"],
  ["INVALID_ASSIGNMENT_RULE", "assignment-rule-invalid"],
  ["MERGE_FAILED UNDELETE_FAILED", "merge-failed"],
  ["OPERATION_ENQUEUED", "event-enqueued"],
  ["PLATFORM_EVENT_PUBLISHING_UNAVAILABLE PLATFORM_EVENT_PUBLISH_FAILED", "event-bus"],
  ["PLATFORM_EVENT_ENCRYPTION_ERROR", "event-encryption"],
  ["BIG_OBJECT_UNSUPPORTED_OPERATION", "big-object-operation"],
  ["IDEMPOTENCY_FEATURE_NOT_ENABLED IDEMPOTENCY_NOT_SUPPORTED INVALID_IDEMPOTENCY_KEY", "idempotency-key"],
  ["NO_RECIPIENTS", "email-without-recipient"],
  ["TOO_MANY_JOBS", "async-queue-full"],
  ["INVALIDJOB InvalidJob", "bulk-job-id"],
  ["INVALIDJOBSTATE InvalidJobState", "bulk-job-state"],
  ["InvalidBatch", "bulk-batch-invalid", { message: "Records not processed", code: "JOB" }],
  ["InvalidBatch", "bulk-header-field", { message: "Field name not found : Employees", code: "JOB" }],
  ["ClientInputError", "bulk-client-input", { code: "JOB" }],
  [
    "ClientInputError",
    "bulk-line-ending",
    { message: "LineEnding is invalid on user data. Current LineEnding setting is LF" },
  ],
  ["ExceededQuota", "bulk-quota"],
  ["FEATURENOTENABLED FeatureNotEnabled", "bulk-not-enabled"],
  ["INVALIDENTITY InvalidEntity", "bulk-object-unsupported"],
  ["InvalidUser", "bulk-user"],
  ["InvalidUrl InvalidXML", "bulk-url"],
  ["Timeout", "bulk-timeout"],
  ["API_ERROR", "bulk-api-error"],
  ["CONFLICT", "bulk-results-conflict", { request: "GET /services/data/v60.0/jobs/query/750/results" }],
  [
    "API_ERROR",
    "bulk-query-feature",
    { message: "Aggregate Relationships not supported in Bulk V2 Query with CSV content type" },
  ],
  ["CLIENTINPUTERROR", "bulk-second-upload", { message: "Found multiple contents for job: <750>" }],
  [
    "INVALID_FIELD",
    "query-filter-value",
    {
      message:
        "value of filter criterion for field 'CreatedDate' must be of type dateTime and should not be enclosed in quotes",
    },
  ],
  ["INVALID_FIELD", "query-field-use", { message: "field 'Description' can not be sorted in a query call" }],
  ["InvalidSyntax ValidationError OperationNotSupported", "graphql-syntax"],
  ["DataFetchingException ExecutionAborted", "graphql-fetch"],
];

/** Errors that are told by other facts than a code. */
const OTHERS: readonly (readonly [id: string, facts: RemediationFacts])[] = [
  ["app-not-attached-to-agent", { status: 401, message: "Connected app is not attached to Agent" }],
  ["multiple-matches", { status: 300, code: "CONFLICT" }],
  ["clock-skew", { errorCode: "CLOCK_SKEW", code: "DIAGNOSIS" }],
  ["certificate-ending", { errorCode: "CERTIFICATE_ENDING", code: "DIAGNOSIS" }],
  ["api-scope-missing", { errorCode: "API_SCOPE_MISSING", code: "DIAGNOSIS" }],
  ["api-permission-missing", { errorCode: "API_PERMISSION_MISSING", code: "DIAGNOSIS" }],
  ["hard-delete-missing", { errorCode: "HARD_DELETE_MISSING", code: "DIAGNOSIS" }],
  ["view-all-data-missing", { errorCode: "VIEW_ALL_DATA_MISSING", code: "DIAGNOSIS" }],
  ["modify-all-data-missing", { errorCode: "MODIFY_ALL_DATA_MISSING", code: "DIAGNOSIS" }],
  ["view-setup-missing", { errorCode: "VIEW_SETUP_MISSING", code: "DIAGNOSIS" }],
  ["object-access-missing", { errorCode: "OBJECT_ACCESS_MISSING", code: "DIAGNOSIS" }],
  ["field-access-missing", { errorCode: "FIELD_ACCESS_MISSING", code: "DIAGNOSIS" }],
  ["object-access-unknown", { errorCode: "OBJECT_ACCESS_UNKNOWN", code: "DIAGNOSIS" }],
  ["field-edit-missing", { errorCode: "FIELD_EDIT_MISSING", code: "DIAGNOSIS" }],
  ["api-limit-low", { errorCode: "API_LIMIT_LOW", code: "DIAGNOSIS" }],
  ["api-version-old", { errorCode: "API_VERSION_OLD", code: "DIAGNOSIS" }],
  ["trial-ending", { errorCode: "TRIAL_ENDING", code: "DIAGNOSIS" }],
  ["not-modified", { status: 304, code: "UNEXPECTED_RESPONSE" }],
  ["bulk-retried-too-often", { code: "JOB", message: "Retried more than fifteen times" }],
  [
    "bulk-query-feature",
    { message: "Aggregate Relationships not supported in Bulk V2 Query with CSV content type" },
  ],
  [
    "bulk-second-upload",
    { message: "Found multiple contents for job: <750>, please 'Close' / 'Abort' / 'Delete'" },
  ],
  [
    "bulk-results-other-version",
    { status: 409, code: "CONFLICT", request: "GET /services/data/v60.0/jobs/query/750/results" },
  ],
  ["configuration", { code: "CONFIGURATION" }],
  ["authentication", { code: "AUTHENTICATION" }],
  ["login-refused", { code: "AUTHENTICATION", status: 400, errorCode: "brand_new_error" }],
  ["login-host-wrong", { code: "AUTHENTICATION", status: 404 }],
  ["permission", { code: "PERMISSION" }],
  ["not-found", { code: "NOT_FOUND" }],
  ["request-rejected", { code: "REQUEST_REJECTED" }],
  ["conflict", { code: "CONFLICT" }],
  ["limit", { code: "LIMIT" }],
  ["call-budget", { code: "LIMIT", scope: "budget" }],
  ["server", { code: "SERVER" }],
  ["network", { code: "NETWORK", systemCode: "ECONNRESET" }],
  ["network-dns", { code: "NETWORK", systemCode: "ENOTFOUND" }],
  ["network-refused", { code: "NETWORK", systemCode: "ECONNREFUSED" }],
  ["network-tls", { code: "NETWORK", systemCode: "SELF_SIGNED_CERT_IN_CHAIN" }],
  ["timeout", { code: "TIMEOUT" }],
  ["outcome-unknown", { code: "OUTCOME_UNKNOWN" }],
  ["unexpected-response", { code: "UNEXPECTED_RESPONSE", status: 200 }],
  ["unexpected-redirect", { code: "UNEXPECTED_RESPONSE", status: 302 }],
  ["unexpected-page", { code: "UNEXPECTED_RESPONSE", status: 200, message: "<!DOCTYPE html><html>" }],
  ["unexpected-cut", { code: "UNEXPECTED_RESPONSE", status: 200, message: '{"totalSize":2000,"rec' }],
  [
    "page-instead-of-error",
    { code: "PERMISSION", status: 403, message: "<html><body>Access denied</body></html>" },
  ],
  ["input", { code: "INPUT" }],
  ["job", { code: "JOB" }],
  ["job-aborted", { code: "JOB", message: "The job was aborted" }],
  ["job-timeout", { code: "JOB_TIMEOUT" }],
  ["incomplete-result", { code: "INCOMPLETE_RESULT" }],
  ["accounting", { code: "ACCOUNTING" }],
  ...[400, 401, 403, 404, 405, 409, 410, 412, 414, 415, 420, 429, 503].map(
    (status) => [`http-${status}`, { status, errorCode: "NEVER_SEEN" }] as const,
  ),
  ["http-4xx", { status: 418 }],
  ["http-5xx", { status: 500 }],
  ["unknown-error", {}],
];

const platformRows = PLATFORM.flatMap(([codes, id, facts]) =>
  codes.split(" ").map((code) => [code, id, facts ?? {}] as const),
);

describe("remediationFor", () => {
  it.each(OAUTH)("OAuth %s, %j leads to %s", (...[errorCode, message, id, grantType]) => {
    expect(remediationFor({ errorCode, message, grantType, status: 400, code: "AUTHENTICATION" }).id).toBe(
      id,
    );
  });

  it.each(platformRows)("%s leads to %s", (errorCode, id, facts) => {
    expect(remediationFor({ errorCode, ...facts }).id).toBe(id);
  });

  it.each(OTHERS)("%s is found without a known code", (id, facts) => {
    expect(remediationFor(facts).id).toBe(id);
  });

  it("finds every entry of the catalogue by some row above", () => {
    const reached = new Set([
      ...OAUTH.map((row) => row[2]),
      ...PLATFORM.map((row) => row[1]),
      ...OTHERS.map((row) => row[0]),
    ]);
    expect(remediationCatalogue.map((entry) => entry.id).filter((id) => !reached.has(id))).toEqual([]);
  });

  it("prefers known words to the code beside them, and the code to all the rest", () => {
    const entry = (id: string, match: RemediationEntry["match"]): RemediationEntry => ({
      id,
      match,
      summary: "Do it.",
      cause: "It is so.",
      steps: ["Do it."],
      who: "user",
      retryHelps: false,
      doc: "Doc",
    });
    const catalogue = [
      entry("any", {}),
      entry("class", { status: ["4xx"] }),
      entry("sdk", { code: ["LIMIT"] }),
      entry("status", { status: [403] }),
      entry("grant", { grantType: ["g"] }),
      entry("system", { systemCode: ["s"] }),
      entry("request", { request: /jobs/g }),
      entry("message", { message: /daily/ }),
      entry("code", { errorCode: ["X"] }),
      entry("extended", { extendedCode: ["Y"] }),
      entry("extended-later", { extendedCode: ["Y"] }),
    ];
    const facts = {
      status: 403,
      code: "LIMIT",
      grantType: "g",
      systemCode: "s",
      request: "GET /jobs",
      message: "daily",
      errorCode: "X",
      extendedCodes: ["Y"],
    };
    const order = [
      "extended",
      "message",
      "code",
      "request",
      "system",
      "grant",
      "status",
      "sdk",
      "class",
      "any",
    ];
    const found = order.map((_, dropped) => {
      const gone = new Set(order.slice(0, dropped));
      return remediationFor(
        facts,
        catalogue.filter((one) => !gone.has(one.id) && (dropped === 0 || one.id !== "extended-later")),
      ).id;
    });
    expect(found).toEqual(order);
    // A pattern with the flag g finds the same thing every time.
    expect(remediationFor({ request: "/jobs" }, catalogue).id).toBe("request");
    expect(remediationFor({ request: "/jobs" }, catalogue).id).toBe("request");
  });

  it("is total and gives the same frozen object each time", () => {
    fc.assert(
      fc.property(
        fc.record(
          { errorCode: fc.string(), message: fc.string(), status: fc.integer() },
          { requiredKeys: [] },
        ),
        (facts) => {
          const remediation = remediationFor(facts);
          expect(remediation.summary).not.toBe("");
          expect(Object.isFrozen(remediation)).toBe(true);
          expect(remediationFor(facts)).toBe(remediation);
        },
      ),
    );
    expect(remediationFor({}, []).id).toBe("unknown-error");
  });

  it("does not trip over codes that are names of object members", () => {
    for (const errorCode of ["constructor", "__proto__", "toString"]) {
      expect(remediationFor({ errorCode, status: 400 }).id).toBe("http-400");
    }
  });
});

describe("remediationCatalogue", () => {
  it("has unique ids in kebab case", () => {
    const ids = remediationCatalogue.map((entry) => entry.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id))).toEqual([]);
  });

  it.each(remediationCatalogue.map((entry) => [entry.id, entry] as const))(
    "%s is complete prose",
    (_id, entry) => {
      expect(entry.summary).toMatch(/^[A-Z“].*[.]$/);
      expect(entry.cause).toMatch(/^[A-Z].*[.]$/);
      expect(entry.summary.length).toBeLessThan(200);
      expect(entry.steps.length).toBeGreaterThan(0);
      for (const step of entry.steps) expect(step).toMatch(/[.?]$/);
      expect(entry.doc).not.toBe("");
    },
  );

  it("gives no entry twice for the same facts", () => {
    const keys = remediationCatalogue.flatMap(({ match }) => {
      const { errorCode, ...rest } = match;
      const others = JSON.stringify({
        ...rest,
        message: rest.message?.source,
        request: rest.request?.source,
      });
      return (errorCode ?? [""]).map((code) => `${code} ${others}`);
    });
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  it("repeats none of the advice that is wrong though widely copied", () => {
    const text = (id: string): string =>
      JSON.stringify(remediationCatalogue.find((entry) => entry.id === id));
    expect(text("jwt-user-not-approved")).not.toMatch(/add .*scope(?! does)/i);
    expect(text("bulk-not-enabled")).toMatch(/for hardDelete only/);
    expect(text("bulk-not-enabled")).toMatch(/Modify All Data .*not needed/);
    expect(text("daily-api-limit")).toMatch(/logging in again does not help/);
    expect(text("bulk-job-not-found")).toMatch(/version is hardly ever the reason/);
    for (const entry of remediationCatalogue)
      expect(JSON.stringify(entry)).not.toMatch(/scopes? (full|web)\b/);
  });
});
