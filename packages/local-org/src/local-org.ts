import type { BulkJobInfo } from "./bulk/bulk.ts";
import type { Schema } from "./schema/types.ts";
import type { Faults } from "./server/faults.ts";
import type { RequestEntry } from "./server/log.ts";
import type { Fields, LedgerEntry, Store } from "./store/types.ts";

/** A Salesforce-compatible org in this process. */
export interface LocalOrg extends AsyncDisposable {
  /** Where the org answers: login URL and instance URL in one. */
  readonly url: string;
  /** The consumer key and secret of the first app. */
  readonly clientId: string;
  readonly clientSecret: string;
  /** The first user. */
  readonly username: string;
  readonly userId: string;
  readonly organizationId: string;
  /** The private key (PKCS #8 PEM) that signs JWTs for the first app, and its public key (SPKI PEM). */
  readonly privateKey: string;
  readonly publicKey: string;
  /** The newest API version that is answered, e.g. `68.0`. */
  readonly apiVersion: string;
  readonly schema: Schema;
  /** The data behind the API, for what a test cannot ask over HTTP. */
  readonly store: Store;
  /** What goes wrong: add and remove rules while the org runs. */
  readonly faults: Faults;
  /** Inserts rows as an administrator would who may set `Id`, `CreatedDate` and the like; returns their ids. */
  insert(object: string, rows: readonly Fields[]): string[];
  /** Returns an object's live rows as JSON records, oldest id first. */
  rows(object: string): Record<string, unknown>[];
  /** Runs a SOQL query as the first user, without HTTP, and returns all its records. @throws Error as Salesforce refuses it */
  query(soql: string): Promise<Record<string, unknown>[]>;
  /** Returns the latest requests, oldest first. */
  requests(): readonly RequestEntry[];
  /** Returns the Bulk API 2.0 jobs, oldest first. */
  jobs(): readonly BulkJobInfo[];
  /** Opens a session without OAuth and returns its access token. @throws Error for an unknown user */
  accessToken(username?: string): string;
  /** Issues a refresh token, as the web server flow would. @throws Error for an unknown user */
  refreshToken(username?: string): string;
  /**
   * Answers an authorization request as a person would who logs in and allows it, or does not.
   * @param url - the address that the client would open in a browser
   * @returns the address that the browser would be sent back to, with the code or the error in it
   * @throws Error where the person would see an error page: it says which
   */
  authorize(url: string, person?: Person): string;
  /**
   * Lets a device in that waits with this code, as a person on the verification page would, or does not.
   * @throws Error where no device waits with this code
   */
  approveDevice(userCode: string, person?: Person): void;
  /** Ends every session: each client's next call is 401 `INVALID_SESSION_ID`. */
  expireSessions(): void;
  /**
   * Returns how often clients wrote each key of an object, in the order of the keys: nothing lost, nothing doubled.
   * @throws Error where the option `ledger` does not name the object's key field
   */
  ledger(object: string): LedgerEntry[];
  /** Keeps the rows and the ids as they are now. A snapshot of the same name gives way. @param name - @default "default" */
  snapshot(name?: string): void;
  /**
   * Puts the rows and the ids back as they were at a snapshot, as often as one likes. Bulk jobs, query locators and idempotency keys
   * are dropped; sessions, faults, the clock and the request log stay.
   * @param name - @default "default"
   * @throws Error where there is no such snapshot
   */
  restore(name?: string): void;
  /** Moves the org's clock on. */
  advanceClock(seconds: number): void;
  /** Makes the org what it was when it started: rows, ids, jobs, sessions, faults, clock, request log. Drops every snapshot. */
  reset(): void;
  /** Stops the server, closes every connection and the data. May be called twice. */
  close(): Promise<void>;
}

/** Who answers a login page, and how. */
export interface Person {
  /** @default the org's first user */
  readonly username?: string | undefined;
  /** Denies instead of allowing. @default false */
  readonly deny?: boolean | undefined;
}
