import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { LoadProgress, SalesforceClient } from "kinetic-core";
import { EXIT } from "../../exit/index.ts";
import { openOrg } from "../../logins/index.ts";
import { type CommandIo, startBar } from "../../terminal/index.ts";
import type { Handler } from "../invocation.ts";
import { describeLoad } from "../progress-text.ts";
import { FailureReport } from "./failure-report.ts";
import { InputRows, stateOf } from "./input-rows.ts";
import { type LoadCommandOptions, readMapping, resultFolder, sourceOf } from "./options.ts";
import { type Outcome, outcomeOfLoad, outcomeOfSync } from "./outcome.ts";
import { withoutResultColumns } from "./result-columns.ts";
import { checkOwnInput, writeResults } from "./result-files.ts";
import { tellOutcome } from "./summary.ts";

/** A load with everything decided. */
interface Task {
  readonly io: CommandIo;
  readonly sf: SalesforceClient;
  readonly object: string;
  readonly file: string | undefined;
  readonly folder: string;
  readonly options: LoadCommandOptions;
}

/**
 * Loads rows by Bulk API 2.0, and accounts for each of them in result files. How far it is stands in a checkpoint beside
 * them until they are written: after a crash the same command goes on from there.
 */
export const load: Handler<LoadCommandOptions> = async ({ io, args, options }) => {
  const [object = "", file] = args;
  const folder = resultFolder({ object, file }, options);
  checkOwnInput(folder, file);
  await using sf = await openOrg(io, options);
  const task: Task = { io, sf, object, file, folder, options };
  const checkpoint = await checkpointOf(task);
  const started = performance.now();
  const outcome = await run(task, checkpoint);
  try {
    const report = new FailureReport();
    const writes = options.dryRun !== true && options.results !== false;
    const files = writes ? await writeResults(folder, outcome, { signal: io.signal, report }) : [];
    if (!writes) await gather(outcome, { report, io });
    // Only now is every row accounted for here; until then the same command needs both to go on.
    if (checkpoint !== undefined) await rm(checkpoint, { force: true });
    const elapsedMs = performance.now() - started;
    await tellOutcome(io, { outcome, report, files, elapsedMs, object, options });
    if (options.deleteJobs === true) await deleteJobs(task, outcome);
  } finally {
    await outcome.close();
  }
  return outcome.ok || options.dryRun === true ? EXIT.ok : EXIT.rows;
};

async function deleteJobs({ io, sf }: Task, { jobs }: Outcome): Promise<void> {
  for (const { id } of jobs) if (id !== undefined) await sf.bulk.ingestJob(id).delete({ signal: io.signal });
}

/** Where the load notes how far it is. The name holds the org: jobs of one are nothing in another. */
async function checkpointOf({ io, sf, folder, options }: Task): Promise<string | undefined> {
  if (options.checkpoint === false || options.dryRun === true) return undefined;
  const { organizationId, instanceUrl } = await sf.whoAmI({ signal: io.signal });
  await mkdir(folder, { recursive: true });
  return join(folder, `checkpoint-${organizationId ?? new URL(instanceUrl).hostname}.json`);
}

async function run(task: Task, checkpoint: string | undefined): Promise<Outcome> {
  const { io, sf, object, file, options } = task;
  const { fileCheckpoint } = await import("kinetic-core");
  const mapping = await readMapping(options.mapping);
  const source = await sourceOf(io, file, options);
  const bar = await startBar(io, object);
  const { operation = "insert", externalId, key, retryRows, concurrency, dryRun } = options;
  const bulk = {
    checkpoint: checkpoint === undefined ? undefined : fileCheckpoint(checkpoint),
    maxRecordsPerJob: options.rowsPerJob,
    assignmentRuleId: options.assignmentRule,
    key,
    retryRows,
    concurrency,
    dryRun,
    onProgress: (progress: LoadProgress) =>
      bar.update(progress.rows.processed, progress.rows.total, describeLoad(progress)),
  };
  const { signal } = io;
  try {
    if (mapping === undefined) {
      const dropped = new Set<string>();
      const rows = withoutResultColumns(source, (columns) => columns.map((one) => dropped.add(one)));
      const what = { object, operation, externalIdFieldName: externalId, source: rows };
      return outcomeOfLoad(await sf.bulk.load({ ...bulk, ...what, signal }), [...dropped]);
    }
    const write = { externalIdField: externalId, via: "bulk", bulk, signal } as const;
    const before = await stateOf(file);
    const openInput = async (until: AbortSignal): Promise<InputRows | undefined> =>
      before !== undefined && before === (await stateOf(file)) ? InputRows.open(source, until) : undefined;
    return outcomeOfSync(await sf.sync({ source, mapping, object, operation, ...write }), openInput);
  } finally {
    bar.stop();
  }
}

/** Without files the refusals are read all the same, to be told. */
async function gather(
  { refused, totals }: Outcome,
  { report, io }: { readonly report: FailureReport; readonly io: CommandIo },
): Promise<void> {
  if (totals.failed === 0 && (totals["unmapped"] ?? 0) === 0) return;
  for await (const row of refused(io.signal)) report.add(row);
}
