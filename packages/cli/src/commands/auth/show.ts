import { table } from "../../format/index.ts";
import { chosenAlias, LoginStore, type OrgOptions, openOrg } from "../../logins/index.ts";
import { outputTo, styleFor } from "../../terminal/index.ts";
import type { Handler } from "../invocation.ts";

/** Options of the commands that show logins. */
export interface ShowOptions extends OrgOptions {
  readonly json?: boolean | undefined;
}

/** Tells who is signed in, asking the org. */
export const whoami: Handler<ShowOptions> = async ({ io, options }) => {
  const alias = await chosenAlias(io, options);
  await using sf = await openOrg(io, options);
  const { signal } = io;
  const [identity, user, apiVersion] = await Promise.all([
    sf.whoAmI({ signal }),
    sf.oauth.userInfo({ signal }),
    sf.apiVersion({ signal }),
  ]);
  const facts = {
    org: alias ?? "(SF_* variables)",
    username: user.preferred_username,
    name: user.name ?? "",
    userId: user.user_id,
    organizationId: user.organization_id,
    instanceUrl: identity.instanceUrl,
    apiVersion,
    scope: identity.scope?.join(" ") ?? "",
    expires: identity.expiresAt === undefined ? "" : new Date(identity.expiresAt).toISOString(),
  };
  const lines = Object.entries(facts).filter(([, value]) => value !== "");
  const text =
    options.json === true
      ? `${JSON.stringify(Object.fromEntries(lines), undefined, 2)}\n`
      : lines.map(([name, value]) => `${name.padEnd(15)} ${value}\n`).join("");
  await outputTo(io.stdout).write(text);
  return undefined;
};

/** Lists the logins of this machine, without asking any org. */
export const listLogins: Handler<ShowOptions> = async ({ io, options }) => {
  const store = new LoginStore(io);
  const fallback = await store.default();
  const logins = [];
  for (const alias of await store.aliases()) {
    const login = await store.read(alias).catch(() => undefined);
    const { flow = "damaged", user = "", org = "" } = login ?? {};
    logins.push({ alias, default: alias === fallback, flow, user, instanceUrl: org });
  }
  const rows = logins.map((one) => [
    one.alias,
    one.default ? "default" : "",
    one.flow,
    one.user,
    one.instanceUrl,
  ]);
  const { bold } = styleFor(io.stdout, io.env);
  const text =
    options.json === true
      ? `${JSON.stringify(logins, undefined, 2)}\n`
      : table(["org", "", "flow", "user", "instance"], rows, bold);
  await outputTo(io.stdout).write(text);
  return undefined;
};

/** Chooses the login that is meant where none is named. */
export const setDefault: Handler<object> = async ({ io, args }) => {
  await new LoginStore(io).setDefault(args[0] ?? "");
  return undefined;
};
