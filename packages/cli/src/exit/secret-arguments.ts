import { UsageError } from "./usage-error.ts";

/** Options that people try for secrets, and where the secret belongs instead. */
const INSTEAD: Readonly<Record<string, string>> = {
  "client-secret": "set SF_CLIENT_SECRET, or use --client-secret-file",
  secret: "set SF_CLIENT_SECRET, or use --client-secret-file",
  "access-token": "kinetic auth login token --instance-url <url>, and give the token on standard input",
  token: "kinetic auth login token --instance-url <url>, and give the token on standard input",
  "refresh-token": "kinetic auth login web, which gets one by itself",
  "private-key": "use --key-file with the path of the key",
  passphrase: "set KINETIC_KEY_PASSPHRASE",
  password: "kinetic auth login web, which needs none here",
};

/** An access token, a private key. */
const SECRET_VALUE = /(?:^|=)00D[A-Za-z0-9]{12,15}!|-----BEGIN [A-Z ]*PRIVATE KEY/;

/**
 * Refuses secrets among the arguments: every user of the machine sees them in the list of processes, and the shell keeps
 * them in its history.
 * @throws UsageError that does not repeat the secret
 */
export function refuseSecrets(args: readonly string[]): void {
  for (const arg of args) {
    const name = /^--([a-z-]+)(?:=|$)/.exec(arg)?.[1];
    if (name !== undefined && Object.hasOwn(INSTEAD, name)) throw seen(`--${name}`, INSTEAD[name] ?? "");
    if (SECRET_VALUE.test(arg)) throw seen("an argument that holds a token or key", INSTEAD["token"] ?? "");
  }
}

function seen(what: string, instead: string): UsageError {
  return new UsageError(
    `${what} would show a secret to everybody who can list the processes of this machine; treat it as known, and get a new one`,
    instead,
  );
}
