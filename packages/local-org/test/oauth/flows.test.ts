import { createHash } from "node:crypto";
import { createRemoteJWKSet, jwtVerify } from "jose";
import { makeKeyPair, startLocalOrg } from "kinetic-local-org";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Clocked, startOrg } from "../api.ts";

const CALLBACK = "http://localhost:1717/callback";
const verifier = "v".repeat(43);
const challenge = createHash("sha256").update(verifier).digest("base64url");

let clocked: Clocked;
beforeAll(async () => {
  clocked = await startOrg({
    keyPair: await makeKeyPair(),
    users: [
      { username: "admin@example.com", password: "pa<ss>&word", securityToken: "T0k" },
      { username: "robot@example.com", profile: "Standard User", permissionSets: ["May"] },
      { username: "other@example.com" },
      { username: "frozen@example.com", frozen: true },
    ],
    permissionSets: [{ name: "May" }],
    apps: [
      { name: "Main <b>App</b>", clientId: "main", clientSecret: "s3cret" },
      {
        name: "Self",
        clientId: "self",
        clientSecret: "x",
        permittedUsers: "self-authorize",
        approvedUsers: [],
      },
      { name: "Sets", clientId: "sets", clientSecret: "x", approvedPermissionSets: ["May"] },
      { name: "Id", clientId: "id", clientSecret: "x", scopes: ["api", "openid"], jwtAccessTokens: true },
      { name: "Old", clientId: "old", clientSecret: "x", flows: ["user-agent"] },
      {
        name: "Exchange",
        clientId: "exchange",
        clientSecret: "x",
        tokenExchangeHandler: ({ subjectToken }) => (subjectToken === "good" ? "robot@example.com" : null),
      },
      { name: "Idle", clientId: "idle", clientSecret: "x", refreshTokenIdleSeconds: 3600 },
    ],
    policies: { usernamePasswordFlow: true },
  });
});
afterAll(() => clocked.org.close());

type Json = Record<string, string>;
async function token(form: Json): Promise<{ status: number; json: Json }> {
  const body = new URLSearchParams(form);
  const response = await fetch(`${clocked.org.url}/services/oauth2/token`, { method: "POST", body });
  return { status: response.status, json: (await response.json()) as Json };
}
const authorizeUrl = (query: Json): string => {
  const all = { response_type: "code", client_id: "main", redirect_uri: CALLBACK, state: "s t", ...query };
  return `${clocked.org.url}/services/oauth2/authorize?${new URLSearchParams(all).toString()}`;
};
const works = async (access: string | undefined): Promise<number> =>
  (await clocked.call("GET", "sobjects", { token: access ?? "" })).status;

describe("the web server flow", () => {
  it("goes through the pages: login, consent, code, session", async () => {
    const opened = await fetch(authorizeUrl({ code_challenge: challenge, code_challenge_method: "S256" }));
    const login = await opened.text();
    expect(opened.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(login).toContain("Main &lt;b&gt;App&lt;/b&gt;");
    const ticket = /name="ticket" value="([^"]+)"/.exec(login)?.[1] ?? "";
    const submit = (form: Json): Promise<Response> =>
      fetch(`${clocked.org.url}/services/oauth2/authorize`, {
        method: "POST",
        redirect: "manual",
        body: new URLSearchParams({ ticket, ...form }),
      });
    const early = await submit({ decision: "allow" });
    expect([early.status, await early.text()]).toEqual([
      200,
      expect.stringContaining("Please check your username"),
    ]);
    const wrong = await submit({ username: "admin@example.com", password: "no" });
    expect(await wrong.text()).toContain("Please check your username and password.");
    const consent = await submit({ username: "admin@example.com", password: "pa<ss>&word" });
    expect(await consent.text()).toContain("Read and change data by the API");
    const decided = await submit({ decision: "allow" });
    expect(decided.status).toBe(302);
    const back = new URL(decided.headers.get("location") ?? "");
    expect(back.origin + back.pathname).toBe(CALLBACK);
    expect(back.searchParams.get("state")).toBe("s t");
    const code = back.searchParams.get("code") ?? "";
    expect(code).toMatch(/==$/);
    const { status, json } = await token({
      grant_type: "authorization_code",
      client_id: "main",
      redirect_uri: CALLBACK,
      code,
      code_verifier: verifier,
    });
    expect(status).toBe(200);
    expect(await works(json["access_token"])).toBe(200);
    const refreshed = await token({
      grant_type: "refresh_token",
      client_id: "main",
      refresh_token: json["refresh_token"] ?? "",
    });
    expect(await works(refreshed.json["access_token"])).toBe(200);
    expect((await submit({ decision: "allow" })).status).toBe(400);
  });

  it("lets a code live for fifteen minutes", async () => {
    const code = new URL(clocked.org.authorize(authorizeUrl({}))).searchParams.get("code") ?? "";
    clocked.pass(901);
    const late = await token({
      grant_type: "authorization_code",
      client_id: "main",
      redirect_uri: CALLBACK,
      code,
    });
    clocked.pass(-901);
    expect(late.json["error_description"]).toBe("expired authorization code");
  });

  it("approves a self-authorise app from then on, and knows who is approved by permission set", async () => {
    const { org } = clocked;
    org.authorize(authorizeUrl({ client_id: "self" }), { username: "other@example.com" });
    const url = authorizeUrl({ client_id: "sets" });
    expect(org.authorize(url, { username: "robot@example.com" })).toContain("code=");
    expect(() => org.authorize(url, { username: "other@example.com" })).toThrow("OAUTH_APP_ACCESS_DENIED");
    expect(() => org.authorize(url, { username: "nobody" })).toThrow("no user nobody");
  });

  it("narrows the scopes, and gives no refresh token without its scope", async () => {
    const code =
      new URL(clocked.org.authorize(authorizeUrl({ scope: "api" }))).searchParams.get("code") ?? "";
    const { json } = await token({
      grant_type: "authorization_code",
      client_id: "main",
      redirect_uri: CALLBACK,
      code,
    });
    expect(json["scope"]).toBe("api");
    expect(json).not.toHaveProperty("refresh_token");
  });
});

