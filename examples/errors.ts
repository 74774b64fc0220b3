// Errors: what happened, why, what to do, and what is tried again by itself.
// Run: npm run build && node examples/dist/errors.js
import { isKineticError, jwtBearer, SalesforceClient } from "kinetic-core";
import { faults, startLocalOrg } from "kinetic-local-org";

await using org = await startLocalOrg();
const { clientId, username, privateKey, url: loginUrl } = org;
await using sf = new SalesforceClient({ auth: jwtBearer({ clientId, username, privateKey, loginUrl }) });

async function show(what: string, call: () => Promise<unknown>): Promise<void> {
  try {
    await call();
    console.log(`${what}: done`);
  } catch (error) {
    if (!isKineticError(error)) throw error;
    const { code, errorCode = "-", attempts = 1, remediation } = error;
    console.log(`${what}: ${code} ${errorCode}, ${attempts} attempt(s); ${remediation.summary}`);
  }
}

await show("a field that is not there", () => sf.sobject("Account").create({ Nmae: "Acme" }));
await show("an id that is none", () => sf.sobject("Account").retrieve("001"));

// A read is sent again …
org.faults.add({ path: /\/query/, times: 1, fault: faults.serverUnavailable(0) });
await show("a server that is busy once", () => sf.query("SELECT Id FROM Account").all());

// … and a create whose answer was lost is not: it may have been carried out.
org.faults.add({ method: "POST", path: /\/sobjects\/Account/, times: 1, fault: { kind: "reset-after" } });
await show("an answer that was lost", () => sf.sobject("Account").create({ Name: "Acme" }));
console.log(`accounts in the org: ${org.rows("Account").length}`);
