import { generateKeyPairSync } from "node:crypto";
import { importPKCS8, SignJWT } from "jose";
import type { LocalOrg } from "kinetic-local-org";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Answer, type Call, type Clocked, NOW, startOrg } from "../api.ts";

const JWT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
const strangers = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});

let clocked: Clocked;
let org: LocalOrg;
let call: Call;
beforeAll(async () => {
  clocked = await startOrg({
    users: [
      { username: "admin@example.com" },
      { username: "inactive@example.com", active: false },
      { username: "abroad@example.com", ipRestricted: true },
      { username: "stranger@example.com" },
      { username: "noapi@example.com", apiEnabled: false },
      { username: "old@example.com", passwordExpired: true },
    ],
    apps: [
      { name: "main", clientId: "main", clientSecret: "s3cret" },
      {
        name: "approved",
        clientId: "approved",
        clientSecret: "x",
        approvedUsers: ["ADMIN@example.com"],
        runAs: "stranger@example.com",
      },
      {
        name: "self",
        clientId: "self",
        clientSecret: "x",
        permittedUsers: "self-authorize",
        approvedUsers: [],
      },
      { name: "poor", clientId: "poor", clientSecret: "x", scopes: ["api"], runAs: null },
      {
        name: "full",
        clientId: "full",
        clientSecret: "x",
        scopes: ["full", "refresh_token"],
        refreshTokenRotation: true,
      },
      { name: "off", clientId: "off", clientSecret: "x", disabled: true },
      { name: "noflow", clientId: "noflow", clientSecret: "x", flows: [] },
    ],
  });
  ({ org, call } = clocked);
});
beforeEach(() => org.expireSessions());
afterAll(() => org.close());

async function sign(
  claims: Record<string, unknown> = {},
  key = org.privateKey,
  alg = "RS256",
): Promise<string> {
  const all = {
    iss: "main",
    sub: "admin@example.com",
    aud: org.url,
    exp: NOW.getTime() / 1000 + 60,
    ...claims,
  };
  const given = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  return new SignJWT(given).setProtectedHeader({ alg }).sign(await importPKCS8(key, alg));
}

function token(form: Record<string, string>, headers: Record<string, string> = {}): Promise<Answer> {
  return call("POST", "/services/oauth2/token", {
    token: null,
    body: new URLSearchParams(form).toString(),
    headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
  });
}

const bearer = async (claims?: Record<string, unknown>): Promise<Answer> =>
  token({ grant_type: JWT, assertion: await sign(claims) });
const client = (client_id: string, client_secret = "x"): Promise<Answer> =>
  token({ grant_type: "client_credentials", client_id, client_secret });
const refusal = (answer: Answer): unknown => [
  answer.status,
  ...Object.values(answer.json as Record<string, string>),
];

