import type { RemediationEntry } from "./entry.ts";

const JWT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
const ERRORS_PAGE = "Salesforce Help, OAuth 2.0 Authorization Errors";
const JWT_PAGE = "Salesforce Help, OAuth 2.0 JWT Bearer Flow for Server-to-Server Integration";
const CLIENT_CREDENTIALS_PAGE =
  "Salesforce Help, OAuth 2.0 Client Credentials Flow for Server-to-Server Integration";
const REFRESH_PAGE = "Salesforce Help, OAuth 2.0 Refresh Token Flow for Renewed Sessions";
const WEB_PAGE = "Salesforce Help, OAuth 2.0 Web Server Flow for Web App Integration";
const EXCHANGE_PAGE = "Salesforce Help, OAuth 2.0 Token Exchange Flow";

/** Refused grants of the client credentials flow. */
const clientCredentials: readonly RemediationEntry[] = [
  {
    id: "client-credentials-no-run-as",
    match: { errorCode: ["invalid_grant"], message: /no client credentials user enabled/i },
    summary: "Name a Run As user for the app's client credentials flow.",
    cause: "The app allows the client credentials flow, but nobody said as which user it runs.",
    steps: [
      "External client app: Setup > External Client App Manager > the app > Policies > Edit; under OAuth Policies, enable the client credentials flow and set Run As to the user name of the integration user.",
      "Connected app: Setup > App Manager > the app > Manage > Edit Policies; set Run As under Client Credentials Flow.",
      "Wait up to 10 minutes, then log in again.",
    ],
    who: "admin",
    retryHelps: false,
    doc: CLIENT_CREDENTIALS_PAGE,
  },
  {
    id: "wrong-domain-for-flow",
    match: { errorCode: ["invalid_grant"], message: /request not supported on this domain/i },
    summary: "Send the token request to the org's My Domain host, not to login or test.salesforce.com.",
    cause: "The client credentials and token exchange flows exist only on the org's own My Domain host.",
    steps: [
      "Setup > My Domain: copy the current My Domain URL (…my.salesforce.com, not …lightning.force.com and not …salesforce-setup.com).",
      "Set it as the login URL.",
    ],
    who: "developer",
    retryHelps: false,
    doc: CLIENT_CREDENTIALS_PAGE,
  },
  {
    id: "client-credentials-no-scope",
    match: { errorCode: ["invalid_grant"], message: /no valid scopes? defined/i },
    summary: "Add the scope “Manage user data via APIs (api)” to the app.",
    cause:
      "None of the app's scopes can be used in the client credentials flow: full and refresh_token cannot.",
    steps: [
      "External client app: Setup > External Client App Manager > the app > Settings > OAuth Settings: add the api scope.",
      "Wait up to 10 minutes, then log in again.",
    ],
    who: "admin",
    retryHelps: false,
    doc: CLIENT_CREDENTIALS_PAGE,
  },
];

