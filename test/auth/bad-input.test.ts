import {
  accessToken,
  authorizationCode,
  ConfigurationError,
  clientCredentials,
  jwtBearer,
  refreshToken,
  SalesforceClient,
  tokenExchange,
  usernamePassword,
} from "kinetic-core";
import { describe, expect, it } from "vitest";
import { keys } from "../support/keys.ts";
import { startLogin } from "../support/login-server.ts";

const HOST = "https://acme.my.salesforce.com";
const app = { clientId: "key", clientSecret: "secret", loginUrl: HOST };
const code = { ...app, redirectUri: "https://app.example.com/cb", code: "code", codeVerifier: "verifier" };
const password = { ...app, username: "u", password: "pw" };
const exchange = { ...app, subjectToken: () => "t", subjectTokenType: "jwt" } as const;
const jwt = { clientId: "key", username: "u", privateKey: keys.privateKey, loginUrl: HOST };

/** What is wrong, the setting that the error must name, and the call. */
const broken: readonly (readonly [setting: string, make: (bad: string) => unknown])[] = [
  ["clientSecret", (bad) => clientCredentials({ ...app, clientSecret: bad })],
  ["token", (bad) => accessToken({ token: bad, instanceUrl: HOST })],
  ["refreshToken", (bad) => refreshToken({ ...app, refreshToken: bad })],
  ["clientSecret", (bad) => refreshToken({ ...app, refreshToken: "r", clientSecret: bad })],
  ["code", (bad) => authorizationCode({ ...code, code: bad })],
  ["codeVerifier", (bad) => authorizationCode({ ...code, codeVerifier: bad })],
  ["clientSecret", (bad) => authorizationCode({ ...code, clientSecret: bad })],
  ["clientSecret", (bad) => tokenExchange({ ...exchange, clientSecret: bad })],
  ["clientSecret", (bad) => usernamePassword({ ...password, clientSecret: bad })],
  ["securityToken", (bad) => usernamePassword({ ...password, securityToken: bad })],
];

describe("a secret that was copied badly", () => {
  it.each(broken)("%s: is refused before the network, and not shown", (setting, make) => {
    for (const bad of [
      "half-one\nhalf-two",
      "half-one half-two",
      "half-one\uFEFFhalf-two",
      "",
      " \uFEFF\n",
    ]) {
      const attempt = (): unknown => make(bad);
      expect(attempt).toThrow(ConfigurationError);
      expect(attempt).toThrow(new RegExp(`\\b${setting} \\(`));
      expect(attempt).not.toThrow(/half-one|half-two/);
    }
  });

  it.each(["\uFEFFwhole", "whole\n", " whole", "whole ", "\uFEFF whole\r\n"])(
    "%j is refused with the fix, and not shown",
    (bad) => {
      for (const [setting, make] of broken) {
        const attempt = (): unknown => make(bad);
        expect(attempt).toThrow(new RegExp(`\\b${setting} \\(.*begins or ends with .*take that off`));
        expect(attempt).not.toThrow(/whole/);
      }
    },
  );
});

describe("a consumer key and a login URL", () => {
  it("lose the byte order mark, the white space and the slashes that copying left around them", async () => {
    await using server = await startLogin(() => ({ access_token: "t" }));
    const auth = clientCredentials({
      clientId: "\uFEFF key\n",
      clientSecret: "secret",
      loginUrl: ` ${server.url}// `,
    });
    await using sf = new SalesforceClient({ auth });
    await sf.whoAmI();
    expect(server.forms).toEqual([
      { grant_type: "client_credentials", client_id: "key", client_secret: "secret" },
    ]);
    expect(server.seen[0]?.path).toBe("/services/oauth2/token");
  });
});

describe("a password", () => {
  const sent = async (given: string): Promise<string | undefined> => {
    await using server = await startLogin(() => ({ access_token: "t" }));
    const auth = usernamePassword({ ...password, password: given, loginUrl: server.url });
    await using sf = new SalesforceClient({ auth });
    await sf.whoAmI();
    return server.forms[0]?.["password"];
  };

  it("keeps the spaces that may be a part of it", async () => {
    expect(await sent(" two words ")).toBe(" two words ");
  });

  it.each([
    "half-one\nhalf-two",
    "half-one\uFEFFhalf-two",
    "\uFEFFhalf-one",
    "half-one\r\n",
    "",
    "\uFEFF\r\n",
  ])("is refused where it is none: %j", (bad) => {
    const attempt = (): unknown => usernamePassword({ ...password, password: bad });
    expect(attempt).toThrow(/password \(.* (?:inside|take that off|empty)/);
    expect(attempt).not.toThrow(/half-one|half-two/);
  });
});

describe("a login URL that is none", () => {
  it.each([
    "http://acme.my.salesforce.com",
    "https://acme.lightning.force.com/lightning/page/home",
    "https://acme.my.salesforce-setup.com",
    "https://acme--c.vf.force.com",
    "https://help.salesforce.com",
    "https://user:secret@acme.my.salesforce.com",
    "acme.my.salesforce.com",
    "ftp://acme.my.salesforce.com",
  ])("%s is refused with the fix", (loginUrl) => {
    for (const make of [jwtBearer, clientCredentials, refreshToken, usernamePassword]) {
      const settings = { ...jwt, ...password, refreshToken: "r", loginUrl };
      expect(() => make(settings)).toThrow(ConfigurationError);
      expect(() => make(settings)).toThrow(/loginUrl.*(My Domain|https:\/\/|user name)/);
    }
  });
});

describe("the audience", () => {
  it.each([
    ["https://login.salesforce.com/", "https://login.salesforce.com"],
    [" https://acme.my.site.com/customers/ ", "https://acme.my.site.com/customers"],
  ])("%j is sent as %s", async (audience, sent) => {
    await using server = await startLogin(() => ({ access_token: "t" }));
    await using sf = new SalesforceClient({ auth: jwtBearer({ ...jwt, loginUrl: server.url, audience }) });
    await sf.whoAmI();
    const claims = Buffer.from(server.forms[0]?.["assertion"]?.split(".")[1] ?? "", "base64url");
    expect(JSON.parse(claims.toString())).toMatchObject({ aud: sent });
  });
});
