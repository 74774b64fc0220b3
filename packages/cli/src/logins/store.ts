import { randomUUID } from "node:crypto";
import { chmod, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Ending, EXIT, UsageError } from "../exit/index.ts";
import { configFolder, type Machine } from "./folder.ts";
import { type Login, readLogin } from "./login.ts";

const ALIAS = /^[A-Za-z0-9][A-Za-z0-9_.@+-]{0,79}$/;

/** The logins of this user on this machine, one file for each, mode 0600 in a folder of mode 0700. */
export class LoginStore {
  /** Where they are. */
  readonly folder: string;
  /** Where their access tokens are. */
  readonly tokenFolder: string;

  constructor(machine: Machine) {
    this.folder = configFolder(machine);
    this.tokenFolder = join(this.folder, "tokens");
  }

  /** The aliases, in alphabetical order. */
  async aliases(): Promise<string[]> {
    const names = await readdir(join(this.folder, "logins")).catch(() => []);
    return names
      .filter((name) => name.endsWith(".json"))
      .map((name) => name.slice(0, -5))
      .sort();
  }

  /** @throws Ending when there is no such login, or its file holds something else */
  async read(alias: string): Promise<Login> {
    const text = await readFile(this.#file(alias), "utf8").catch(() => undefined);
    if (text === undefined) throw await this.#unknown(alias);
    const login = readLogin(text);
    if (login !== undefined) return login;
    throw new Ending(`the login ${alias} is damaged: its file holds no login`, {
      exitCode: EXIT.login,
      advice: `Type: kinetic auth logout --org ${alias}, then log in again`,
    });
  }

  /** Keeps a login; the first one becomes the default. */
  async write(alias: string, login: Login): Promise<void> {
    const isFirst = (await this.aliases()).length === 0;
    await mkdir(join(this.folder, "logins"), { recursive: true, mode: 0o700 });
    await replaceFile(this.#file(alias), `${JSON.stringify(login, undefined, 2)}\n`);
    if (isFirst) await this.setDefault(alias);
  }

  /** Forgets a login. */
  async delete(alias: string): Promise<void> {
    if ((await this.default()) === alias) await rm(this.#defaultFile, { force: true });
    await rm(this.#file(alias), { force: true });
  }

  /** The alias that is meant where none is named; the only one is, too. */
  async default(): Promise<string | undefined> {
    const named = (await readFile(this.#defaultFile, "utf8").catch(() => "")).trim();
    const all = await this.aliases();
    if (all.includes(named)) return named;
    return all.length === 1 ? all[0] : undefined;
  }

  /** @throws Ending when there is no such login */
  async setDefault(alias: string): Promise<void> {
    if (!(await this.aliases()).includes(alias)) throw await this.#unknown(alias);
    await replaceFile(this.#defaultFile, `${alias}\n`);
  }

  get #defaultFile(): string {
    return join(this.folder, "default-org");
  }

  #file(alias: string): string {
    return join(this.folder, "logins", `${checkAlias(alias)}.json`);
  }

  async #unknown(alias: string): Promise<Ending> {
    const all = await this.aliases();
    const known = all.length === 0 ? "none is kept here" : `there are ${all.join(", ")}`;
    return new Ending(`there is no login ${alias}; ${known}`, {
      exitCode: EXIT.login,
      advice: `Type: kinetic auth login web --org ${alias} --client-id <consumer key>`,
    });
  }
}

/** @throws UsageError for a name that cannot be a file's */
function checkAlias(alias: string): string {
  if (ALIAS.test(alias)) return alias;
  throw new UsageError(
    `--org takes a name of letters, digits and _ . @ + -, not "${alias}"`,
    "--org my-sandbox",
  );
}

/** Writes beside the file and renames, so that nobody ever reads half of it, or reads it who may not. */
async function replaceFile(path: string, text: string): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, text, { mode: 0o600, flag: "wx" });
  await chmod(draft, 0o600);
  await rename(draft, path);
}
