// What the examples of the documentation may use without declaring it.
import type { Readable } from "node:stream";
import type { AuthProvider, CsvSource, RecordId, SalesforceClient } from "kinetic-core";
import type { LocalOrg } from "kinetic-local-org";
import type { McpHttpOptions } from "kinetic-mcp/http";

export { createReadStream, createWriteStream } from "node:fs";
export { readFile, writeFile } from "node:fs/promises";
export { join } from "node:path";
export { pipeline } from "node:stream/promises";

/** A client of the org. */
export const sf: SalesforceClient;
/** The org itself, for the pages about it. */
export const org: LocalOrg;
/** A way to sign in. */
export const auth: AuthProvider;
export const clientId: string;
export const clientSecret: string;
export const username: string;
export const privateKey: string;
export const loginUrl: string;
export const signal: AbortSignal;
/** Ids of records that are there. */
export const accountId: RecordId<"Account">;
export const contactId: RecordId<"Contact">;
export const fileId: string;
/** What a user typed. */
export const name: string;
export const typed: string;
export const since: Date;
export const industries: readonly string[];
/** Rows of any source. */
export const rows: readonly { readonly Name: string }[];
export const source: CsvSource;
export const readable: Readable;
export const describeOfARealObject: string;
/** Of a program that offers the MCP server. */
export const verifier: NonNullable<McpHttpOptions["verifier"]>;
export function connectionOf(user: unknown): AuthProvider;

/** Starts an org, and fills what this module exports; called before each example. */
export function openContext(): Promise<void>;
/** Ends what was started. */
export function closeContext(): Promise<void>;
