import { AccessDirectory } from "./access/directory.ts";
import { type Grants, resolveGrants } from "./access/grants.ts";
import { lazySchema } from "./access/lazy-schema.ts";
import { type Put, seedPermissions } from "./access/seed.ts";
import { type ConfiguredAccess, configuredAccess } from "./access-options.ts";
import { type BulkResources, createBulkResources } from "./bulk/bulk.ts";
import { type MovableClock, movableClock } from "./control/clock.ts";
import { madeUp, seededRandom } from "./keys.ts";
import { type App, resolveApp } from "./oauth/app.ts";
import { Codes } from "./oauth/codes.ts";
import { type Policies, resolvePolicies } from "./oauth/options.ts";
import { oauthRoutes } from "./oauth/routes.ts";
import type { OAuthScope } from "./oauth/scope.ts";
import { Sessions } from "./oauth/sessions.ts";
import { SigningKey } from "./oauth/signing-key.ts";
import { createUsers, type Users } from "./oauth/users.ts";
import { DEFAULT_LOCAL_ORG_OPTIONS, type KeyPair, type LocalOrgOptions } from "./options.ts";
import { actionRoutes } from "./rest/actions.ts";
import { apexRestRoutes } from "./rest/apex.ts";
import { routes as collectionRoutes } from "./rest/collections.ts";
import { routes as batchRoutes } from "./rest/composite/batch.ts";
import { routes as compositeRoutes } from "./rest/composite/composite.ts";
import { routes as graphRoutes } from "./rest/composite/graph.ts";
import { routes as treeRoutes } from "./rest/composite/tree.ts";
import { routes as describeRoutes } from "./rest/describe.ts";
import { routes as externalIdRoutes } from "./rest/external-ids.ts";
import { graphqlRoutes } from "./rest/graphql.ts";
import { routes as layoutRoutes } from "./rest/layouts.ts";
import { routes as limitRoutes } from "./rest/limits.ts";
import { routes as missingRoutes } from "./rest/missing.ts";
import { createQueryResources, type QueryResources } from "./rest/query.ts";
import { routes as recentRoutes } from "./rest/recent.ts";
import { routes as recordRoutes } from "./rest/records.ts";
import { routes as replicationRoutes } from "./rest/replication.ts";
import { reportRoutes } from "./rest/reports.ts";
import { routes as searchRoutes } from "./rest/search/search.ts";
import { toolingRoutes } from "./rest/tooling.ts";
import { createUiResources, type UiResources } from "./rest/ui-records.ts";
import { routes as versionRoutes } from "./rest/versions.ts";
import { createIdSource, type IdSource } from "./schema/ids.ts";
import { standardSchema } from "./schema/standard.ts";
import { seedOrg, seedRow } from "./seed.ts";
import { createDispatcher, type Dispatcher, type Usage } from "./server/dispatch.ts";
import { FaultBook } from "./server/faults.ts";
import { RequestLog } from "./server/log.ts";
import type { OrgConfig, OrgServices, OrgUser, Route } from "./server/types.ts";
import { Views } from "./server/views.ts";
import type { BeforeSave } from "./store/checks.ts";
import { openStore } from "./store/store.ts";
import { quote, type Store } from "./store/types.ts";

const LOGIN = "https://login.salesforce.com";

/** The options with every value that has a default. */
export type ResolvedOptions = LocalOrgOptions & typeof DEFAULT_LOCAL_ORG_OPTIONS;

/** Fills in the options that were left out. @throws Error where they contradict themselves */
export function resolveOptions(options: LocalOrgOptions): ResolvedOptions {
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const resolved: ResolvedOptions = { ...DEFAULT_LOCAL_ORG_OPTIONS, ...given };
  const { min, max } = resolved.apiVersions;
  if (!(Number.isInteger(min) && Number.isInteger(max) && min <= max)) {
    throw new Error(`apiVersions goes from ${min} to ${max}: give two whole numbers, the smaller one first.`);
  }
  if (resolved.users.length === 0)
    throw new Error("An org needs a user: leave the option users out, or name one.");
  if (resolved.apps?.length === 0)
    throw new Error("An org needs an app: leave the option apps out, or name one.");
  return resolved;
}

