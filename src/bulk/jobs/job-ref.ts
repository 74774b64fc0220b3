import { InputError } from "../../errors/index.ts";
import type { JobHandleJson } from "./bulk-job.ts";
import type { JobKind } from "./job-state.ts";
import type { JobRef } from "./jobs-api.ts";

/** Accepts ids and serialised handles; a handle of the other kind is a mistake worth telling at once. */
export function refOf(kind: JobKind, job: string | JobHandleJson): JobRef {
  const ref = typeof job === "string" ? { kind, id: job } : job;
  const id: unknown = ref?.id;
  if (typeof id !== "string" || !/^[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?$/.test(id)) {
    throw new InputError(`A bulk job id has 15 or 18 letters and digits, not ${JSON.stringify(id)}`);
  }
  if (ref.kind !== kind)
    throw new InputError(`Job ${ref.id} is a ${ref.kind} job, but was to be opened as ${kind}`);
  return ref;
}
