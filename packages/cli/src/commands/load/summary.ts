import { count, counted, duration } from "../../format/index.ts";
import { type CommandIo, outputTo, styleFor } from "../../terminal/index.ts";
import type { FailureReport } from "./failure-report.ts";
import type { LoadCommandOptions } from "./options.ts";
import type { Outcome } from "./outcome.ts";

/** What there is to tell of a load. */
export interface Summary {
  readonly outcome: Outcome;
  readonly report: FailureReport;
  readonly files: readonly string[];
  readonly elapsedMs: number;
  readonly object: string;
  readonly options: LoadCommandOptions;
}

/** Tells a person what became of a load, and with `--json` a program, too. */
export async function tellOutcome(io: CommandIo, summary: Summary): Promise<void> {
  const { outcome, files, elapsedMs, options } = summary;
  const { totals, jobs, warnings } = outcome;
  await outputTo(io.stderr).write(`${lines(io, summary).join("\n")}\n`);
  if (options.json !== true) return;
  const facts = {
    totals,
    jobs,
    warnings,
    files,
    elapsedMs: Math.round(elapsedMs),
    dryRun: options.dryRun === true,
  };
  await outputTo(io.stdout).write(`${JSON.stringify(facts, undefined, 2)}\n`);
}

function lines(io: CommandIo, { outcome, report, files, elapsedMs, object, options }: Summary): string[] {
  const { green, red, yellow } = styleFor(io.stderr, io.env);
  const { totals, jobs, warnings, ok } = outcome;
  const what = `${object} (${options.operation ?? "insert"})`;
  const rest = warnings.map((warning) => `${yellow("!")} ${warning}`);
  if (options.dryRun === true)
    return [
      `${green("✓")} Dry run: ${counted(totals.rows, "row")} for ${what}, in ${counted(jobs.length, "job")}; nothing was sent`,
      ...refusals(outcome, report, true),
      ...rest,
    ];
  const rate = Math.round(totals.succeeded / (elapsedMs / 1000));
  const how = `${duration(elapsedMs)}, ${count(rate)} rows/s, ${counted(jobs.length, "job")}`;
  return [
    `${ok ? green("✓") : red("✗")} ${count(totals.succeeded)} of ${counted(totals.rows, "row")} loaded into ${what}: ${how}`,
    ...refusals(outcome, report),
    ...jobs.flatMap(({ error }) => (error === undefined ? [] : [`${red("✗")} ${error.message}`])),
    ...rest,
    ...(files.length === 0 ? [] : [`  results: ${files.join(", ")}`]),
  ];
}

function refusals({ totals }: Outcome, report: FailureReport, isDry = false): string[] {
  const { failed, unprocessed, unmapped = 0, filtered = 0 } = totals;
  const parts = [
    [failed, "refused"],
    [unmapped, "could not be mapped"],
    [filtered, "left out by the mapping"],
    [isDry ? 0 : unprocessed, "not processed"],
  ] as const;
  const told = parts.filter(([number]) => number > 0).map(([number, text]) => `${count(number)} ${text}`);
  return told.length === 0 ? [] : [`  ${told.join(", ")}`, ...report.lines()];
}
