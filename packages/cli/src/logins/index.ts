export { configFolder } from "./folder.ts";
export type { Login } from "./login.ts";
export { chosenAlias, type OrgOptions, openOrg } from "./open-org.ts";
export { providerOf } from "./provider.ts";
export { checkAlias, LoginStore } from "./store.ts";
