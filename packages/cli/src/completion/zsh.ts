import { type CommandNode, type Placed, placesOf } from "./tree.ts";

/** Writes the completion for zsh: `source <(kinetic completion zsh)`, or as the file `_kinetic` in a folder of `fpath`. */
export function zshScript(program: CommandNode): string {
  const places = placesOf(program);
  const commands = places.filter(({ at }) => at !== "").map(({ at }) => at);
  return `#compdef ${program.name}
# Completion of ${program.name} for zsh.
_${program.name}() {
  local at="" word
  local -a subcommands options values
  for word in \${words[2,CURRENT-1]}; do
    case "$at/$word" in
      ${commands.join("|")}) at="$at/$word" ;;
    esac
  done
  case "$at \${words[CURRENT-1]}" in
${places.flatMap(valueCases).join("\n")}
  esac
  case "$at" in
${places.map(placeCase).join("\n")}
  esac
  if [[ \${words[CURRENT]} == -* ]]; then _describe -o option options; return; fi
  if (( \${#subcommands} )); then _describe command subcommands; else _files; fi
}
if [ "$funcstack[1]" = "_${program.name}" ]; then _${program.name} "$@"; else compdef _${program.name} ${program.name}; fi
`;
}

function valueCases({ at, node }: Placed): string[] {
  return node.options
    .filter(({ takesValue }) => takesValue)
    .map(({ names, values }) => {
      const pattern = names.map((name) => quoted(`${at} ${name}`)).join("|");
      const list = values.map(quoted).join(" ");
      const reply = values.length === 0 ? "_files" : `values=(${list}); _describe value values`;
      return `    ${pattern}) ${reply}; return ;;`;
    });
}

function placeCase({ at, node }: Placed): string {
  const inner = node.commands.map(({ name, about }) => item(name, about)).join(" ");
  const options = node.options
    .flatMap(({ names, about }) => names.map((name) => item(name, about)))
    .join(" ");
  return `    ${quoted(at)}) subcommands=(${inner}); options=(${options}) ;;`;
}

/** A colon separates the word from what is said about it. */
function item(word: string, about: string): string {
  return quoted(`${word}:${about.replaceAll(":", "\\:")}`);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
