import { createHash } from "node:crypto";
import { importPKCS8, SignJWT } from "jose";
import { errorFromAnswer, remediationFor } from "kinetic-core";
import {
  type AppOptions,
  type LocalOrg,
  type LocalOrgOptions,
  makeKeyPair,
  startLocalOrg,
  type UserOptions,
} from "kinetic-local-org";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const JWT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
const EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
const CALLBACK = "http://localhost:1717/callback";

let keyPair: Awaited<ReturnType<typeof makeKeyPair>>;
beforeAll(async () => {
  keyPair = await makeKeyPair();
});

interface Refused {
  readonly status: number;
  readonly error: string;
  readonly description: string;
  readonly body: string;
}
/** The app and the user of a case, in an org that many cases share. */
interface At {
  readonly org: LocalOrg;
  readonly clientId: string;
  readonly username: string;
}
type Ask = (at: At) => Promise<Refused>;
const SECRET = "s3cret";

async function post(
  { org, clientId }: At,
  form: Record<string, string>,
  { path = "token", headers = {} }: { path?: string; headers?: Record<string, string> } = {},
): Promise<Refused> {
  const response = await fetch(`${org.url}/services/oauth2/${path}`, {
    method: "POST",
    headers,
    body: new URLSearchParams({ client_id: clientId, ...form }),
  });
  const body = await response.text();
  const json = body === "" ? {} : (JSON.parse(body) as Record<string, string>);
  return {
    status: response.status,
    error: json["error"] ?? "",
    description: json["error_description"] ?? "",
    body,
  };
}

const ask =
  (form: Record<string, string>): Ask =>
  (at) =>
    post(at, form);
const client =
  (more: Record<string, string> = {}): Ask =>
  (at) =>
    post(at, { grant_type: "client_credentials", client_secret: SECRET, ...more });
const jwt =
  (claims: Record<string, unknown> = {}): Ask =>
  async (at) => {
    const { org, clientId, username } = at;
    const exp = Math.floor(Date.now() / 1000) + 120;
    const all = { iss: clientId, sub: username, aud: org.url, exp, ...claims };
    const signer = new SignJWT(all).setProtectedHeader({ alg: "RS256" });
    const assertion = await signer.sign(await importPKCS8(org.privateKey, "RS256"));
    return post(at, { grant_type: JWT, assertion });
  };
const password =
  (given: string, username?: string): Ask =>
  (at) =>
    post(at, {
      grant_type: "password",
      username: username ?? at.username,
      password: given,
      client_secret: SECRET,
    });

const authorizeUrl = ({ org, clientId }: At, query: Record<string, string> = {}): string => {
  const all = {
    response_type: "code",
    client_id: clientId,
    redirect_uri: CALLBACK,
    state: "s",
    ...query,
  };
  const given = Object.entries(all).filter(([, value]) => value !== "");
  return `${org.url}/services/oauth2/authorize?${new URLSearchParams(given).toString()}`;
};

/** Opens the login page: what is refused stands on an error page, or in the address of the callback. */
const authorize =
  (query: Record<string, string> = {}): Ask =>
  async (at) => {
    const response = await fetch(authorizeUrl(at, query), { redirect: "manual" });
    const text = await response.text();
    const shown = /<code>(error=[^<]*)<\/code>/.exec(text)?.[1]?.replaceAll("&amp;", "&") ?? "";
    const told = response.headers.get("location");
    const params = told === null ? new URLSearchParams(shown) : new URL(told).searchParams;
    return {
      status: response.status,
      error: params.get("error") ?? "",
      description: params.get("error_description") ?? "",
      body: "",
    };
  };

/** What a person is told who has logged in: the in-process twin of the pages. */
const person =
  (deny = false): Ask =>
  async (at) => {
    try {
      const url = new URL(at.org.authorize(authorizeUrl(at), { username: at.username, deny }));
      const error = url.searchParams.get("error") ?? "";
      return { status: 302, error, description: url.searchParams.get("error_description") ?? "", body: "" };
    } catch (thrown) {
      const [error = "", description = ""] = (thrown as Error).message.split(": ");
      return { status: 400, error, description, body: "" };
    }
  };

