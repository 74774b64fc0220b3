import type { DiagnoseOptions, Diagnosis, NeededPermission, ObjectAccess, ObjectNeed } from "kinetic-core";
import { EXIT, UsageError } from "../exit/index.ts";
import { chosenAlias, type OrgOptions, openOrg } from "../logins/index.ts";
import { outputTo, styleFor } from "../terminal/index.ts";
import { diagnosisText } from "./doctor-text.ts";
import type { Handler } from "./invocation.ts";

/** Options of `kinetic doctor`. */
export interface DoctorOptions extends OrgOptions {
  readonly object?: readonly string[] | undefined;
  readonly access?: readonly string[] | undefined;
  readonly needs?: readonly string[] | undefined;
  readonly writeProbe?: boolean | undefined;
  readonly verbose?: boolean | undefined;
  readonly json?: boolean | undefined;
}

const CODES = { pass: EXIT.ok, warn: EXIT.doctorWarn, fail: EXIT.doctorFail } as const;

/** Looks into an org and tells what it finds; the exit code is the verdict. */
export const doctor: Handler<DoctorOptions> = async ({ io, options }) => {
  const what: DiagnoseOptions = {
    objects: objectsOf(options),
    needs: known(options.needs, NEEDS, "--needs") as readonly NeededPermission[],
    writeProbe: options.writeProbe,
    signal: io.signal,
  };
  const diagnosis = await diagnose(io, options, what);
  const text = options.json === true ? `${JSON.stringify(diagnosis, undefined, 2)}\n` : humanText();
  await outputTo(io.stdout).write(text);
  return CODES[diagnosis.verdict];

  function humanText(): string {
    const { columns = 100, rows = 24 } = io.stdout;
    return diagnosisText(diagnosis, {
      style: styleFor(io.stdout, io.env),
      width: Math.min(columns, 120),
      height: rows,
      verbose: options.verbose === true,
    });
  }
};

/** Settings that no client can be made from are findings, too. */
async function diagnose(
  io: Parameters<typeof doctor>[0]["io"],
  options: DoctorOptions,
  what: DiagnoseOptions,
): Promise<Diagnosis> {
  const { SalesforceClient } = await import("kinetic-core");
  await chosenAlias(io, options);
  return SalesforceClient.diagnoseClient(() => openOrg(io, options), what);
}

const ACCESS: readonly ObjectAccess[] = ["read", "create", "edit", "delete", "viewAll", "modifyAll"];
const NEEDS: readonly NeededPermission[] = ["bulkApiHardDelete", "viewAllData", "modifyAllData", "viewSetup"];

function objectsOf({ object = [], access }: DoctorOptions): ObjectNeed[] {
  const rights = known(access, ACCESS, "--access") as readonly ObjectAccess[] | undefined;
  return object.map((text) => {
    const [name = "", fields = ""] = text.split(":");
    if (!/^[A-Za-z]\w*$/.test(name))
      throw new UsageError(
        `--object takes a name, or Name:Field,Field, not "${text}"`,
        "--object Account:Name,Site",
      );
    return { object: name, fields: fields.split(",").filter((field) => field !== ""), access: rights };
  });
}

function known(
  given: readonly string[] | undefined,
  all: readonly string[],
  option: string,
): readonly string[] | undefined {
  const wrong = given?.find((one) => !all.includes(one));
  if (wrong === undefined) return given;
  throw new UsageError(`${option} takes ${all.join(", ")}, not "${wrong}"`, `${option} ${all[0]}`);
}
