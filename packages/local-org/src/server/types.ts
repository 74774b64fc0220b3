import type { IncomingHttpHeaders } from "node:http";
import type { Readable } from "node:stream";
import type { IdSource } from "../schema/ids.ts";
import type { Schema } from "../schema/types.ts";
import type { Clock, Store } from "../store/types.ts";
import type { Views } from "./views.ts";

/** A user as the requests see it: what the org's configuration says about the row in the User table. */
export interface OrgUser {
  readonly id: string;
  readonly username: string;
  readonly active: boolean;
  /** "API Enabled". Without it every call is 403 `API_CURRENTLY_DISABLED`. */
  readonly apiEnabled: boolean;
  /** "Bulk API Hard Delete": off by default in Salesforce. */
  readonly bulkApiHardDelete: boolean;
  /** "View Setup and Configuration": without it `/limits` is refused. */
  readonly viewSetup: boolean;
  /** An expired password makes every call 401 `INVALID_OPERATION_WITH_EXPIRED_PASSWORD`. */
  readonly passwordExpired: boolean;
}

/** What is fixed for the life of the org. */
export interface OrgConfig {
  /** The API versions that are answered, ascending, e.g. `[31, …, 68]`. */
  readonly apiVersions: readonly number[];
  /** The 18-character organization id. */
  readonly organizationId: string;
  /** The daily API allocation: `api-usage=N/M` and 403 `REQUEST_LIMIT_EXCEEDED` beyond it. */
  readonly dailyApiRequests: number;
  /** The longest request body that is read into memory, in bytes. */
  readonly maxBodyBytes: number;
}

/** The services of the org that handlers may use. */
export interface OrgServices {
  readonly schema: Schema;
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly config: OrgConfig;
  /** Which rows users saw last. */
  readonly views: Views;
  /** The base URL under which the org answers, without a trailing slash. */
  url(): string;
  /** How many calls have been counted against the daily allocation. */
  apiUsage(): number;
  /** Counts calls that one request stands for, as a batch does. */
  countCalls(count: number): void;
  /** Allocations that rooms keep count of, for the limits resource, e.g. `DailyBulkV2QueryJobs`. */
  limits(): Readonly<Record<string, { readonly Max: number; readonly Remaining: number }>>;
  /** When the org started, by its clock. */
  startedAt(): Date;
  /**
   * Runs a request inside the org, as composite resources do: no authentication, no HTTP, the caller's user.
   * The answer is there at once, except from handlers that wait for something: only what answers at once can be part of a transaction.
   */
  dispatch(request: InnerRequest): Reply | Promise<Reply>;
}

/** A request that one call makes on behalf of another (composite, batch, graph). */
export interface InnerRequest {
  readonly method: string;
  /** Path and query, e.g. `/services/data/v60.0/sobjects/Account`. */
  readonly url: string;
  readonly headers?: IncomingHttpHeaders | undefined;
  readonly body?: unknown;
  readonly user: OrgUser;
}

/** A binary part of a multipart body. */
export interface FilePart {
  readonly bytes: Uint8Array;
  readonly filename: string | undefined;
}

/** One request, as a handler sees it. */
export interface Call {
  readonly method: string;
  /** The path as it was asked for, still encoded. */
  readonly path: string;
  /** The decoded values of the route's `:names`. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** The number of the API version in the path, e.g. 60; 0 outside `/services/data/vXX.X`. */
  readonly version: number;
  /** The start of every resource path of this version, e.g. `/services/data/v60.0`; empty outside. */
  readonly base: string;
  /** Who calls. Absent exactly on routes with `auth: false`. */
  readonly user: OrgUser | undefined;
  readonly org: OrgServices;
  /**
   * The body, decompressed: read it with `for await` or `pipeline` (it is paused, so a mere "data" listener sees nothing).
   * A handler that does not read it leaves it to the server to drain.
   */
  readonly body: Readable;
  /** The body of a route with `takes`, parsed: the handler need not wait for it. Undefined on other routes. */
  readonly json: unknown;
  /** The text that `json` was parsed from; empty on other routes. */
  readonly text: string;
  /** The binary parts of a multipart body, by the name of the part. Empty but on routes that take them. */
  readonly files: ReadonlyMap<string, FilePart>;
  /** Reads the whole body as text. @throws SalesforceError EXCEEDED_MAX_SIZE_REQUEST beyond `maxBodyBytes` */
  readText(): Promise<string>;
  /** Reads the body as JSON. @throws SalesforceError JSON_PARSER_ERROR, or 415 where the content type is not JSON */
  readJson(): Promise<unknown>;
}

/** What a handler answers. Exactly one of `json`, `text` and `body`, or none for an empty answer. */
export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly json?: unknown;
  /** Text or CSV; name its type in `headers["Content-Type"]`. */
  readonly text?: string | undefined;
  /** A stream of bytes or text, for bodies that must not be held in memory. */
  readonly body?: AsyncIterable<Uint8Array | string> | undefined;
}

/** One resource: what is called, and who answers. */
export interface Route {
  /** An HTTP method. `HEAD` is answered by the `GET` route. */
  readonly method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  /**
   * The path, with `:name` for one segment and a last `*name` for the rest. `:version` stands for `vXX.X` and is checked before.
   * A literal segment wins over a `:name`. Letter case of literal segments is ignored.
   * @example "/services/data/:version/sobjects/:object/:id"
   */
  readonly path: string;
  readonly handler: (call: Call) => Promise<Reply> | Reply;
  /**
   * What the body is: `json` is read and parsed before the handler runs (`call.json`), `parts` is JSON alone or a multipart body
   * with one JSON part and binary ones (`call.files`). Left out, the handler reads the body itself, if at all.
   */
  readonly takes?: "json" | "parts" | undefined;
  /** The first API version that has the resource; before it, there is none: 404. */
  readonly since?: number | undefined;
  /** False for the few resources that need no session. @default true */
  readonly auth?: boolean | undefined;
}
