let whole: Intl.NumberFormat | undefined;

/** A whole number for people: `102,217`. */
export function count(value: number): string {
  // Made when it is needed: that takes longer than most of what a command does before.
  whole ??= new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
  return whole.format(value);
}

/** A number of things: `1 row`, `2,000 rows`. */
export function counted(value: number, one: string): string {
  return `${count(value)} ${one}${value === 1 ? "" : "s"}`;
}

const UNITS = ["B", "kB", "MB", "GB", "TB"] as const;

/** Bytes for people: `812 B`, `3.4 MB`; a kB is 1,000 bytes, as Salesforce counts its limits. */
export function bytes(value: number): string {
  let unit = 0;
  let rest = value;
  while (rest >= 999.95 && unit < UNITS.length - 1) {
    rest /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? rest : rest.toFixed(1)} ${UNITS[unit]}`;
}

/** A span of time for people: `4.2 s`, `3 min 5 s`, `2 h 10 min`. */
export function duration(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const rounded = Math.round(seconds);
  if (rounded < 3600) return `${Math.floor(rounded / 60)} min ${rounded % 60} s`;
  const minutes = Math.round(rounded / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
