/** An option, as completion sees it. */
export interface OptionNode {
  /** `--output`, and `-o` where there is one. */
  readonly names: readonly string[];
  readonly about: string;
  /** Whether a value follows. */
  readonly takesValue: boolean;
  /** The only values that it takes. */
  readonly values: readonly string[];
}

/** A command, as completion sees it. */
export interface CommandNode {
  readonly name: string;
  readonly about: string;
  readonly options: readonly OptionNode[];
  readonly commands: readonly CommandNode[];
}

/** A command with where it is: `` for the program, `/auth/login` for `kinetic auth login`. */
export interface Placed {
  readonly at: string;
  readonly node: CommandNode;
}

/** Every command of a tree, from the program on. */
export function placesOf(node: CommandNode, at = ""): Placed[] {
  return [{ at, node }, ...node.commands.flatMap((one) => placesOf(one, `${at}/${one.name}`))];
}
