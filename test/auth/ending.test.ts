import {
  AuthenticationError,
  browserLogin,
  ConfigurationError,
  clientCredentials,
  deviceFlow,
  memoryTokenStore,
  refreshToken,
  SalesforceClient,
} from "kinetic-core";
import { describe, expect, it } from "vitest";
import { startLogin } from "../support/login-server.ts";
import { json, startServer } from "../support/server.ts";

const device = { device_code: "d", user_code: "u", verification_uri: "https://x.example", interval: 3600 };

describe("a login that nobody waits for", () => {
  it("is ended when the last one gave up, and the next one begins anew", async () => {
    await using server = await startLogin(() => device);
    const controller = new AbortController();
    let prompts = 0;
    const onPrompt = (): void => {
      prompts += 1;
      controller.abort(new Error("enough"));
    };
    await using sf = new SalesforceClient({
      auth: deviceFlow({ clientId: "key", loginUrl: server.url, onPrompt }),
    });
    await expect(sf.whoAmI({ signal: controller.signal })).rejects.toThrow("enough");
    const again = new AbortController();
    setTimeout(() => again.abort(new Error("again")), 20);
    await expect(sf.whoAmI({ signal: again.signal })).rejects.toThrow("again");
    expect(prompts).toBe(2);
  });

  it("ends with the client", async () => {
    await using server = await startLogin(() => device);
    const sf: SalesforceClient = new SalesforceClient({
      auth: deviceFlow({ clientId: "key", loginUrl: server.url, onPrompt: () => void sf.close() }),
    });
    await expect(sf.whoAmI()).rejects.toThrow(/closed/);
  });

  it("keeps a rotated refresh token that comes too late for those who asked", async () => {
    let answer = (): void => undefined;
    const server = await startServer((_, response) => {
      answer = () =>
        json(response, 200, { access_token: "t", refresh_token: "new", instance_url: server.url });
      controller.abort(new Error("enough"));
    });
    const controller = new AbortController();
    const saved = new Promise((resolve) => {
      const onTokens = ({ refreshToken: token }: { refreshToken: string }): void => resolve(token);
      const auth = refreshToken({ clientId: "key", refreshToken: "old", loginUrl: server.url, onTokens });
      const sf = new SalesforceClient({ auth });
      sf.whoAmI({ signal: controller.signal }).catch(() => answer());
    });
    await expect(saved).resolves.toBe("new");
    await server.close();
  });
});

describe("a refresh token in a shared store", () => {
  it("is the newest of its rotation for whoever comes later", async () => {
    await using server = await startLogin((_, call) => ({
      access_token: `t-${call}`,
      refresh_token: `r-${call}`,
      issued_at: "1",
      expires_in: 1,
    }));
    const tokenStore = memoryTokenStore();
    for (let run = 0; run < 3; run += 1) {
      const auth = refreshToken({ clientId: "key", refreshToken: "r-0", loginUrl: server.url });
      await using sf = new SalesforceClient({ auth, tokenStore });
      await sf.whoAmI();
    }
    expect(server.forms.map((form) => form["refresh_token"])).toEqual(["r-0", "r-1", "r-2"]);
  });
});

describe("the org of a client", () => {
  it("stays the same when its token is revoked", async () => {
    await using server = await startLogin((form, call) =>
      form["grant_type"] === undefined
        ? {}
        : { access_token: "t", id: `https://x.example/id/00D00000000000${call}AAA/005000000000001AAA` },
    );
    const auth = clientCredentials({ clientId: "key", clientSecret: "s", loginUrl: server.url });
    await using sf = new SalesforceClient({ auth });
    await sf.whoAmI();
    await sf.oauth.revoke();
    await expect(sf.whoAmI()).rejects.toThrow(AuthenticationError);
  });
});

describe("revoke", () => {
  it("ends the refresh token, and takes one that the org does not know for ended", async () => {
    await using server = await startLogin((form) =>
      form["grant_type"] === undefined ? { error: "invalid_token" } : { access_token: "t" },
    );
    const auth = refreshToken({ clientId: "key", refreshToken: "r", loginUrl: server.url });
    await using sf = new SalesforceClient({ auth });
    await sf.oauth.revoke();
    expect(server.forms.at(-1)).toEqual({ token: "r" });
  });
});

describe("a callback address that is taken", () => {
  it("is named, with what to do", async () => {
    await using server = await startServer(() => undefined);
    const login = browserLogin({
      clientId: "key",
      loginUrl: server.url,
      redirectUri: `${server.url}/callback`,
      onUrl: () => undefined,
    });
    await expect(login).rejects.toThrow(ConfigurationError);
    await expect(login).rejects.toThrow(/redirectUri.*EADDRINUSE.*another port/);
  });
});
