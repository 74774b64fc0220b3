import { type AuthProvider, isKineticError, SalesforceClient } from "kinetic-core";
import { describe, expect, it } from "vitest";
import { CANARY, providers } from "../support/providers.ts";
import { json, type Responder, startServer } from "../support/server.ts";
import { shown } from "../support/shown.ts";

/** A ready token signs nobody in. */
const logins = providers.filter(({ name }) => name !== "accessToken");

const page: Responder = (_, response) => {
  response.writeHead(200, { "content-type": "text/html" });
  response.end(`<html>${CANARY}</html>`);
};

/** Fault, what answers, the error's code, and how often a form that may (not) be repeated is sent. */
const faults: readonly [string, Responder, string, number, number][] = [
  [
    "a refusal that echoes the secret",
    (request, response) =>
      json(response, 400, { error: "invalid_grant", error_description: request.body.toString() }),
    "AUTHENTICATION",
    1,
    1,
  ],
  ["an unknown error", (_, response) => json(response, 400, { error: "new_error" }), "AUTHENTICATION", 1, 1],
  ["an empty object", (_, response) => json(response, 400, {}), "AUTHENTICATION", 1, 1],
  ["a good status without a token", (_, response) => json(response, 200, {}), "UNEXPECTED_RESPONSE", 1, 1],
  ["an HTML page", page, "UNEXPECTED_RESPONSE", 1, 1],
  [
    "truncated JSON",
    (_, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end('{"access_token":"');
    },
    "UNEXPECTED_RESPONSE",
    1,
    1,
  ],
  [
    "503 with Retry-After",
    (_, response) => json(response, 503, { error: "service_unavailable" }, { "retry-after": "1" }),
    "SERVER",
    5,
    5,
  ],
  ["a reset", (_, response) => void response.destroy(), "NETWORK", 5, 1],
];

async function fail(make: (loginUrl: string) => AuthProvider, respond: Responder) {
  await using server = await startServer(respond);
  const events: unknown[] = [];
  const log = (facts: object) => events.push(facts);
  const runtime = { now: () => Date.now(), random: () => 0, sleep: async () => undefined };
  const logger = { debug: log, info: log, warn: log };
  await using sf = new SalesforceClient({ auth: make(server.url), http: { runtime, logger } });
  const error: unknown = await sf.whoAmI().catch((reason: unknown) => reason);
  return { error, events, sf, sent: server.seen };
}

describe.each(logins)("$name", ({ repeatable, make }) => {
  it.each(faults)(
    "meets %s with one typed error that shows no secret",
    async (_, respond, code, often, once) => {
      const { error, events, sf, sent } = await fail(make, respond);
      if (!isKineticError(error)) throw error;
      expect(error.code).toBe(code === "NETWORK" && !repeatable ? "OUTCOME_UNKNOWN" : code);
      expect(error.remediation.summary).not.toBe("");
      expect(sent).toHaveLength(repeatable ? often : once);
      const everything = [error, events, sf].map(shown).join("\n");
      expect(everything).not.toContain(CANARY);
      expect(everything).not.toContain("PRIVATE KEY");
    },
  );
});
