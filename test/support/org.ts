import { type ClientOptions, SalesforceClient } from "kinetic-core";
import { type LocalOrg, type LocalOrgOptions, startLocalOrg } from "kinetic-local-org";

/** A fresh local org and a client that is signed in to it. */
export interface OpenOrg extends AsyncDisposable {
  readonly org: LocalOrg;
  readonly sf: SalesforceClient;
}

const keyPair = { privateKey: "unused", publicKey: "unused" };

/** Starts a local org and signs in with a ready token. */
export async function openOrg(
  options: LocalOrgOptions = {},
  client: Omit<ClientOptions, "auth"> = {},
): Promise<OpenOrg> {
  const org = await startLocalOrg({ keyPair, ...options });
  // A reset ends every session: the client signs in anew, as the provider lets it.
  const authenticate = async () => ({ token: org.accessToken(), instanceUrl: org.url });
  const auth = { flow: "local", authenticate };
  const sf = new SalesforceClient({ apiVersion: "68.0", ...client, auth });
  const close = async (): Promise<void> => {
    await sf.close();
    await org.close();
  };
  return { org, sf, [Symbol.asyncDispose]: close };
}
