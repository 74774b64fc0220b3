import { type AuthProvider, type ObjectDescribe, type Policy, SalesforceClient } from "kinetic-core";
import type { CursorOwner } from "../output/index.ts";

/** One org that the server works in. */
export interface OrgConfig {
  /** Name that the agent knows it by. @default "default" */
  readonly alias?: string | undefined;
  /** How to sign in: `jwtBearer(…)`, `clientCredentials(…)` and the like. */
  readonly auth: AuthProvider;
  /** @default the newest version that the org offers */
  readonly apiVersion?: string | undefined;
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
  readonly client: SalesforceClient;
  identity(signal?: AbortSignal): Promise<OrgIdentity>;
  /** Reads a describe, from a cache while it is fresh. */
  describe(object: string, signal?: AbortSignal): Promise<ObjectDescribe>;
  close(): Promise<void>;
}

const DESCRIBE_TTL_MS = 3_600_000;

/** Opens an org; nothing is sent until a tool needs it. The guard sees every call before it leaves the client. */
export function openOrg({ alias = "default", auth, apiVersion }: OrgConfig, guard: Policy): Org {
  const client = new SalesforceClient({
    auth,
    apiVersion,
    http: { policies: [guard], clientName: "kinetic-mcp" },
  });
  const describes = new Map<string, { readonly until: number; readonly result: Promise<ObjectDescribe> }>();
  let identity: Promise<OrgIdentity> | undefined;
  return {
    alias,
    client,
    identity(signal) {
      // One that failed is asked for again: the org may be back.
      identity ??= readIdentity(client, signal).catch((error: unknown) => {
        identity = undefined;
        throw error;
      });
      return identity;
    },
    describe(object, signal) {
      const key = object.toLowerCase();
      const known = describes.get(key);
      if (known !== undefined && known.until > Date.now()) return known.result;
      const result = client.describe(object, { signal });
      describes.set(key, { until: Date.now() + DESCRIBE_TTL_MS, result });
      result.catch(() => describes.delete(key));
      return result;
    },
    close: () => client.close(),
  };
}

interface OrganizationRow {
  readonly Id: string;
  readonly Name: string;
  readonly OrganizationType: string;
  readonly IsSandbox: boolean;
}

async function readIdentity(client: SalesforceClient, signal?: AbortSignal): Promise<OrgIdentity> {
  const [me, { user_id, preferred_username }, apiVersion, org] = await Promise.all([
    client.whoAmI({ signal }),
    client.oauth.userInfo({ signal }),
    client.apiVersion({ signal }),
    client
      .query<OrganizationRow>("SELECT Id, Name, OrganizationType, IsSandbox FROM Organization", { signal })
      .first(),
  ]);
  return {
    orgId: org?.Id ?? me.organizationId ?? "",
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
