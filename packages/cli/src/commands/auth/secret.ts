import { readFile } from "node:fs/promises";
import { UsageError } from "../../exit/index.ts";
import { type CommandIo, readStdin } from "../../terminal/index.ts";

/** Where a secret may come from. */
export interface SecretSource {
  /** What it is called in messages. */
  readonly what: string;
  /** Environment variable that may hold it. */
  readonly variable?: string | undefined;
  /** File that holds it; `-` is standard input. */
  readonly file?: string | undefined;
  /** What to type to give it. */
  readonly type: string;
}

/**
 * Reads a secret from a file, standard input or the environment; `undefined` where none of them is given.
 * @throws UsageError when the file cannot be read, is empty, or a person would type the secret for all to see
 */
export async function readSecret(io: CommandIo, source: SecretSource): Promise<string | undefined> {
  const { file, variable, what, type } = source;
  if (file === undefined) return (variable === undefined ? undefined : io.env[variable]) || undefined;
  if (file === "-" && io.stdin.isTTY === true)
    throw new UsageError(`the ${what} would be seen while it is typed; give it by a pipe or a file`, type);
  const text = (file === "-" ? await readStdin(io) : await readText(file, source)).trim();
  if (text !== "") return text;
  throw new UsageError(`the ${what} is empty (${file === "-" ? "standard input" : file})`, type);
}

async function readText(file: string, { what, type }: SecretSource): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "error";
    throw new UsageError(`the file of the ${what}, ${file}, cannot be read (${code})`, type);
  }
}
