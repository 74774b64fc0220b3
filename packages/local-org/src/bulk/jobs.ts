import type { CompiledQuery } from "../soql/shape.ts";

/** The states of a job (Bulk API 2.0 Developer Guide, "Job States"). */
export type JobState = "Open" | "UploadComplete" | "InProgress" | "JobComplete" | "Failed" | "Aborted";

/** The states a job does not leave. */
export const TERMINAL_STATES: ReadonlySet<JobState> = new Set(["JobComplete", "Failed", "Aborted"]);

/** The column delimiters by the names that jobs give them. */
export const DELIMITERS: Readonly<Record<string, string>> = Object.freeze({
  BACKQUOTE: "`",
  CARET: "^",
  COMMA: ",",
  PIPE: "|",
  SEMICOLON: ";",
  TAB: "\t",
});

/** The line endings by the names that jobs give them. */
export const LINE_ENDINGS: Readonly<Record<string, string>> = Object.freeze({ LF: "\n", CRLF: "\r\n" });

/** What ingest and query jobs have in common. Changed in place while the job lives. */
interface JobBase {
  readonly id: string;
  readonly object: string;
  readonly createdById: string;
  readonly createdDate: Date;
  /** The API version of the call that created the job, e.g. 60. */
  readonly apiVersion: number;
  readonly lineEnding: string;
  readonly columnDelimiter: string;
  state: JobState;
  systemModstamp: Date;
  errorMessage: string | undefined;
  /** Rows worked off, failed ones among them. */
  processed: number;
  /** Milliseconds from InProgress to the end. */
  processingMs: number;
  /** Set when the job is to stop. */
  readonly stop: AbortController;
}

/** What was uploaded: where the rows begin and how many there are. */
export interface Upload {
  readonly bytes: number;
  readonly rows: number;
  /** Where the first row begins, in bytes. */
  readonly firstRow: number;
  /** Where every batch begins, in bytes. */
  readonly batches: readonly number[];
  readonly sawLf: boolean;
  readonly sawCrlf: boolean;
}

/** A job that writes rows. */
export interface IngestJob extends JobBase {
  readonly kind: "ingest";
  readonly operation: IngestOperation;
  readonly externalIdFieldName: string | undefined;
  readonly assignmentRuleId: string | undefined;
  upload: Upload | undefined;
  /** An upload is under way. */
  uploading: boolean;
  header: readonly string[];
  failed: number;
}

/** A job that reads rows. */
export interface QueryJob extends JobBase {
  readonly kind: "query";
  readonly operation: "query" | "queryAll";
  readonly query: CompiledQuery;
}

/** Any job. */
export type Job = IngestJob | QueryJob;

/** The operations of ingest jobs. */
export type IngestOperation = "insert" | "update" | "upsert" | "delete" | "hardDelete";

/** The operations of ingest jobs, as a list. */
export const INGEST_OPERATIONS: readonly IngestOperation[] = Object.freeze([
  "insert",
  "update",
  "upsert",
  "delete",
  "hardDelete",
]);

/** Changes a job's state and the time of its last change. */
export function moveTo(job: Job, state: JobState, now: Date): void {
  job.state = state;
  job.systemModstamp = now;
}