describe("the JWT bearer flow", () => {
  it("gives a session that works, in the words of the wire", async () => {
    const answer = await bearer();
    expect(answer.status).toBe(200);
    const json = answer.json as Record<string, string>;
    expect(Object.keys(json)).toEqual(["access_token", "scope", "instance_url", "id", "token_type"]);
    expect(json).toMatchObject({ scope: "api refresh_token", instance_url: org.url, token_type: "Bearer" });
    expect(json["access_token"]).toMatch(/^00D\w{12}!AQ/);
    expect(answer.headers.get("cache-control")).toContain("no-store");
    expect(answer.headers.get("sforce-limit-info")).toBeNull();
    expect((await call("GET", "limits", { token: json["access_token"] })).status).toBe(200);
  });

  it("takes the login host for the audience, and the old name of the subject", async () => {
    expect((await bearer({ aud: "https://login.salesforce.com" })).status).toBe(200);
    expect((await bearer({ prn: "admin@example.com", sub: "nobody@example.com" })).status).toBe(200);
  });

  it.each([
    ["an unknown client", { iss: "unknown" }, ["invalid_client_id", "client identifier invalid"]],
    ["another audience", { aud: "https://test.salesforce.com" }, ["invalid_grant", "audience is invalid"]],
    ["no audience", { aud: undefined }, ["invalid_grant", "audience is invalid"]],
    [
      "an expired assertion",
      { exp: NOW.getTime() / 1000 - 1 },
      ["invalid_grant", "expired authorization code"],
    ],
    ["no expiry", { exp: undefined }, ["invalid_grant", "expired authorization code"]],
    [
      "an unknown user",
      { sub: "nobody@example.com" },
      ["invalid_grant", "user hasn't approved this consumer"],
    ],
    ["an inactive user", { sub: "inactive@example.com" }, ["invalid_grant", "inactive user"]],
    ["a user from elsewhere", { sub: "abroad@example.com" }, ["invalid_grant", "ip restricted"]],
    [
      "a disabled app",
      { iss: "off" },
      ["oauth_flow_disabled", "The external client app or the OAuth plugin is disabled."],
    ],
    ["a flow that is off", { iss: "noflow" }, ["oauth_flow_disabled", "oauth flow not enabled for this app"]],
    ["an app without a certificate", { iss: "self" }, ["invalid_grant", "invalid assertion"]],
    // Client, signature, audience, expiry, user: the first of several mistakes is told.
    ["two mistakes", { aud: "https://x.example", exp: 1 }, ["invalid_grant", "audience is invalid"]],
  ])("refuses %s", async (_what, claims, expected) => {
    expect(refusal(await bearer(claims))).toEqual([400, ...expected]);
  });

  it("verifies the signature, before it looks at anything it signs", async () => {
    const forged = await sign({ exp: 1 }, strangers.privateKey);
    expect(refusal(await token({ grant_type: JWT, assertion: forged }))).toEqual([
      400,
      "invalid_grant",
      "invalid assertion",
    ]);
    const [head, , signature] = (await sign()).split(".");
    const other = Buffer.from(JSON.stringify({ iss: "main", sub: "stranger@example.com" })).toString(
      "base64url",
    );
    const altered = `${head}.${other}.${signature}`;
    expect(refusal(await token({ grant_type: JWT, assertion: altered }))).toEqual([
      400,
      "invalid_grant",
      "invalid assertion",
    ]);
    const weak = await sign({}, org.privateKey, "RS512");
    expect(refusal(await token({ grant_type: JWT, assertion: weak }))).toEqual([
      400,
      "invalid_grant",
      "invalid assertion",
    ]);
    const unsigned = `${Buffer.from('{"alg":"none"}').toString("base64url")}.${Buffer.from('{"iss":"main"}').toString("base64url")}.`;
    for (const assertion of [unsigned, "rubbish", ""]) {
      expect(refusal(await token({ grant_type: JWT, assertion }))).toEqual([
        400,
        "invalid_grant",
        "invalid assertion",
      ]);
    }
  });

  it("knows who is approved", async () => {
    const keyed = await startOrg({
      users: [{ username: "admin@example.com" }, { username: "other@example.com" }],
      apps: [{ name: "a", clientId: "main", approvedUsers: ["admin@example.com"] }],
    });
    const ask = async (sub: string): Promise<unknown> => {
      const claims = { iss: "main", sub, aud: keyed.org.url, exp: NOW.getTime() / 1000 + 60 };
      const key = await importPKCS8(keyed.org.privateKey, "RS256");
      const assertion = await new SignJWT(claims).setProtectedHeader({ alg: "RS256" }).sign(key);
      const body = new URLSearchParams({ grant_type: JWT, assertion }).toString();
      const headers = { "content-type": "application/x-www-form-urlencoded" };
      return (await keyed.call("POST", "/services/oauth2/token", { token: null, body, headers })).json;
    };
    expect(await ask("admin@example.com")).toHaveProperty("access_token");
    expect(await ask("other@example.com")).toEqual({
      error: "invalid_app_access",
      error_description: "user is not admin approved to access this app",
    });
    await keyed.org.close();
  });

  it("wants the refresh_token scope", async () => {
    const keyed = await startOrg({ apps: [{ name: "a", clientId: "main", scopes: ["api"] }] });
    const claims = {
      iss: "main",
      sub: "admin@example.com",
      aud: keyed.org.url,
      exp: NOW.getTime() / 1000 + 60,
    };
    const key = await importPKCS8(keyed.org.privateKey, "RS256");
    const assertion = await new SignJWT(claims).setProtectedHeader({ alg: "RS256" }).sign(key);
    const body = new URLSearchParams({ grant_type: JWT, assertion }).toString();
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const answer = await keyed.call("POST", "/services/oauth2/token", { token: null, body, headers });
    expect(answer.json).toMatchObject({ error: "invalid_request" });
    expect(answer.text).toContain("require a refresh_token scope");
    await keyed.org.close();
  });
});

