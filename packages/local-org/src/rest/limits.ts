import { callerOf, failure } from "../server/errors.ts";
import type { Call, Reply, Route } from "../server/types.ts";

/** The allocations of a Developer Edition org that do not move here. */
const FIXED: Readonly<Record<string, number>> = Object.freeze({
  ConcurrentAsyncGetReportInstances: 200,
  ConcurrentSyncReportRuns: 20,
  DailyAsyncApexExecutions: 250_000,
  DailyDurableGenericStreamingApiEvents: 10_000,
  DailyDurableStreamingApiEvents: 10_000,
  DailyGenericStreamingApiEvents: 10_000,
  DailyStandardVolumePlatformEvents: 10_000,
  DailyStreamingApiEvents: 10_000,
  DailyWorkflowEmails: 390,
  DataStorageMB: 5,
  FileStorageMB: 20,
  HourlyAsyncReportRuns: 1200,
  HourlyDashboardRefreshes: 200,
  HourlyDashboardResults: 5000,
  HourlyDashboardStatuses: 999_999_999,
  HourlyODataCallout: 1000,
  HourlySyncReportRuns: 500,
  HourlyTimeBasedWorkflow: 50,
  MassEmail: 10,
  SingleEmail: 15,
});

function limits(call: Call): Reply {
  if (!callerOf(call).viewSetup) throw failure(403, "API_DISABLED_FOR_ORG", "limits resource is not enabled");
  const { org } = call;
  const moving = {
    ...org.limits(),
    DailyApiRequests: {
      Max: org.config.dailyApiRequests,
      Remaining: org.config.dailyApiRequests - org.apiUsage(),
    },
  };
  const fixed = Object.fromEntries(
    Object.entries(FIXED).map(([name, Max]) => [name, { Max, Remaining: Max }]),
  );
  const json = Object.fromEntries(
    Object.entries({ ...fixed, ...moving }).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  return { status: 200, json };
}

function recordCount(call: Call): Reply {
  const { schema, store } = call.org;
  const wanted = call.query.get("sObjects");
  const names = wanted === null ? schema.objects().map((object) => object.name) : wanted.split(",");
  const sObjects = names.flatMap((name) => {
    const object = schema.object(name.trim());
    return object ? [{ count: store.count(object.name), name: object.name }] : [];
  });
  return { status: 200, json: { sObjects } };
}

/** Limits and Record Count. */
export const routes: readonly Route[] = [
  { method: "GET", path: "/services/data/:version/limits", handler: limits },
  { method: "GET", path: "/services/data/:version/limits/recordCount", handler: recordCount },
];
