import { jwtBearer, SalesforceClient } from "kinetic-core";
import { startLocalOrg } from "kinetic-local-org";

/** What the examples run on: a client, and whether anything is left to see in the org afterwards. */
export interface ExampleOrg extends AsyncDisposable {
  readonly sf: SalesforceClient;
}

/**
 * Opens the org of the `SF_*` variables where `SF_CLIENT_ID` or `SF_ACCESS_TOKEN` is set, else a fresh local one that has
 * a few accounts and an external id `Ext__c`. The examples write: give them a sandbox.
 */
export async function openOrg(): Promise<ExampleOrg> {
  if (process.env["SF_CLIENT_ID"] !== undefined || process.env["SF_ACCESS_TOKEN"] !== undefined) {
    const sf = SalesforceClient.fromEnv({ onChoice: (reason) => console.error(reason) });
    return { sf, [Symbol.asyncDispose]: () => sf.close() };
  }
  const field = { name: "Ext__c", type: "string", length: 40, externalId: true, unique: true } as const;
  const org = await startLocalOrg({
    objects: [{ name: "Account", fields: [field] }],
    rows: { Account: ["Acme", "Globex", "Initech"].map((Name) => ({ Name, Site: "Basel", Ext__c: Name })) },
  });
  const { clientId, username, privateKey, url } = org;
  const sf = new SalesforceClient({ auth: jwtBearer({ clientId, username, privateKey, loginUrl: url }) });
  const close = async (): Promise<void> => {
    await sf.close();
    await org.close();
  };
  return { sf, [Symbol.asyncDispose]: close };
}