const code = (at: At, query: Record<string, string> = {}): string =>
  new URL(at.org.authorize(authorizeUrl(at, query))).searchParams.get("code") ?? "";
const exchange =
  (form: () => Record<string, string>, query: Record<string, string> = {}): Ask =>
  (at) =>
    post(at, {
      grant_type: "authorization_code",
      redirect_uri: CALLBACK,
      code: code(at, query),
      ...form(),
    });
const verifier = "v".repeat(43);
const challenge = createHash("sha256").update(verifier).digest("base64url");

async function device(at: At): Promise<string> {
  const { body } = await post(at, { response_type: "device_code" });
  return (JSON.parse(body) as { device_code: string }).device_code;
}

/** What is configured for a case: its app, its user, and what is said of the whole org. */
interface Setup {
  readonly app?: Partial<AppOptions>;
  readonly user?: Partial<UserOptions>;
  readonly org?: LocalOrgOptions;
}

const app = (more: Partial<AppOptions> = {}): Setup => ({ app: more });
const robot = (user: Partial<UserOptions>): Setup => ({ user });
const org = (options: LocalOrgOptions): Setup => ({ org: options });

/** Starts an org with an app and a user for each setup. */
async function start(setups: readonly Setup[], more: LocalOrgOptions = {}): Promise<readonly At[]> {
  const names = setups.map((_, i) => ({ clientId: `app${i}`, username: `robot${i}@example.com` }));
  const running = await startLocalOrg({
    keyPair,
    users: names.map(({ username }, i) => ({ username, ...setups[i]?.user })),
    apps: names.map(({ clientId, username }, i) => ({
      name: clientId,
      clientId,
      clientSecret: SECRET,
      certificate: keyPair.publicKey,
      runAs: username,
      ...setups[i]?.app,
    })),
    ...more,
  });
  return names.map((at) => ({ org: running, ...at }));
}

type Case = readonly [row: string, Setup, Ask, error: string, description: string, remedy: string];

