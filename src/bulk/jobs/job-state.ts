/** Which of the two job families of Bulk API 2.0 a job belongs to. */
export type JobKind = "ingest" | "query";

/** States of an ingest job (Bulk API 2.0 guide, "Get Information About an Ingest Job"). */
export type IngestState = "Open" | "UploadComplete" | "InProgress" | "JobComplete" | "Failed" | "Aborted";

/** States of a query job (Bulk API 2.0 guide, "Get Information About a Query Job"). */
export type QueryState = "UploadComplete" | "InProgress" | "JobComplete" | "Failed" | "Aborted";

/**
 * What a state means to somebody who waits: `open`, it waits for data and will never finish by itself; `running`, the
 * server has it; `unknown`, the documentation has no such state.
 */
export type JobStage = "open" | "running" | "complete" | "failed" | "aborted" | "unknown";

const STAGES: Readonly<Record<JobKind, ReadonlyMap<string, JobStage>>> = {
  ingest: new Map([
    ["Open", "open"],
    ["UploadComplete", "running"],
    ["InProgress", "running"],
    ["JobComplete", "complete"],
    ["Failed", "failed"],
    ["Aborted", "aborted"],
  ]),
  query: new Map([
    ["UploadComplete", "running"],
    ["InProgress", "running"],
    ["JobComplete", "complete"],
    ["Failed", "failed"],
    ["Aborted", "aborted"],
  ]),
};

/** Reads a state of the wire. Total: whatever the server says has a stage. */
export function stageOf(kind: JobKind, state: string): JobStage {
  return STAGES[kind].get(state) ?? "unknown";
}

/** Whether a job in this stage never changes again. */
export function isTerminal(stage: JobStage): stage is "complete" | "failed" | "aborted" {
  return stage === "complete" || stage === "failed" || stage === "aborted";
}