describe("the client credentials flow", () => {
  it("acts as the execution user, with the credentials in the body or the header", async () => {
    const inBody = await client("main", "s3cret");
    const json = inBody.json as Record<string, string>;
    expect(Object.keys(json)).toEqual([
      "access_token",
      "signature",
      "scope",
      "instance_url",
      "id",
      "token_type",
      "issued_at",
    ]);
    expect(json["issued_at"]).toBe(String(NOW.getTime()));
    const authorization = `Basic ${Buffer.from("main:s3cret").toString("base64")}`;
    expect((await token({ grant_type: "client_credentials" }, { authorization })).status).toBe(200);
  });

  it.each([
    ["unknown", "x", ["invalid_client_id", "client identifier invalid"]],
    ["main", "wrong", ["invalid_client", "invalid client credentials"]],
    ["poor", "x", ["invalid_grant", "no client credentials user enabled"]],
    ["full", "x", ["invalid_grant", "no valid scopes defined"]],
    ["approved", "x", ["invalid_app_access", "user is not admin approved to access this app"]],
    ["self", "x", ["invalid_grant", "user hasn't approved this consumer"]],
    ["noflow", "x", ["oauth_flow_disabled", "oauth flow not enabled for this app"]],
  ])("refuses %s with the secret %s", async (id, secret, expected) => {
    expect(refusal(await client(id, secret))).toEqual([400, ...expected]);
  });
});

describe("refresh tokens", () => {
  const refresh = (refresh_token: string, client_id = "main"): Promise<Answer> =>
    token({ grant_type: "refresh_token", refresh_token, client_id });

  it("give new sessions until they are revoked, and take theirs with them", async () => {
    const mine = org.refreshToken();
    const first = (await refresh(mine)).json as Record<string, string>;
    expect((await refresh(mine)).status).toBe(200);
    expect((await call("GET", "limits", { token: first["access_token"] })).status).toBe(200);
    const revoked = await call("POST", "/services/oauth2/revoke", {
      token: null,
      body: `token=${encodeURIComponent(mine)}`,
      headers: { "content-type": "application/x-www-form-urlencoded" },
    });
    expect([revoked.status, revoked.text]).toEqual([200, ""]);
    expect((await call("GET", "limits", { token: first["access_token"] })).status).toBe(401);
    expect(refusal(await refresh(mine))).toEqual([400, "invalid_grant", "expired access/refresh token"]);
  });

  it("belong to one app", async () => {
    expect(refusal(await refresh(org.refreshToken(), "self"))).toEqual([
      400,
      "invalid_grant",
      "expired access/refresh token",
    ]);
    expect(refusal(await refresh(org.refreshToken(), "unknown"))).toEqual([
      400,
      "invalid_client_id",
      "client identifier invalid",
    ]);
  });

  it("are replaced by new ones where the app wants it so", async () => {
    const rotating = await startOrg({ apps: [{ name: "r", clientId: "r", refreshTokenRotation: true }] });
    const send = (refresh_token: string): Promise<Answer> =>
      rotating.call("POST", "/services/oauth2/token", {
        token: null,
        body: new URLSearchParams({ grant_type: "refresh_token", refresh_token, client_id: "r" }).toString(),
        headers: { "content-type": "application/x-www-form-urlencoded" },
      });
    const old = rotating.org.refreshToken();
    const { refresh_token: next } = (await send(old)).json as Record<string, string>;
    expect(next).not.toBe(old);
    expect((await send(old)).status).toBe(400);
    expect((await send(next!)).status).toBe(200);
    await rotating.org.close();
  });
});

