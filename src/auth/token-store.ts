import type { AccessToken } from "./provider.ts";

/** Keeps tokens between runs and between processes. */
export interface TokenStore {
  /** The token stored under a key; `undefined` when there is none. */
  get(key: string): Promise<AccessToken | undefined>;
  /** Stores a token under a key. */
  set(key: string, token: AccessToken): Promise<void>;
  /** Forgets a token. */
  delete(key: string): Promise<void>;
  /** Runs `work` while nobody else who shares the store runs theirs for the same key. */
  exclusively<T>(key: string, work: () => Promise<T>): Promise<T>;
}

/**
 * Makes a store in this process's memory, for clients that share one login.
 *
 * @example
 * ```ts
 * const tokenStore = memoryTokenStore();
 * const jobs = new SalesforceClient({ auth, tokenStore });
 * const reports = new SalesforceClient({ auth, tokenStore }); // signs in no second time
 * ```
 */
export function memoryTokenStore(): TokenStore {
  const tokens = new Map<string, AccessToken>();
  const queues = new Map<string, Promise<unknown>>();
  return {
    get: async (key) => tokens.get(key),
    set: async (key, token) => {
      tokens.set(key, token);
    },
    delete: async (key) => {
      tokens.delete(key);
    },
    exclusively: (key, work) => {
      const turn = (queues.get(key) ?? Promise.resolve()).then(work, work);
      const settled = turn.catch(() => undefined);
      queues.set(key, settled);
      return turn;
    },
  };
}
