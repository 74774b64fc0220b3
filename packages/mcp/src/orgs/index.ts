export { type Org, type OrgConfig, openOrg } from "./org.ts";
