import { type CommandNode, type OptionNode, type Placed, placesOf } from "./tree.ts";

/** Writes the completion for fish: `kinetic completion fish | source`. */
export function fishScript(program: CommandNode): string {
  const places = placesOf(program);
  const commands = places.filter(({ at }) => at !== "").map(({ at }) => at);
  return `# Completion of ${program.name} for fish.
function __${program.name}_at --argument-names wanted
  set -l at ""
  for word in (commandline -opc)[2..-1]
    switch "$at/$word"
      case ${commands.map(quoted).join(" ")}
        set at "$at/$word"
    end
  end
  test "$at" = "$wanted"
end
complete -c ${program.name} -e
${places.flatMap((place) => linesOf(program.name, place)).join("\n")}
`;
}

function linesOf(name: string, { at, node }: Placed): string[] {
  const start = `complete -c ${name} -n ${quoted(`__${name}_at ${quoted(at)}`)}`;
  const inner = node.commands.map((one) => `${start} -f -a ${one.name} -d ${quoted(one.about)}`);
  return [...inner, ...node.options.map((option) => `${start} ${optionText(option)}`)];
}

function optionText({ names, about, takesValue, values }: OptionNode): string {
  const flags = names.map((name) => (name.startsWith("--") ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`));
  const value = values.length > 0 ? ` -x -a ${quoted(values.join(" "))}` : takesValue ? " -r -F" : "";
  return `${flags.join(" ")}${value} -d ${quoted(about)}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
