import { bulkEntries } from "./bulk.ts";
import { dataEntries } from "./data.ts";
import { diagnosisEntries } from "./diagnosis.ts";
import type { RemediationCatalogue } from "./entry.ts";
import { genericEntries } from "./generic.ts";
import { limitEntries } from "./limits.ts";
import { oauthAppEntries } from "./oauth-app.ts";
import { oauthGrantEntries } from "./oauth-grant.ts";
import { oauthRequestEntries } from "./oauth-request.ts";
import { permissionEntries } from "./permission.ts";
import { queryEntries } from "./query.ts";
import { recordEntries } from "./records.ts";
import { requestEntries } from "./request.ts";
import { sdkEntries } from "./sdk.ts";
import { sessionEntries } from "./session.ts";
import { transactionEntries } from "./transactions.ts";

/** What to do about every error the SDK knows, as data: for the command line, the MCP adapter and the documentation to list. */
export const remediationCatalogue: RemediationCatalogue = [
  ...oauthGrantEntries,
  ...oauthAppEntries,
  ...oauthRequestEntries,
  ...sessionEntries,
  ...permissionEntries,
  ...dataEntries,
  ...recordEntries,
  ...transactionEntries,
  ...queryEntries,
  ...requestEntries,
  ...limitEntries,
  ...bulkEntries,
  ...sdkEntries,
  ...diagnosisEntries,
  ...genericEntries,
];
