import { notFound } from "../server/errors.ts";
import type { FaultHandle, Faults } from "../server/faults.ts";
import { localOnly } from "../server/local-only.ts";
import type { RequestEntry } from "../server/log.ts";
import type { Call, Reply, Route } from "../server/types.ts";
import type { Ledger } from "../store/types.ts";
import type { MovableClock } from "./clock.ts";
import { type Overview, overviewRoutes } from "./overview.ts";
import { attempt, readNumber, readObject, readRule, readText, refuse } from "./read-rule.ts";

/** What may go wrong with a bulk job: the members of `BulkFault`. */
export interface JobFault {
  readonly stuck?: boolean | undefined;
  readonly failAfterRows?: number | undefined;
  readonly failMessage?: string | undefined;
  readonly lockEveryRows?: number | undefined;
  readonly delayMs?: number | undefined;
}

/** What a test in another language may do with the org. */
export interface ControlTarget extends Overview {
  readonly clock: MovableClock;
  readonly faults: Faults;
  readonly ledger: Ledger;
  facts(): Readonly<Record<string, unknown>>;
  requests(): readonly RequestEntry[];
  clearRequests(): void;
  jobs(): readonly unknown[];
  /** What is to go wrong with the bulk jobs that start from now on. */
  faultJobs(fault: JobFault | undefined): void;
  rows(object: string): readonly unknown[];
  insert(object: string, rows: readonly Readonly<Record<string, unknown>>[]): string[];
  accessToken(username: string | undefined): string;
  expireSessions(): void;
  snapshot(name: string): void;
  restore(name: string): void;
  reset(): void;
}

const done: Reply = Object.freeze({ status: 204 });
const ok = (json: unknown): Reply => ({ status: 200, json });

/** The org, once it runs. */
type Target = () => ControlTarget;

/** Rules that were added by HTTP, by their numbers. */
function faultRoutes(target: Target): Route[] {
  const handles = new Map<string, FaultHandle>();
  let count = 0;
  const add = (call: Call): Reply => {
    const id = String(++count);
    handles.set(id, target().faults.add(readRule(call.json)));
    return { status: 201, json: { id } };
  };
  const list = (): Reply => ok([...handles].map(([id, { hits }]) => ({ id, hits })));
  const remove = (call: Call): Reply => {
    const id = call.params["id"] ?? "";
    const handle = handles.get(id);
    if (!handle) throw notFound(`There is no fault ${id}`);
    handle.remove();
    handles.delete(id);
    return done;
  };
  const clear = (): Reply => {
    target().faults.clear();
    handles.clear();
    return done;
  };
  return [
    { method: "POST", path: "/_org/faults", takes: "json", handler: add },
    { method: "GET", path: "/_org/faults", handler: list },
    { method: "DELETE", path: "/_org/faults", handler: clear },
    { method: "DELETE", path: "/_org/faults/:id", handler: remove },
  ];
}

function ledgerRoutes(target: Target): Route[] {
  const path = "/_org/ledger/:object";
  const object = (call: Call): string => call.params["object"] ?? "";
  return [
    {
      method: "PUT",
      path,
      takes: "json",
      handler: (call) => {
        const field = readText(readObject(call.json, "body"), "field");
        if (field === undefined) throw refuse("field", "the name of the key field");
        attempt(() => target().ledger.watch(object(call), field));
        return done;
      },
    },
    { method: "GET", path, handler: (call) => ok(attempt(() => target().ledger.entries(object(call)))) },
  ];
}

function clockRoutes(target: Target): Route[] {
  const read = (): Reply => ok({ now: target().clock.now().toISOString() });
  const move = (call: Call): Reply => {
    const json = readObject(call.json, "body");
    const now = readText(json, "now");
    const seconds = readNumber(json, "advanceSeconds");
    if (now === undefined && seconds === undefined) throw refuse("advanceSeconds", "a number, or now a time");
    if (now !== undefined) {
      if (Number.isNaN(Date.parse(now))) throw refuse("now", "a time in ISO 8601");
      target().clock.set(new Date(now));
    }
    target().clock.advance(seconds ?? 0);
    return read();
  };
  return [
    { method: "GET", path: "/_org/clock", handler: read },
    { method: "POST", path: "/_org/clock", takes: "json", handler: move },
  ];
}

