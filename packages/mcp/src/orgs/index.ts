export { type Org, type OrgConfig, type OrgIdentity, type OrgSurroundings, openOrg } from "./org.ts";
