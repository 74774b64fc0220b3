import type { PermissionSetOptions, ProfileOptions } from "./access/options.ts";
import type { BulkOptions } from "./bulk/options.ts";
import type { AppOptions, OrgPolicies, UserOptions } from "./oauth/options.ts";
import type { Actions } from "./rest/actions.ts";
import type { ApexRestClasses } from "./rest/apex.ts";
import type { GraphqlHandler } from "./rest/graphql.ts";
import type { CursorOptions } from "./rest/query-cursors.ts";
import type { Reports } from "./rest/reports.ts";
import type { ExecuteAnonymous } from "./rest/tooling.ts";
import type { ObjectSpec } from "./schema/define.ts";
import type { FaultRule } from "./server/faults.ts";
import type { BeforeSave } from "./store/checks.ts";
import type { Clock, Fields } from "./store/types.ts";

/** A key pair in PEM: PKCS #8 and SPKI. */
export interface KeyPair {
  readonly privateKey: string;
  readonly publicKey: string;
}

/** How a local org is to be. */
export interface LocalOrgOptions {
  /** The port to listen on; 0 takes any free one. @default 0 */
  readonly port?: number | undefined;
  /** The address to listen on. The org has no TLS and hands out sessions: keep it on loopback. @default "127.0.0.1" */
  readonly host?: string | undefined;
  /**
   * Names besides `localhost` under which the web page and the control endpoint answer, e.g. the name of a container. Any other
   * name is refused, so that a page on the web cannot reach the org by a name of its own. @default none
   */
  readonly allowedHosts?: readonly string[] | undefined;
  /** A file for the data, created when missing; one org per file. @default ":memory:" */
  readonly file?: string | undefined;
  /** The API versions that are answered. @default 31 to 68 */
  readonly apiVersions?: { readonly min: number; readonly max: number } | undefined;
  /** Objects of your own, and fields added to standard ones (a spec of the same name is merged). */
  readonly objects?: readonly ObjectSpec[] | undefined;
  /** The users. The first one owns the seeded rows. @default one administrator, `admin@example.com` */
  readonly users?: readonly UserOptions[] | undefined;
  /** Profiles of your own, and changes to the built-in ones of the same name. @default the built-in ones */
  readonly profiles?: readonly ProfileOptions[] | undefined;
  /** Permission sets; users name those they have. @default none */
  readonly permissionSets?: readonly PermissionSetOptions[] | undefined;
  /** The OAuth apps. The first one's credentials are `clientId` and `clientSecret`. @default one that allows everything */
  readonly apps?: readonly AppOptions[] | undefined;
  /** What the org as a whole allows at the door. */
  readonly policies?: OrgPolicies | undefined;
  /** Rows to start with, by object. Read-only fields such as `Id` and `CreatedDate` may be given. */
  readonly rows?: Readonly<Record<string, readonly Fields[]>> | undefined;
  /** Shifts the ids and the random choices, so that two orgs differ. @default 1 */
  readonly seed?: number | undefined;
  /** The org's time. @default the system's */
  readonly clock?: Clock | undefined;
  /** The key pair of the default app. Making one takes about 0.1 s: share it where many orgs are started. @default a new one */
  readonly keyPair?: KeyPair | undefined;
  /** Idle seconds after which a session ends. @default 7200 */
  readonly sessionTimeoutSeconds?: number | undefined;
  /** Refuse JWTs that expire more than five minutes ahead. @default false */
  readonly strictJwtExpiry?: boolean | undefined;
  /** The daily API allocation. @default 5000000, a sandbox's */
  readonly dailyApiRequests?: number | undefined;
  /** The longest JSON body, in bytes. @default 52428800 */
  readonly maxBodyBytes?: number | undefined;
  /** What goes wrong, from the start. Rules are added later with `org.faults.add`. */
  readonly faults?: readonly FaultRule[] | undefined;
  /** Decides about rows before they are saved: validation rules, locked rows. */
  readonly beforeSave?: BeforeSave | undefined;
  /** Apex REST classes by their `urlMapping`. Without them `/services/apexrest` is 501. */
  readonly apexRest?: ApexRestClasses | undefined;
  /** Invocable actions by kind and name, e.g. `apex/MyClass`. Without them `actions` is 501. */
  readonly actions?: Actions | undefined;
  /** Runs anonymous Apex. Without it `tooling/executeAnonymous` is 501. */
  readonly executeAnonymous?: ExecuteAnonymous | undefined;
  /** Reports by their ids. Without them `analytics/reports` is 501. */
  readonly reports?: Reports | undefined;
  /** Answers GraphQL requests. Without it `graphql` is 501. */
  readonly graphql?: GraphqlHandler | undefined;
  /** Speed, limits and faults of Bulk API 2.0 jobs. */
  readonly bulk?: BulkOptions | undefined;
  /** How long query locators live, and how many. */
  readonly cursors?: CursorOptions | undefined;
  /** The key field of each object whose writes are counted, for `org.ledger`, e.g. `{ Account: "Ext__c" }`. */
  readonly ledger?: Readonly<Record<string, string>> | undefined;
  /** How many requests the log keeps. @default 10000 */
  readonly requestLogSize?: number | undefined;
}

/** The values used where an option is left out. */
export const DEFAULT_LOCAL_ORG_OPTIONS: Readonly<{
  port: number;
  host: string;
  file: string;
  apiVersions: { readonly min: number; readonly max: number };
  users: readonly UserOptions[];
  seed: number;
  sessionTimeoutSeconds: number;
  dailyApiRequests: number;
  maxBodyBytes: number;
  requestLogSize: number;
}> = Object.freeze({
  port: 0,
  host: "127.0.0.1",
  file: ":memory:",
  apiVersions: { min: 31, max: 68 },
  users: [{ username: "admin@example.com", firstName: "Ada", lastName: "Admin" }],
  seed: 1,
  sessionTimeoutSeconds: 7200,
  dailyApiRequests: 5_000_000,
  maxBodyBytes: 50 * 1024 * 1024,
  requestLogSize: 10_000,
});
