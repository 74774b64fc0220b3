import { clientCredentials, SalesforceClient } from "kinetic-core";
import { describe, expect, it } from "vitest";
import { json, startServer, type TestServer } from "../support/server.ts";

describe("clientCredentials", () => {
  it("posts the app's key and secret to the org's own domain", async () => {
    await using server: TestServer = await startServer((_, response) =>
      json(response, 200, { access_token: "t", instance_url: server.url }),
    );
    const auth = clientCredentials({
      clientId: "key",
      clientSecret: "s&cret",
      loginUrl: `${server.url}/`,
    });
    await using sf = new SalesforceClient({ auth, apiVersion: "68.0" });
    await sf.whoAmI();
    expect(server.seen[0]!.path).toBe("/services/oauth2/token");
    expect(Object.fromEntries(new URLSearchParams(server.seen[0]!.body.toString()))).toEqual({
      grant_type: "client_credentials",
      client_id: "key",
      client_secret: "s&cret",
    });
  });

  it.each([
    "https://login.salesforce.com",
    "https://test.salesforce.com/",
    "https://x.my.salesforce-setup.com",
  ])("refuses %s, where the flow does not exist, and says where to go instead", (loginUrl) => {
    const make = () => clientCredentials({ clientId: "key", clientSecret: "top-secret", loginUrl });
    expect(make).toThrow(/loginUrl.*My Domain/);
    expect(make).not.toThrow(/top-secret/);
  });

  it("refuses an answer without a token, and names what was there", async () => {
    await using server: TestServer = await startServer((_, response) =>
      json(response, 200, { instance_url: server.url, signature: "top-secret" }),
    );
    const auth = clientCredentials({ clientId: "key", clientSecret: "x", loginUrl: server.url });
    await using sf = new SalesforceClient({ auth });
    const error: unknown = await sf.whoAmI().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "UNEXPECTED_RESPONSE" });
    expect(String(error)).toMatch(/instance_url, signature/);
    expect(String(error)).not.toMatch(/top-secret/);
  });
});
