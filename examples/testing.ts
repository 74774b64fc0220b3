// Testing your own code with the local org: what it does when the network fails, and that nothing is lost or doubled.
// Run: npm run build && node examples/dist/testing.js
import assert from "node:assert/strict";
import { records, SalesforceClient } from "kinetic-core";
import { type LocalOrg, startLocalOrg } from "kinetic-local-org";

/** The code under test. */
async function importCustomers(
  sf: SalesforceClient,
  customers: readonly { no: string; name: string }[],
): Promise<number> {
  const rows = customers.map(({ no, name }) => ({ AccountNumber: no, Name: name }));
  await using result = await sf.bulk.load({ object: "Account", operation: "insert", source: records(rows) });
  return result.totals.succeeded;
}

function clientOf(org: LocalOrg): SalesforceClient {
  const authenticate = async () => ({ token: org.accessToken(), instanceUrl: org.url });
  return new SalesforceClient({ auth: { flow: "local", authenticate } });
}

await using org = await startLocalOrg({ ledger: { Account: "AccountNumber" } });
await using sf = clientOf(org);
const customers = Array.from({ length: 300 }, (_, at) => ({ no: `n-${at}`, name: `Customer ${at}` }));
org.snapshot();

for (const kind of ["reset-before", "reset-after"] as const) {
  org.restore();
  const rule = org.faults.add({ method: "PUT", path: /\/batches$/, times: 1, fault: { kind } });
  assert.equal(await importCustomers(sf, customers), 300);
  assert.equal(rule.hits, 1);
  assert.equal(org.rows("Account").length, 300);
  console.log(`${kind} during the upload: 300 customers, each once`);
}
org.expireSessions();
console.log(`after the session died: ${await sf.query("SELECT COUNT() FROM Account").count()}`);
