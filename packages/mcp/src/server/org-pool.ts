import { createHash } from "node:crypto";
import type { AuthInfo } from "@modelcontextprotocol/server";
import { guardPolicy } from "../guard/index.ts";
import { type Org, type OrgConfig, openOrg } from "../orgs/index.ts";
import { Refusal } from "../refusal/index.ts";
import type { ResolvedMcpSettings } from "../settings/index.ts";

/** The orgs of one asker by their aliases. */
export type OpenedOrgs = ReadonlyMap<string, Org>;

/** Chooses the orgs of somebody who was let in. */
export type OrgsFor = (who: AuthInfo) => readonly OrgConfig[] | Promise<readonly OrgConfig[]>;

/** The orgs of whoever asks, opened once for each. */
export interface OrgPool {
  /** Opens what somebody may work in; `undefined` is the one host of standard input and output. */
  of(who: AuthInfo | undefined): Promise<OpenedOrgs>;
  close(): Promise<void>;
}

/** Askers whose connections are kept; the one who asked longest ago gives way. */
const KEPT = 100;

/** Opens orgs that are the same for everybody. */
export function sharedOrgs(orgs: readonly OrgConfig[], settings: ResolvedMcpSettings): OrgPool {
  const opened = openAll(orgs, settings);
  return { of: async () => opened, close: () => closeAll(opened) };
}

/** Opens orgs that depend on who asks. */
export function orgsByAsker(orgsFor: OrgsFor, settings: ResolvedMcpSettings): OrgPool {
  const pool = new Map<string, Promise<OpenedOrgs>>();
  return {
    of(who) {
      const key = principalOf(who);
      if (who === undefined || key === undefined) throw nobody();
      const known = pool.get(key) ?? Promise.resolve(orgsFor(who)).then((orgs) => openAll(orgs, settings));
      // The latest one goes to the end: what is at the beginning is dropped first.
      pool.delete(key);
      pool.set(key, known);
      known.catch(() => pool.delete(key));
      const [oldest] = pool;
      if (pool.size > KEPT && oldest !== undefined) drop(pool, oldest);
      return known;
    },
    async close() {
      await Promise.all([...pool.values()].map((one) => one.then(closeAll, () => undefined)));
    },
  };
}

/** Names who asks: by the subject that the verifier found, or by the token itself. */
export function principalOf(who: AuthInfo | undefined): string | undefined {
  if (who === undefined) return undefined;
  const subject = who.extra?.["sub"];
  const name = typeof subject === "string" ? subject : createHash("sha256").update(who.token).digest("hex");
  return `${who.clientId} ${name}`;
}

function drop(
  pool: Map<string, Promise<OpenedOrgs>>,
  [key, opened]: readonly [string, Promise<OpenedOrgs>],
): void {
  pool.delete(key);
  opened.then(closeAll).catch(() => undefined);
}

async function closeAll(opened: OpenedOrgs): Promise<void> {
  await Promise.all([...opened.values()].map((org) => org.close()));
}

function openAll(orgs: readonly OrgConfig[], settings: ResolvedMcpSettings): OpenedOrgs {
  const aliases = new Set(orgs.map(({ alias = "default" }) => alias));
  if (aliases.size === 0 || aliases.size < orgs.length) {
    throw new Refusal("A server needs at least one org, and an alias of its own for each", {
      code: "SETTINGS",
      action: "Name each org by its own alias.",
    });
  }
  const { apiFloorPercent } = settings;
  const guard: Parameters<typeof openOrg>[1]["guard"] = (facts) => guardPolicy(settings, facts);
  return new Map(
    orgs.map((config) => [config.alias ?? "default", openOrg(config, { guard, apiFloorPercent })]),
  );
}

function nobody(): Refusal {
  return new Refusal("This server works for those who were let in, and nobody was", {
    code: "SETTINGS",
    action: "Serve it over HTTP with a verifier.",
  });
}
