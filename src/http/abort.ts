/**
 * Lets one caller stop waiting for work that others share: rejects with the signal's reason when it aborts, while the
 * work itself goes on.
 */
export function abortable<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    if (signal.aborted) {
      onAbort();
      return;
    }
    signal.addEventListener("abort", onAbort, { once: true });
    const done = (): void => signal.removeEventListener("abort", onAbort);
    work.then(
      (value) => {
        done();
        resolve(value);
      },
      (error: unknown) => {
        done();
        reject(error);
      },
    );
  });
}

/**
 * Makes a call that many may ask for at once and that runs once. Its result is kept; a failure is not.
 */
export function once<T>(work: () => Promise<T>): (signal?: AbortSignal) => Promise<T> {
  let shared: Promise<T> | undefined;
  return (signal) => {
    if (shared === undefined) {
      const started = work();
      shared = started;
      started.catch(() => {
        if (shared === started) shared = undefined;
      });
    }
    return abortable(shared, signal);
  };
}
