export type { Login } from "./login.ts";
export { chosenAlias, type OrgOptions, openOrg } from "./open-org.ts";
export { providerOf } from "./provider.ts";
export { LoginStore } from "./store.ts";
