import { EXIT } from "../exit/index.ts";
import { outputTo } from "../terminal/index.ts";
import type { Handler } from "./invocation.ts";

/** Starts a local org; the options are those of the command `kinetic-local-org`, which does the work. */
export const orgStart: Handler<Readonly<Record<string, string | true>>> = async ({ io, options }) => {
  const { runCommand } = await import("kinetic-local-org");
  const [out, err] = [outputTo(io.stdout), outputTo(io.stderr)];
  const args = Object.entries(options).flatMap(([name, value]) => {
    const flag = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    return value === true ? [flag] : [flag, value];
  });
  const stop = new Promise<void>((resolve) => {
    if (io.signal.aborted) resolve();
    io.signal.addEventListener("abort", () => resolve(), { once: true });
  });
  const code = await runCommand(args, {
    out: (text) => void out.write(text).catch(() => undefined),
    err: (text) => void err.write(text).catch(() => undefined),
    stop,
    name: "kinetic org start",
  });
  // Ctrl-C is how it is meant to end.
  return code === 0 ? EXIT.ok : code;
};
