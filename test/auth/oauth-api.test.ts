import { ConfigurationError, jwtBearer, SalesforceClient } from "kinetic-core";
import { startLocalOrg } from "kinetic-local-org";
import { expect, it } from "vitest";
import { CANARY } from "../support/providers.ts";

it("tells of a token who it is for and whether it lives, until it is revoked", async () => {
  await using org = await startLocalOrg();
  const { clientId, clientSecret, privateKey, username, url } = org;
  await using sf = new SalesforceClient({
    auth: jwtBearer({ clientId, username, privateKey, loginUrl: url }),
  });
  const app = { clientId, clientSecret };
  await expect(sf.oauth.userInfo()).resolves.toMatchObject({ preferred_username: username });
  await expect(sf.oauth.introspect(app)).resolves.toMatchObject({ active: true, username });
  await sf.oauth.revoke();
  // The next call logs in anew.
  await expect(sf.oauth.introspect(app)).resolves.toMatchObject({ active: true });
});

it("refuses a secret of two pieces before it is sent, without showing it", async () => {
  await using org = await startLocalOrg();
  const { clientId, privateKey, username, url } = org;
  await using sf = new SalesforceClient({
    auth: jwtBearer({ clientId, username, privateKey, loginUrl: url }),
  });
  const asked = sf.oauth.introspect({ clientId: " ", clientSecret: `a ${CANARY}` });
  await expect(asked).rejects.toThrow(ConfigurationError);
  await expect(asked).rejects.toThrow(/clientId .*is empty.*clientSecret .*has white space/s);
  await expect(asked).rejects.not.toThrow(CANARY);
  expect(org.requests().every(({ url }) => !url.includes("introspect"))).toBe(true);
});
