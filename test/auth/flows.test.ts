import { createHash } from "node:crypto";
import {
  type AuthProvider,
  authorizationCode,
  authorizationRequest,
  browserLogin,
  deviceFlow,
  refreshToken,
  SalesforceClient,
  tokenExchange,
  usernamePassword,
} from "kinetic-core";
import { describe, expect, it } from "vitest";
import { startLogin } from "../support/login-server.ts";

/** A client that never waits. */
function client(auth: AuthProvider, pauses: number[] = []) {
  const runtime = {
    now: () => Date.now(),
    random: () => 0,
    sleep: async (ms: number) => {
      pauses.push(ms);
    },
  };
  return new SalesforceClient({ auth, apiVersion: "68.0", http: { runtime } });
}

describe("refreshToken", () => {
  it("hands the new refresh token over to be saved before the token is used", async () => {
    const saved: string[] = [];
    await using login = await startLogin((_, call) => ({
      access_token: `token-${call}`,
      refresh_token: `refresh-${call}`,
    }));
    const auth = refreshToken({
      clientId: "key",
      refreshToken: "refresh-0",
      loginUrl: login.url,
      onTokens: async (tokens) => {
        await Promise.resolve();
        saved.push(tokens.refreshToken);
      },
    });
    await using sf = client(auth);
    await sf.whoAmI();
    expect(login.forms[0]).toEqual({
      grant_type: "refresh_token",
      refresh_token: "refresh-0",
      client_id: "key",
    });
    expect(saved).toEqual(["refresh-1"]);
  });

  it("uses the rotated token for the next renewal", async () => {
    await using login = await startLogin((form, call) =>
      form["grant_type"] === undefined
        ? {}
        : { access_token: `token-${call}`, refresh_token: `refresh-${call}`, issued_at: "1", expires_in: 1 },
    );
    const auth = refreshToken({ clientId: "key", refreshToken: "refresh-0", loginUrl: login.url });
    await using sf = client(auth);
    await sf.whoAmI();
    await sf.whoAmI();
    expect(login.forms.map((form) => form["refresh_token"])).toEqual(["refresh-0", "refresh-1"]);
  });

  it("says that the user must log in again when the token is dead", async () => {
    await using login = await startLogin(() => ({
      error: "invalid_grant",
      error_description: "expired access/refresh token",
    }));
    const auth = refreshToken({ clientId: "key", refreshToken: "dead", loginUrl: login.url });
    await using sf = client(auth);
    await expect(sf.whoAmI()).rejects.toMatchObject({ code: "AUTHENTICATION", errorCode: "invalid_grant" });
    expect(login.forms).toHaveLength(1);
  });
});

describe("the web server flow", () => {
  it("sends the person to an address with a PKCE challenge, and exchanges the code with its verifier", async () => {
    await using login = await startLogin(() => ({ access_token: "t", refresh_token: "r" }));
    const redirectUri = "https://app.example.com/callback";
    const request = authorizationRequest({
      clientId: "key",
      loginUrl: login.url,
      redirectUri,
      prompt: "login",
    });
    const query = new URL(request.url).searchParams;
    expect(Object.fromEntries(query)).toMatchObject({
      response_type: "code",
      client_id: "key",
      redirect_uri: redirectUri,
      scope: "api refresh_token",
      state: request.state,
      code_challenge_method: "S256",
      prompt: "login",
    });
    const { codeVerifier } = request;
    expect(query.get("code_challenge")).toBe(createHash("sha256").update(codeVerifier).digest("base64url"));
    expect(codeVerifier.length).toBeGreaterThanOrEqual(43);

    const auth = authorizationCode({
      clientId: "key",
      loginUrl: login.url,
      redirectUri,
      code: "c%3D",
      codeVerifier,
    });
    await using sf = client(auth);
    await sf.whoAmI();
    expect(login.forms[0]).toEqual({
      grant_type: "authorization_code",
      code: "c%3D",
      client_id: "key",
      redirect_uri: redirectUri,
      code_verifier: codeVerifier,
    });
  });

  it("listens on this machine for the browser to come back, and turns away foreign callbacks", async () => {
    await using login = await startLogin(() => ({ access_token: "t" }));
    const redirectUri = "http://127.0.0.1:18717/callback";
    const statuses: number[] = [];
    const auth = await browserLogin({
      clientId: "key",
      loginUrl: login.url,
      redirectUri,
      onUrl: (url) => {
        const state = new URL(url).searchParams.get("state") ?? "";
        void (async () => {
          for (const query of ["code=evil&state=other", `code=good%3D%3D&state=${state}`]) {
            statuses.push((await fetch(`${redirectUri}?${query}`)).status);
          }
        })();
      },
    });
    await using sf = client(auth);
    await sf.whoAmI();
    expect(login.forms[0]!["code"]).toBe("good==");
    expect(statuses[0]).toBe(400);
  });

  it("tells why the person came back without a code", async () => {
    const redirectUri = "http://127.0.0.1:18718/callback";
    const begin = browserLogin({
      clientId: "key",
      loginUrl: "https://login.salesforce.com",
      redirectUri,
      onUrl: (url) => {
        const state = new URL(url).searchParams.get("state") ?? "";
        void fetch(`${redirectUri}?error=access_denied&error_description=end-user+denied&state=${state}`);
      },
    });
    await expect(begin).rejects.toThrow(/end-user denied/);
  });

  it("gives up after the time allowed", async () => {
    const begin = browserLogin({
      clientId: "key",
      loginUrl: "https://login.salesforce.com",
      redirectUri: "http://127.0.0.1:18719/callback",
      onUrl: () => undefined,
      timeoutMs: 20,
    });
    await expect(begin).rejects.toThrow(/in time/);
  });

  it("refuses to listen anywhere but on this machine", async () => {
    const begin = browserLogin({
      clientId: "key",
      loginUrl: "https://login.salesforce.com",
      redirectUri: "https://app.example.com/callback",
      onUrl: () => undefined,
    });
    await expect(begin).rejects.toMatchObject({ code: "INPUT" });
  });
});