function jobRoutes(target: Target): Route[] {
  const path = "/_org/jobs/fault";
  const put = (call: Call): Reply => {
    const json = readObject(call.json, "body");
    const { stuck } = json;
    if (stuck !== undefined && typeof stuck !== "boolean") throw refuse("stuck", "true or false");
    const [failAfterRows, lockEveryRows, delayMs] = ["failAfterRows", "lockEveryRows", "delayMs"].map(
      (member) => readNumber(json, member),
    );
    const failMessage = readText(json, "failMessage");
    target().faultJobs({ stuck, failAfterRows, lockEveryRows, delayMs, failMessage });
    return done;
  };
  const remove = (): Reply => {
    target().faultJobs(undefined);
    return done;
  };
  return [
    { method: "GET", path: "/_org/jobs", handler: () => ok(target().jobs()) },
    { method: "PUT", path, takes: "json", handler: put },
    { method: "DELETE", path, handler: remove },
  ];
}

function dataRoutes(target: Target): Route[] {
  const path = "/_org/rows/:object";
  const object = (call: Call): string => call.params["object"] ?? "";
  const insert = (call: Call): Reply => {
    const { json } = call;
    if (!Array.isArray(json)) throw refuse("body", "a list of records");
    const rows = json.map((row: unknown) => readObject(row, "body"));
    return { status: 201, json: attempt(() => target().insert(object(call), rows)) };
  };
  return [
    { method: "GET", path, handler: (call) => ok(attempt(() => target().rows(object(call)))) },
    { method: "POST", path, takes: "json", handler: insert },
  ];
}

function sessionRoutes(target: Target): Route[] {
  const open = async (call: Call): Promise<Reply> => {
    // No body at all asks for the first user.
    const body = (await call.readText()) === "" ? {} : readObject(await call.readJson(), "body");
    const username = readText(body, "username");
    return { status: 201, json: { accessToken: attempt(() => target().accessToken(username)) } };
  };
  const expire = (): Reply => {
    target().expireSessions();
    return done;
  };
  return [
    { method: "POST", path: "/_org/sessions", handler: open },
    { method: "DELETE", path: "/_org/sessions", handler: expire },
  ];
}

function stateRoutes(target: Target): Route[] {
  const path = "/_org/snapshots/:name";
  const named =
    (work: (name: string) => void) =>
    (call: Call): Reply => {
      attempt(() => work(call.params["name"] ?? ""));
      return done;
    };
  const since = (call: Call): Reply => {
    const after = Number(call.query.get("after") ?? 0);
    const last = Number(call.query.get("last") ?? Number.POSITIVE_INFINITY);
    const found = target()
      .requests()
      .filter(({ number }) => number > after);
    return ok(last < found.length ? found.slice(found.length - last) : found);
  };
  const clear = (): Reply => {
    target().clearRequests();
    return done;
  };
  return [
    { method: "GET", path: "/_org", handler: () => ok(target().facts()) },
    { method: "GET", path: "/_org/requests", handler: since },
    { method: "DELETE", path: "/_org/requests", handler: clear },
    { method: "PUT", path, handler: named((name) => target().snapshot(name)) },
    { method: "POST", path: `${path}/restore`, handler: named((name) => target().restore(name)) },
    { method: "POST", path: "/_org/reset", handler: named(() => target().reset()) },
  ];
}

/**
 * Makes the resources under `/_org`, by which tests in any language do what those in this process do by the org's own functions.
 * @param allowedHosts - names besides `localhost` under which they answer
 */
export function controlRoutes(target: Target, allowedHosts: readonly string[]): readonly Route[] {
  const parts = [faultRoutes, ledgerRoutes, clockRoutes, jobRoutes, dataRoutes, sessionRoutes, stateRoutes];
  return [...parts, overviewRoutes]
    .flatMap((part) => part(target))
    .map((route) => localOnly(route, allowedHosts));
}
