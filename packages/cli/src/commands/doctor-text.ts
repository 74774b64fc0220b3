import type { CheckResult, Diagnosis, Verdict } from "kinetic-core";
import { cell, displayWidth, pad } from "../format/index.ts";
import type { Style } from "../terminal/index.ts";

/** How a diagnosis is shown. */
export interface DiagnosisTextOptions {
  readonly style: Style;
  /** Columns of the screen. */
  readonly width: number;
  /** Lines of the screen. */
  readonly height: number;
  /** Shows skipped checks, and evidence in full. */
  readonly verbose: boolean;
}

const SYMBOLS: Readonly<Record<Verdict, string>> = { pass: "✓", warn: "!", fail: "✗", skip: "-" };

/**
 * Shows a diagnosis on one screen: a line for each check, under it what to do where something is wrong. What the cause of an
 * earlier check explains is told as that one. Checks that were skipped share one line, and where the screen is too small so
 * do those that passed, and those that one cause broke, unless all are asked for.
 */
export function diagnosisText(diagnosis: Diagnosis, options: DiagnosisTextOptions): string {
  const { verdict } = diagnosis;
  const checks = options.verbose ? diagnosis.checks : folded(diagnosis.checks);
  const width = Math.max(...checks.map(({ title }) => displayWidth(title)));
  const linesOf = (...verdicts: Verdict[]): string[] =>
    checks
      .filter((check) => verdicts.includes(check.verdict))
      .flatMap((check) => checkLines(check, width, options));
  const end = summary(verdict, checks, options.style);
  if (options.verbose) return text([...linesOf("pass", "warn", "fail", "skip"), "", end]);
  const skipped = namesLine(checks, "skip", options);
  const passed = namesLine(checks, "pass", options);
  const all = [...linesOf("pass", "warn", "fail"), ...skipped];
  const wrong = linesOf("warn", "fail");
  const explained = checks.filter(({ sameAs, verdict: one }) => sameAs !== undefined && one !== "pass");
  const own = checks.filter(
    ({ sameAs, verdict: one }) => sameAs === undefined && one !== "pass" && one !== "skip",
  );
  const choices = [
    [...all, "", end],
    [...all, end],
    [...wrong, ...passed, ...skipped, "", end],
    [
      ...own.flatMap((check) => checkLines(check, width, options)),
      ...sharedLines(explained, options),
      ...passed,
      ...skipped,
      "",
      end,
    ],
  ];
  const fitting = choices.find((lines) => rowsOf(lines, options) < options.height);
  return text(fitting ?? choices.at(-1) ?? []);
}

/** The rows that lines take: a long one goes on in the next. */
function rowsOf(lines: readonly string[], { width }: DiagnosisTextOptions): number {
  return lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(displayWidth(line) / width)), 0);
}

/** All checks that one cause broke on one line, for each cause. */
function sharedLines(checks: readonly CheckResult[], { style, width }: DiagnosisTextOptions): string[] {
  const causes = new Set(checks.map(({ sameAs }) => sameAs));
  return [...causes].flatMap((cause) => {
    const same = checks.filter(({ sameAs }) => sameAs === cause);
    return same.slice(0, 1).map(({ verdict, evidence }) => {
      const line = `${SYMBOLS[verdict]} ${evidence}: ${same.map(({ title }) => title).join(", ")}`;
      return paintOf(verdict, style)(cell(line, width));
    });
  });
}

/** Says of what an earlier check explains only which one that is. */
function folded(checks: readonly CheckResult[]): readonly CheckResult[] {
  const titles = new Map(checks.map(({ id, title }) => [id, title]));
  return checks.map((check) =>
    check.sameAs === undefined
      ? check
      : { ...check, evidence: `as ${titles.get(check.sameAs) ?? check.sameAs}`, remedy: undefined },
  );
}

function text(lines: readonly string[]): string {
  return `${lines.join("\n")}\n`;
}

function checkLines(check: CheckResult, titleWidth: number, options: DiagnosisTextOptions): string[] {
  const { style, width, verbose } = options;
  const { verdict, title, evidence, remedy } = check;
  const room = verbose ? Number.MAX_SAFE_INTEGER : Math.max(20, width - titleWidth - 4);
  // What is wrong is told in full; it may take a second line then.
  const seen = verdict === "pass" ? cell(evidence, room) : evidence;
  const paint = paintOf(verdict, style);
  const line = `${paint(SYMBOLS[verdict])} ${pad(title, titleWidth)}  ${verdict === "pass" ? style.dim(seen) : seen}`;
  return remedy === undefined
    ? [line]
    : [line, `${" ".repeat(titleWidth + 4)}${style.bold("→")} ${remedy.summary}`];
}

/** All checks of a verdict on one line. */
function namesLine(
  checks: readonly CheckResult[],
  verdict: "pass" | "skip",
  { style, width }: DiagnosisTextOptions,
): string[] {
  const titles = checks.filter((check) => check.verdict === verdict).map(({ title }) => title);
  if (titles.length === 0) return [];
  const what = verdict === "pass" ? "passed (--verbose shows them)" : "skipped (--verbose says why)";
  const line = cell(`${SYMBOLS[verdict]} ${what}: ${titles.join(", ")}`, width);
  return [paintOf(verdict, style)(line)];
}

function paintOf(verdict: Verdict, style: Style): (text: string) => string {
  if (verdict === "skip") return style.dim;
  return verdict === "pass" ? style.green : verdict === "warn" ? style.yellow : style.red;
}

const WORDS = { pass: "all is well", warn: "works, with warnings", fail: "something is wrong" } as const;

function summary(verdict: Diagnosis["verdict"], checks: readonly CheckResult[], style: Style): string {
  const of = (kind: Verdict): number => checks.filter((check) => check.verdict === kind).length;
  const counts = `${of("pass")} passed, ${of("warn")} warned, ${of("fail")} failed, ${of("skip")} skipped`;
  return `${paintOf(verdict, style)(`${SYMBOLS[verdict]} ${WORDS[verdict]}`)}: ${counts}`;
}
