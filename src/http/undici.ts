import type { Agent as UndiciAgent, buildConnector as UndiciConnector } from "undici";

/** What a transport needs of undici. */
export interface UndiciParts {
  readonly Agent: typeof UndiciAgent;
  readonly buildConnector: typeof UndiciConnector;
}

/**
 * Loads these parts alone, when they are first needed: the whole package has fetch, web sockets, caches and mocks, too, and
 * takes more than twice as long and 8 to 15 MB more of every process that makes a call. undici gives the parts no address
 * of their own; package.json names its exact version, and the first call of any test would miss them.
 */
export async function loadUndici(): Promise<UndiciParts> {
  const [{ default: Agent }, { default: buildConnector }] = await Promise.all([
    import("undici/lib/dispatcher/agent.js"),
    import("undici/lib/core/connect.js"),
  ]);
  return { Agent, buildConnector };
}
