// Signing in: as a user with a private key, as an app's Run As user, and with one login for several processes.
// Run: npm run build && node examples/dist/sign-in.js
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clientCredentials, fileTokenStore, isKineticError, jwtBearer, SalesforceClient } from "kinetic-core";
import { startLocalOrg } from "kinetic-local-org";

// What an administrator would give you: see the guide on app set-up.
await using org = await startLocalOrg();
const { clientId, clientSecret, username, privateKey, url: loginUrl } = org;
const folder = await mkdtemp(join(tmpdir(), "kinetic-tokens-"));

// The JWT bearer flow. The token store lets processes that share the folder share one login.
const auth = jwtBearer({ clientId, username, privateKey, loginUrl });
for (const turn of ["first", "second"]) {
  await using sf = new SalesforceClient({ auth, tokenStore: fileTokenStore(folder) });
  const { organizationId } = await sf.whoAmI();
  console.log(`${turn} client: org ${organizationId}, API ${await sf.apiVersion()}`);
}
const logins = org.requests().filter(({ url }) => url.startsWith("/services/oauth2/token")).length;
console.log(`logins: ${logins}`);
await rm(folder, { recursive: true });

// The client credentials flow, on the org's own domain.
await using sf = new SalesforceClient({ auth: clientCredentials({ clientId, clientSecret, loginUrl }) });
console.log(`Run As user: ${(await sf.oauth.userInfo()).preferred_username}`);

// A refusal says what to do about it.
await using wrong = new SalesforceClient({
  auth: jwtBearer({ clientId, username: "nobody@example.com", privateKey, loginUrl }),
});
try {
  await wrong.whoAmI();
} catch (error) {
  if (!isKineticError(error, "AUTHENTICATION")) throw error;
  console.log(`refused: ${error.errorCode}; ${error.remediation.summary}`);
}