describe("deviceFlow", () => {
  it("shows the code, polls at the server's pace, slows down when told to, and ends with a token", async () => {
    const pauses: number[] = [];
    const prompts: unknown[] = [];
    await using login = await startLogin((_, call) => {
      if (call === 1) {
        return { device_code: "D", user_code: "ABCD", verification_uri: "https://x.example/d", interval: 3 };
      }
      if (call === 2) return { error: "authorization_pending", error_description: "waiting" };
      if (call === 3) return { error: "slow_down", error_description: "too fast" };
      return { access_token: "t", refresh_token: "r" };
    });
    const auth = deviceFlow({
      clientId: "key",
      loginUrl: login.url,
      onPrompt: (prompt) => prompts.push(prompt),
    });
    await using sf = client(auth, pauses);
    await sf.whoAmI();
    expect(prompts).toEqual([{ userCode: "ABCD", verificationUri: "https://x.example/d" }]);
    expect(pauses).toEqual([3_000, 3_000, 8_000]);
    expect(login.forms[1]).toEqual({ grant_type: "device", client_id: "key", code: "D" });
  });

  it("ends when the person refuses", async () => {
    await using login = await startLogin((_, call) =>
      call === 1
        ? { device_code: "D", user_code: "A", verification_uri: "https://x.example/d" }
        : { error: "access_denied", error_description: "end-user denied authorization" },
    );
    await using sf = client(deviceFlow({ clientId: "key", loginUrl: login.url, onPrompt: () => undefined }));
    await expect(sf.whoAmI()).rejects.toMatchObject({ errorCode: "access_denied" });
    expect(login.forms).toHaveLength(2);
  });
});

describe("tokenExchange", () => {
  it("sends a fresh subject token", async () => {
    await using login = await startLogin(() => ({ access_token: "t" }));
    const auth = tokenExchange({
      clientId: "key",
      clientSecret: "s",
      loginUrl: login.url,
      subjectToken: async () => "theirs",
      subjectTokenType: "jwt",
      scope: ["api"],
    });
    await using sf = client(auth);
    await sf.whoAmI();
    expect(login.forms[0]).toEqual({
      grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
      subject_token: "theirs",
      subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
      client_id: "key",
      client_secret: "s",
      scope: "api",
    });
  });

  it("refuses hosts that many orgs share", () => {
    const make = () =>
      tokenExchange({
        clientId: "key",
        loginUrl: "https://login.salesforce.com",
        subjectToken: () => "x",
        subjectTokenType: "jwt",
      });
    expect(make).toThrow(/My Domain/);
  });
});

describe("usernamePassword", () => {
  it("appends the security token, and tries once only: every try counts towards a lock-out", async () => {
    await using login = await startLogin(() => ({
      error: "invalid_grant",
      error_description: "authentication failure",
    }));
    const auth = usernamePassword({
      clientId: "key",
      clientSecret: "s",
      username: "u@example.com",
      password: "p",
      securityToken: "TOKEN",
      loginUrl: login.url,
    });
    await using sf = client(auth);
    await expect(sf.whoAmI()).rejects.toMatchObject({ code: "AUTHENTICATION" });
    expect(login.forms).toHaveLength(1);
    expect(login.forms[0]!["password"]).toBe("pTOKEN");
  });
});
