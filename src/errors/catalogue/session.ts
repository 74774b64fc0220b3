import type { RemediationEntry } from "./entry.ts";

const STATUS_PAGE = "REST API Developer Guide, Status Codes and Error Responses";
const CORE_PAGE = "SOAP API Developer Guide, Core Data Types Used in API Calls";

/** What to do when the session is refused (401, and 403 or 400 that mean the same), and about old-style logins. */
export const sessionEntries: readonly RemediationEntry[] = [
  {
    id: "session-expired",
    match: { errorCode: ["INVALID_SESSION_ID", "InvalidSessionId", "INVALIDSESSIONID", "Bad_OAuth_Token"] },
    summary: "Log in again, and call the instance URL that this login returned.",
    cause:
      "The access token expired, was revoked, or belongs to another instance, and one fresh token did not help or could not be had.",
    steps: [
      "Check that token and instance URL come from the same login.",
      "Setup > Users > the user: active and not frozen?",
      "Setup > Session Settings: sessions locked to the IP address or domain they started from?",
      "Setup > Session Management, Login History: see who ended the session.",
    ],
    who: "developer",
    retryHelps: false,
    doc: STATUS_PAGE,
  },
  {
    id: "session-not-for-rest",
    match: { errorCode: ["INVALID_SESSION_ID"], message: /not valid for use with/i },
    summary:
      "Let the app through API Access Control, or log in with OAuth and the api scope; a new token of the same kind will not help.",
    cause:
      "The session is alive but may not use this API: API Access Control does not list the app, the token lacks the scope api, or the session comes from a SOAP or browser login.",
    steps: [
      "Setup > API Access Control: install the app and put it on the allowed list.",
      "Check that the app has the scope api.",
      "Setup > Session Settings: see whether sessions are locked to an IP address.",
    ],
    who: "admin",
    retryHelps: false,
    doc: "Salesforce Help, Manage API Access",
  },
  {
    id: "app-not-attached-to-agent",
    match: { message: /connected app is not attached to agent/i },
    summary: "Attach the app to the agent.",
    cause: "The Agent API takes only apps that the agent lists. A new token does not help.",
    steps: ["Setup > Agentforce Agents > the agent > Connections: add the app."],
    who: "admin",
    retryHelps: false,
    doc: "Agent API Developer Guide, Get Started with Agent API",
  },
  {
    id: "password-expired",
    match: { errorCode: ["INVALID_OPERATION_WITH_EXPIRED_PASSWORD"] },
    summary: "Reset the user's password, and give integration users the permission “Password Never Expires”.",
    cause:
      "The user's password expired. Salesforce refuses every call until it is reset, whatever the token.",
    steps: [
      "Setup > Users > the user > Reset Password.",
      "Give the integration user a permission set with “Password Never Expires”, and “API Only User”.",
    ],
    who: "admin",
    retryHelps: false,
    doc: "Salesforce Help, Set Password Policies",
  },
  {
    id: "auth-header-malformed",
    match: { errorCode: ["INVALID_AUTH_HEADER", "Missing_OAuth_Token"] },
    summary: "Send the header Authorization: Bearer, a space, and the access token.",
    cause: "The Authorization header is missing or malformed, so no token was read at all.",
    steps: [
      "Look for an empty token, quotes or line ends around it.",
      "Check that no proxy removes the header.",
    ],
    who: "developer",
    retryHelps: false,
    doc: "REST API Developer Guide, Step Two: Set Up Authorization",
  },
  {
    id: "identity-wrong-org",
    match: { errorCode: ["Wrong_Org", "Bad_Id", "No_Site_Endpoint"] },
    summary: "Take the identity URL from the token answer and call it with the token of that answer.",
    cause: "The identity URL names another org, user or site than the token.",
    steps: ["Use the id field of the same token answer."],
    who: "developer",
    retryHelps: false,
    doc: "Salesforce Help, Identity URLs",
  },
  {
    id: "identity-no-access",
    match: { errorCode: ["Inactive", "No_Access"] },
    summary: "Check that the user is active and may use the app.",
    cause: "The identity resource refuses this user: inactive, or without access to the org or site.",
    steps: [
      "Setup > Users > the user: active and not frozen?",
      "Check the scopes of the app: id, api or openid.",
    ],
    who: "admin",
    retryHelps: false,
    doc: "Salesforce Help, Identity URLs",
  },
  {
    id: "soap-login-refused",
    match: { errorCode: ["INVALID_LOGIN"] },
    summary:
      "Use OAuth (client credentials or JWT bearer) in place of the SOAP login; else correct user name, password and token.",
    cause:
      "Wrong user name, password or security token, or the user is locked. SOAP login() is off in new orgs and ends with Summer '27.",
    steps: [
      "Setup > Login History: read the status of the attempt.",
      "Move the integration to an OAuth flow.",
    ],
    who: "developer",
    retryHelps: false,
    doc: "SOAP API Developer Guide, login()",
  },
  {
    id: "security-token-needed",
    match: { errorCode: ["LOGIN_MUST_USE_SECURITY_TOKEN"] },
    summary: "Append the security token to the password, or trust the address of this machine.",
    cause: "The login comes from an address that the org does not trust.",
    steps: [
      "The user's personal settings > Reset My Security Token.",
      "Or Setup > Network Access: add the address.",
      "Better: use an OAuth server flow.",
    ],
    who: "admin",
    retryHelps: false,
    doc: "Salesforce Help, Reset Your Security Token",
  },
  {
    id: "login-restricted",
    match: {
      errorCode: [
        "LOGIN_DURING_RESTRICTED_DOMAIN",
        "LOGIN_DURING_RESTRICTED_TIME",
        "IP_RANGE_LIMIT_EXCEEDED",
      ],
    },
    summary: "Allow the address of this machine, or this hour, for the user's profile.",
    cause: "The profile's Login IP Ranges or Login Hours forbid this login.",
    steps: [
      "Setup > Login History: read source IP and time.",
      "Setup > Profiles > the profile: Login IP Ranges, Login Hours.",
    ],
    who: "admin",
    retryHelps: false,
    doc: "Salesforce Help, Restrict Login IP Addresses in the Enhanced Profile User Interface",
  },
  {
    id: "login-challenge",
    match: { errorCode: ["LOGIN_CHALLENGE_ISSUED", "LOGIN_CHALLENGE_PENDING"] },
    summary: "Verify the device in a browser once, or use an OAuth server flow.",
    cause: "Salesforce wants the user's identity verified from this device.",
    steps: [
      "Log in with a browser from the same network and enter the code.",
      "For servers use the JWT bearer or client credentials flow.",
    ],
    who: "user",
    retryHelps: false,
    doc: CORE_PAGE,
  },
  {
    id: "password-lockout",
    match: { errorCode: ["PASSWORD_LOCKOUT"] },
    summary: "Unlock the user, and stop whatever sends the wrong password.",
    cause: "Too many failed logins locked the user.",
    steps: [
      "Setup > Users > the user > Unlock.",
      "Setup > Login History: find the source of the failed logins.",
    ],
    who: "admin",
    retryHelps: false,
    doc: CORE_PAGE,
  },
  {
    id: "password-policy",
    match: { errorCode: ["INVALID_NEW_PASSWORD"] },
    summary: "Choose a password that fits the org's policy.",
    cause: "The new password breaks the password policy.",
    steps: ["Setup > Password Policies: read length, complexity and history."],
    who: "user",
    retryHelps: false,
    doc: "Salesforce Help, Set Password Policies",
  },
  {
    id: "sso-down",
    match: { errorCode: ["SSO_SERVICE_DOWN"] },
    summary: "Check the delegated authentication service; try again when it answers.",
    cause: "The company's single sign-on service did not answer Salesforce.",
    steps: ["Setup > Delegated Authentication Error History.", "Check the service and its certificate."],
    who: "admin",
    retryHelps: true,
    doc: CORE_PAGE,
  },
  {
    id: "call-options-client",
    match: { errorCode: ["INVALID_CLIENT"] },
    summary: "Remove or correct the client id in the Sforce-Call-Options header.",
    cause: "The client id of the call options is not valid.",
    steps: ["Send no client id, or the one that Salesforce gave you as a partner."],
    who: "developer",
    retryHelps: false,
    doc: "REST API Developer Guide, Call Options Header",
  },
];
