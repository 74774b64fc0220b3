export { type Org, type OrgConfig, type OrgIdentity, openOrg } from "./org.ts";
