import type { AppSummary, Overview } from "./control/overview.ts";
import type { ControlTarget } from "./control/routes.ts";
import type { LocalOrg } from "./local-org.ts";
import type { App } from "./oauth/app.ts";
import type { Parts } from "./parts.ts";

function appSummary(app: App): AppSummary {
  const { name, clientId, scopes, permittedUsers, runAs, disabled, blocked, installed } = app;
  const barred = [disabled && "disabled", blocked && "blocked", !installed && "not installed"];
  const why = barred.filter((one) => one !== false);
  return { name, clientId, flows: [...app.flows], scopes, permittedUsers, runAs, barred: why };
}

/** Says what a person may see of an org. */
function overviewOf(org: LocalOrg, { store, users, apps, dispatcher }: Parts): Overview {
  return {
    objects: () =>
      org.schema
        .objects()
        .map(({ name, label, custom }) => ({ name, label, custom, rows: store.count(name) })),
    users: () =>
      org.rows("User").map((row) => {
        const id = String(row["Id"]);
        const active = users.byId(id)?.active ?? false;
        return {
          id,
          username: String(row["Username"]),
          name: String(row["Name"]),
          active,
          ...users.grantsOf(id),
        };
      }),
    apps: () => apps.map(appSummary),
    ask: (soql, username = org.username) => {
      const user = users.byUsername(username);
      if (!user) throw new Error(`This org has no user ${username}: add one with the option "users".`);
      const url = `/services/data/v${org.apiVersion}/query?q=${encodeURIComponent(soql)}`;
      return dispatcher.inner({ method: "GET", url, user });
    },
  };
}

/** Says what HTTP may do with an org, for tests in other languages. */
export function controlOf(org: LocalOrg, parts: Parts): ControlTarget {
  const { clock, log, bulk } = parts;
  const { url, clientId, clientSecret, username, userId, organizationId, apiVersion } = org;
  return {
    ...overviewOf(org, parts),
    clock,
    faults: org.faults,
    ledger: org.store.ledger,
    facts: () => ({ url, clientId, clientSecret, username, userId, organizationId, apiVersion }),
    requests: () => org.requests(),
    clearRequests: () => log.clear(),
    jobs: () => org.jobs(),
    faultJobs: (fault) => bulk.force(fault),
    rows: (object) => org.rows(object),
    insert: (object, rows) => org.insert(object, rows),
    accessToken: (name) => org.accessToken(name),
    expireSessions: () => org.expireSessions(),
    snapshot: (name) => org.snapshot(name),
    restore: (name) => org.restore(name),
    reset: () => org.reset(),
  };
}
