import type { SalesforceClient } from "kinetic-core";
import { Ending, EXIT } from "../exit/index.ts";
import type { CommandIo } from "../terminal/index.ts";
import { providerOf } from "./provider.ts";
import { LoginStore } from "./store.ts";

/** Which org a command works on. */
export interface OrgOptions {
  /** Alias of a login. */
  readonly org?: string | undefined;
  readonly apiVersion?: string | undefined;
}

/** Variables that choose a flow; see `authFromEnvironment`. */
const FLOW_VARIABLES = ["SF_ACCESS_TOKEN", "SF_PRIVATE_KEY", "SF_PRIVATE_KEY_PATH", "SF_CLIENT_SECRET"];

/**
 * Finds the login that is meant: `--org`, then `KINETIC_ORG`, then the `SF_*` variables where they say how to sign in, then
 * the default login. `undefined` stands for the environment.
 * @throws Ending when nothing says which org is meant
 */
export async function chosenAlias(
  { env }: Pick<CommandIo, "env">,
  { org }: OrgOptions,
): Promise<string | undefined> {
  const named = org ?? (env["KINETIC_ORG"] || undefined);
  if (named !== undefined) return named;
  if (FLOW_VARIABLES.some((name) => (env[name] ?? "") !== "")) return undefined;
  const store = new LoginStore({ env });
  const fallback = await store.default();
  if (fallback !== undefined) return fallback;
  const all = await store.aliases();
  if (all.length === 0)
    throw new Ending("nobody is logged in, and no SF_* variable says how to", {
      exitCode: EXIT.login,
      advice: "Type: kinetic auth login web --client-id <consumer key>",
    });
  throw new Ending(`several orgs are known (${all.join(", ")}), and none is the default`, {
    exitCode: EXIT.login,
    advice: `Type: kinetic auth default ${all[0]}, or add --org <alias>`,
  });
}

/**
 * Makes the client of the org that is meant; nothing is sent yet. Close it.
 * @throws Ending when nothing says which org is meant
 * @throws ConfigurationError for settings that cannot work
 */
export async function openOrg(io: Pick<CommandIo, "env">, options: OrgOptions): Promise<SalesforceClient> {
  const alias = await chosenAlias(io, options);
  const { fileTokenStore, SalesforceClient } = await import("kinetic-core");
  const { apiVersion } = options;
  if (alias === undefined)
    return SalesforceClient.fromEnv({ env: io.env, ...(apiVersion === undefined ? {} : { apiVersion }) });
  const store = new LoginStore(io);
  const auth = await providerOf(await store.read(alias), io.env);
  return new SalesforceClient({ auth, apiVersion, tokenStore: fileTokenStore(store.tokenFolder) });
}
