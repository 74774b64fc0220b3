import { EXIT, exitCodeOf, UsageError } from "../../exit/index.ts";
import { chosenAlias, type Login, LoginStore, type OrgOptions, providerOf } from "../../logins/index.ts";
import { type CommandIo, outputTo } from "../../terminal/index.ts";
import type { Handler } from "../invocation.ts";

/** Options of `kinetic auth logout`. */
export interface LogoutOptions extends OrgOptions {
  readonly all?: boolean | undefined;
}

/** Ends logins: in the org, as far as they were begun here, and on this machine in any case. */
export const logout: Handler<LogoutOptions> = async ({ io, options }) => {
  const store = new LoginStore(io);
  const aliases = options.all === true ? await store.aliases() : [await aliasOf(io, options)];
  let code: number = EXIT.ok;
  for (const alias of aliases) {
    const problem = await end(io, store, alias);
    const told = problem === undefined ? "" : `; the org could not be told: ${problem.message}`;
    await outputTo(io.stderr).write(`Logged out of ${alias}${told}\n`);
    if (problem !== undefined) code = problem.code;
  }
  return code;
};

async function aliasOf(io: CommandIo, options: LogoutOptions): Promise<string> {
  const alias = await chosenAlias(io, options);
  if (alias !== undefined) return alias;
  throw new UsageError(
    "the SF_* variables are no login that is kept here",
    "kinetic auth logout --org <alias>",
  );
}

interface Problem {
  readonly message: string;
  readonly code: number;
}

async function end(io: CommandIo, store: LoginStore, alias: string): Promise<Problem | undefined> {
  // A damaged login can be forgotten, too.
  const login = await store.read(alias).catch((error: unknown) => {
    if (error instanceof Error && error.message.includes("damaged")) return undefined;
    throw error;
  });
  const problem = login === undefined ? undefined : await revoke(io, store, login);
  await store.delete(alias);
  return problem;
}

/** A ready token belongs to whoever got it: it is only forgotten. Others are ended, if there is one. */
async function revoke(
  io: CommandIo,
  { tokenFolder }: LoginStore,
  login: Login,
): Promise<Problem | undefined> {
  if (login.flow === "access-token") return undefined;
  const { fileTokenStore, isKineticError, SalesforceClient } = await import("kinetic-core");
  const tokenStore = fileTokenStore(tokenFolder);
  let identity: string | undefined;
  try {
    const auth = await providerOf(login, io.env);
    identity = auth.identity ?? "";
    if (login.flow !== "refresh-token" && (await tokenStore.get(identity)) === undefined) return undefined;
    await using sf = new SalesforceClient({ auth, tokenStore });
    await sf.oauth.revoke({ signal: io.signal });
  } catch (error) {
    io.signal.throwIfAborted();
    const message = isKineticError(error) ? error.problem : String(error);
    return { message, code: exitCodeOf(error) };
  } finally {
    if (identity !== undefined) await tokenStore.delete(identity);
  }
  return undefined;
}
