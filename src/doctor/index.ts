export { clientSubject } from "./client-subject.ts";
export { CHECKS, diagnose, diagnoseSettings } from "./diagnose.ts";
export type { DoctorSubject } from "./subject.ts";
export type {
  CheckResult,
  DiagnoseOptions,
  Diagnosis,
  NeededPermission,
  ObjectAccess,
  ObjectNeed,
  Verdict,
} from "./types.ts";
