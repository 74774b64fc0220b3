import { type ConfigurationProblem, isKineticError, type KineticError } from "../errors/index.ts";
import {
  describeIn,
  limitsIn,
  type Members,
  organizationIn,
  rowsIn,
  userIn,
  userInfoIn,
  versionsIn,
} from "./answers.ts";
import type { Evidence, Known, ObjectFacts, Outcome, Skipped } from "./evidence.ts";
import { readSystemPermissions } from "./permissions.ts";
import type { DoctorSubject } from "./subject.ts";
import type { DiagnoseOptions } from "./types.ts";

/** Evidence of settings that no client can be made from: everything after them is skipped. */
export function evidenceOfBadSettings(
  problems: readonly ConfigurationProblem[],
  options: DiagnoseOptions,
): Evidence {
  const skipped = { state: "skipped", reason: "the settings are not complete" } as const;
  return {
    ...unknowns(skipped, options),
    problems,
    login: { flow: "unknown" },
    signIn: skipped,
    skewMs: skipped,
  };
}

/** Asks the org for all that the checks look at. What fails is evidence, too: nothing but an abort is thrown. */
export async function gatherEvidence(subject: DoctorSubject, options: DiagnoseOptions): Promise<Evidence> {
  const { signal } = options;
  const signIn = await outcomeOf(subject.signIn(signal), signal);
  const problems = settingsProblems(signIn);
  if (problems.length > 0) return evidenceOfBadSettings(problems, options);
  const base = { problems: [], login: subject.login, signIn };
  if (signIn.state !== "known") {
    const skipped = { state: "skipped", reason: "nobody could sign in" } as const;
    return { ...base, ...unknowns(skipped, options), skewMs: skewOf(subject) };
  }
  const ask = <T>(work: Promise<T>): Promise<Outcome<T>> => outcomeOf(work, signal);
  const userInfo = await ask(subject.userInfo(signal).then(userInfoIn));
  const userId = signIn.value.userId ?? (userInfo.state === "known" ? userInfo.value.user_id : undefined);
  const [versions, organization, user, permissions, limits, bulkQuery, bulkIngest] = await allEnded([
    ask(readVersions(subject, signal)),
    ask(readOne(subject, ORGANIZATION, signal).then(organizationIn)),
    userId === undefined ? noUser : ask(readOne(subject, userQuery(userId), signal).then(userIn)),
    ask(readSystemPermissions(subject, { userId, signal })),
    ask(subject.get("limits", signal).then(limitsIn)),
    ask(probeQueryJobs(subject, signal)),
    ask(probeIngestJobs(subject, options)),
  ]);
  const objects = await Promise.all(
    objectNames(options).map(async (name) => ({
      name,
      facts: await ask(readObject(subject, name, { userId, signal })),
    })),
  );
  const facts = { versions, organization, user, permissions, limits, bulkQuery, bulkIngest, objects };
  return { ...base, ...facts, userInfo, skewMs: skewOf(subject) };
}

/** Waits until all have ended, also when one fails: a write probe that is under way has a job to abort. */
async function allEnded<T extends readonly unknown[] | []>(
  work: T,
): Promise<{ -readonly [Key in keyof T]: Awaited<T[Key]> }> {
  await Promise.allSettled(work);
  return Promise.all(work);
}

/** A login may find only when it is tried that its settings cannot be: then it is they that fail, not the login. */
function settingsProblems(signIn: Outcome<unknown>): readonly ConfigurationProblem[] {
  const error = signIn.state === "failed" ? signIn.error : undefined;
  return isKineticError(error, "CONFIGURATION") ? error.problems : [];
}

type Unknowns = Omit<Evidence, "problems" | "login" | "signIn" | "skewMs">;

function unknowns(outcome: Skipped, options: DiagnoseOptions): Unknowns {
  return {
    versions: outcome,
    userInfo: outcome,
    organization: outcome,
    user: outcome,
    permissions: outcome,
    limits: outcome,
    bulkQuery: outcome,
    bulkIngest: outcome,
    objects: objectNames(options).map((name) => ({ name, facts: outcome })),
  };
}

const noUser = { state: "skipped", reason: "the org did not say who signed in" } as const;

async function outcomeOf<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<Outcome<T>> {
  try {
    return { state: "known", value: await work };
  } catch (error) {
    signal?.throwIfAborted();
    if (isKineticError(error)) return { state: "failed", error: error as KineticError };
    throw error;
  }
}

function skewOf(subject: DoctorSubject): Known<number> | Skipped {
  const value = subject.skewMs();
  return value === undefined
    ? { state: "skipped", reason: "no server has answered, so its time is not known" }
    : { state: "known", value };
}

const ORGANIZATION = "SELECT Id, Name, OrganizationType, IsSandbox, TrialExpirationDate FROM Organization";

function userQuery(id: string): string {
  return `SELECT Username, IsActive, UserType, Profile.Name FROM User WHERE Id = '${id}'`;
}

/** Reads the one row of a query. */
async function readOne(
  subject: DoctorSubject,
  soql: string,
  signal: AbortSignal | undefined,
): Promise<Members> {
  const [row] = rowsIn(await subject.query(soql, signal));
  if (row === undefined) throw subject.missing(`The org returned no row for: ${soql}`);
  return row;
}

async function readVersions(
  subject: DoctorSubject,
  signal: AbortSignal | undefined,
): Promise<{ offered: readonly string[]; used: string }> {
  const [offered, used] = await Promise.all([
    subject.get("/services/data", signal).then(versionsIn),
    subject.apiVersion(signal),
  ]);
  return { offered, used };
}

async function probeQueryJobs(subject: DoctorSubject, signal: AbortSignal | undefined): Promise<true> {
  await subject.get("jobs/query", signal);
  return true;
}

async function probeIngestJobs(
  subject: DoctorSubject,
  { writeProbe, signal }: DiagnoseOptions,
): Promise<"listed" | "created and aborted"> {
  if (writeProbe !== true) {
    await subject.get("jobs/ingest", signal);
    return "listed";
  }
  await subject.probeIngest(signal);
  return "created and aborted";
}

/** The objects to look into, each once. */
export function objectNames({ objects = [] }: DiagnoseOptions): readonly string[] {
  return [...new Set(objects.map((one) => (typeof one === "string" ? one : one.object)))];
}

async function readObject(
  subject: DoctorSubject,
  name: string,
  { userId, signal }: { readonly userId: string | undefined; readonly signal: AbortSignal | undefined },
): Promise<ObjectFacts> {
  const describe = describeIn(await subject.describe(name, signal));
  if (userId === undefined) return { describe, all: noUser };
  const soql =
    `SELECT PermissionsViewAllRecords, PermissionsModifyAllRecords FROM ObjectPermissions ` +
    `WHERE SobjectType = '${describe.name}' AND ParentId IN ` +
    `(SELECT PermissionSetId FROM PermissionSetAssignment WHERE AssigneeId = '${userId}')`;
  const rows = await outcomeOf(subject.query(soql, signal).then(rowsIn), signal);
  if (rows.state !== "known") return { describe, all: rows };
  const any = (field: string): boolean => rows.value.some((row) => row[field] === true);
  return {
    describe,
    all: {
      state: "known",
      value: {
        viewAll: any("PermissionsViewAllRecords"),
        modifyAll: any("PermissionsModifyAllRecords"),
      },
    },
  };
}
