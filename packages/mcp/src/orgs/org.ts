import {
  type AuthProvider,
  type HttpOptions,
  type ObjectDescribe,
  type ObjectSummary,
  type Policy,
  SalesforceClient,
} from "kinetic-core";
import type { CursorOwner } from "../output/index.ts";
import { Refusal } from "../refusal/index.ts";

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
  /**
   * Tells who and where.
   * @throws Refusal when the sign-in leads to another org than it did at first
   */
  identity(signal?: AbortSignal): Promise<OrgIdentity>;
  /** Reads a describe, from the client's cache while it is fresh. */
  describe(object: string, signal?: AbortSignal): Promise<ObjectDescribe>;
  /** Reads the list of all objects, at most once in an hour. */
  objects(signal?: AbortSignal): Promise<readonly ObjectSummary[]>;
  close(): Promise<void>;
}

/** What of an org's connection is set by the server. */
export interface OrgSurroundings {
  /** Sees every call before it leaves the client. */
  readonly guard: Policy;
  /** Share of the daily API calls that is left alone, in percent. */
  readonly apiFloorPercent: number;
}

const DESCRIBE_MAX_AGE_MS = 3_600_000;
/** An agent waits for an answer: a few quick attempts, then an error that says what to do. */
const HTTP = {
  timeouts: { headersMs: 50_000, bodyIdleMs: 30_000 },
  retry: { maxAttempts: 3, baseMs: 250, maxMs: 5_000 },
} as const;

/** Opens an org; nothing is sent until a tool needs it. */
export function openOrg(config: OrgConfig, { guard, apiFloorPercent }: OrgSurroundings): Org {
  const { alias = "default", auth, apiVersion, http } = config;
  const budget = apiFloorPercent > 0 ? { stopAtPercent: 100 - apiFloorPercent } : {};
  const client = new SalesforceClient({
    auth,
    apiVersion,
    http: { ...HTTP, ...http, policies: [guard], budget, clientName: "kinetic-mcp" },
  });
  const pinned = pinnedIdentity(client);
  const objects = kept(async (signal) => (await client.describeGlobal({ signal })).sobjects);
  return {
    alias,
    flow: auth.flow,
    client,
    identity: pinned,
    describe: (object, signal) => client.describe(object, { signal, maxAgeMs: DESCRIBE_MAX_AGE_MS }),
    objects,
    close: () => client.close(),
  };
}

/** Keeps what was read for an hour; what failed is asked for again, since the org may be back. */
function kept<T>(read: (signal?: AbortSignal) => Promise<T>): (signal?: AbortSignal) => Promise<T> {
  let known: { readonly until: number; readonly value: T } | undefined;
  return async (signal) => {
    if (known !== undefined && known.until > Date.now()) return known.value;
    const value = await read(signal);
    known = { until: Date.now() + DESCRIBE_MAX_AGE_MS, value };
    return value;
  };
}

/** Reads the identity once, and holds every later sign-in to that org. */
function pinnedIdentity(client: SalesforceClient): Org["identity"] {
  let identity: OrgIdentity | undefined;
  return async (signal) => {
    identity ??= await readIdentity(client, signal);
    const { organizationId } = await client.whoAmI({ signal });
    if (organizationId === undefined || same(organizationId, identity.orgId)) return identity;
    throw new Refusal("The sign-in leads to another org now than when this server started", {
      code: "ORG_CHANGED",
      action: "Whoever runs the server must look at its settings and start it anew.",
    });
  };
}

/** Ids of 15 and of 18 characters name the same org. */
function same(a: string, b: string): boolean {
  return a.slice(0, 15) === b.slice(0, 15);
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
