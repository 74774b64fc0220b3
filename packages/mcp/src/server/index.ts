export { type OrgsFor, principalOf } from "./org-pool.ts";
export { createSalesforceMcp, type SalesforceMcp, type SalesforceMcpConfig } from "./server.ts";
export { version } from "./version.ts";