/** The rows are those of the table of OAuth errors: cause by configuration, words of the wire, remedy of the catalogue. */
const CASES: readonly Case[] = [
  [
    "1",
    app({ runAs: null }),
    client(),
    "invalid_grant",
    "no client credentials user enabled",
    "client-credentials-no-run-as",
  ],
  [
    "3",
    app({ scopes: ["full", "refresh_token"] }),
    client(),
    "invalid_grant",
    "no valid scopes defined",
    "client-credentials-no-scope",
  ],
  [
    "4",
    app({ approvedUsers: [] }),
    client(),
    "invalid_app_access",
    "user is not admin approved to access this app",
    "app-access-not-approved",
  ],
  [
    "4 jwt",
    app({ approvedProfiles: ["Standard User"] }),
    jwt(),
    "invalid_app_access",
    "user is not admin approved to access this app",
    "app-access-not-approved",
  ],
  [
    "5",
    app({ permittedUsers: "self-authorize", approvedUsers: [] }),
    jwt(),
    "invalid_grant",
    "user hasn't approved this consumer",
    "jwt-user-not-approved",
  ],
  [
    "6",
    app({ certificate: "-----BEGIN PUBLIC KEY-----\nMA==\n-----END PUBLIC KEY-----" }),
    jwt(),
    "invalid_grant",
    "invalid assertion",
    "jwt-invalid-assertion",
  ],
  [
    "7",
    app(),
    jwt({ aud: "https://test.salesforce.com" }),
    "invalid_grant",
    "audience is invalid",
    "jwt-audience",
  ],
  [
    "8",
    org({ policies: { otherWords: true } }),
    jwt({ aud: "https://test.salesforce.com" }),
    "invalid_grant",
    "Audience validation failed",
    "jwt-audience",
  ],
  ["9 jwt", app(), jwt({ exp: 1 }), "invalid_grant", "expired authorization code", "jwt-expired"],
  [
    "9 strict",
    org({ strictJwtExpiry: true }),
    jwt({ exp: Date.now() }),
    "invalid_grant",
    "invalid assertion",
    "jwt-invalid-assertion",
  ],
  [
    "9 code",
    app(),
    async (at) => {
      const form = { grant_type: "authorization_code", redirect_uri: CALLBACK, code: code(at) };
      expect((await post(at, form)).status).toBe(200);
      return post(at, form);
    },
    "invalid_grant",
    "expired authorization code",
    "authorization-code-expired",
  ],
  [
    "10",
    app(),
    exchange(() => ({ code: "aPrxNothing==" })),
    "invalid_grant",
    "invalid authorization code",
    "authorization-code-invalid",
  ],
  [
    "11",
    app(),
    ask({ grant_type: "refresh_token", refresh_token: "5Aep861x" }),
    "invalid_grant",
    "expired access/refresh token",
    "refresh-token-expired",
  ],
  [
    "12",
    org({ policies: { refreshMs: 1000 } }),
    async (at) => {
      const refresh_token = at.org.refreshToken(at.username);
      const twice = [1, 2].map(() => post(at, { grant_type: "refresh_token", refresh_token }));
      const [first, second] = (await Promise.all(twice)).sort((a, b) => a.status - b.status);
      expect(first?.status).toBe(200);
      return second ?? post(at, {});
    },
    "invalid_grant",
    "token request is already being processed",
    "refresh-in-progress",
  ],
  ["13", robot({ active: false }), client(), "invalid_grant", "inactive user", "user-inactive"],
  ["13 frozen", robot({ frozen: true }), client(), "invalid_grant", "inactive user", "user-inactive"],
  [
    "14",
    app(),
    jwt({ sub: "nobody@example.com" }),
    "invalid_grant",
    "user hasn't approved this consumer",
    "jwt-user-not-approved",
  ],
  ["15", app(), password("secret"), "invalid_grant", "authentication failure", "authentication-failure"],
  [
    "15 user",
    org({ policies: { usernamePasswordFlow: true } }),
    password("secret", "x@y.z"),
    "invalid_grant",
    "authentication failure",
    "authentication-failure",
  ],
  [
    "16",
    org({ policies: { usernamePasswordFlow: true } }),
    password("wrong"),
    "invalid_grant",
    "authentication failure - Invalid Password",
    "authentication-failure",
  ],
  [
    "16 token",
    { user: { securityToken: "T0k" }, org: { policies: { usernamePasswordFlow: true } } },
    password("secret"),
    "invalid_grant",
    "authentication failure - Invalid Password",
    "authentication-failure",
  ],
  ["17", robot({ ipRestricted: true }), client(), "invalid_grant", "ip restricted", "login-ip-or-hours"],
  [
    "18",
    { user: { loginHours: { from: 8, to: 17 } }, org: { clock: () => new Date("2026-11-22T03:00:00Z") } },
    client(),
    "invalid_grant",
    "IP restricted or invalid login hours",
    "login-ip-or-hours",
  ],
  [
    "19",
    app(),
    exchange(() => ({ code_verifier: "w".repeat(43) }), { code_challenge: challenge }),
    "invalid_grant",
    "invalid code verifier",
    "pkce-verifier",
  ],
  [
    "19 missing",
    app(),
    exchange(() => ({}), { code_challenge: challenge }),
    "invalid_grant",
    "missing required code verifier",
    "pkce-verifier",
  ],
  [
    "20",
    app(),
    authorize({ code_challenge: "short" }),
    "invalid_request",
    "invalid code challenge",
    "code-challenge",
  ],
  [
    "20 missing",
    app({ requirePkce: true }),
    authorize(),
    "invalid_request",
    "missing required code challenge",
    "code-challenge",
  ],
  [
    "21",
    app(),
    client({ client_id: "3MVG9wrong" }),
    "invalid_client_id",
    "client identifier invalid",
    "client-id-unknown",
  ],
  [
    "21 page",
    app(),
    authorize({ client_id: "3MVG9wrong" }),
    "invalid_client_id",
    "client identifier invalid",
    "client-id-unknown",
  ],
  [
    "22",
    app(),
    client({ client_secret: "wrong" }),
    "invalid_client",
    "invalid client credentials",
    "client-secret-wrong",
  ],
  [
    "22 missing",
    app({ requireSecret: true }),
    exchange(() => ({})),
    "invalid_client",
    "invalid client credentials",
    "client-secret-wrong",
  ],
  [
    "23",
    app({ installed: false }),
    ask({ response_type: "device_code" }),
    "invalid_client",
    "app must be installed into org",
    "app-not-installed",
  ],
  [
    "24",
    app({ scopes: ["api"] }),
    jwt(),
    "invalid_request",
    "The JWT bearer and SAML assertion bearer flows require a refresh_token scope. Install and preauthorize the app.",
    "jwt-refresh-scope",
  ],
  [
    "25",
    { app: { scopes: ["api"] }, org: { policies: { otherWords: true } } },
    jwt(),
    "invalid_request",
    "refresh_token scope is required and the connected app should be installed and preauthorized",
    "jwt-refresh-scope",
  ],
  [
    "26",
    app(),
    ask({ grant_type: "jwt" }),
    "unsupported_grant_type",
    "grant type not supported",
    "grant-type-unsupported",
  ],
  [
    "27",
    app({ disabled: true }),
    client(),
    "oauth_flow_disabled",
    "The external client app or the OAuth plugin is disabled.",
    "app-disabled",
  ],
  [
    "28",
    app({ flows: ["jwt-bearer"] }),
    client(),
    "oauth_flow_disabled",
    "oauth flow not enabled for this app",
    "flow-disabled",
  ],
  [
    "29",
    app({ callbackUrls: ["https://app.example/cb"] }),
    authorize(),
    "redirect_uri_mismatch",
    "redirect_uri must match configuration",
    "redirect-uri",
  ],
  [
    "29 token",
    app(),
    exchange(() => ({ redirect_uri: "http://localhost/other" })),
    "redirect_uri_mismatch",
    "redirect_uri must match configuration",
    "redirect-uri",
  ],
  [
    "30",
    app(),
    authorize({ redirect_uri: "" }),
    "redirect_uri_missing",
    "redirect_uri not provided",
    "redirect-uri",
  ],
  [
    "31",
    app(),
    authorize({ response_type: "token" }),
    "unsupported_response_type",
    "response type not supported",
    "response-type",
  ],
  [
    "32",
    app(),
    authorize({ immediate: "true" }),
    "immediate_unsuccessful",
    "immediate unsuccessful",
    "interaction-needed",
  ],
  ["33", app(), person(true), "access_denied", "end-user denied authorization", "user-denied"],
  [
    "34",
    app(),
    authorize({ scope: "api wave_api" }),
    "invalid_scope",
    "the requested scope is not allowed",
    "scope-refused",
  ],
  ["35", robot({ active: false }), person(), "inactive_user", "user is inactive", "oauth-user-inactive"],
  [
    "36",
    org({ policies: { active: false } }),
    client(),
    "inactive_org",
    "organization is locked, closed, or suspended",
    "org-inactive",
  ],
  [
    "37",
    org({ policies: { maxLoginsPerHour: 1 } }),
    async (at) => {
      expect((await client()(at)).status).toBe(200);
      return client()(at);
    },
    "rate_limit_exceeded",
    "number of logins exceeded",
    "login-rate",
  ],
  [
    "38",
    app(),
    async (at) => post(at, { grant_type: "device", code: await device(at) }),
    "authorization_pending",
    "user has not approved authorization yet",
    "device-pending",
  ],
  [
    "39",
    app(),
    async (at) => {
      const form = { grant_type: "device", code: await device(at) };
      await post(at, form);
      return post(at, form);
    },
    "slow_down",
    "polling too quickly",
    "device-slow-down",
  ],
  [
    "42",
    app(),
    ask({ grant_type: EXCHANGE, subject_token: "x" }),
    "invalid_request",
    "missing required parameter: subject_token_type",
    "token-request-malformed",
  ],
  [
    "43",
    app(),
    ask({
      grant_type: EXCHANGE,
      subject_token: "x",
      subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
    }),
    "invalid_grant",
    "token handler validation failed",
    "token-handler-refused",
  ],
  [
    "44",
    app({ tokenExchangeHandler: () => null }),
    ask({
      grant_type: EXCHANGE,
      subject_token: "x",
      subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
    }),
    "invalid_grant",
    "subject_token validation failed",
    "token-handler-refused",
  ],
  [
    "45",
    app(),
    (at) => post(at, { token: "nothing" }, { path: "revoke" }),
    "invalid_token",
    "invalid token",
    "token-unknown",
  ],
  [
    "46",
    app(),
    (at) => post(at, { token: "x", token_type_hint: "id_token" }, { path: "revoke" }),
    "unsupported_token_type",
    "this token type is not supported",
    "token-type-unsupported",
  ],
  [
    "47",
    app(),
    ask({ grant_type: "assertion", assertion_type: "urn:nothing", assertion: "x" }),
    "invalid_assertion_type",
    "invalid assertion type",
    "assertion-type",
  ],
  [
    "48",
    org({ policies: { otherWords: true } }),
    client({ client_secret: "wrong" }),
    "invalid_client_credentials",
    "client secret invalid",
    "client-secret-wrong",
  ],
  [
    "49",
    app({ blocked: true }),
    authorize(),
    "OAUTH_APP_BLOCKED",
    "this app is blocked by admin",
    "app-blocked",
  ],
  [
    "49 token",
    app({ blocked: true }),
    client(),
    "app_blocked",
    "this app is blocked by admin",
    "app-blocked",
  ],
  [
    "50",
    app({ approvedPermissionSets: ["Nobody"] }),
    person(),
    "OAUTH_APP_ACCESS_DENIED",
    "user is not admin approved to access this app",
    "app-access-not-approved",
  ],
  [
    "51",
    app({ installed: false }),
    authorize(),
    "OAUTH_APPROVAL_ERROR_GENERIC",
    "generic approval error",
    "app-approval-refused",
  ],
  [
    "52",
    app({ installed: false, external: true }),
    authorize(),
    "OAUTH_EC_APP_NOT_FOUND",
    "external client app not found",
    "app-not-in-org",
  ],
];

