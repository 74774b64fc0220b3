import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LocalOrg, startLocalOrg } from "kinetic-local-org";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { freePort, kinetic, type Run, type RunOptions } from "../support/kinetic.ts";

/** A part of every secret that is planted. */
const CANARY = "s3cretCanary";
const SECRET = `${CANARY}ClientSecret`;

let org: LocalOrg;
let home = "";

beforeAll(async () => {
  org = await startLocalOrg({ policies: { deviceIntervalSeconds: 1 } });
});
afterAll(() => org.close());
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "kinetic-secrets-"));
});
afterEach(async () => {
  org.reset();
  await rm(home, { recursive: true });
});

/** What is signed in with, and what else is given. */
interface Given {
  readonly env?: Record<string, string>;
  readonly stdin?: string;
}

const run = (args: readonly string[], { env, stdin }: Given, onErr?: RunOptions["onErr"]): Promise<Run> => {
  const all = { KINETIC_CONFIG_DIR: join(home, "config"), ...env };
  return kinetic([...args, "--debug"], {
    env: all,
    ...(stdin === undefined ? {} : { stdin }),
    ...(onErr && { onErr }),
  });
};

/** All that the org handed out or was sent in this test, and what was planted. */
async function secrets(): Promise<string[]> {
  const token = org.accessToken();
  const key = org.privateKey.split("\n")[1] ?? "";
  const files = await readdir(join(home, "config"), { recursive: true, withFileTypes: true }).catch(() => []);
  const kept = await Promise.all(
    files.filter((file) => file.isFile()).map((file) => readFile(join(file.parentPath, file.name), "utf8")),
  );
  const tokens = kept.flatMap((text) =>
    [...text.matchAll(/"(?:token|refreshToken)":\s*"([^"]+)"/g)].map(([, one]) => one ?? ""),
  );
  return [token, token.split("!")[1] ?? "", key, org.clientSecret, CANARY, ...tokens];
}

async function expectNone(ended: Run, ...more: readonly string[]): Promise<void> {
  const text = ended.out + ended.err;
  expect(text).not.toBe("");
  for (const one of [...(await secrets()), ...more]) {
    expect(one.length).toBeGreaterThan(8);
    expect(text).not.toContain(one);
  }
}

const DEAD = `00D000000000001!${CANARY}`;

/** What a person would do who is asked to log in. */
function person(text: string): void {
  const url = /Log in at:\n(\S+)/.exec(text)?.[1];
  if (url !== undefined) void fetch(org.authorize(url));
  const userCode = /enter the code (\S+)/.exec(text)?.[1];
  if (userCode !== undefined) org.approveDevice(userCode);
}

describe("auth login shows no secret", () => {
  const flows: readonly [
    flow: string,
    args: () => Promise<readonly string[]>,
    given: () => Given,
    code: number,
  ][] = [
    ["jwt", async () => jwt(org.privateKey), () => ({}), 0],
    [
      "jwt",
      async () => jwt(`-----BEGIN PRIVATE KEY-----\n${CANARY}\n-----END PRIVATE KEY-----`),
      () => ({}),
      2,
    ],
    ["client-credentials", async () => [], () => ({ env: { SF_CLIENT_SECRET: org.clientSecret } }), 0],
    ["client-credentials", async () => [], () => ({ env: { SF_CLIENT_SECRET: SECRET } }), 4],
    ["client-credentials", async () => ["--client-secret-file", "-"], () => ({ stdin: SECRET }), 4],
    ["token", async () => [], () => ({ stdin: org.accessToken() }), 0],
    ["token", async () => [], () => ({ stdin: DEAD }), 4],
    ["device", async () => [], () => ({}), 0],
    ["web", web, () => ({}), 0],
    ["web", web, () => ({ env: { SF_CLIENT_SECRET: SECRET } }), 4],
  ];

  it.each(flows)("by %s", async (flow, args, given, code) => {
    const app =
      flow === "token" ? ["--instance-url", org.url] : ["--client-id", org.clientId, "--login-url", org.url];
    const ended = await run(["auth", "login", flow, ...app, ...(await args())], given(), person);
    expect(ended.code, ended.err).toBe(code);
    await expectNone(ended);
    if (code !== 0) return;
    expect((await secrets()).length, "the tokens that were kept are looked for, too").toBeGreaterThan(5);
    for (const more of [["whoami", "--json"], ["list", "--json"], ["logout"]])
      await expectNone(await run(["auth", ...more], {}));
  });

  async function jwt(key: string): Promise<readonly string[]> {
    const file = join(home, "app.key");
    await writeFile(file, key);
    return ["--username", org.username, "--key-file", file];
  }

  async function web(): Promise<readonly string[]> {
    return ["--no-browser", "--redirect-uri", `http://localhost:${await freePort()}/OauthRedirect`];
  }
});

const SITUATIONS: readonly (readonly [name: string, prepare: () => void])[] = [
  ["all goes well", () => undefined],
  ["the token is dead", () => org.expireSessions()],
  [
    "the org repeats the token",
    () => answer({ kind: "reply", status: 400, json: [echo(org.accessToken())] }),
  ],
  [
    "something between answers",
    () => answer({ kind: "reply", status: 403, text: `<html>${org.accessToken()}</html>` }),
  ],
];

describe.each(SITUATIONS)("no secret is shown when %s:", (_name, prepare) => {
  it.each([
    ["doctor --json --write-probe"],
    ["doctor --verbose"],
    ["load Account FILE --results RESULTS --json"],
    ["load Account FILE --dry-run"],
    ["export SOQL"],
    ["export SOQL --resume -o OUT"],
    ["jobs list --format json"],
    ["jobs show 750000000000001AAA --json"],
    ["jobs abort 750000000000001AAA"],
    ["limits"],
  ])("%s", async (line) => {
    const file = join(home, "accounts.csv");
    await writeFile(file, `Name\nAcme\n${"x".repeat(300)}\n`);
    const words: Record<string, string> = {
      FILE: file,
      RESULTS: join(home, "results"),
      OUT: join(home, "out.csv"),
      SOQL: "SELECT Id, Name FROM Account",
    };
    const env = { SF_ACCESS_TOKEN: org.accessToken(), SF_INSTANCE_URL: org.url, SF_API_VERSION: "68.0" };
    prepare();
    await expectNone(
      await run(
        line.split(" ").map((word) => words[word] ?? word),
        { env },
      ),
      env.SF_ACCESS_TOKEN,
    );
  });
});

const echo = (token: string): object => ({ errorCode: "BAD", message: `the header was Bearer ${token}` });

function answer(fault: Parameters<LocalOrg["faults"]["add"]>[0]["fault"]): void {
  org.faults.add({ path: /\/services\/data/, times: 99, fault });
}
