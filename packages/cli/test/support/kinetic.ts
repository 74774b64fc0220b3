import { createServer } from "node:net";
import { PassThrough, Readable, Writable } from "node:stream";
import { type CommandIo, runCommand } from "kinetic-cli";
import { jwtBearer, SalesforceClient } from "kinetic-core";
import type { LocalOrg } from "kinetic-local-org";

/** How a run of the command ended. */
export interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** What a run is given. */
export interface RunOptions {
  readonly env?: Record<string, string>;
  readonly stdin?: string;
  /** Whether output and errors go to a terminal. */
  readonly tty?: boolean;
  readonly signal?: AbortSignal;
  /** Code of the system with which every write to standard output fails. */
  readonly outFails?: string;
  /** Sees each piece of standard error as it is written. */
  readonly onErr?: (text: string) => void;
  readonly columns?: number;
  readonly rows?: number;
}

/** Collects what is written. */
function sink(options: RunOptions, onText?: (text: string) => void): CommandIo["stdout"] & { text: string } {
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      Object.assign(stream, { text: (stream as unknown as { text: string }).text + chunk.toString() });
      onText?.(chunk.toString());
      done();
    },
  });
  const { tty = false, columns = 100, rows = 24 } = options;
  const terminal = { cursorTo: () => true, clearLine: () => true, moveCursor: () => true };
  return Object.assign(stream, { text: "", isTTY: tty, columns, rows, ...terminal });
}

/** Runs the command in this process. */
export async function kinetic(args: readonly string[], options: RunOptions = {}): Promise<Run> {
  const [stdout, stderr] = [sink(options), sink(options, options.onErr)];
  const stdin = options.stdin === undefined ? new PassThrough().end() : Readable.from([options.stdin]);
  const { outFails } = options;
  if (outFails !== undefined)
    stdout._write = (_chunk, _encoding, done) =>
      done(Object.assign(new Error(`${outFails}: write`), { code: outFails }));
  const signal = options.signal ?? new AbortController().signal;
  if (options.tty === true) Object.assign(stdin, { isTTY: options.stdin === undefined });
  const env = { HOME: "no-home", KINETIC_CONFIG_DIR: "no-such-folder", ...options.env };
  const code = await runCommand(args, { env, stdin, stdout, stderr, signal });
  return { code, out: stdout.text, err: stderr.text };
}

/** The variables that sign in to a local org. */
export function envOf({ url, clientId, username, privateKey }: LocalOrg): Record<string, string> {
  return { SF_LOGIN_URL: url, SF_CLIENT_ID: clientId, SF_USERNAME: username, SF_PRIVATE_KEY: privateKey };
}

/** A port that nothing listens on, below those that the system gives to connections meanwhile. */
export async function freePort(): Promise<number> {
  const port = 20_000 + Math.floor(Math.random() * 12_000);
  const server = createServer();
  const isFree = new Promise<boolean>((resolve) => {
    server.once("error", () => resolve(false)).listen(port, "localhost", () => resolve(true));
  });
  if (!(await isFree)) return freePort();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A client of a local org, for what a test looks up itself. */
export function clientOf({ url, clientId, username, privateKey }: LocalOrg): SalesforceClient {
  return new SalesforceClient({ auth: jwtBearer({ clientId, username, privateKey, loginUrl: url }) });
}
