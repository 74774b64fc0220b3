import { type CommandNode, type OptionNode, type Placed, placesOf } from "./tree.ts";

/** Writes the completion for bash: `eval "$(kinetic completion bash)"`. */
export function bashScript(program: CommandNode): string {
  const places = placesOf(program);
  const commands = places.filter(({ at }) => at !== "").map(({ at }) => at);
  return `# Completion of ${program.name} for bash.
_${program.name}() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} at="" words="" i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$at/\${COMP_WORDS[i]}" in
      ${commands.join("|")}) at="$at/\${COMP_WORDS[i]}" ;;
    esac
  done
  case "$at $prev" in
${places.flatMap(valueCases).join("\n")}
  esac
  case "$at" in
${places.map((place) => `    ${quoted(place.at)}) words=${quoted(wordsOf(place).join(" "))} ;;`).join("\n")}
  esac
  # Without a match bash goes on with files.
  if [[ $cur == -* || $words != -* ]]; then COMPREPLY=($(compgen -W "$words" -- "$cur")); fi
}
complete -o default -F _${program.name} ${program.name}
`;
}

/** What may follow an option: its values, or a file; bash offers files where nothing else is offered. */
function valueCases({ at, node }: Placed): string[] {
  return node.options
    .filter(({ takesValue }) => takesValue)
    .map((option) => {
      const pattern = option.names.map((name) => quoted(`${at} ${name}`)).join("|");
      return `    ${pattern}) ${replyOf(option)}return ;;`;
    });
}

function replyOf({ values }: OptionNode): string {
  return values.length === 0 ? "" : `COMPREPLY=($(compgen -W ${quoted(values.join(" "))} -- "$cur")); `;
}

function wordsOf({ node }: Placed): string[] {
  const inner = node.commands.map(({ name }) => name);
  return [...inner, ...node.options.flatMap(({ names }) => names)];
}

function quoted(text: string): string {
  return `"${text.replace(/["\\$`]/g, "\\$&")}"`;
}
