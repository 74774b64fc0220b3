import type { Runtime } from "kinetic-core";

/** A clock that sleeping moves on at once. Client and org share it. */
export function virtualClock(): Runtime & { readonly slept: number } {
  let slept = 0;
  return {
    get slept() {
      return slept;
    },
    now: () => Date.now() + slept,
    random: () => 0.5,
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      slept += ms;
      await new Promise((resolve) => setImmediate(resolve));
      signal?.throwIfAborted();
    },
  };
}
