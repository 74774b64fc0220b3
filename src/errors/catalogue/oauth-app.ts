import type { RemediationEntry } from "./entry.ts";

const ERRORS_PAGE = "Salesforce Help, OAuth 2.0 Authorization Errors";
const USAGE_PAGE = "Salesforce Help, Prepare for Connected App Usage Restrictions Change";
const ECA_PAGE = "Salesforce Help, External Client Apps";

/** What to do when the app, or its policy for this user, is the reason of the refusal. */
export const oauthAppEntries: readonly RemediationEntry[] = [
  {
    id: "app-access-not-approved",
    match: { errorCode: ["invalid_app_access", "OAUTH_APP_ACCESS_DENIED"] },
    summary: "Assign the app to a profile or permission set of the user.",
    cause:
      "Only users whom an admin approved may use the app, and this user (for client credentials: the Run As user) is not one of them.",
    steps: [
      "External client app: Setup > External Client App Manager > the app > Policies: select a permission set or profile of the user.",
      "Connected app: Setup > App Manager > the app > Manage: add it under Permission Sets or Profiles.",
      "Wait up to 10 minutes, then log in again.",
    ],
    who: "admin",
    retryHelps: false,
    doc: "Salesforce Help, Manage OAuth Access Policies for a Connected App",
  },
  {
    id: "client-id-unknown",
    match: { errorCode: ["invalid_client_id"] },
    summary: "Check the consumer key and that the login host belongs to the org that has the app.",
    cause:
      "No app with this consumer key is known there: a typing error, another org (a sandbox has its own apps), a deleted app, or one made minutes ago.",
    steps: [
      "Compare the consumer key with the app's (OAuth Settings > Consumer Key and Secret).",
      "Check the login host: production, test.salesforce.com for sandboxes, or the My Domain.",
      "A new or changed app takes up to 10 minutes to be known everywhere.",
    ],
    who: "developer",
    retryHelps: false,
    doc: ERRORS_PAGE,
  },
  {
    id: "app-not-installed",
    match: { errorCode: ["invalid_client", "OAUTH_APPROVAL_ERROR_GENERIC"], message: /must be installed/i },
    summary: "Have an admin install the app in this org.",
    cause: "Since September 2025 users may not approve connected apps that are not installed in their org.",
    steps: [
      "Setup > Connected Apps OAuth Usage: find the app and press Install.",
      "Or give the few users who test it the permission “Approve Uninstalled Connected Apps”.",
    ],
    who: "admin",
    retryHelps: false,
    doc: USAGE_PAGE,
  },
  {
    id: "client-secret-wrong",
    match: { errorCode: ["invalid_client", "invalid_client_credentials", "invalid_basic_auth_header"] },
    summary: "Set the app's current consumer secret; send it exactly once, in the body or in the header.",
    cause: "The consumer secret is wrong, was rotated, or is missing although the app requires it.",
    steps: [
      "Compare the secret with the app's (OAuth Settings > Consumer Key and Secret).",
      "Look for spaces and line ends in the environment variable that holds it.",
      "After a rotation or a change, wait up to 10 minutes.",
    ],
    who: "developer",
    retryHelps: false,
    doc: ERRORS_PAGE,
  },
  {
    id: "app-blocked",
    match: { errorCode: ["OAUTH_APP_BLOCKED", "app_blocked", "fail_close_app_blocked"] },
    summary: "Ask the admin to unblock the app.",
    cause: "An admin, or a policy of the org, blocked this app.",
    steps: [
      "Setup > Connected Apps OAuth Usage: find the app and press Unblock.",
      "Setup > API Access Control: see whether the app is on the allowed list.",
    ],
    who: "admin",
    retryHelps: false,
    doc: USAGE_PAGE,
  },
  {
    id: "app-approval-refused",
    match: { errorCode: ["OAUTH_APPROVAL_ERROR_GENERIC", "installation_error"] },
    summary: "Have an admin install the app in this org and approve its users.",
    cause: "The user may not approve this app: it is not installed in the org.",
    steps: [
      "Setup > Connected Apps OAuth Usage: find the app and press Install.",
      "Assign the app to a permission set of the user.",
    ],
    who: "admin",
    retryHelps: false,
    doc: USAGE_PAGE,
  },
  {
    id: "app-not-in-org",
    match: {
      errorCode: [
        "OAUTH_EC_APP_NOT_FOUND",
        "app_not_found",
        "ecapp_policy_not_found",
        "oauth_policy_not_found",
        "invalid_distribution_state",
      ],
    },
    summary: "Install the external client app in this org, or log in at the org that has it.",
    cause: "The app, or the org's policy for it, is not in the org that was asked.",
    steps: [
      "Check the login host.",
      "Setup > External Client App Manager: see whether the app is listed and enabled; install its package if not.",
      "Check that the app's distribution state fits: a local app works only in its own org.",
    ],
    who: "admin",
    retryHelps: false,
    doc: ECA_PAGE,
  },
  {
    id: "app-disabled",
    match: { errorCode: ["oauth_flow_disabled"], message: /app or the oauth plugin is disabled/i },
    summary: "Enable the external client app and its OAuth plugin.",
    cause: "The external client app, or its OAuth part, is switched off in this org.",
    steps: [
      "Setup > External Client App Manager > the app > Policies: set it to Enabled.",
      "Wait up to 10 minutes, then log in again.",
    ],
    who: "admin",
    retryHelps: false,
    doc: ECA_PAGE,
  },
  {
    id: "flow-disabled",
    match: { errorCode: ["oauth_flow_disabled"] },
    summary: "Enable this OAuth flow for the app, or use one that is enabled.",
    cause: "The app or the org does not allow this flow.",
    steps: [
      "Setup > External Client App Manager > the app > Settings > OAuth Settings > Flow Enablement: tick the flow.",
      "Setup > OAuth and OpenID Connect Settings: see whether the org blocks it.",
      "Wait up to 10 minutes, then log in again.",
    ],
    who: "admin",
    retryHelps: false,
    doc: "Salesforce Help, OAuth Authorization Flows",
  },
  {
    id: "grant-type-unsupported",
    match: { errorCode: ["unsupported_grant_type"] },
    summary: "Send the token request as application/x-www-form-urlencoded, with a flow that the app allows.",
    cause:
      "The grant_type is misspelt or did not arrive (a JSON body is not read), or the flow is off for the app.",
    steps: [
      "Check the spelling of grant_type.",
      "Check the Content-Type of the request.",
      "Check that the flow is enabled for the app.",
    ],
    who: "developer",
    retryHelps: false,
    doc: ERRORS_PAGE,
  },
  {
    id: "scope-refused",
    match: { errorCode: ["invalid_scope"] },
    summary: "Ask only for scopes that the app has, or add the scope to the app.",
    cause: "A requested scope is not among the app's, is misspelt, or is not allowed in this flow.",
    steps: [
      "Compare the requested scopes with the app's OAuth Settings.",
      "For REST and Bulk API 2.0 the scope api is enough.",
      "After a change, wait up to 10 minutes.",
    ],
    who: "developer",
    retryHelps: false,
    doc: "Salesforce Help, OAuth Tokens and Scopes",
  },
  {
    id: "app-registration",
    match: {
      errorCode: [
        "exceeded_registration_limit",
        "failed_registration",
        "registration_error",
        "app_attest_failed",
        "app_attest_failed_retry",
      ],
    },
    summary: "Have an admin check the registration of the app in this org.",
    cause: "Dynamic registration or attestation of the client was refused.",
    steps: [
      "Read the description.",
      "Check the app's registration and attestation settings.",
      "Register the app by hand as an external client app.",
    ],
    who: "admin",
    retryHelps: false,
    doc: ECA_PAGE,
  },
];
