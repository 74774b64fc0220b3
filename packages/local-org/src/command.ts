import { createPublicKey } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { ConfigError } from "./check-json.ts";
import { optionsFromJson } from "./config.ts";
import { makeKeyPair } from "./keys.ts";
import type { LocalOrg } from "./local-org.ts";
import type { KeyPair, LocalOrgOptions } from "./options.ts";
import { startLocalOrg } from "./org.ts";
import type { ObjectSpec } from "./schema/define.ts";
import { isDescribe, objectFromDescribe } from "./schema/from-describe.ts";

const help = (name: string): string => `${name}: a Salesforce-compatible org in one process.

Usage: ${name} [options]

  --config <file>    JSON: how the org is to be, with the members of LocalOrgOptions: users, apps, profiles, permissionSets,
                     policies, objects, rows, faults, bulk …; the options below come before it
  --port <n>         port to listen on (0 takes any free one; default 0)
  --host <address>   address to listen on (default 127.0.0.1; there is no TLS, keep it on loopback)
  --data <file>      file for the data, created when missing (default: in memory)
  --objects <file>   JSON: objects of your own, or describe results of a real org, one or a list
  --rows <file>      JSON: rows to start with, as {"Account": [{"Name": "Acme"}]}
  --user <username>  username of the only user, an administrator (default admin@example.com)
  --seed <n>         shifts the ids, so that two orgs differ (default 1)
  --key-file <file>  private key of the app, made when missing, mode 0600
                     (default: a temporary file, removed in the end)
  --json             print one line of JSON instead of text
  --help             print this
`;

/** Where the command writes, and how it learns that it is to stop. */
export interface CommandIo {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Resolves when the command is to stop, e.g. at SIGINT. */
  readonly stop: Promise<unknown>;
  /** What the person typed to get here, for help and complaints. @default "kinetic-local-org" */
  readonly name?: string | undefined;
}

/** A mistake of the person at the keyboard. */
class UsageError extends Error {}

const OPTIONS = {
  config: { type: "string" },
  port: { type: "string" },
  host: { type: "string" },
  data: { type: "string" },
  objects: { type: "string" },
  rows: { type: "string" },
  user: { type: "string" },
  seed: { type: "string" },
  "key-file": { type: "string" },
  json: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

type Values = ReturnType<typeof readArguments>;

function readArguments(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, strict: true }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function wholeNumber(name: string, text: string | undefined, max: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= max) return value;
  throw new UsageError(`--${name} takes a whole number from 0 to ${max}, not "${text}".`);
}

