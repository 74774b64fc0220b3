/**
 * The names that are most like a name that there is not, the nearest first: at most three, and none that is far away.
 * Pure.
 */
export function nearest(name: string, known: readonly string[]): readonly string[] {
  const wanted = bare(name);
  const farthest = Math.max(2, Math.floor(wanted.length / 3));
  return known
    .map((candidate) => ({ candidate, far: distance(wanted, bare(candidate)) }))
    .filter(({ far }) => far <= farthest)
    .sort((a, b) => a.far - b.far || a.candidate.length - b.candidate.length)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/** Underlines and the endings of custom names say nothing about what was meant. */
function bare(name: string): string {
  return name
    .toLowerCase()
    .replace(/__(?:c|r|e|mdt)$/, "")
    .replaceAll("_", "");
}

/** Edits between two words; two letters that changed places count as one (optimal string alignment). */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (above[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
          ? (before[j - 2] ?? 0) + 1
          : Number.POSITIVE_INFINITY;
      row.push(Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, replaced, swapped));
    }
    before = above;
    above = row;
  }
  return above[b.length] ?? 0;
}