describe("other flows", () => {
  it("the user-agent flow answers in the fragment", async () => {
    const url = clocked.org.authorize(authorizeUrl({ client_id: "old", response_type: "token" }));
    const fragment = new URLSearchParams(new URL(url).hash.slice(1));
    expect(await works(fragment.get("access_token") ?? "")).toBe(200);
    expect(fragment.get("state")).toBe("s t");
  });

  it("the device flow waits for a person: on the page, or in the test", async () => {
    const begin = async (): Promise<Json> =>
      (await token({ response_type: "device_code", client_id: "main" })).json;
    const poll = (device: Json): Promise<{ status: number; json: Json }> =>
      token({ grant_type: "device", client_id: "main", code: device["device_code"] ?? "" });
    const first = await begin();
    expect((await poll(first)).json["error"]).toBe("authorization_pending");
    expect((await poll(first)).json["error"]).toBe("slow_down");
    clocked.pass(5);
    expect((await poll(first)).json["error"]).toBe("authorization_pending");
    clocked.org.approveDevice((first["user_code"] ?? "").toLowerCase());
    const done = await poll(first);
    expect(await works(done.json["access_token"])).toBe(200);
    expect(done.json["refresh_token"]).toMatch(/^5Aep861/);
    expect((await poll(first)).json["error"]).toBe("invalid_grant");

    const second = await begin();
    const submit = async (form: Json): Promise<string> => {
      const body = new URLSearchParams({ user_code: second["user_code"] ?? "", ...form });
      return (await fetch(second["verification_uri"] ?? "", { method: "POST", body })).text();
    };
    expect(await (await fetch(second["verification_uri"] ?? "")).text()).toContain("Connect a device");
    expect(await submit({ username: "other@example.com", password: "no" })).toContain("Please check");
    expect(await submit({ user_code: "NONE" })).toContain("No device waits");
    const denial = { username: "other@example.com", password: "secret", decision: "deny" };
    expect(await submit(denial)).toContain("Denied");
    expect((await poll(second)).json["error"]).toBe("access_denied");
  });

  it("username and password, with the security token behind", async () => {
    const form = {
      grant_type: "password",
      client_id: "main",
      client_secret: "s3cret",
      username: "admin@example.com",
    };
    const { json } = await token({ ...form, password: "pa<ss>&wordT0k" });
    expect(await works(json["access_token"])).toBe(200);
    expect(json).not.toHaveProperty("refresh_token");
    expect(json).not.toHaveProperty("scope");
    expect((await token({ ...form, password: "pa<ss>&word" })).status).toBe(400);
  });

  it("token exchange asks the app's handler", async () => {
    const type = "urn:ietf:params:oauth:token-type:jwt";
    const form = {
      grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
      client_id: "exchange",
      subject_token_type: type,
    };
    const { json } = await token({ ...form, subject_token: "good" });
    expect(json["id"]).toMatch(/\/id\/00D\w+\/005\w+$/);
    expect(await works(json["access_token"])).toBe(200);
    expect((await token({ ...form, subject_token: "bad" })).json["error_description"]).toBe(
      "subject_token validation failed",
    );
  });

  it("SAML says that it is not there", async () => {
    const answer = await token({ grant_type: "urn:ietf:params:oauth:grant-type:saml2-bearer" });
    expect(answer.status).toBe(501);
  });
});

describe("refresh tokens", () => {
  it("end when they lie idle, and a sixth ends the first", async () => {
    const idle =
      new URL(clocked.org.authorize(authorizeUrl({ client_id: "idle" }))).searchParams.get("code") ?? "";
    const form = { grant_type: "authorization_code", client_id: "idle", redirect_uri: CALLBACK, code: idle };
    const refresh_token = (await token(form)).json["refresh_token"] ?? "";
    const refresh = { grant_type: "refresh_token", client_id: "idle", refresh_token };
    clocked.pass(3000);
    expect((await token(refresh)).status).toBe(200);
    clocked.pass(3601);
    expect((await token(refresh)).json["error_description"]).toBe("expired access/refresh token");
    clocked.pass(-6601);
    const six = Array.from({ length: 6 }, () => clocked.org.refreshToken("other@example.com"));
    const use = async (value = ""): Promise<number> =>
      (await token({ grant_type: "refresh_token", client_id: "main", refresh_token: value })).status;
    expect([await use(six[0]), await use(six[1]), await use(six[5])]).toEqual([400, 200, 200]);
  });
});

