import { ConfigurationError, SalesforceClient } from "kinetic-core";
import { describe, expect, it } from "vitest";
import { keys } from "../support/keys.ts";

function choose(env: Record<string, string>): string {
  let chosen = "";
  SalesforceClient.fromEnv({
    env,
    onChoice: (reason) => {
      chosen = reason;
    },
  });
  return chosen;
}

describe("SalesforceClient.fromEnv", () => {
  it.each<[string, Record<string, string>]>([
    [
      "JWT bearer flow, because SF_PRIVATE_KEY is set",
      {
        SF_PRIVATE_KEY: keys.privateKey,
        SF_CLIENT_ID: "key",
        SF_USERNAME: "u@example.com",
        SF_CLIENT_SECRET: "x",
      },
    ],
    [
      "client credentials flow, because SF_CLIENT_SECRET is set",
      { SF_CLIENT_SECRET: "x", SF_CLIENT_ID: "key", SF_LOGIN_URL: "https://acme.my.salesforce.com" },
    ],
    [
      "access token flow, because SF_ACCESS_TOKEN is set",
      { SF_ACCESS_TOKEN: "x", SF_INSTANCE_URL: "https://acme.my.salesforce.com" },
    ],
  ])("chooses the %s", (reason, env) => {
    expect(choose(env)).toBe(reason);
  });

  it("names every bad variable at once, and never a value", () => {
    const env = { SF_PRIVATE_KEY: "not-a-key", SF_LOGIN_URL: "login.salesforce.com" };
    expect(() => choose(env)).toThrow(ConfigurationError);
    expect(() => choose(env)).toThrow(/SF_CLIENT_ID.*SF_USERNAME.*SF_LOGIN_URL.*SF_PRIVATE_KEY/s);
    expect(() => choose(env)).not.toThrow(/not-a-key/);
  });

  it("takes a secret as it stands, and says what is around it", () => {
    const env = {
      SF_CLIENT_SECRET: "hidden\n",
      SF_CLIENT_ID: "key",
      SF_LOGIN_URL: "https://a.my.salesforce.com",
    };
    expect(() => choose(env)).toThrow(/SF_CLIENT_SECRET .*begins or ends with .*take that off/);
    expect(() => choose(env)).not.toThrow(/hidden/);
  });

  it("says what could be set when nothing is", () => {
    expect(() => choose({})).toThrow(/SF_PRIVATE_KEY_PATH.*SF_CLIENT_SECRET.*SF_ACCESS_TOKEN/);
  });

  it("refuses an API version that is none", () => {
    const env = {
      SF_ACCESS_TOKEN: "x",
      SF_INSTANCE_URL: "https://a.my.salesforce.com",
      SF_API_VERSION: "latest",
    };
    expect(() => choose(env)).toThrow(/SF_API_VERSION/);
  });

  it("looks at the other variables too when nothing says how to sign in", () => {
    const env = { SF_LOGIN_URL: "ftp://a", SF_INSTANCE_URL: "acme", SF_API_VERSION: "new" };
    expect(() => choose(env)).toThrow(/SF_ACCESS_TOKEN.*SF_LOGIN_URL.*SF_INSTANCE_URL.*SF_API_VERSION/s);
    expect(() => choose(env)).not.toThrow(/ftp:|acme/);
  });
});
