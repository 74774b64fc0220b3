import type { CommandIo } from "./io.ts";

/** Reads standard input to its end as text. */
export async function readStdin({ stdin, signal }: Pick<CommandIo, "stdin" | "signal">): Promise<string> {
  const chunks: Buffer[] = [];
  const onAbort = (): void => void stdin.destroy(signal.reason instanceof Error ? signal.reason : undefined);
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    for await (const chunk of stdin)
      chunks.push(typeof chunk === "string" ? Buffer.from(chunk) : (chunk as Buffer));
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
  return Buffer.concat(chunks).toString("utf8");
}
