import { EXIT, Interruption } from "./exit/index.ts";

const SIGNALS = { SIGINT: EXIT.interrupted, SIGTERM: EXIT.terminated, SIGHUP: EXIT.hangup } as const;

/** Turns the signals that end a program into an abort, so that open jobs are ended first; a second one ends at once. */
export function abortOnSignals(): AbortSignal {
  const controller = new AbortController();
  for (const [name, code] of Object.entries(SIGNALS)) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(code);
      controller.abort(new Interruption(name, code));
    });
  }
  return controller.signal;
}
