import { accessToken } from "kinetic-core";
import type { OrgConfig } from "../orgs/index.ts";
import { demoRows } from "./demo-rows.ts";

/** A local org with sample data. */
export interface Demo {
  readonly org: OrgConfig;
  close(): Promise<void>;
}

/** Starts a local org with sample data. Its package is loaded here alone: whoever works with a real org does not wait for it. */
export async function startDemo(): Promise<Demo> {
  const { startLocalOrg } = await import("kinetic-local-org");
  const org = await startLocalOrg({ rows: demoRows() });
  return {
    org: { alias: "demo", auth: accessToken({ token: org.accessToken(), instanceUrl: org.url }) },
    close: () => org.close(),
  };
}
