import { parse } from "csv-parse/sync";
import type { ObjectDef, Schema } from "../schema/types.ts";
import type { BulkFiles } from "./files.ts";
import { DELIMITERS, type IngestJob } from "./jobs.ts";

/** The longest header line, in characters (Bulk API 2.0 Developer Guide, "Valid CSV Record Rows"). */
const MAX_HEADER = 32_000;

/** A reason why none of a job's rows can be read. */
export class JobFailure extends Error {
  constructor(message: string) {
    super(message);
    this.name = "JobFailure";
  }
}

const invalidBatch = (message: string): JobFailure =>
  new JobFailure(`InvalidBatch : InvalidBatch : ${message}`);

/** Reads the names in the first line of an upload. */
export function readHeader(line: string, columnDelimiter: string): string[] {
  if (line.length > MAX_HEADER) throw invalidBatch(`The header is longer than ${MAX_HEADER} characters`);
  const text = line.replace(/\r?\n$/, "");
  const records = parse(text, {
    delimiter: DELIMITERS[columnDelimiter] ?? ",",
    relax_quotes: true,
    skip_empty_lines: true,
  });
  return records[0] ?? [];
}

/** Reads the names in the first line of a job's upload from its file. */
export async function readUploadHeader(files: BulkFiles, job: IngestJob): Promise<string[]> {
  const parts: Buffer[] = [];
  for await (const part of files.read(job.id, "upload", { end: job.upload?.firstRow ?? 0 })) parts.push(part);
  return readHeader(Buffer.concat(parts).toString("utf8"), job.columnDelimiter);
}

const PATH = /^(?:([A-Za-z0-9_]+):)?([A-Za-z0-9_]+)\.([A-Za-z0-9_]+)$/;

/** A relationship column names the parent by one of its own fields; a polymorphic one says which parent, the others may not. */
function isRelationshipColumn(schema: Schema, object: ObjectDef, name: string): boolean {
  const [, type, relationship = "", by = ""] = PATH.exec(name) ?? [];
  const key = object.relationship(relationship);
  if (!key) return false;
  const polymorphic = key.referenceTo.length > 1;
  if (polymorphic !== (type !== undefined)) return false;
  const target = key.referenceTo.find(
    (one) => type === undefined || one.toLowerCase() === type.toLowerCase(),
  );
  return target !== undefined && schema.object(target)?.field(by)?.idLookup === true;
}

/** Refuses a header that no row can be read by. @throws JobFailure with the job's `errorMessage` */
export function checkHeader(schema: Schema, job: IngestJob): void {
  const object = schema.object(job.object);
  if (!object) throw invalidBatch(`Entity not found : ${job.object}`);
  for (const name of job.header) {
    const field = object.field(name);
    const known = field ? field.stored : isRelationshipColumn(schema, object, name);
    if (!known) throw invalidBatch(`Field name not found : ${name}`);
  }
  const names = job.header.map((name) => name.toLowerCase());
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw invalidBatch(`Field name given twice : ${twice}`);
  const deletes = job.operation === "delete" || job.operation === "hardDelete";
  if (deletes && names.join() !== "id") throw invalidBatch(`A ${job.operation} job takes one column: Id`);
}

/** Refuses an upload whose lines do not end as the job says. */
export function checkLineEnding(job: IngestJob): void {
  const wrong = job.lineEnding === "LF" ? job.upload?.sawCrlf : job.upload?.sawLf;
  if (wrong)
    throw new JobFailure(
      `ClientInputError : LineEnding is invalid on user data. Current LineEnding setting is ${job.lineEnding}`,
    );
}
