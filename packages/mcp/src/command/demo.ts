import { accessToken } from "kinetic-core";
import type { OrgConfig } from "../orgs/index.ts";
import { Refusal } from "../refusal/index.ts";
import { demoRows } from "./demo-rows.ts";

/** A local org with sample data. */
export interface Demo {
  readonly org: OrgConfig;
  close(): Promise<void>;
}

/**
 * Starts a local org with sample data. Its package is loaded here and nowhere else: who works with a real org need not
 * install it.
 *
 * @throws Refusal when kinetic-local-org is not installed
 */
export async function startDemo(): Promise<Demo> {
  const { startLocalOrg } = await import("kinetic-local-org").catch((cause: unknown) => {
    throw new Refusal(
      `--demo needs the package kinetic-local-org (${cause instanceof Error ? cause.message : "not found"})`,
      { code: "SETTINGS", action: "Install it: npm install kinetic-local-org" },
    );
  });
  const org = await startLocalOrg({ rows: demoRows() });
  return {
    org: { alias: "demo", auth: accessToken({ token: org.accessToken(), instanceUrl: org.url }) },
    close: () => org.close(),
  };
}