/** Where the org listens. Known only once it does. */
export interface Address {
  url: string | undefined;
}

/** What an org is made of. */
export interface Parts {
  readonly options: ResolvedOptions;
  readonly ids: IdSource;
  readonly store: Store;
  readonly clock: MovableClock;
  readonly access: AccessDirectory;
  readonly configured: ConfiguredAccess;
  readonly grants: readonly Grants[];
  readonly users: Users;
  readonly policies: Policies;
  readonly sessions: Sessions;
  readonly codes: Codes;
  readonly oauth: OAuthScope;
  readonly apps: readonly App[];
  readonly app: App;
  readonly config: OrgConfig;
  readonly bulk: BulkResources;
  readonly queries: QueryResources;
  readonly ui: UiResources;
  readonly views: Views;
  readonly faults: FaultBook;
  readonly log: RequestLog;
  readonly usage: Usage & { reset(): void };
  readonly dispatcher: Dispatcher;
  readonly address: Address;
}

type Data = Pick<Parts, "options" | "ids" | "store" | "clock" | "access" | "configured" | "grants">;
type Access = Data & Pick<Parts, "users" | "policies" | "sessions" | "codes" | "apps" | "config" | "address">;

/** Fills the org with what it starts with. */
export function seedParts({ store, ids, options, access, configured, grants }: Data): void {
  const { grantees } = configured;
  seedOrg(store, ids, { users: options.users, grants, grantees, rows: options.rows ?? {} });
  access.configured();
}

/** Lets the org know when rows are about to change that decide who may do what. */
function watched(beforeSave: BeforeSave | undefined, access: () => AccessDirectory): BeforeSave {
  return (event) => {
    access().changing(event.object, event.operation);
    return beforeSave?.(event);
  };
}

function openData(options: ResolvedOptions): Data {
  const ids = createIdSource(options.seed);
  const clock = movableClock(options.clock ?? ((): Date => new Date()));
  const base = standardSchema(options.objects);
  const configured = configuredAccess(options);
  const grants = resolveGrants(base, configured);
  const schema = lazySchema(base, ["ObjectPermissions", "FieldPermissions"], () => access.writeDown());
  const beforeSave = watched(options.beforeSave, () => access);
  const store = openStore({ schema, ids, clock: clock.now, file: options.file, beforeSave });
  const access = new AccessDirectory({ store, grants, writeDown: () => writePermissions(store, grants) });
  const data = { options, ids, store, clock, access, configured, grants };
  try {
    if (store.count("Organization") === 0) seedParts(data);
    for (const [object, field] of Object.entries(options.ledger ?? {})) store.ledger.watch(object, field);
  } catch (error) {
    store.close();
    throw error;
  }
  return data;
}

function writePermissions(store: Store, grants: readonly Grants[]): void {
  const userId = String(store.statement(`SELECT min("Id") AS id FROM ${quote("User")}`).get()?.["id"]);
  const put: Put = (object, fields) => seedRow(store, { object, fields, userId });
  seedPermissions(store, put, grants);
}

function configure({ options, store }: Data): OrgConfig {
  const { min, max } = options.apiVersions;
  const row = store.statement(`SELECT min("Id") AS id FROM ${quote("Organization")}`).get();
  return {
    apiVersions: Array.from({ length: max - min + 1 }, (_, index) => min + index),
    organizationId: String(row?.["id"]),
    dailyApiRequests: options.dailyApiRequests,
    maxBodyBytes: options.maxBodyBytes,
  };
}

function makeApps(options: ResolvedOptions, keys: KeyPair): App[] {
  const { seed } = options;
  return (options.apps ?? [{ name: "Local App" }]).map((app, index) => {
    const clientId = `3MVG9${madeUp(seed, `id ${index}`, 80)}`;
    const clientSecret = madeUp(seed, `secret ${index}`, 64).toUpperCase();
    const withKey = index === 0 ? { certificate: keys.publicKey, ...app } : app;
    return resolveApp(withKey, { clientId, clientSecret, runAs: options.users[0]?.username });
  });
}

