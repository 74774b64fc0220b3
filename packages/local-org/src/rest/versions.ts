import { callerOf } from "../server/errors.ts";
import type { Call, Reply, Route } from "../server/types.ts";

const SEASONS = ["Spring", "Summer", "Winter"] as const;

/** The release that brought an API version: three a year, and 68 was Winter '27. */
function labelOf(version: number): string {
  const season = SEASONS[(version - 66 + 300) % 3];
  const year = 26 + Math.floor((version - 66) / 3) + (season === "Winter" ? 1 : 0);
  return `${season} '${String(year).padStart(2, "0")}`;
}

function versions(call: Call): Reply {
  const json = call.org.config.apiVersions.map((version) => ({
    label: labelOf(version),
    url: `/services/data/v${version}.0`,
    version: `${version}.0`,
  }));
  return { status: 200, json };
}

/** What this org answers, and no more: a client may rely on the list. */
const RESOURCES = [
  "sobjects",
  "query",
  "queryAll",
  "limits",
  "recent",
  "jobs",
  "composite",
  "search",
  "parameterizedSearch",
] as const;

function resources(call: Call): Reply {
  const { org, base } = call;
  const identity = `${org.url()}/id/${org.config.organizationId}/${callerOf(call).id}`;
  const json = { ...Object.fromEntries(RESOURCES.map((name) => [name, `${base}/${name}`])), identity };
  return { status: 200, json };
}

/** Versions and Resources by Version. */
export const routes: readonly Route[] = [
  { method: "GET", path: "/services/data", auth: false, handler: versions },
  { method: "GET", path: "/services/data/:version", handler: resources },
];
