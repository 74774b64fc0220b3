import { EXIT, exitCodeOf, refuseSecrets, report } from "../exit/index.ts";
import { type CommandIo, outputTo, styleFor } from "../terminal/index.ts";
import { type ProgramSpec, parseArguments } from "./build.ts";
import { COMMANDS } from "./specs/index.ts";
import { version } from "./version.ts";

/** What the program is. */
export const PROGRAM: ProgramSpec = {
  name: "kinetic",
  about: "Salesforce from a shell: query, load, export, describe, and find out why it does not work.",
  version,
  commands: COMMANDS,
};

/**
 * Runs the command `kinetic`. It never throws: what goes wrong is told on standard error.
 * @param args - the arguments, e.g. `["query", "SELECT Id FROM Account"]`
 * @returns the exit code; the README has the table
 * @example
 * ```ts
 * import { runCommand } from "kinetic-cli";
 *
 * const { env, stdin, stdout, stderr } = process;
 * process.exitCode = await runCommand(["limits", "--json"], { env, stdin, stdout, stderr, signal });
 * ```
 */
export async function runCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const { debug, rest } = takeDebug(args, io);
  try {
    return await carryOut(rest, io);
  } catch (error) {
    // What an abort makes fail is told as the abort.
    const reason = io.signal.aborted ? io.signal.reason : error;
    await tell(reason, { io, debug }).catch(() => undefined);
    return exitCodeOf(reason);
  }
}

async function carryOut(args: readonly string[], io: CommandIo): Promise<number> {
  refuseSecrets(args);
  const parsed = parseArguments(PROGRAM, args.length === 0 ? ["--help"] : args);
  if ("text" in parsed) {
    await outputTo(io.stdout).write(parsed.text);
    return EXIT.ok;
  }
  const handler = await parsed.load();
  const code = await handler({ io, args: parsed.args, options: parsed.options as never });
  return code ?? EXIT.ok;
}

/** `--debug` may stand anywhere before `--`, so that it can be put at the end of what was typed before. */
function takeDebug(args: readonly string[], { env }: CommandIo): { debug: boolean; rest: readonly string[] } {
  const end = args.indexOf("--");
  const isDebug = (arg: string, at: number): boolean => arg === "--debug" && (end === -1 || at < end);
  const rest = args.filter((arg, at) => !isDebug(arg, at));
  return { debug: rest.length < args.length || (env["KINETIC_DEBUG"] ?? "") !== "", rest };
}

async function tell(
  error: unknown,
  { io, debug }: { readonly io: CommandIo; readonly debug: boolean },
): Promise<void> {
  const text = await report(error, { debug, bold: styleFor(io.stderr, io.env).bold });
  if (text !== "") await outputTo(io.stderr).write(text);
}