/** Refused assertions of the JWT bearer flow. */
const jwtBearer: readonly RemediationEntry[] = [
  {
    id: "jwt-user-not-approved",
    match: { errorCode: ["invalid_grant"], message: /user hasn.?t approved this consumer/i },
    summary: "Pre-authorise the user for the app; adding scopes does not help.",
    cause:
      "The app lets users approve it themselves and this user never did, or the approval was revoked. A user name without the sandbox suffix can look the same.",
    steps: [
      "Set Permitted Users to “Admin approved users are pre-authorized” (external client app: Policies > OAuth Policies; connected app: Manage > Edit Policies).",
      "Assign a permission set or profile of the user to the app.",
      "Check that the user name is the full one, with its suffix in a sandbox (name@example.com.dev).",
      "Wait up to 10 minutes, then log in again.",
    ],
    who: "admin",
    retryHelps: false,
    doc: JWT_PAGE,
  },
  {
    id: "jwt-invalid-assertion",
    match: { errorCode: ["invalid_grant"], message: /invalid assertion|couldn.?t validate jwt/i },
    summary: "Upload to the app the certificate that belongs to the private key in use.",
    cause:
      "The signature does not fit the app's certificate, the JWT is malformed or not RS256, or its user does not exist in this org.",
    steps: [
      "Compare the certificate of the app (under OAuth Settings, Use digital signatures) with the private key: their moduli must be equal.",
      "Check that sub is the full user name in this org, with its suffix in a sandbox.",
      "Check that the consumer key (iss) belongs to this app.",
      "Check the clock of this machine.",
    ],
    who: "developer",
    retryHelps: false,
    doc: JWT_PAGE,
  },
  {
    id: "jwt-audience",
    match: { errorCode: ["invalid_grant"], message: /audience is invalid|audience validation failed/i },
    summary:
      "Set the audience to https://login.salesforce.com, or to https://test.salesforce.com for a sandbox.",
    cause:
      "The aud claim does not name the kind of login host that this org belongs to. It need not equal the token URL.",
    steps: [
      "Production and Developer Edition: aud https://login.salesforce.com; sandbox: https://test.salesforce.com.",
      "Experience Cloud users: the URL of the site.",
      "My Domain URLs are not accepted everywhere, instance URLs nowhere: the audience is a setting of its own, beside the login URL.",
    ],
    who: "developer",
    retryHelps: false,
    doc: JWT_PAGE,
  },
  {
    id: "jwt-expired",
    match: { errorCode: ["invalid_grant"], message: /expired authorization code/i, grantType: [JWT] },
    summary: "Set the clock of this machine right; exp must lie a few minutes ahead, in seconds.",
    cause:
      "The assertion had already expired when Salesforce read it. The text speaks of a code, but the JWT is meant.",
    steps: [
      "Synchronise the clock (NTP).",
      "Check that exp is in seconds since 1970 UTC and at most 3 minutes ahead.",
      "Sign a new assertion for every login.",
    ],
    who: "developer",
    retryHelps: false,
    doc: JWT_PAGE,
  },
  {
    id: "jwt-refresh-scope",
    match: {
      errorCode: ["invalid_request"],
      message: /refresh_token scope.*(?:preauthori[sz]|installed)|require a refresh_token scope/i,
    },
    summary: "Add the refresh_token scope to the app and pre-authorise its users.",
    cause:
      "Assertion flows need an app with the scope “Perform requests at any time (refresh_token, offline_access)” that is installed and pre-authorised.",
    steps: [
      "Add the scopes api and refresh_token, offline_access to the app. More than these is not needed, for Bulk API 2.0 neither.",
      "Connected app: Setup > Connected Apps OAuth Usage: install it.",
      "Set Permitted Users to “Admin approved users are pre-authorized” and assign a permission set of the user.",
      "Wait up to 10 minutes, then log in again.",
    ],
    who: "admin",
    retryHelps: false,
    doc: JWT_PAGE,
  },
];