async function readJson(name: string, file: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    throw new UsageError(
      `--${name}: cannot read ${file}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new UsageError(`--${name}: ${file} is no JSON.`);
  }
}

function objectFrom(file: string, json: unknown): ObjectSpec {
  if (isDescribe(json)) return objectFromDescribe(json);
  const spec = json as Partial<ObjectSpec> | null;
  if (typeof spec === "object" && spec && typeof spec.name === "string" && Array.isArray(spec.fields)) {
    return spec as ObjectSpec;
  }
  throw new UsageError(
    `--objects: ${file} holds neither a describe result nor an object with "name" and "fields".`,
  );
}

async function readObjects(file: string | undefined): Promise<ObjectSpec[]> {
  if (file === undefined) return [];
  const json = await readJson("objects", file);
  return (Array.isArray(json) ? json : [json]).map((one) => objectFrom(file, one));
}

async function readRows(file: string | undefined): Promise<LocalOrgOptions["rows"]> {
  if (file === undefined) return undefined;
  const json = await readJson("rows", file);
  const isObject = typeof json === "object" && json !== null && !Array.isArray(json);
  const fits = isObject && Object.values(json).every(Array.isArray);
  if (!fits) throw new UsageError(`--rows: ${file} is not of the form {"Account": [{"Name": "Acme"}]}.`);
  return json as LocalOrgOptions["rows"];
}

/** A key pair, and where its private half lies. */
interface KeyFile {
  readonly keyPair: KeyPair;
  readonly file: string;
  remove(): Promise<void>;
}

async function provideKey(file: string | undefined): Promise<KeyFile> {
  if (file !== undefined && existsSync(file)) {
    const privateKey = await readFile(file, "utf8");
    const publicKey = createPublicKey(privateKey).export({ type: "spki", format: "pem" }).toString();
    return { keyPair: { privateKey, publicKey }, file, remove: async () => undefined };
  }
  const keyPair = await makeKeyPair();
  const directory = file === undefined ? await mkdtemp(join(tmpdir(), "kinetic-local-org-")) : undefined;
  const path = file ?? join(directory ?? "", "app.key");
  await writeFile(path, keyPair.privateKey, { mode: 0o600 });
  const remove = async (): Promise<void> => {
    if (directory !== undefined) await rm(directory, { recursive: true, force: true });
  };
  return { keyPair, file: path, remove };
}

/** Reads the configuration. A file that it names lies beside it. */
async function readConfig(file: string | undefined): Promise<LocalOrgOptions> {
  if (file === undefined) return {};
  const json = await readJson("config", file);
  try {
    const options = optionsFromJson(json);
    return options.file === undefined ? options : { ...options, file: resolve(dirname(file), options.file) };
  } catch (error) {
    throw error instanceof ConfigError ? new UsageError(`--config: ${file}: ${error.message}`) : error;
  }
}

async function toOptions(values: Values): Promise<LocalOrgOptions> {
  const config = await readConfig(values.config);
  return {
    ...config,
    port: wholeNumber("port", values.port, 65_535) ?? config.port,
    host: values.host ?? config.host,
    file: values.data ?? config.file,
    objects: [...(config.objects ?? []), ...(await readObjects(values.objects))],
    rows: { ...config.rows, ...(await readRows(values.rows)) },
    users: values.user === undefined ? config.users : [{ username: values.user }],
    seed: wholeNumber("seed", values.seed, 3843) ?? config.seed,
  };
}

function announce(org: LocalOrg, key: KeyFile, asJson: boolean): string {
  const { url, clientId, clientSecret, username, organizationId, apiVersion } = org;
  const facts = {
    url,
    loginUrl: url,
    clientId,
    clientSecret,
    username,
    privateKeyFile: key.file,
    organizationId,
    apiVersion,
  };
  if (asJson) return `${JSON.stringify(facts)}\n`;
  const lines = Object.entries(facts).map(([name, value]) => `  ${name.padEnd(16)}${value}`);
  return `The local org is ready. Open its URL to look at it. Its data and credentials are for tests only.\n${lines.join("\n")}\nPress Ctrl+C to stop.\n`;
}

async function serve(values: Values, io: CommandIo): Promise<void> {
  const options = await toOptions(values);
  const key = await provideKey(values["key-file"]);
  try {
    await using org = await startLocalOrg({ ...options, keyPair: key.keyPair });
    io.out(announce(org, key, values.json));
    await io.stop;
  } finally {
    await key.remove();
  }
}

/**
 * Runs the command `kinetic-local-org` until it is told to stop: starts an org by its arguments and prints what a client needs.
 * Never throws for what a person has done wrong: that is printed, in one line.
 * @param args - the arguments, e.g. `["--port", "8090"]`
 * @returns the exit code: 0, 1 for an org that does not start (a port in use, a row that is refused), 2 for wrong arguments or a wrong file
 * @example
 * ```ts
 * import { once } from "node:events";
 * import { runCommand } from "kinetic-local-org";
 *
 * const code = await runCommand(["--port", "8090"], { out: console.log, err: console.error, stop: once(process, "SIGINT") });
 * ```
 */
export async function runCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const { name = "kinetic-local-org" } = io;
  try {
    const values = readArguments(args);
    if (values.help) io.out(help(name));
    else await serve(values, io);
    return 0;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    io.err(`${name}: ${message}\n`);
    if (!(error instanceof UsageError)) return 1;
    io.err(`Run ${name} --help for the options.\n`);
    return 2;
  }
}
