import { setMaxListeners } from "node:events";
import type { OpenCsvSource } from "../../csv/index.ts";
import type { BulkContext } from "../context.ts";
import { checkFields } from "./check-fields.ts";
import { createSaver } from "./checkpoint.ts";
import { readSaved, type SavedLoad, saveLoad } from "./checkpoint-state.ts";
import { checkColumns } from "./columns.ts";
import { type LoadOptions, type LoadPlan, resolveLoad } from "./load-options.ts";
import { LoadResult } from "./load-result.ts";
import { type LoadRound, type LoadSession, makeRound } from "./load-run.ts";
import { sweepOrphans } from "./orphans.ts";
import { ProgressReporter } from "./progress.ts";
import { nextRound } from "./retry-rows.ts";
import { runRound } from "./round.ts";
import { scanInput } from "./scan.ts";
import { keepOpen, leaseSource } from "./source-lease.ts";

/** Loads an input: cuts it into jobs, drives them, and accounts for every row. */
export async function load(bulk: BulkContext, options: LoadOptions): Promise<LoadResult> {
  const plan = resolveLoad(options);
  plan.signal?.throwIfAborted();
  const { checkpoint } = plan;
  const unlock = await checkpoint?.lock?.();
  try {
    const saved = checkpoint && readSaved(await checkpoint.read(), plan, checkpoint.name);
    return await loadOpened(bulk, plan, saved);
  } finally {
    await unlock?.();
  }
}

async function loadOpened(
  bulk: BulkContext,
  plan: LoadPlan,
  saved: SavedLoad | undefined,
): Promise<LoadResult> {
  const progress = new ProgressReporter(bulk.runtime, plan.onProgress);
  progress.enter("scan");
  const source = await plan.source.open({ signal: plan.signal });
  const opened: OpenCsvSource[] = [source];
  try {
    checkColumns(plan, source.columns, source.name);
    const limits = saved?.limits ?? { maxBytes: plan.maxBytes, maxRecordsPerJob: plan.maxRecordsPerJob };
    const scan = { source, from: plan.source, plan, limits, progress, saved: saved?.rounds[0] };
    const first = makeRound({ source, ...(await scanInput(scan)) });
    // A load that goes on was checked when it began.
    if (saved === undefined) await checkFields(bulk, plan, source);
    noteDroppedBytes(source, progress.warnings);
    const apiVersion = await bulk.requester.apiVersion(plan.signal);
    const session = makeSession({ bulk, plan, apiVersion, progress, limits, saved, opened }, first);
    if (!plan.dryRun) await runSession(session);
    progress.enter("done");
    const [, ...later] = session.rounds;
    const leases = [await leaseSource(plan.source, source), ...later.map((round) => keepOpen(round.source))];
    return new LoadResult(session, leases);
  } catch (error) {
    await Promise.all(opened.map((one) => one.close()));
    throw error;
  }
}

function noteDroppedBytes({ name, droppedNulBytes }: OpenCsvSource, warnings: string[]): void {
  if (droppedNulBytes > 0) warnings.push(`${droppedNulBytes} NUL bytes of ${name} were left out`);
}

type SessionParts = Pick<
  LoadSession,
  "bulk" | "plan" | "apiVersion" | "progress" | "limits" | "saved" | "opened"
>;

function makeSession(parts: SessionParts, first: LoadRound): LoadSession {
  const { plan, progress, limits } = parts;
  const failure = new AbortController();
  const rounds = [first];
  progress.rounds = rounds;
  const lostCreates = [...(parts.saved?.lostCreates ?? [])];
  const strays = [...(parts.saved?.strays ?? [])];
  const halt = plan.signal === undefined ? failure.signal : AbortSignal.any([plan.signal, failure.signal]);
  // Every job under way listens, however many there are: Node would take that for a leak.
  setMaxListeners(0, halt);
  return {
    ...parts,
    rounds,
    failure,
    halt,
    gate: { active: 0 },
    lostCreates,
    strays,
    warnings: progress.warnings,
    faults: [],
    save: createSaver(plan.checkpoint, () => saveLoad(plan, { limits, rounds, lostCreates, strays })),
  };
}

async function runSession(session: LoadSession): Promise<void> {
  const { plan, progress, rounds } = session;
  try {
    // Also proves, before anything is sent, that the note can be written.
    await session.save();
    progress.enter("load");
    for (
      let round: LoadRound | undefined = rounds[0];
      round !== undefined;
      round = await nextRound(session)
    ) {
      if (round !== rounds[0]) progress.enter("retry");
      await runRound(session, round);
    }
  } catch (error) {
    progress.enter("abort");
    await sweepOrphans(session);
    progress.report(true);
    throw plan.signal?.aborted ? plan.signal.reason : error;
  }
  await sweepOrphans(session);
  if (session.faults[0] !== undefined) throw session.faults[0];
}
