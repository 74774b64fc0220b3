import type { RemediationCatalogue } from "./entry.ts";
import { genericEntries } from "./generic.ts";
import { sdkEntries } from "./sdk.ts";

/** What to do about every error the SDK knows, as data: for the command line, the MCP adapter and the documentation to list. */
export const remediationCatalogue: RemediationCatalogue = [...sdkEntries, ...genericEntries];