describe("the token endpoint", () => {
  it("knows forms only, and its grant types", async () => {
    const json = await call("POST", "/services/oauth2/token", {
      token: null,
      body: { grant_type: "client_credentials" },
    });
    expect(refusal(json)).toEqual([400, "unsupported_grant_type", "grant type not supported"]);
    expect(refusal(await token({ grant_type: "magic" }))).toEqual([
      400,
      "unsupported_grant_type",
      "grant type not supported",
    ]);
    expect(refusal(await token({ grant_type: "password" }))).toEqual([
      400,
      "invalid_grant",
      "authentication failure",
    ]);
    const got = await call("GET", "/services/oauth2/token", { token: null });
    expect(refusal(got)).toEqual([400, "invalid_request", "must use HTTP POST"]);
  });
});

describe("sessions", () => {
  it("end when they were idle for too long, and live on while they are used", async () => {
    const session = org.accessToken();
    clocked.pass(7000);
    expect((await call("GET", "limits", { token: session })).status).toBe(200);
    clocked.pass(7000);
    expect((await call("GET", "limits", { token: session })).status).toBe(200);
    clocked.pass(7201);
    expect((await call("GET", "limits", { token: session })).json).toMatchObject([
      { errorCode: "INVALID_SESSION_ID" },
    ]);
    clocked.pass(-21_201);
  });

  it.each([
    ["noapi@example.com", 403, "API_CURRENTLY_DISABLED", "API is disabled for this User"],
    [
      "old@example.com",
      401,
      "INVALID_OPERATION_WITH_EXPIRED_PASSWORD",
      "Your password has expired. Please reset your password.",
    ],
    ["inactive@example.com", 401, "INVALID_SESSION_ID", "Session expired or invalid"],
  ])("of %s are refused", async (username, status, errorCode, message) => {
    const answer = await call("GET", "limits", { token: org.accessToken(username) });
    expect([answer.status, answer.json]).toEqual([status, [{ message, errorCode }]]);
  });
});

describe("who am I", () => {
  it("userinfo and identity tell it", async () => {
    const info = await call("GET", "/services/oauth2/userinfo", { token: org.accessToken() });
    expect(info.json).toMatchObject({
      user_id: org.userId,
      organization_id: org.organizationId,
      preferred_username: org.username,
    });
    const me = await call("GET", `/id/${org.organizationId}/${org.userId}`, { token: org.accessToken() });
    expect(me.json).toMatchObject({
      id: `${org.url}/id/${org.organizationId}/${org.userId}`,
      username: org.username,
    });
    expect(me.headers.get("sforce-limit-info")).toBeNull();
  });

  it.each(["/services/oauth2/userinfo", "/id/00D000000000001/005000000000001"])(
    "%s refuses with one word",
    async (path) => {
      const dead = await call("GET", path, { token: "gone" });
      expect([dead.status, dead.text]).toEqual([403, "Bad_OAuth_Token"]);
      expect((await call("GET", path, { token: null })).text).toBe("Missing_OAuth_Token");
    },
  );

  it("introspection tells what a token is", async () => {
    const ask = (text: string): Promise<Answer> =>
      call("POST", "/services/oauth2/introspect", {
        token: null,
        body: new URLSearchParams({ token: text, client_id: "main", client_secret: "s3cret" }).toString(),
        headers: { "content-type": "application/x-www-form-urlencoded" },
      });
    const session = org.accessToken();
    expect((await ask(session)).json).toMatchObject({
      active: true,
      username: org.username,
      client_id: "main",
      exp: expect.any(Number) as number,
    });
    expect((await ask("nothing")).json).toEqual({ active: false });
  });
});