/** Refused codes, refresh tokens and passwords. */
const userFlows: readonly RemediationEntry[] = [
  {
    id: "authorization-code-expired",
    match: { errorCode: ["invalid_grant"], message: /expired authorization code/i },
    summary: "Start the login again; with a JWT, set the clock right.",
    cause:
      "An authorization code lives 15 minutes and works once. With the JWT bearer flow the same text means an expired assertion.",
    steps: [
      "Web server flow: exchange the code at once, and only once.",
      "JWT bearer flow: synchronise the clock of this machine; exp is in seconds.",
      "Refresh: see that only one process refreshes a token at a time.",
    ],
    who: "developer",
    retryHelps: false,
    doc: ERRORS_PAGE,
  },
  {
    id: "refresh-collision",
    match: {
      errorCode: ["invalid_grant"],
      message: /expired authorization code/i,
      grantType: ["refresh_token"],
    },
    summary: "Refresh again in a moment, and let only one process refresh a token at a time.",
    cause: "Two refreshes of the same token met.",
    steps: [
      "Wait a second and refresh once more.",
      "Share one session between the workers of a process; give each process its own login.",
    ],
    who: "developer",
    retryHelps: true,
    doc: REFRESH_PAGE,
  },
  {
    id: "authorization-code-invalid",
    match: { errorCode: ["invalid_grant"], message: /invalid authorization code/i },
    summary:
      "Decode the code from the redirect exactly once, and use the same client id and redirect URI as in the first step.",
    cause: "The code belongs to another app or redirect URI, or its percent-encoding was lost or doubled.",
    steps: [
      "Decode the code parameter once (it ends in %3D%3D).",
      "Send the same client_id and redirect_uri as to the authorize endpoint.",
    ],
    who: "developer",
    retryHelps: false,
    doc: WEB_PAGE,
  },
  {
    id: "pkce-verifier",
    match: { errorCode: ["invalid_grant"], message: /code.?verifier/i },
    summary: "Send the code_verifier that the code_challenge of this login was made from.",
    cause: "The app requires PKCE, and the verifier is missing or does not fit the challenge.",
    steps: [
      "Keep the verifier with the state of the login and send it with the code.",
      "Challenge = base64url of SHA-256 of the verifier, without padding; method S256.",
    ],
    who: "developer",
    retryHelps: false,
    doc: "Salesforce Help, Proof Key for Code Exchange (PKCE) Extension",
  },
  {
    id: "refresh-token-expired",
    match: { errorCode: ["invalid_grant"], message: /expired access\/refresh token/i },
    summary: "Send the user through the login once more, and store the new refresh token.",
    cause:
      "The refresh token was revoked, replaced by rotation, unused for too long, or pushed out by later logins of the same user and app.",
    steps: [
      "Log the user in again.",
      "With Refresh Token Rotation: save the new refresh token of every answer before using it.",
      "Look at the app's refresh token policy, and at Setup > Connected Apps OAuth Usage for revoked tokens.",
      "For a server without a user: move to the client credentials or JWT bearer flow.",
    ],
    who: "user",
    retryHelps: false,
    doc: REFRESH_PAGE,
  },
  {
    id: "refresh-in-progress",
    match: { errorCode: ["invalid_grant"], message: /already being processed/i },
    summary: "Wait a moment and log in again; let only one process refresh a token at a time.",
    cause: "Another request for the same token is being processed.",
    steps: ["Try again after a second.", "Share one session between the workers of a process."],
    who: "developer",
    retryHelps: true,
    doc: REFRESH_PAGE,
  },
  {
    id: "user-inactive",
    match: { errorCode: ["invalid_grant"], message: /inactive user|user is inactive/i },
    summary: "Reactivate or unfreeze the user, or use another one.",
    cause: "The user was deactivated or frozen.",
    steps: ["Setup > Users > the user: tick Active, and press Unfreeze if it is there."],
    who: "admin",
    retryHelps: false,
    doc: ERRORS_PAGE,
  },
  {
    id: "authentication-failure",
    match: { errorCode: ["invalid_grant"], message: /authentication failure/i },
    summary:
      "Read the reason in Setup > Login History; better, move to the client credentials or JWT bearer flow.",
    cause:
      "Wrong user name, password or security token, a locked user, the wrong login host for a sandbox, or the username-password flow is blocked, which it is by default in orgs made since Summer '23.",
    steps: [
      "Setup > Login History: read the status of the attempt.",
      "Append the security token to the password when the address of this machine is not trusted.",
      "Setup > OAuth and OpenID Connect Settings: see whether username-password flows are allowed.",
      "Setup > Users > the user: press Unlock if it is there.",
    ],
    who: "admin",
    retryHelps: false,
    doc: "Salesforce Help, OAuth 2.0 Username-Password Flow for Special Scenarios",
  },
  {
    id: "password-wrong",
    match: { errorCode: ["invalid_grant"], message: /invalid password/i },
    summary: "Correct the password; do not retry, because failed attempts lock the user.",
    cause: "The password, or the security token appended to it, is wrong.",
    steps: [
      "Append the current security token to the password.",
      "Reset the security token in the user's personal settings when in doubt.",
    ],
    who: "user",
    retryHelps: false,
    doc: "Salesforce Help, OAuth 2.0 Username-Password Flow for Special Scenarios",
  },
  {
    id: "login-ip-or-hours",
    match: { errorCode: ["invalid_grant"], message: /ip restricted|invalid login hours/i },
    summary:
      "Allow the address of this machine (and this hour) for the user's profile, or relax the app's IP policy.",
    cause:
      "The login came from outside the profile's login IP ranges or login hours, and the app enforces them.",
    steps: [
      "Setup > Login History: read the source IP and the status.",
      "Setup > Profiles > the user's profile: add the address to Login IP Ranges; check Login Hours.",
      "Or set the app's policy IP Relaxation to fit.",
    ],
    who: "admin",
    retryHelps: false,
    doc: ERRORS_PAGE,
  },
  {
    id: "token-handler-refused",
    match: {
      errorCode: ["invalid_grant"],
      message: /token handler validation failed|subject_token validation failed/i,
    },
    summary: "Debug the Apex token exchange handler: it did not accept the subject token.",
    cause: "The org's token exchange handler answered that the token is not valid.",
    steps: [
      "Setup > Debug Logs: log the handler's run-as user and repeat the exchange.",
      "Check the type, issuer and expiry of the subject token against what the handler expects.",
    ],
    who: "developer",
    retryHelps: false,
    doc: EXCHANGE_PAGE,
  },
  {
    id: "invalid-grant",
    match: { errorCode: ["invalid_grant"] },
    summary: "Look the attempt up in Setup > Login History: its status says why.",
    cause: "Salesforce refused the code, token, assertion or password, in words that the SDK does not know.",
    steps: [
      "Setup > Login History: find the attempt and its status.",
      "Check that login host, consumer key and user belong to the same org.",
      "After a change to the app, wait up to 10 minutes before judging the result.",
    ],
    who: "admin",
    retryHelps: false,
    doc: ERRORS_PAGE,
  },
];

/** What to do about `invalid_grant` and its relatives: the app is known, but what was presented is refused. */
export const oauthGrantEntries: readonly RemediationEntry[] = [
  ...clientCredentials,
  ...jwtBearer,
  ...userFlows,
];
