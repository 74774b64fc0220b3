import type { CommandSpec } from "../spec.ts";
import { AUTH } from "./auth.ts";
import { BULK } from "./bulk.ts";
import { ORGS } from "./org.ts";
import { READ } from "./read.ts";
import { WRITE } from "./write.ts";

const COMPLETION: CommandSpec = {
  name: "completion",
  about: "Write the completion of a shell",
  args: "<bash|zsh|fish>",
  examples: [
    ['eval "$(kinetic completion bash)"', "in ~/.bashrc"],
    ["source <(kinetic completion zsh)", "in ~/.zshrc, after compinit"],
    ["kinetic completion fish | source", "in ~/.config/fish/config.fish"],
  ],
  load: async () => {
    const { completionOf } = await import("../completion.ts");
    return completionOf({ name: "kinetic", about: "", commands: COMMANDS });
  },
};

/** Every command, in the order of the help. */
export const COMMANDS: readonly CommandSpec[] = [...READ, ...WRITE, ...BULK, AUTH, ...ORGS, COMPLETION];