function openAccess(data: Data, keys: KeyPair): Access {
  const { options, store } = data;
  const config = configure(data);
  const users = createUsers(store, options.users, (userId) => data.access.of(userId).permissions);
  const { sessionTimeoutSeconds } = options;
  const { organizationId } = config;
  const secret = String(options.seed);
  const policies = resolvePolicies(options.policies);
  const clock = store.clock;
  const sessions = new Sessions({ organizationId, clock, users, policies, sessionTimeoutSeconds, secret });
  const codes = new Codes(clock, sessions.token);
  const address: Address = { url: undefined };
  return { ...data, config, users, policies, sessions, codes, apps: makeApps(options, keys), address };
}

/** Returns where the org listens. @throws Error while it does not */
export function urlOf(address: Address): string {
  if (address.url === undefined) throw new Error("The local org is not listening.");
  return address.url;
}

function oauthScope(access: Access): OAuthScope {
  const url = (): string => urlOf(access.address);
  const { users, sessions, codes, policies } = access;
  return {
    users,
    sessions,
    codes,
    policies,
    clock: access.store.clock,
    organizationId: access.config.organizationId,
    signingKey: new SigningKey(),
    refreshing: new Set(),
    url,
    app: (clientId) => access.apps.find((app) => app.clientId === clientId),
    audiences: () => [LOGIN, url()],
    strictJwtExpiry: access.options.strictJwtExpiry ?? false,
  };
}

function countUsage(): Parts["usage"] {
  let used = 0;
  return {
    count: (calls) => {
      used += calls;
    },
    used: () => used,
    reset: () => {
      used = 0;
    },
  };
}

/** Returns the services as a user may use them. */
function servicesFor(services: OrgServices, access: AccessDirectory, user: OrgUser | undefined): OrgServices {
  if (!user) return services;
  const { store, schema } = access.of(user.id);
  return { ...services, store, schema };
}

/**
 * Builds an org that does not listen yet: the one place that knows every room.
 * @param own - routes that need the finished org
 */
export function assemble(given: LocalOrgOptions, keys: KeyPair, own: readonly Route[]): Parts {
  const options = resolveOptions(given);
  const access = openAccess(openData(options), keys);
  const { store, ids, config, address } = access;
  const [app] = access.apps;
  if (!app) throw new Error("This org has no app.");
  const bulk = createBulkResources(options.bulk);
  const queries = createQueryResources(options.cursors);
  const ui = createUiResources();
  const usage = countUsage();
  const oauth = oauthScope(access);
  const startedAt = store.clock();
  const services: OrgServices = {
    schema: store.schema,
    store,
    clock: store.clock,
    ids,
    config,
    views: new Views(),
    url: () => urlOf(address),
    apiUsage: usage.used,
    countCalls: (count) => usage.count(count),
    limits: () => bulk.limits(store.clock()),
    startedAt: () => startedAt,
    dispatch: (request) => dispatcher.inner(request),
  };
  const rest = [
    versionRoutes,
    limitRoutes,
    describeRoutes,
    layoutRoutes,
    recentRoutes,
    recordRoutes,
    externalIdRoutes,
    missingRoutes,
  ].flat();
  const composites = [compositeRoutes, graphRoutes, batchRoutes, treeRoutes].flat();
  const more = [
    collectionRoutes,
    replicationRoutes,
    composites,
    searchRoutes,
    queries.routes,
    bulk.routes,
  ].flat();
  const { apexRest, actions, executeAnonymous, reports, graphql } = options;
  const code = [
    apexRestRoutes(apexRest),
    actionRoutes(actions),
    toolingRoutes(executeAnonymous),
    reportRoutes(reports),
    graphqlRoutes(graphql),
  ].flat();
  const dispatcher = createDispatcher({
    routes: [...oauthRoutes(oauth), ...rest, ...more, ...code, ...ui.routes, ...own],
    authenticate: access.sessions.authenticate,
    usage,
    config,
    services: (user) => servicesFor(services, access.access, user),
  });
  const faults = new FaultBook(seededRandom(options.seed), options.faults);
  const log = new RequestLog(options.requestLogSize);
  return { ...access, app, oauth, bulk, queries, ui, views: services.views, faults, log, usage, dispatcher };
}
