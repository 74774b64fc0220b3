// What a strict project writes with the packages, as a module.

import { runCommand } from "kinetic-cli";
import { jwtBearer, type KineticError, SalesforceClient, soql } from "kinetic-core";
import { type LocalOrg, startLocalOrg } from "kinetic-local-org";
import { createSalesforceMcp } from "kinetic-mcp";
import { type McpHttpServer, serveHttp } from "kinetic-mcp/http";

export async function names(org: LocalOrg): Promise<readonly string[]> {
  const { clientId, username, privateKey, url } = org;
  await using sf = new SalesforceClient({
    auth: jwtBearer({ clientId, username, privateKey, loginUrl: url }),
  });
  const rows = await sf.query<{ Name: string }>(soql`SELECT Name FROM Account WHERE Site = ${"Basel"}`).all();
  return rows.map(({ Name }) => Name);
}

export const adviceOf = (error: KineticError): string => error.remediation.summary;
export const serve = (): Promise<McpHttpServer> => serveHttp(createSalesforceMcp({ orgs: [] }));
export const all = [startLocalOrg, runCommand] as const;
