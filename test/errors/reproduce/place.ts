import {
  type AuthProvider,
  accessToken,
  CollectionResult,
  isKineticError,
  records,
  SalesforceClient,
  type SalesforceRequest,
} from "kinetic-core";
import {
  type AppOptions,
  type LocalOrg,
  type LocalOrgOptions,
  startLocalOrg,
  type UserOptions,
} from "kinetic-local-org";
import { keys } from "../../support/keys.ts";

/** The org and the identity of one case: an app and a user of its own in an org that many cases share. */
export interface Place {
  readonly org: LocalOrg;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly username: string;
}

/** How a case is brought about: what its app, its user or its org is configured to be, and a call that then fails. */
export interface Case {
  /** Id of the catalogue entry that the client must come up with. */
  readonly remedy: string;
  readonly app?: Partial<AppOptions>;
  readonly user?: Partial<UserOptions>;
  /** A case that says something of the whole org gets one to itself. */
  readonly org?: LocalOrgOptions;
  readonly run: (place: Place) => Promise<unknown>;
}

export const SECRET = "s3cret";

/** Starts an org with an app and a user for each case. */
export async function openPlaces(cases: readonly Case[], options: LocalOrgOptions = {}): Promise<Place[]> {
  const names = cases.map((_, i) => ({ clientId: `app${i}`, username: `robot${i}@example.com` }));
  const org = await startLocalOrg({
    keyPair: keys,
    ...options,
    users: names.map(({ username }, i) => ({ username, ...cases[i]?.user })),
    apps: names.map(({ clientId, username }, i) => ({
      ...{ name: clientId, clientId, clientSecret: SECRET, certificate: keys.publicKey, runAs: username },
      ...cases[i]?.app,
    })),
  });
  return names.map((name) => ({ org, clientSecret: SECRET, ...name }));
}

const runtime = { now: () => Date.now(), random: () => 0, sleep: async () => undefined };

/** Signs in with a provider, makes a call, and closes the client. */
export async function as<T>(auth: AuthProvider, call: (sf: SalesforceClient) => Promise<T>): Promise<T> {
  await using sf = new SalesforceClient({ auth, apiVersion: "68.0", http: { runtime } });
  return await call(sf);
}

/** Makes a call as the user of a place, with a session that is open already. */
export const asUser =
  (call: (sf: SalesforceClient, place: Place) => Promise<unknown>) =>
  (place: Place): Promise<unknown> =>
    as(accessToken({ token: place.org.accessToken(place.username), instanceUrl: place.org.url }), (sf) =>
      call(sf, place),
    );

/** Sends a request as the user of a place. */
export const asking = (method: SalesforceRequest["method"], path: string, json?: unknown): Case["run"] =>
  asUser((sf) => sf.request({ method, path, ...(json === undefined ? {} : { body: { json } }) }));

/** Loads rows as the user of a place; what refuses them is what the first of them says. */
export const loading = (object: string, rows: readonly Record<string, string>[]): Case["run"] =>
  asUser(async (sf) => {
    await using result = await sf.bulk.load({ object, operation: "insert", source: records(rows) });
    for await (const row of result.failures()) return row.error;
    return result.jobs[0]?.error;
  });

/** The advice that a call ended with: of its error, or of the first row that it tells as refused. */
export async function adviceOf(call: Promise<unknown>): Promise<string | undefined> {
  try {
    const outcome: unknown = await call;
    if (outcome instanceof CollectionResult) return outcome.failures()[0]?.error.remediation.id;
    return hasRemediation(outcome) ? outcome.remediation.id : undefined;
  } catch (error) {
    if (!isKineticError(error)) throw error;
    return error.remediation.id;
  }
}

interface Advised {
  readonly remediation: { readonly id: string };
}

function hasRemediation(value: unknown): value is Advised {
  return typeof value === "object" && value !== null && "remediation" in value;
}
