// The tables in packages/local-org/README.md that tell how the proof went. Written by the run, never by hand.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "./lib.mjs";

const README = join(root, "packages/local-org/README.md");
const VERDICTS = ["matched", "allowed", "failing"];

const row = (cells) => `| ${cells.join(" | ")} |`;
const table = (head, rows) => [row(head), row(head.map(() => "---")), ...rows.map(row)].join("\n");

/** Sorts names and counts together what has the same one. */
function grouped(list, keyOf) {
  const groups = new Map();
  for (const item of list) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The table of recorded exchanges by area, and why some of them are answered otherwise. */
export function recordedSection(outcomes) {
  const counts = (list) =>
    VERDICTS.map((verdict) => list.filter((outcome) => outcome.verdict === verdict).length);
  const areas = grouped(outcomes, ({ area }) => area).map(([area, list]) => [area, ...counts(list)]);
  const total = ["**all**", ...counts(outcomes).map((count) => `**${count}**`)];
  const allowed = outcomes.filter(({ verdict }) => verdict === "allowed");
  const reasons = grouped(allowed, ({ why }) => why).map(([why, list]) => [list.length, why]);
  const areaTable = table(["recorded exchanges", ...VERDICTS], [...areas, total]);
  const reasonTable = table(["allowed", "why they are answered otherwise"], reasons);
  return { name: "recorded", text: `${areaTable}\n\n${reasonTable}` };
}

const WORDS = { ok: "yes", skipped: "answers 501", FAILED: "fails" };

/** The table of what a client did: one column for each of its versions. */
export function clientSection(client, columns) {
  const names = [...new Set(columns.flatMap(([, scenarios]) => [...scenarios.keys()]))];
  const rows = names.map((name) => [
    name,
    ...columns.map(([, scenarios]) => WORDS[scenarios.get(name)] ?? "no"),
  ]);
  const heads = columns.map(([version]) => `${client} ${version}`.trim());
  return { name: client.toLowerCase(), text: table(["scenario", ...heads], rows) };
}

/** Puts the sections between their marks, or says which of them is not what stands there. */
export async function updateReadme(sections, write) {
  const before = await readFile(README, "utf8");
  let after = before;
  const stale = [];
  for (const { name, text } of sections) {
    const start = `<!-- proof:${name}:start (written by npm run proof:write) -->`;
    const marks = new RegExp(`${start.replace(/[()]/g, "\\$&")}\\n[\\s\\S]*?<!-- proof:${name}:end -->`);
    if (!marks.test(after))
      throw new Error(`packages/local-org/README.md has no place for "${name}": ${start}`);
    const updated = after.replace(marks, () => `${start}\n${text}\n<!-- proof:${name}:end -->`);
    if (updated !== after) stale.push(name);
    after = updated;
  }
  if (write) {
    if (after !== before) await writeFile(README, after);
    console.log(
      `packages/local-org/README.md: ${stale.length === 0 ? "unchanged" : `wrote ${stale.join(", ")}`}`,
    );
    return { passed: 0, failed: 0 };
  }
  for (const name of stale)
    console.log(
      `FAILED          packages/local-org/README.md tells another outcome of ${name}: npm run proof:write`,
    );
  return { passed: sections.length - stale.length, failed: stale.length };
}
