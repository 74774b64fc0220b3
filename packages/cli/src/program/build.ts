import { Command, type CommanderError, InvalidArgumentError, Option } from "commander";
import type { Handler } from "../commands/invocation.ts";
import { UsageError } from "../exit/index.ts";
import type { CommandSpec, OptionSpec } from "./spec.ts";

/** What was asked for, once the arguments are read. */
export interface Parsed {
  readonly load: () => Promise<Handler<never>>;
  readonly args: readonly (string | undefined)[];
  readonly options: Readonly<Record<string, unknown>>;
}

/** What to print instead, for `--help` and `--version`. */
export interface Printed {
  readonly text: string;
}

/** Of the program itself. */
export interface ProgramSpec {
  readonly name: string;
  readonly about: string;
  readonly version: string;
  readonly commands: readonly CommandSpec[];
}

/**
 * Reads the arguments.
 * @throws UsageError saying what is wrong and what to type
 */
export function parseArguments(program: ProgramSpec, args: readonly string[]): Parsed | Printed {
  const reading: Reading = { printed: "", parsed: undefined };
  const root = new Command(program.name)
    .description(program.about)
    .version(program.version, "-V, --version", "print the version")
    .helpOption("-h, --help", "show this")
    .helpCommand("help [command]", "show the help of a command");
  root.addHelpText(
    "after",
    `\nkinetic <command> --help shows examples. Add --debug to any command to see the whole of an error.`,
  );
  prepare(root, reading);
  for (const command of program.commands) root.addCommand(build(command, reading));
  try {
    root.parse([...args], { from: "user" });
  } catch (error) {
    if (error !== DONE) throw error;
  }
  return reading.parsed ?? { text: reading.printed };
}

interface Reading {
  printed: string;
  parsed: Parsed | undefined;
}

/** Ends the parsing of help and version, which have been printed then. */
const DONE = new Error("done");

function prepare(command: Command, reading: Reading): void {
  command
    .configureOutput({
      writeOut: (text) => {
        reading.printed += text;
      },
      writeErr: () => undefined,
      outputError: () => undefined,
      // The help may end up in a file; the width of the terminal would only make it differ there.
      getOutHelpWidth: () => 110,
    })
    .configureHelp({ showGlobalOptions: false })
    .exitOverride((error) => {
      throw error.exitCode === 0 ? DONE : usageOf(command, error);
    });
}

function build(spec: CommandSpec, reading: Reading): Command {
  const command = new Command(spec.name).description(spec.about).helpOption("-h, --help", "show this");
  prepare(command, reading);
  if (spec.args !== undefined) command.arguments(spec.args);
  for (const option of spec.options ?? []) command.addOption(optionOf(option));
  if (spec.examples !== undefined) command.addHelpText("after", examplesText(spec.examples));
  const { load } = spec;
  if (load !== undefined) {
    command.allowExcessArguments(false).action((...values: unknown[]) => {
      // The last two are the options and the command itself.
      reading.parsed = { load, args: values.slice(0, -2).flat() as string[], options: command.opts() };
    });
  }
  const inner = (spec.commands ?? []).map((one) => build(one, reading));
  for (const one of inner) command.addCommand(one);
  if (inner.length > 0) command.helpCommand(false);
  return command;
}

function optionOf({ flags, about, values, takes }: OptionSpec): Option {
  const option = new Option(flags, about);
  if (values !== undefined) option.argParser(oneOf(values));
  if (takes === "count") option.argParser(wholeNumber);
  if (takes === "list") option.argParser((text: string, all: string[] = []) => [...all, ...splitList(text)]);
  if (takes === "many") option.argParser((text: string, all: string[] = []) => [...all, text]);
  return option;
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= 1 && Number.isSafeInteger(value)) return value;
  throw new InvalidArgumentError("It takes a whole number from 1 on.");
}

function oneOf(values: readonly string[]): (text: string) => string {
  return (text) => {
    if (values.includes(text)) return text;
    throw new InvalidArgumentError(`It takes ${values.join(", ")}.`);
  };
}

function splitList(text: string): string[] {
  return text
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
}

function examplesText(examples: NonNullable<CommandSpec["examples"]>): string {
  const lines = examples.map(([line, about]) => `  # ${about}\n  $ ${line}`);
  return `\nExamples:\n${lines.join("\n")}`;
}

function fullName(command: Command): string {
  const name = command.name();
  return command.parent === null ? name : `${fullName(command.parent)} ${name}`;
}

/** Says what is wrong in one line, and what to type in another. */
function usageOf(command: Command, error: CommanderError): UsageError {
  const name = fullName(command);
  if (error.code === "commander.help") {
    const names = command.commands.map((one) => one.name()).filter((one) => one !== "help");
    return new UsageError(`${name} needs a command: ${names.join(", ")}`, `${name} ${names[0]} --help`);
  }
  const [problem = "", suggestion] = error.message.replace(/^error: /, "").split("\n");
  const meant = /Did you mean (?:one of )?([^,?)]+)/.exec(suggestion ?? "")?.[1];
  // What follows the name of an unknown option may be a secret.
  const safe = problem.replace(/(unknown option '--?[^'=]+)=[^']*'/, "$1'");
  if (meant === undefined) return new UsageError(safe, `${name} --help`);
  return new UsageError(safe, `${name} ${meant}`);
}
