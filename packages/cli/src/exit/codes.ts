/** What the command's exit code says. The table in the README explains each of them. */
export interface ExitCodes {
  readonly ok: 0;
  /** A fault that has no code of its own. */
  readonly failed: 1;
  /** What was typed, or a file that it names, is wrong. Nothing was sent. */
  readonly usage: 2;
  /** Rows were refused or not processed; all others are in the org. */
  readonly rows: 3;
  /** Nobody is signed in: no login, an expired one, a refused one. */
  readonly login: 4;
  /** The org cannot be reached, or does not answer in time. */
  readonly unreachable: 5;
  /** The org answered, and refused. */
  readonly refused: 6;
  /** It is not known whether a write was carried out, or whether a result is whole. */
  readonly unknown: 7;
  readonly doctorWarn: 8;
  readonly doctorFail: 9;
  /** A file cannot be written: full disk, no permission. `EX_IOERR` of sysexits.h. */
  readonly disk: 74;
  /** 128 and the number of the signal, as shells have it. */
  readonly hangup: 129;
  readonly interrupted: 130;
  readonly brokenPipe: 141;
  readonly terminated: 143;
}

/** The exit codes by name. */
export const EXIT: ExitCodes = Object.freeze({
  ok: 0,
  failed: 1,
  usage: 2,
  rows: 3,
  login: 4,
  unreachable: 5,
  refused: 6,
  unknown: 7,
  doctorWarn: 8,
  doctorFail: 9,
  disk: 74,
  hangup: 129,
  interrupted: 130,
  brokenPipe: 141,
  terminated: 143,
});
