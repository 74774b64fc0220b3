const MINUTE_MS = 60_000;
/** Askers that are counted at the same time; beyond that counting begins anew, on the generous side. */
const ASKERS = 10_000;

/** Counts the calls of each asker in a minute; tells whether one is too many. */
export function rateCap(perMinute: number, now: () => number = Date.now): (asker: string) => boolean {
  let counts = new Map<string, number>();
  let since = now();
  return (asker) => {
    if (now() - since >= MINUTE_MS || counts.size > ASKERS) {
      counts = new Map();
      since = now();
    }
    const count = (counts.get(asker) ?? 0) + 1;
    counts.set(asker, count);
    return count > perMinute;
  };
}
