import type { CsvFingerprint, CsvSlice } from "../../csv/index.ts";
import { ConfigurationError } from "../../errors/index.ts";
import { isObject, type JobInfo } from "../jobs/job-info.ts";
import type { JobRef } from "../jobs/jobs-api.ts";
import type { EntryPhase, LoadTotals } from "./ledger.ts";
import type { LoadPlan, RetryRows } from "./load-options.ts";

/** Changes when an older reader would misunderstand what is written. */
const VERSION = 1;

/** One slice as it is noted. */
export interface SavedEntry {
  readonly slice: CsvSlice;
  readonly phase: EntryPhase;
  /** When its job was asked for, by this machine's clock. */
  readonly askedAt?: number | undefined;
  readonly job?: JobRef | undefined;
  readonly info?: JobInfo | undefined;
  readonly counts?: LoadTotals | undefined;
  readonly interrupted?: boolean | undefined;
}

/** One round as it is noted: the input, or rows of the round before that are sent again. */
export interface SavedRound {
  readonly fingerprint: CsvFingerprint | undefined;
  /** How its rows were chosen; absent in the first round. */
  readonly retry?: RetryRows | undefined;
  readonly entries: readonly SavedEntry[];
}

/** A creation whose answer was lost: perhaps there is a job that nobody knows. */
export interface LostCreate {
  readonly from: number;
  readonly to: number;
}

/** What identifies a load: everything that another call must have in common with it to go on with it. */
export interface SavedTask {
  readonly object: string;
  readonly operation: string;
  readonly externalIdFieldName?: string | undefined;
  readonly assignmentRuleId?: string | undefined;
}

/** A load as it is noted. */
export interface SavedLoad {
  readonly format: "kinetic-load";
  readonly version: number;
  readonly task: SavedTask;
  readonly limits: { readonly maxBytes: number; readonly maxRecordsPerJob: number };
  readonly rounds: readonly SavedRound[];
  /** Creations that were not answered, and open jobs that could not be aborted: to be swept up in the end. */
  readonly lostCreates?: readonly LostCreate[] | undefined;
  readonly strays?: readonly JobRef[] | undefined;
}

/** Puts a load into the form in which it is noted. */
export function saveLoad(
  plan: LoadPlan,
  { limits, rounds, lostCreates, strays }: Pick<SavedLoad, "limits" | "rounds" | "lostCreates" | "strays">,
): SavedLoad {
  return {
    format: "kinetic-load",
    version: VERSION,
    task: taskOf(plan),
    limits,
    rounds: rounds.map(({ fingerprint, retry, entries }) => ({ fingerprint, retry, entries })),
    lostCreates,
    strays,
  };
}

function taskOf({ object, operation, externalIdFieldName, assignmentRuleId }: LoadPlan): SavedTask {
  return { object, operation, externalIdFieldName, assignmentRuleId };
}

/**
 * Reads a note.
 *
 * @throws ConfigurationError when it is none of ours, or one of another load
 */
export function readSaved(note: unknown, plan: LoadPlan, name: string): SavedLoad | undefined {
  if (note === undefined || note === null) return undefined;
  if (!isObject(note) || note["format"] !== "kinetic-load" || !Array.isArray(note["rounds"])) {
    throw unfit(name, "holds something else than the checkpoint of a load");
  }
  if (note["version"] !== VERSION) {
    throw unfit(name, `was written by another version of kinetic-core (format ${String(note["version"])})`);
  }
  const saved = note as unknown as SavedLoad;
  const task = taskOf(plan);
  const differences = (Object.keys(task) as (keyof SavedTask)[])
    .filter((key) => task[key] !== saved.task[key])
    .map((key) => `${key} is ${String(saved.task[key])} there and ${String(task[key])} here`);
  if (differences.length > 0) throw unfit(name, `belongs to another load: ${differences.join(", ")}`);
  return saved;
}

function unfit(source: string, message: string): ConfigurationError {
  return new ConfigurationError("The load's checkpoint cannot be used", {
    problems: [{ setting: "checkpoint", source, message: `${message}; name another one, or remove it` }],
  });
}
