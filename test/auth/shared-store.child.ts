// Run by shared-store.test.ts in several processes at once: each signs in by the same store, uses its token, meets a
// refusal of it, and signs in anew.
import { fileTokenStore, refreshToken, SalesforceClient } from "kinetic-core";

const [url = "", folder = ""] = process.argv.slice(2);
const auth = refreshToken({ clientId: "key", refreshToken: "r-0", loginUrl: url });
await using sf = new SalesforceClient({ auth, apiVersion: "68.0", tokenStore: fileTokenStore(folder) });
await sf.whoAmI();
const { body } = await sf.request<{ token: string }>({ method: "GET", path: "limits" });
console.log(body.token);
