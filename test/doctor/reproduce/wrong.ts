import {
  type AuthProvider,
  accessToken,
  type ClientOptions,
  clientCredentials,
  type DiagnoseOptions,
  deviceFlow,
  type JwtBearerConfig,
  jwtBearer,
} from "kinetic-core";
import type { FaultRule, LocalOrg, LocalOrgOptions } from "kinetic-local-org";
import { keys } from "../../support/keys.ts";

/** How an org, or what a client is told of it, is wrong, and what the doctor is to find. */
export interface Wrong {
  readonly what: string;
  readonly org?: LocalOrgOptions;
  /** How the client signs in. @default as the administrator, by JWT bearer */
  readonly auth?: (org: LocalOrg) => AuthProvider;
  readonly client?: Omit<ClientOptions, "auth">;
  readonly options?: DiagnoseOptions;
  /** Findings by the id of the check: `skip`, `error`, or verdict and remedy. */
  readonly found: Readonly<Record<string, string>>;
}

export const DAY_MS = 86_400_000;
export const ADMIN = { username: "admin@example.com" };
export const JOB = { username: "job@example.com", profile: "Job" };

/** By JWT bearer, with other settings where they are given. */
export const jwt =
  (more: Partial<JwtBearerConfig> = {}) =>
  ({ clientId, username, privateKey, url }: LocalOrg): AuthProvider =>
    jwtBearer({ clientId, username, privateKey, loginUrl: url, ...more });

/** As the user who may do only what is granted. */
export const asJob: (org: LocalOrg) => AuthProvider = jwt({ username: JOB.username });

export const byClient = ({ clientId, clientSecret, url }: LocalOrg): AuthProvider =>
  clientCredentials({ clientId, clientSecret, loginUrl: url });

export const byDevice = ({ clientId, url }: LocalOrg): AuthProvider =>
  deviceFlow({ clientId, loginUrl: url, onPrompt: () => undefined });

export const byToken = ({ url }: LocalOrg): AuthProvider =>
  accessToken({ token: "00Dxx!dead", instanceUrl: url });

/** An org whose app is as these options say. */
export const app = (options: object): LocalOrgOptions => ({
  apps: [
    {
      name: "Integration",
      clientId: "main",
      clientSecret: "s3cret",
      certificate: keys.publicKey,
      ...options,
    },
  ],
});

/** An org with a second user, who may do only what is granted here. */
export const granted = (grants: object): LocalOrgOptions => ({
  users: [ADMIN, JOB],
  profiles: [{ name: "Job", systemPermissions: { ApiEnabled: true, ViewSetup: true }, ...grants }],
});

/** Calls whose path and query match are answered by this. */
export const replying = (path: RegExp, status: number, json: unknown): FaultRule => ({
  path,
  times: 99,
  fault: { kind: "reply", status, json },
});

/** A query of an object, wherever it stands in the text. */
export const queryOf = (object: string): RegExp => new RegExp(`FROM(?:\\+|%20)${object}(?:&|\\+|%20|$)`);

/** The one row that a query of an object answers. */
export const rowOf = (object: string, record: object): LocalOrgOptions => ({
  faults: [replying(queryOf(object), 200, { totalSize: 1, done: true, records: [record] })],
});

/** A refusal in Salesforce's shape. */
export const refusal = (path: RegExp, errorCode: string, message: string): FaultRule =>
  replying(path, 400, [{ errorCode, message }]);

/** A refusal of the token endpoint. */
export const tokenRefusal = (error: string, description: string): LocalOrgOptions => ({
  faults: [replying(/\/oauth2\/token/, 400, { error, error_description: description })],
});

export const LIMITS = ["DailyApiRequests", "DailyBulkV2QueryJobs", "DailyBulkApiBatches"] as const;

/** An org with as much left of each limit. */
export const left = (...remaining: readonly number[]): LocalOrgOptions => ({
  faults: [
    replying(
      /\/limits$/,
      200,
      Object.fromEntries(LIMITS.map((name, at) => [name, { Max: 1000, Remaining: remaining[at] ?? 1000 }])),
    ),
  ],
});

export const later =
  (ms: number): (() => Date) =>
  () =>
    new Date(Date.now() + ms);
