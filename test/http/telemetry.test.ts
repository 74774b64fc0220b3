import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { context, TraceFlags, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import type { Policy } from "kinetic-core";
import { describe, expect, it } from "vitest";
import { countingAuth, quickClient } from "../support/client.ts";
import { json, refuse, startServer } from "../support/server.ts";

describe("telemetry", () => {
  it("tells a logger and the diagnostics channels of calls, retries, refreshes and answers", async () => {
    await using server = await startServer((_, response, call) => {
      if (call === 1) refuse(response, 503, "SERVER_UNAVAILABLE");
      else if (call === 2) refuse(response, 401, "INVALID_SESSION_ID", "Session expired or invalid");
      else json(response, 200, {}, { "x-sfdc-request-id": "req-1" });
    });
    const logged: [string, string, object][] = [];
    const log = (level: string) => (facts: object, message: string) => logged.push([level, message, facts]);
    const published: object[] = [];
    const listener = (event: unknown) => published.push(event as object);
    subscribe("kinetic-core:response", listener);
    const logger = { debug: log("debug"), info: log("info"), warn: log("warn") };
    await using sf = quickClient(countingAuth(server.url), { http: { logger } }).sf;
    await sf.request({ method: "GET", path: "limits", query: { q: "secret-in-query" } });
    unsubscribe("kinetic-core:response", listener);

    expect(logged.map(([level, message]) => `${level} ${message}`)).toEqual([
      "info salesforce refresh",
      "debug salesforce request",
      "warn salesforce throttle",
      "warn salesforce retry",
      "info salesforce refresh",
      "debug salesforce response",
    ]);
    expect(logged.at(-1)![2]).toMatchObject({
      request: "GET /services/data/v68.0/limits",
      status: 200,
      requestId: "req-1",
      attempts: 3,
    });
    expect(published).toHaveLength(1);
    expect(JSON.stringify([logged, published])).not.toMatch(/secret-in-query|token-/);
  });

  it("passes the active trace on to the org", async () => {
    const manager = new AsyncLocalStorageContextManager().enable();
    context.setGlobalContextManager(manager);
    await using server = await startServer((_, response) => json(response, 200, {}));
    await using sf = quickClient(server.url).sf;
    const spanContext = {
      traceId: "0af7651916cd43dd8448eb211c80319c",
      spanId: "b7ad6b7169203331",
      traceFlags: TraceFlags.SAMPLED,
    };
    const active = trace.setSpan(context.active(), trace.wrapSpanContext(spanContext));
    await context.with(active, () => sf.request({ method: "GET", path: "limits" }));
    await sf.request({ method: "GET", path: "limits" });
    context.disable();
    expect(server.seen.map(({ headers }) => headers["traceparent"])).toEqual([
      "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
      undefined,
    ]);
  });
});

describe("a user's own policy", () => {
  it("sees every call once, before retries, and may change it", async () => {
    await using server = await startServer((_, response, call) =>
      call === 1 ? refuse(response, 503, "SERVER_UNAVAILABLE") : json(response, 200, {}),
    );
    let seen = 0;
    const policy: Policy = (request, next, context) => {
      seen += 1;
      return next({ ...request, headers: { ...request.headers, "x-mine": "yes" } }, context);
    };
    await using sf = quickClient(server.url, { http: { policies: [policy] } }).sf;
    await sf.request({ method: "GET", path: "limits" });
    expect(seen).toBe(1);
    expect(server.seen.map(({ headers }) => headers["x-mine"])).toEqual(["yes", "yes"]);
  });
});
