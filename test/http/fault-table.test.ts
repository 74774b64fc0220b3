import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { type AuthProvider, isKineticError, type SalesforceClient } from "kinetic-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { quickClient } from "../support/client.ts";
import {
  type CallKind,
  calls,
  type Ending,
  expired,
  type Fault,
  faults,
  goodAnswer,
  slowFaults,
} from "../support/fault-cases.ts";
import { CANARY, type ProviderCase, providers } from "../support/providers.ts";
import { json, type Responder, startServer, type TestServer } from "../support/server.ts";
import { shown } from "../support/shown.ts";

/** Long enough for a machine that is busy with more than this: only the slow faults are waited for. */
const PATIENT = { headersMs: 30_000, bodyIdleMs: 30_000 };
/** What is answered at once must be there by then, though all providers and kinds of call ask at the same time. */
const SHORT = { headersMs: 2_000, bodyIdleMs: 2_000 };

const CHANNELS = ["request", "response", "retry", "refresh", "throttle"].map(
  (name) => `kinetic-core:${name}`,
);

/** An org with a fault, and a client that signs in to it. */
interface Stage extends AsyncDisposable {
  readonly sf: SalesforceClient;
  readonly pauses: readonly number[];
  readonly server: TestServer;
  logins: number;
  sent: number;
  respond: Responder;
}

/** Everything that was told to loggers and on channels. */
const told: unknown[] = [];
const tell = (...facts: unknown[]): void => void told.push(...facts);
let heard = 0;
const logger = { debug: tell, info: tell, warn: tell };

beforeAll(() => {
  for (const name of CHANNELS) subscribe(name, tell);
});
afterAll(() => {
  for (const name of CHANNELS) unsubscribe(name, tell);
  // Otherwise the looks for secrets looked at nothing.
  expect(heard).toBeGreaterThan(1000);
});

async function openStage(
  make: (loginUrl: string) => AuthProvider,
  respond: Responder,
  timeouts = PATIENT,
): Promise<Stage> {
  const server = await startServer((request, response) => {
    if (!request.path.startsWith("/services/oauth2/token")) {
      stage.sent += 1;
      return stage.respond(request, response, stage.sent);
    }
    if (request.body.includes("response_type=device_code")) {
      const codes = { device_code: `${CANARY}-device`, user_code: "u" };
      return json(response, 200, { ...codes, verification_uri: "https://x.example" });
    }
    stage.logins += 1;
    const tokens = { access_token: `${CANARY}-access-${stage.logins}`, refresh_token: `${CANARY}-next` };
    return json(response, 200, { ...tokens, instance_url: server.url });
  });
  const { sf, pauses } = quickClient(make(server.url), { http: { timeouts, logger } });
  const close = async (): Promise<void> => {
    await sf.close();
    await server.close();
  };
  const stage: Stage = { sf, pauses, server, logins: 0, sent: 0, respond, [Symbol.asyncDispose]: close };
  return stage;
}

async function meet(provider: ProviderCase, fault: Fault, kind: CallKind): Promise<void> {
  const timeouts = slowFaults.includes(fault) ? SHORT : PATIENT;
  await using stage = await openStage(provider.make, fault.respond(goodAnswer(kind), kind), timeouts);
  const outcome: unknown = await kind.run(stage.sf).catch((reason: unknown) => reason);
  const ending = fault.ends(kind);
  const dead = ending.logins === 2 && !provider.renews;
  expectEnding(stage, outcome, dead ? { code: "AUTHENTICATION", sent: 1, logins: 0 } : ending, kind);
  if (provider.renews) expect(stage.logins).toBe(ending.logins ?? 1);
  heard += told.length;
  expectNoSecret(stage, outcome);
}

function expectEnding({ sent, pauses }: Stage, outcome: unknown, ending: Ending, kind: CallKind): void {
  if (ending.code === undefined) expect(outcome).toEqual(kind.yields);
  else {
    if (!isKineticError(outcome)) throw new Error("expected a typed error", { cause: outcome });
    expect(outcome.code).toBe(ending.code);
    expect(outcome.remediation.steps).not.toEqual([]);
  }
  expect(sent).toBe(ending.sent);
  if (ending.pauses !== undefined) expect(pauses.slice(-ending.pauses.length)).toEqual(ending.pauses);
}

function expectNoSecret({ sf }: Stage, outcome: unknown): void {
  const raw = isKineticError(outcome) ? [outcome.rawRequest, outcome.rawResponse] : [];
  expect([outcome, ...raw, ...told.splice(0), sf].map(shown).join("\n")).not.toContain(CANARY);
}

const concerned = (fault: Fault) => (kind: CallKind) => fault.concerns?.(kind) !== false;
const [jwt] = providers as [ProviderCase];
const [read, , create] = calls as [CallKind, CallKind, CallKind];

describe.each(calls)("$name", (kind) => {
  it.each(faults.filter((fault) => concerned(fault)(kind)))("meets $name", (fault) => meet(jwt, fault, kind));
});

describe.each(providers)("$name", (provider) => {
  it.each(faults)("meets $name with a create", (fault) => meet(provider, fault, create));

  it("logs in once more for 50 calls at once on an expired token", async () => {
    await using stage = await openStage(provider.make, goodAnswer(read));
    await read.run(stage.sf);
    const { logins, sent } = stage;
    const old = stage.server.seen.at(-1)?.headers.authorization;
    stage.respond = (request, response, call) =>
      request.headers.authorization === old
        ? expired(request, response, call)
        : goodAnswer(read)(request, response, call);
    const outcomes = await Promise.allSettled(Array.from({ length: 50 }, () => read.run(stage.sf)));
    const ending = provider.renews ? "fulfilled" : "rejected";
    expect(outcomes.map(({ status }) => status)).toEqual(Array(50).fill(ending));
    expect(stage.logins - logins).toBe(provider.renews ? 1 : 0);
    expect(stage.sent - sent).toBeLessThanOrEqual(100);
    expectNoSecret(stage, outcomes);
  });
});

describe.each(slowFaults)("$name", (fault) => {
  it("is met by every kind of call", async () => {
    await Promise.all(calls.filter(concerned(fault)).map((kind) => meet(jwt, fault, kind)));
  });

  it("is met by every provider", async () => {
    const kinds = [read, create].filter(concerned(fault));
    await Promise.all(providers.flatMap((provider) => kinds.map((kind) => meet(provider, fault, kind))));
  });
});
