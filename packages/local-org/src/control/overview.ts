import type { Call, Reply, Route } from "../server/types.ts";
import { attempt, readObject, readText, refuse } from "./read-rule.ts";

/** An object of the org and how many rows it has. */
export interface ObjectCount {
  readonly name: string;
  readonly label: string;
  readonly custom: boolean;
  readonly rows: number;
}

/** A user, as a person wants to see one. */
export interface UserSummary {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly active: boolean;
  readonly profile: string;
  readonly permissionSets: readonly string[];
}

/** An app and its policies, without its secret. */
export interface AppSummary {
  readonly name: string;
  readonly clientId: string;
  readonly flows: readonly string[];
  readonly scopes: readonly string[];
  readonly permittedUsers: string;
  readonly runAs: string | undefined;
  /** What keeps it from being used: `disabled`, `blocked`, `not installed`. */
  readonly barred: readonly string[];
}

/** What a person may see of the org. */
export interface Overview {
  objects(): readonly ObjectCount[];
  users(): readonly UserSummary[];
  apps(): readonly AppSummary[];
  /** Asks a query as a user, the first one where none is named, and answers as the query resource does. @throws Error for an unknown user */
  ask(soql: string, username: string | undefined): Reply | Promise<Reply>;
}

/** Makes the resources that show the org: `objects`, `users`, `apps`, and `query`. */
export function overviewRoutes(target: () => Overview): Route[] {
  const list = (read: (overview: Overview) => unknown) => (): Reply => ({
    status: 200,
    json: read(target()),
  });
  const query = (call: Call): Reply | Promise<Reply> => {
    const json = readObject(call.json, "body");
    const soql = readText(json, "soql");
    if (soql === undefined) throw refuse("soql", "a query");
    return attempt(() => target().ask(soql, readText(json, "username")));
  };
  return [
    { method: "GET", path: "/_org/objects", handler: list((org) => org.objects()) },
    { method: "GET", path: "/_org/users", handler: list((org) => org.users()) },
    { method: "GET", path: "/_org/apps", handler: list((org) => org.apps()) },
    { method: "POST", path: "/_org/query", takes: "json", handler: query },
  ];
}
