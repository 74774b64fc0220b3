import type { Env } from "./io.ts";

/** Makes a text look different, or leaves it as it is where there are no colours. */
export interface Style {
  readonly coloured: boolean;
  bold(text: string): string;
  dim(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
  red(text: string): string;
}

/**
 * Decides whether to use colours: `FORCE_COLOR` (not 0) says yes, `NO_COLOR` (not empty) no, and otherwise only a terminal
 * gets them.
 */
export function styleFor(stream: { readonly isTTY?: boolean | undefined }, env: Env): Style {
  const coloured = wantsColour(stream.isTTY === true, env);
  const paint =
    (on: number, off: number) =>
    (text: string): string =>
      coloured ? `\u001b[${on}m${text}\u001b[${off}m` : text;
  return {
    coloured,
    bold: paint(1, 22),
    dim: paint(2, 22),
    green: paint(32, 39),
    yellow: paint(33, 39),
    red: paint(31, 39),
  };
}

function wantsColour(isTerminal: boolean, env: Env): boolean {
  const force = env["FORCE_COLOR"];
  if (force !== undefined) return force !== "0" && force !== "false";
  if ((env["NO_COLOR"] ?? "") !== "") return false;
  return isTerminal && env["TERM"] !== "dumb";
}
