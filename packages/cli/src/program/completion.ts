import type { Handler } from "../commands/invocation.ts";
import { bashScript, type CommandNode, fishScript, type OptionNode, zshScript } from "../completion/index.ts";
import { UsageError } from "../exit/index.ts";
import { outputTo } from "../terminal/index.ts";
import type { CommandSpec, OptionSpec } from "./spec.ts";

const SCRIPTS = { bash: bashScript, zsh: zshScript, fish: fishScript };

/** Makes the command that writes the completion of a program. */
export function completionOf(program: CommandSpec): Handler<object> {
  return async ({ io, args }) => {
    const [shell = ""] = args;
    if (!Object.hasOwn(SCRIPTS, shell))
      throw new UsageError(
        `completion is there for bash, zsh and fish, not for "${shell}"`,
        "kinetic completion bash",
      );
    await outputTo(io.stdout).write(SCRIPTS[shell as keyof typeof SCRIPTS](nodeOf(program)));
    return undefined;
  };
}

const HELP: OptionNode = { names: ["--help"], about: "show this", takesValue: false, values: [] };

function nodeOf({ name, about, options = [], commands = [] }: CommandSpec): CommandNode {
  return { name, about, options: [...options.map(optionNode), HELP], commands: commands.map(nodeOf) };
}

function optionNode({ flags, about, values = [] }: OptionSpec): OptionNode {
  const names = flags.split(/,\s*|\s+/).filter((part) => part.startsWith("-"));
  return { names, about, takesValue: flags.includes("<"), values: values.filter((value) => value !== "") };
}
