import type { JobInfo } from "../jobs/job-info.ts";
import { listJobs, timeOf } from "../jobs/job-list.ts";
import type { JobRef } from "../jobs/jobs-api.ts";
import { abortJob } from "../jobs/settle.ts";
import type { LoadSession } from "./load-run.ts";

/** How long looking for orphans may take at the end of a load. */
const SWEEP_MS = 15_000;

/** How far our clock and the server's may seem apart. */
const SLACK_MS = 5_000;

/**
 * Aborts jobs that stayed open although nobody knows them any more: those whose creation was not answered, and those
 * whose abort failed. They hold no rows that would ever be processed, so whatever fails here is only a warning. A
 * job is taken for ours only when it can be nobody else's: same user, object, operation and dialect, still open, made
 * while our creation was under way, and not more of them than creations that were lost.
 */
export async function sweepOrphans(session: LoadSession): Promise<void> {
  if (session.lostCreates.length === 0 && session.strays.length === 0) return;
  const signal = AbortSignal.timeout(SWEEP_MS);
  try {
    const orphans = session.lostCreates.length === 0 ? [] : await findOrphans(session, signal);
    for (const job of [...session.strays, ...orphans]) await abortJob({ ...session.bulk, job, signal });
    session.strays.length = 0;
    session.lostCreates.length = 0;
  } catch (error) {
    const ids = session.strays.map(({ id }) => id).join(", ");
    session.warnings.push(
      `Jobs may have stayed open${ids === "" ? "" : ` (${ids})`}: ${error instanceof Error ? error.message : String(error)} ` +
        "They load nothing, and Salesforce drops them after 24 hours; abort them in Setup > Bulk Data Load Jobs.",
    );
  }
  // What could not be swept now is swept by the next run. A note that cannot be written has been complained of already.
  await session.save().catch(() => undefined);
}

async function findOrphans(session: LoadSession, signal: AbortSignal): Promise<JobRef[]> {
  const { plan, rounds, bulk, apiVersion } = session;
  const dialect = rounds[0]?.source.dialect;
  const entries = rounds.flatMap((round) => round.entries);
  const ours = entries.flatMap(({ job, info }) => (job === undefined ? [] : [{ id: job.id, info }]));
  const known = new Set([...ours.map(({ id }) => id), ...session.strays.map(({ id }) => id)]);
  const createdById = ours.find(({ info }) => info?.createdById !== undefined)?.info?.createdById;
  const found: JobInfo[] = [];
  const filter = { object: plan.object, operation: plan.operation, state: "Open", createdById, signal };
  for await (const job of listJobs(bulk.requester, "ingest", filter)) {
    const sameDialect =
      (job.columnDelimiter ?? dialect?.columnDelimiter) === dialect?.columnDelimiter &&
      (job.lineEnding ?? dialect?.lineEnding) === dialect?.lineEnding;
    if (!known.has(job.id) && sameDialect && isInWindow(session, job)) found.push(job);
  }
  if (found.length > session.lostCreates.length || (createdById === undefined && found.length > 0)) {
    session.warnings.push(
      `${found.length} open ${plan.operation} jobs on ${plan.object} look like ${session.lostCreates.length} whose creation ` +
        `was not answered; they were left alone: ${found.map(({ id }) => id).join(", ")}`,
    );
    return [];
  }
  return found.map(({ id }) => ({ kind: "ingest", id, apiVersion }));
}

function isInWindow(session: LoadSession, job: JobInfo): boolean {
  const created = timeOf(job.createdDate);
  return session.lostCreates.some(({ from, to }) => created >= from - SLACK_MS && created <= to + SLACK_MS);
}
