import type { CommandIo } from "./io.ts";

/** Shows how far a long step is, on a terminal only; elsewhere it stays silent. */
export interface Bar {
  update(done: number, total: number, detail: string): void;
  stop(): void;
}

const SILENT: Bar = Object.freeze({ update: () => undefined, stop: () => undefined });

/** Starts a progress bar on standard error. The package that draws it is loaded for a terminal alone. */
export async function startBar({ stderr }: Pick<CommandIo, "stderr">, name: string): Promise<Bar> {
  if (stderr.isTTY !== true) return SILENT;
  const { default: progress } = await import("cli-progress");
  const bar = new progress.SingleBar(
    {
      format: `${name} {bar} {percentage}% | {detail}`,
      stream: stderr as unknown as NodeJS.WritableStream,
      hideCursor: true,
      clearOnComplete: true,
      stopOnComplete: false,
      barsize: 20,
      // Its own look at the terminal would count what a test gives it as none.
      noTTYOutput: false,
      gracefulExit: false,
    },
    progress.Presets.shades_classic,
  );
  bar.start(1, 0, { detail: "" });
  return {
    update(done, total, detail) {
      bar.setTotal(Math.max(total, 1));
      bar.update(Math.min(done, total), { detail });
    },
    stop: () => bar.stop(),
  };
}
