import {
  type AuthProvider,
  type HttpOptions,
  type ObjectDescribe,
  type ObjectSummary,
  type Policy,
  SalesforceClient,
} from "kinetic-core";
import type { CursorOwner } from "../output/index.ts";

/** One org that the server works in. */
export interface OrgConfig {
  /** Name that the agent knows it by. @default "default" */
  readonly alias?: string | undefined;
  /** How to sign in: `jwtBearer(…)`, `clientCredentials(…)` and the like. */
  readonly auth: AuthProvider;
  /** @default the newest version that the org offers */
  readonly apiVersion?: string | undefined;
  /** Proxy, limits of time and retries, logger. What guards the org is not up to these. */
  readonly http?: Omit<HttpOptions, "policies" | "budget" | "clientName"> | undefined;
}

/** Who and where: read once, when it is first needed. */
export interface OrgIdentity extends CursorOwner {
  readonly orgName: string;
  readonly orgType: string;
  readonly isSandbox: boolean;
  readonly username: string;
  readonly instanceUrl: string;
  readonly apiVersion: string;
}

/** An org as the tools see it. */
export interface Org {
  readonly alias: string;
  /** Name of the way to sign in, e.g. `jwt-bearer`. */
  readonly flow: string;
  readonly client: SalesforceClient;
  /** Tells who and where; read once. */
  identity(signal?: AbortSignal): Promise<OrgIdentity>;
  /** Reads a describe, from the client's cache while it is fresh. */
  describe(object: string, signal?: AbortSignal): Promise<ObjectDescribe>;
  /** Reads the list of all objects, at most once in an hour. */
  objects(signal?: AbortSignal): Promise<readonly ObjectSummary[]>;
  close(): Promise<void>;
}

/** What of an org's connection is set by the server. */
export interface OrgSurroundings {
  /** Makes what sees every call before it leaves the client, and may ask what org it is. */
  readonly guard: (facts: { isProduction(signal?: AbortSignal): Promise<boolean> }) => Policy;
  /** Share of the daily API calls that is left alone, in percent. */
  readonly apiFloorPercent: number;
}

const DESCRIBE_MAX_AGE_MS = 3_600_000;
/** An agent waits for an answer: a few quick attempts, then an error that says what to do. */
const HTTP = {
  timeouts: { headersMs: 50_000, bodyIdleMs: 30_000 },
  retry: { maxAttempts: 3, baseMs: 250, maxMs: 5_000 },
} as const;

/** Opens an org; nothing is sent until a tool needs it. Its client keeps to the org that it signed in to first. */
export function openOrg(config: OrgConfig, { guard, apiFloorPercent }: OrgSurroundings): Org {
  const { alias = "default", auth, apiVersion, http } = config;
  const budget = apiFloorPercent > 0 ? { stopAtPercent: 100 - apiFloorPercent } : {};
  const policies = [guard({ isProduction: async (signal) => !(await identity(signal)).isSandbox })];
  const client: SalesforceClient = new SalesforceClient({
    auth,
    apiVersion,
    http: { ...HTTP, ...http, policies, budget, clientName: "kinetic-mcp" },
  });
  const identity = kept((signal) => readIdentity(client, signal), Number.POSITIVE_INFINITY);
  const objects = kept(
    async (signal) => (await client.describeGlobal({ signal })).sobjects,
    DESCRIBE_MAX_AGE_MS,
  );
  return {
    alias,
    flow: auth.flow,
    client,
    identity,
    describe: (object, signal) => client.describe(object, { signal, maxAgeMs: DESCRIBE_MAX_AGE_MS }),
    objects,
    close: () => client.close(),
  };
}

/** Keeps what was read; what failed is asked for again, since the org may be back. */
function kept<T>(
  read: (signal?: AbortSignal) => Promise<T>,
  ttlMs: number,
): (signal?: AbortSignal) => Promise<T> {
  let known: { readonly until: number; readonly value: T } | undefined;
  return async (signal) => {
    if (known !== undefined && known.until > Date.now()) return known.value;
    const value = await read(signal);
    known = { until: Date.now() + ttlMs, value };
    return value;
  };
}

interface OrganizationRow {
  readonly Id: string;
  readonly Name: string;
  readonly OrganizationType: string;
  readonly IsSandbox: boolean;
}

const ORGANIZATION = "SELECT Id, Name, OrganizationType, IsSandbox FROM Organization";

async function readIdentity(client: SalesforceClient, signal?: AbortSignal): Promise<OrgIdentity> {
  const me = await client.whoAmI({ signal });
  const [{ user_id, preferred_username, organization_id }, apiVersion, org] = await Promise.all([
    client.oauth.userInfo({ signal }),
    client.apiVersion({ signal }),
    client.query<OrganizationRow>(ORGANIZATION, { signal }).first(),
  ]);
  return {
    orgId: org?.Id ?? organization_id,
    userId: user_id,
    orgName: org?.Name ?? "",
    orgType: org?.OrganizationType ?? "",
    // An org that does not say so is taken for production: the careful side.
    isSandbox: org?.IsSandbox ?? false,
    username: preferred_username,
    instanceUrl: me.instanceUrl,
    apiVersion,
  };
}