describe("every refusal of a login", () => {
  const shared = CASES.filter(([, setup]) => setup.org === undefined);
  let places: readonly At[];
  beforeAll(async () => {
    places = await start(shared.map(([, setup]) => setup));
  });
  afterAll(() => places[0]?.org.close());

  it.each(CASES)("row %s comes by configuration, with a remedy", async (...one) => {
    const [row, setup, provoke, error, description, remedy] = one;
    const at = setup.org
      ? (await start([setup], setup.org))[0]
      : places[shared.findIndex(([name]) => name === row)];
    if (!at) throw new Error("no place for this case");
    const refused = await provoke(at);
    if (setup.org) await at.org.close();
    expect([refused.error, refused.description]).toEqual([error, description]);
    if (refused.body === "") {
      expect(remediationFor({ errorCode: error, message: description })?.id).toBe(remedy);
      return;
    }
    const thrown = errorFromAnswer({
      status: refused.status,
      headers: { "content-type": "application/json;charset=UTF-8" },
      body: refused.body,
      kind: "oauth",
      request: "POST /services/oauth2/token",
      attempts: 1,
      sent: { grantType: remedy.startsWith("jwt") ? JWT : undefined },
    });
    expect([thrown.errorCode, thrown.remediation?.id]).toEqual([error, remedy]);
  });

  it.each([
    ["40", "server_error", "", 500, "oauth-server"],
    ["40 down", "service_unavailable", "", 503, "oauth-server"],
    ["41", "unknown_error", "retry your request", 400, "oauth-server"],
    ["54", "invalid_grant", "Failed: : Couldn't validate jwt", 400, "jwt-invalid-assertion"],
    ["55", "use_dpop_nonce", "", 400, "dpop-client"],
    ["55 proof", "invalid_dpop_proof", "", 400, "dpop-client"],
    ["55 jti", "bad_jti_claim", "", 400, "dpop-client"],
  ] as const)(
    "row %s, which no configuration brings about, comes as a fault",
    async (_row, error, description, status, remedy) => {
      const at = places[shared.findIndex(([row]) => row === "7")];
      if (!at) throw new Error("no place");
      const fault = { name: "oauthRefusal", error, description, status };
      const body = JSON.stringify({ path: "oauth2/token", fault });
      const headers = { "content-type": "application/json" };
      const added = await fetch(`${at.org.url}/_org/faults`, { method: "POST", headers, body });
      expect(added.status).toBe(201);
      const refused = await client()(at);
      expect([refused.status, refused.error, refused.description]).toEqual([status, error, description]);
      expect(remediationFor({ errorCode: error, message: description })?.id).toBe(remedy);
    },
  );

  it("row 2 comes from the host: one that serves every org", async () => {
    const { request } = await import("node:http");
    const answer = await new Promise<string>((resolve, reject) => {
      const headers = { host: "login.salesforce.com", "content-type": "application/x-www-form-urlencoded" };
      const url = `${places[0]?.org.url}/services/oauth2/token`;
      const sent = request(url, { method: "POST", headers }, (response) => {
        response.setEncoding("utf8").on("data", resolve);
      });
      sent.on("error", reject).end("grant_type=client_credentials");
    });
    expect(answer).toContain("request not supported on this domain");
  });

  it("row 53: identity resources know dead tokens by one word", async () => {
    const headers = { authorization: "Bearer x" };
    const answer = await fetch(`${places[0]?.org.url}/services/oauth2/userinfo`, { headers });
    expect([answer.status, await answer.text()]).toEqual([403, "Bad_OAuth_Token"]);
  });
});

