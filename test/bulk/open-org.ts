import { jwtBearer, SalesforceClient } from "kinetic-core";
import {
  type KeyPair,
  type LocalOrg,
  type LocalOrgOptions,
  makeKeyPair,
  startLocalOrg,
} from "kinetic-local-org";

let keys: Promise<KeyPair> | undefined;

/** A fresh org and a client that is signed in to it. */
export async function openOrg(
  options: LocalOrgOptions = {},
): Promise<{ readonly org: LocalOrg; readonly sf: SalesforceClient } & AsyncDisposable> {
  keys ??= makeKeyPair();
  const org = await startLocalOrg({ keyPair: await keys, ...options });
  const { clientId, username, privateKey, url } = org;
  const sf = new SalesforceClient({ auth: jwtBearer({ clientId, username, privateKey, loginUrl: url }) });
  const close = async (): Promise<void> => {
    await sf.close();
    await org.close();
  };
  return { org, sf, [Symbol.asyncDispose]: close };
}
