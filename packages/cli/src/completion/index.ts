export { bashScript } from "./bash.ts";
export { fishScript } from "./fish.ts";
export type { CommandNode, OptionNode } from "./tree.ts";
export { zshScript } from "./zsh.ts";