describe("every refusal of a session", () => {
  it.each<readonly [Setup, readonly unknown[]]>([
    [
      robot({ apiEnabled: false }),
      [403, "API_CURRENTLY_DISABLED", "API is disabled for this User", "api-disabled-for-user"],
    ],
    [
      org({ policies: { api: false } }),
      [403, "API_DISABLED_FOR_ORG", "The REST API is not enabled for this Organization.", "api-disabled"],
    ],
    [
      app({ scopes: ["openid", "refresh_token"] }),
      [
        401,
        "INVALID_SESSION_ID",
        "This session is not valid for use with the REST API",
        "session-not-for-rest",
      ],
    ],
    [
      robot({ passwordExpired: true }),
      [
        401,
        "INVALID_OPERATION_WITH_EXPIRED_PASSWORD",
        "Your password has expired. Please reset your password.",
        "password-expired",
      ],
    ],
    [robot({ frozen: true }), [401, "INVALID_SESSION_ID", "Session expired or invalid", "session-expired"]],
    [
      org({ dailyApiRequests: 0 }),
      [403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.", "daily-api-limit"],
    ],
  ])("comes by configuration: %j", async (setup, expected) => {
    const [at] = await start([setup], setup.org);
    if (!at) throw new Error("no place");
    const headers = { authorization: `Bearer ${at.org.accessToken(at.username)}` };
    const answer = await fetch(`${at.org.url}/services/data/v60.0/sobjects`, { headers });
    const [entry] = (await answer.json()) as { errorCode: string; message: string }[];
    const remedy = entry && remediationFor({ errorCode: entry.errorCode, message: entry.message });
    await at.org.close();
    expect([answer.status, entry?.errorCode, entry?.message, remedy?.id]).toEqual(expected);
  });

  it("counts calls, and tells how many are left", async () => {
    await using counted = await startLocalOrg({ keyPair, dailyApiRequests: 2 });
    const headers = { authorization: `Bearer ${counted.accessToken()}` };
    const call = (): Promise<Response> => fetch(`${counted.url}/services/data/v60.0/sobjects`, { headers });
    expect((await call()).headers.get("sforce-limit-info")).toBe("api-usage=1/2");
    expect((await call()).headers.get("sforce-limit-info")).toBe("api-usage=2/2");
    expect((await call()).status).toBe(403);
  });
});
