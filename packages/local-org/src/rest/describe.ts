import { createHash } from "node:crypto";
import { describeBrief, describeObject, type RecordTypeFacts } from "../schema/describe.ts";
import { asOfVersion } from "../schema/describe-versions.ts";
import type { ObjectDef } from "../schema/types.ts";
import type { Call, Reply, Route } from "../server/types.ts";
import { objectOf } from "./objects.ts";
import { recentItems } from "./recent.ts";

/** Reads the record types of an object. */
export function recordTypes(call: Call, object: ObjectDef): RecordTypeFacts[] {
  const { store } = call.org;
  return store.findIds("RecordType", "SobjectType", object.name).flatMap((id) => {
    const row = store.get("RecordType", id);
    if (!row) return [];
    const { Name, DeveloperName, IsActive } = row;
    return [{ id, name: String(Name), developerName: String(DeveloperName), active: IsActive === 1 }];
  });
}

/** The schema does not change while the org runs, so a describe was last modified when the org started. */
function conditional(call: Call, json: unknown): Reply {
  const modified = call.org.startedAt();
  const since = Date.parse(String(call.headers["if-modified-since"] ?? ""));
  if (!Number.isNaN(since) && Math.floor(modified.getTime() / 1000) * 1000 <= since) return { status: 304 };
  const digest = createHash("sha256").update(JSON.stringify(json)).digest("hex").slice(0, 8);
  return { status: 200, json, headers: { ETag: `"${digest}"`, "Last-Modified": modified.toUTCString() } };
}

function global(call: Call): Reply {
  const sobjects = [...call.org.schema.objects()]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((object) => asOfVersion(describeBrief(object, call.base), call.version));
  return conditional(call, { encoding: "UTF-8", maxBatchSize: 200, sobjects });
}

function brief(call: Call): Reply {
  const object = objectOf(call);
  const recent = recentItems(call, [object]).slice(0, 100);
  return {
    status: 200,
    json: {
      objectDescribe: asOfVersion(describeBrief(object, call.base), call.version),
      recentItems: recent,
    },
  };
}

function full(call: Call): Reply {
  const object = objectOf(call);
  const { base, org } = call;
  const scope = { base, url: org.url(), recordTypes: recordTypes(call, object) };
  return conditional(call, asOfVersion(describeObject(object, scope), call.version));
}

/** Describe Global, sObject Basic Information and sObject Describe. */
export const routes: readonly Route[] = [
  { method: "GET", path: "/services/data/:version/sobjects", handler: global },
  { method: "GET", path: "/services/data/:version/sobjects/:object", handler: brief },
  { method: "GET", path: "/services/data/:version/sobjects/:object/describe", handler: full },
];
