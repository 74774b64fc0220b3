import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  AuthenticationError,
  accessToken,
  clientCredentials,
  fileTokenStore,
  jwtBearer,
  memoryTokenStore,
  SalesforceClient,
} from "kinetic-core";
import { describe, expect, it } from "vitest";
import { keys } from "../support/keys.ts";
import { startLogin } from "../support/login-server.ts";
import { json, startServer, type TestServer } from "../support/server.ts";

const org = (id: string) => `https://login.salesforce.com/id/${id}/005000000000001AAA`;
const credentials = (loginUrl: string) => clientCredentials({ clientId: "key", clientSecret: "s", loginUrl });

describe("a ready token that died", () => {
  it("ends the call after one request, with the refusal as cause and its request id", async () => {
    await using server = await startServer((_, response) => {
      response.setHeader("x-sfdc-request-id", "r-1");
      json(response, 401, [{ errorCode: "INVALID_SESSION_ID", message: "Session expired or invalid" }]);
    });
    const auth = accessToken({ token: "t", instanceUrl: server.url });
    await using sf = new SalesforceClient({ auth, apiVersion: "68.0" });
    const error: unknown = await sf.limits().catch((problem: unknown) => problem);
    expect(error).toBeInstanceOf(AuthenticationError);
    expect(error).toMatchObject({ status: 401, errorCode: "INVALID_SESSION_ID", requestId: "r-1" });
    expect(error).toMatchObject({
      problem: expect.stringContaining("without a way to renew it"),
      cause: { requestId: "r-1" },
    });
    expect(server.seen).toHaveLength(1);
  });
});

describe("a session", () => {
  it("renews a token of known age before it dies", async () => {
    await using login = await startLogin((_, call) => ({
      access_token: `t-${call}`,
      issued_at: String(Date.now()),
      expires_in: call === 1 ? 59 : 3_600,
    }));
    await using sf = new SalesforceClient({ auth: credentials(login.url) });
    await sf.whoAmI();
    await sf.whoAmI();
    await sf.whoAmI();
    expect(login.forms).toHaveLength(2);
  });

  it("reads from a token that is a JWT when it dies", async () => {
    const jwt = (seconds: number): string => {
      const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
      return `${part({ alg: "RS256" })}.${part({ exp: Math.floor(Date.now() / 1000) + seconds })}.signature`;
    };
    await using login = await startLogin((_, call) => ({ access_token: jwt(call === 1 ? 30 : 1800) }));
    await using sf = new SalesforceClient({ auth: credentials(login.url) });
    for (let call = 0; call < 3; call += 1) await sf.whoAmI();
    expect(login.forms).toHaveLength(2);
  });

  it("refuses a login that lands in another org than the first", async () => {
    await using login = await startLogin((_, call) => ({
      access_token: `t-${call}`,
      id: org(`00D00000000000${call}AAA`),
      issued_at: "1",
      expires_in: 1,
    }));
    await using sf = new SalesforceClient({ auth: credentials(login.url) });
    await sf.whoAmI();
    await expect(sf.whoAmI()).rejects.toThrow(/org 00D000000000002AAA.*began with org 00D000000000001AAA/);
  });

  it("goes on for the others when one of them stops waiting for the login", async () => {
    const server: TestServer = await startServer((_, response) => {
      setTimeout(() => json(response, 200, { access_token: "t", instance_url: server.url }), 50);
    });
    await using sf = new SalesforceClient({ auth: credentials(server.url) });
    const controller = new AbortController();
    const impatient = sf.whoAmI({ signal: controller.signal });
    const patient = sf.whoAmI();
    controller.abort(new Error("enough"));
    await expect(impatient).rejects.toThrow("enough");
    await expect(patient).resolves.toMatchObject({ instanceUrl: server.url });
    expect(server.seen).toHaveLength(1);
    await server.close();
  });

  it("signs a second time by the server's clock when its own is wrong", async () => {
    const hourAhead = new Date(Date.now() + 3_600_000);
    const server: TestServer = await startServer((request, response) => {
      const assertion = new URLSearchParams(request.body.toString()).get("assertion") ?? "";
      const claims = JSON.parse(Buffer.from(assertion.split(".")[1] ?? "", "base64url").toString()) as {
        exp: number;
      };
      const headers = { date: hourAhead.toUTCString() };
      if (claims.exp * 1000 <= hourAhead.getTime()) {
        json(
          response,
          400,
          { error: "invalid_grant", error_description: "expired authorization code" },
          headers,
        );
      } else {
        json(response, 200, { access_token: "t", instance_url: server.url }, headers);
      }
    });
    const auth = jwtBearer({
      clientId: "key",
      username: "u@example.com",
      privateKey: keys.privateKey,
      loginUrl: server.url,
    });
    await using sf = new SalesforceClient({ auth });
    await sf.whoAmI();
    expect(server.seen).toHaveLength(2);
    await server.close();
  });
});

describe("a token store", () => {
  it("lets clients of one identity share a login", async () => {
    await using login = await startLogin((_, call) => ({ access_token: `t-${call}` }));
    const tokenStore = memoryTokenStore();
    const clients = Array.from(
      { length: 5 },
      () => new SalesforceClient({ auth: credentials(login.url), tokenStore }),
    );
    await Promise.all(clients.map((sf) => sf.whoAmI()));
    expect(login.forms).toHaveLength(1);
    await Promise.all(clients.map((sf) => sf.close()));
  });

  it("in a folder is readable by its owner only, and a broken file is as good as none", async () => {
    await using login = await startLogin((_, call) => ({ access_token: `t-${call}` }));
    const folder = join(mkdtempSync(join(tmpdir(), "kinetic-store-")), "tokens");
    const client = () =>
      new SalesforceClient({ auth: credentials(login.url), tokenStore: fileTokenStore(folder) });
    await using first = client();
    await first.whoAmI();
    const [name = ""] = readdirSync(folder);
    expect(readdirSync(folder)).toHaveLength(1);
    expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(readFileSync(join(folder, name), "utf8")).toContain("t-1");

    writeFileSync(join(folder, name), "{ not json");
    await using second = client();
    await second.whoAmI();
    expect(login.forms).toHaveLength(2);
  });

  it("that cannot be written says so, with the folder", async () => {
    await using login = await startLogin(() => ({ access_token: "t" }));
    const file = join(mkdtempSync(join(tmpdir(), "kinetic-store-")), "a-file");
    writeFileSync(file, "");
    await using sf = new SalesforceClient({ auth: credentials(login.url), tokenStore: fileTokenStore(file) });
    await expect(sf.whoAmI()).rejects.toMatchObject({ code: "CONFIGURATION" });
    await expect(sf.whoAmI()).rejects.toThrow(file);
  });
});
