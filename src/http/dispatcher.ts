/**
 * A dispatcher of undici 7, e.g. its `Agent`, `ProxyAgent` or `MockAgent`. It is told by its one method, so that a compiler
 * that reads this library need not read undici's types, and a copy of undici that is your own fits.
 */
export interface UndiciDispatcher {
  /** Sends one call, and tells the handler of its answer. */
  dispatch(options: never, handler: never): boolean;
}