describe("OpenID", () => {
  it("signs id tokens and JWT-based access tokens with a key that can be looked up", async () => {
    const discovery = (await (
      await fetch(`${clocked.org.url}/.well-known/openid-configuration`)
    ).json()) as Json;
    expect(discovery["token_endpoint"]).toBe(`${clocked.org.url}/services/oauth2/token`);
    const code = new URL(
      clocked.org.authorize(authorizeUrl({ client_id: "id", nonce: "n1" })),
    ).searchParams.get("code");
    const { json } = await token({
      grant_type: "authorization_code",
      client_id: "id",
      redirect_uri: CALLBACK,
      code: code ?? "",
    });
    const keys = createRemoteJWKSet(new URL(discovery["jwks_uri"] ?? ""));
    const options = {
      issuer: clocked.org.url,
      audience: "id",
      currentDate: new Date("2026-11-22T10:21:00Z"),
    };
    const { payload } = await jwtVerify(json["id_token"] ?? "", keys, options);
    expect(payload["nonce"]).toBe("n1");
    expect(json["token_format"]).toBe("jwt");
    expect((await jwtVerify(json["access_token"] ?? "", keys, options)).payload.sub).toBe(json["id"]);
    expect(await works(json["access_token"])).toBe(200);
  });
});

describe("SOAP login()", () => {
  const soap = async (body: string, path = "u/60.0"): Promise<{ status: number; text: string }> => {
    const envelope = `<?xml version="1.0"?><se:Envelope xmlns:se="http://schemas.xmlsoap.org/soap/envelope/">${body}</se:Envelope>`;
    const headers = { "content-type": "text/xml", soapaction: '""' };
    const url = `${clocked.org.url}/services/Soap/${path}`;
    const response = await fetch(url, { method: "POST", headers, body: envelope });
    return { status: response.status, text: await response.text() };
  };
  const login = (
    username: string,
    password: string,
    path?: string,
  ): Promise<{ status: number; text: string }> =>
    soap(
      `<se:Body><login xmlns="urn:partner.soap.sforce.com"><username>${username}</username><password>${password}</password></login></se:Body>`,
      path,
    );

  it.each(["u/60.0", "c/58.0/00D000000000001", "u/31.0"])("opens a session at %s", async (path) => {
    const { status, text } = await login("admin@example.com", "pa&lt;ss&gt;&#38;wordT0k", path);
    expect(status).toBe(200);
    const read = (name: string): string => new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1] ?? "";
    expect(read("userId")).toBe(clocked.org.userId);
    expect(read("serverUrl")).toContain(`${clocked.org.url}/services/Soap/${path.slice(0, 6)}`);
    expect(await works(read("sessionId"))).toBe(200);
    const header = `<se:Header><SessionHeader><sessionId>${read("sessionId")}</sessionId></SessionHeader></se:Header>`;
    expect((await soap(`${header}<se:Body><getUserInfo/></se:Body>`)).text).toContain(
      "<userName>admin@example.com</userName>",
    );
    expect((await soap(`${header}<se:Body><query/></se:Body>`)).status).toBe(501);
    await soap(`${header}<se:Body><logout/></se:Body>`);
    expect(await works(read("sessionId"))).toBe(401);
    expect((await soap(`${header}<se:Body><getUserInfo/></se:Body>`)).text).toContain("INVALID_SESSION_ID");
  });

  it.each([
    ["admin@example.com", "wrong", "u/60.0", "INVALID_LOGIN"],
    ["nobody@example.com", "secret", "u/60.0", "INVALID_LOGIN"],
    ["frozen@example.com", "secret", "u/60.0", "INVALID_LOGIN"],
    ["admin@example.com", "pa&lt;ss&gt;&amp;word", "u/60.0", "LOGIN_MUST_USE_SECURITY_TOKEN"],
    ["admin@example.com", "x", "u/65.0", "UNSUPPORTED_API_VERSION"],
  ])("refuses %s with %s at %s", async (username, password, path, code) => {
    const { status, text } = await login(username, password, path);
    expect(status).toBe(500);
    expect(text).toContain(`<faultcode>sf:${code}</faultcode><faultstring>${code}: `);
  });

  it("can be switched off", async () => {
    await using org = await startLocalOrg({ keyPair: clocked.org, policies: { soapLogin: false } });
    const body = "<e:Envelope><e:Body><login/></e:Body></e:Envelope>";
    const answer = await fetch(`${org.url}/services/Soap/u/60.0`, { method: "POST", body });
    expect(await answer.text()).toContain("INVALID_OPERATION");
  });
});
