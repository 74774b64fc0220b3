import type { Runtime } from "kinetic-core";
import type { LocalOrg } from "kinetic-local-org";

/** Seed of everything random in the soaks; set KINETIC_SEED to try another one. */
export const SEED: number = Number(process.env["KINETIC_SEED"] ?? 20260101);

/** Makes random numbers from a seed (mulberry32). */
export function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A real clock whose pauses last a hundredth, and no longer than 10 ms. */
export function hastyRuntime(seed: number): Runtime {
  return {
    now: () => Date.now(),
    random: dice(seed),
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      await new Promise((resolve) => setTimeout(resolve, Math.min(10, ms / 100)));
      signal?.throwIfAborted();
    },
  };
}

const ENDED: ReadonlySet<string> = new Set(["JobComplete", "Failed", "Aborted"]);

/** What an org holds after a load, judged against the names that were to be loaded. */
export interface Ledger {
  readonly lost: number;
  readonly doubled: number;
  readonly foreign: number;
  readonly openJobs: readonly string[];
}

/** Compares the names of an org's accounts with those that were to be loaded. */
export function auditNames(org: LocalOrg, names: readonly string[]): Ledger {
  const times = new Map<string, number>();
  for (const { Name } of org.rows("Account")) times.set(String(Name), (times.get(String(Name)) ?? 0) + 1);
  const wanted = new Set(names);
  return {
    lost: names.filter((name) => !times.has(name)).length,
    doubled: [...times.values()].filter((count) => count > 1).length,
    foreign: [...times.keys()].filter((name) => !wanted.has(name)).length,
    openJobs: openJobs(org),
  };
}

/** Jobs of an org that have not ended. */
export function openJobs(org: LocalOrg): string[] {
  return org.jobs().flatMap(({ id, state }) => (ENDED.has(state) ? [] : [`${id} ${state}`]));
}
