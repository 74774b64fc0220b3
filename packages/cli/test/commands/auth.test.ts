import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { faults, type LocalOrg, startLocalOrg } from "kinetic-local-org";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Interruption } from "../../src/exit/index.ts";
import { freePort, kinetic, type Run, type RunOptions } from "../support/kinetic.ts";

let org: LocalOrg;
let home = "";

beforeAll(async () => {
  org = await startLocalOrg({ policies: { deviceIntervalSeconds: 1 } });
});
afterAll(() => org.close());
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "kinetic-home-"));
});
afterEach(async () => {
  org.reset();
  await rm(home, { recursive: true });
});

const run = (args: readonly string[], { env, ...options }: RunOptions = {}): Promise<Run> =>
  kinetic(args, { ...options, env: { KINETIC_CONFIG_DIR: join(home, "config"), ...env } });

const app = (): string[] => ["--client-id", org.clientId, "--login-url", org.url];

async function loginByJwt(alias: string): Promise<Run> {
  const keyFile = join(home, "app.key");
  await writeFile(keyFile, org.privateKey);
  return run([
    "auth",
    "login",
    "jwt",
    "--username",
    org.username,
    "--key-file",
    keyFile,
    "--org",
    alias,
    ...app(),
  ]);
}

async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

it("by JWT keeps the path of the key, mode 0600, and the first login is the default", async () => {
  const { code, err } = await loginByJwt("dev");
  expect(err).toBe(`✓ Signed in as admin@example.com at ${org.url}; kept as dev, the default.\n`);
  expect(code).toBe(0);
  const config = join(home, "config");
  for (const file of await filesOf(config)) {
    expect((await stat(file)).mode & 0o777, file).toBe(0o600);
    expect(await readFile(file, "utf8")).not.toContain("PRIVATE KEY");
  }
  for (const folder of [join(config, "logins"), join(config, "tokens")])
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
  const logins = org.requests().filter(({ url }) => url.includes("oauth2/token")).length;
  expect((await run(["query", "SELECT Username FROM User"])).out).toContain(org.username);
  const after = org.requests().filter(({ url }) => url.includes("oauth2/token")).length;
  expect(after, "the token of the login is used again").toBe(logins);
});

it("by client credentials takes the secret from the environment, a file or standard input", async () => {
  const args = ["auth", "login", "client-credentials", ...app()];
  const file = join(home, "secret");
  await writeFile(file, `${org.clientSecret}\n`);
  expect((await run([...args, "--org", "a"], { env: { SF_CLIENT_SECRET: org.clientSecret } })).code).toBe(0);
  expect((await run([...args, "--org", "b", "--client-secret-file", file])).code).toBe(0);
  const piped = await run([...args, "--org", "c", "--client-secret-file", "-"], { stdin: org.clientSecret });
  expect(piped.code).toBe(0);
  const { out } = await run(["auth", "list", "--json"]);
  expect(JSON.parse(out)).toMatchObject([
    { alias: "a", default: true, flow: "client-credentials", user: "admin@example.com" },
    { alias: "b", default: false },
    { alias: "c", default: false },
  ]);
});

it("by a token takes it from standard input alone", async () => {
  const args = ["auth", "login", "token", "--instance-url", org.url, "--org", "t"];
  expect((await run(args, { stdin: `${org.accessToken()}\n` })).code).toBe(0);
  expect((await run(["auth", "whoami", "--org", "t"])).out).toContain("username        admin@example.com");
  expect((await run(args, { stdin: "" })).err).toContain("the access token is empty");
  expect((await run(args, { stdin: "x", tty: true })).code, "a token that is none").toBe(4);
});

it("by the browser keeps a refresh token, and renews by it", async () => {
  const port = await freePort();
  const callback = `http://localhost:${port}/OauthRedirect`;
  const login = run(
    ["auth", "login", "web", "--no-browser", "--redirect-uri", callback, "--org", "w", ...app()],
    { onErr: (text) => void follow(text) },
  );
  const { code, err } = await login;
  expect(code, err).toBe(0);
  expect((await run(["auth", "whoami"])).code).toBe(0);
  org.expireSessions();
  expect((await run(["auth", "whoami"])).code).toBe(0);
  expect(await kept()).not.toHaveLength(0);
  expect((await run(["auth", "logout"])).err).toBe("Logged out of w\n");
  expect(await kept()).toEqual([]);
});

/** Does what a person in the browser would do. */
async function follow(text: string): Promise<void> {
  const url = /Log in at:\n(\S+)/.exec(text)?.[1];
  if (url !== undefined) await fetch(org.authorize(url));
}

/** Files that hold a login or token. */
const kept = (): Promise<string[]> => filesOf(join(home, "config"));

it("by a device waits until the code is entered", async () => {
  const { code, err } = await run(["auth", "login", "device", "--org", "d", ...app()], {
    onErr: (text) => {
      const userCode = /enter the code (\S+)/.exec(text)?.[1];
      if (userCode !== undefined) org.approveDevice(userCode);
    },
  });
  expect(code, err).toBe(0);
  expect((await run(["auth", "whoami", "--json"])).out).toContain('"username": "admin@example.com"');
});

describe("by a device ends at Ctrl-C", () => {
  const tokenCalls = (): number => org.requests().filter(({ url }) => url.includes("oauth2/token")).length;

  async function interrupted(when: (controller: AbortController) => void | Promise<void>): Promise<Run> {
    const controller = new AbortController();
    const onErr = (text: string): void => {
      if (text.includes("enter the code")) void when(controller);
    };
    const args = ["auth", "login", "device", "--org", "d", ...app()];
    return run(args, { signal: controller.signal, onErr });
  }

  it("while it waits: nobody is asked any more, and nothing is kept", async () => {
    const ended = await interrupted((controller) => controller.abort(new Interruption("SIGINT", 130)));
    expect(ended.code).toBe(130);
    expect(tokenCalls(), "the code was asked for, and not what became of it").toBe(1);
    expect(await filesOf(home)).toEqual([]);
  });

  it("while the org does not answer", async () => {
    const hang = { path: /oauth2\/token/, skip: 1, fault: { kind: "hang" } } as const;
    const rule = org.faults.add(hang);
    const ended = await interrupted(async (controller) => {
      await expect.poll(() => rule.hits, { timeout: 30_000 }).toBe(1);
      controller.abort(new Interruption("SIGINT", 130));
    });
    expect(ended.code).toBe(130);
    expect(await filesOf(home)).toEqual([]);
  });
});

it("is chosen by --org, KINETIC_ORG, the SF_ variables, the default", async () => {
  await loginByJwt("one");
  await loginByJwt("two");
  const who = async (args: string[], env: Record<string, string> = {}): Promise<string> =>
    (await run(["auth", "whoami", ...args], { env })).out.split("\n")[0]?.slice(16) ?? "";
  const variables = { SF_ACCESS_TOKEN: org.accessToken(), SF_INSTANCE_URL: org.url };
  expect(await who([])).toBe("one");
  expect(await who([], variables)).toBe("(SF_* variables)");
  expect(await who([], { ...variables, KINETIC_ORG: "two" })).toBe("two");
  expect(await who(["--org", "one"], { KINETIC_ORG: "two" })).toBe("one");
  expect((await run(["auth", "default", "two"])).code).toBe(0);
  expect(await who([])).toBe("two");
  expect((await run(["auth", "logout", "--all"])).code).toBe(0);
  expect(await kept()).toEqual([]);
});

it("that is not there says what to type", async () => {
  const none = await run(["query", "SELECT Id FROM Account"]);
  expect(none).toEqual({
    code: 4,
    out: "",
    err: "kinetic: nobody is logged in, and no SF_* variable says how to\nType: kinetic auth login web --client-id <consumer key>\n",
  });
  const unknown = await run(["query", "SELECT Id FROM Account", "--org", "prod"]);
  expect(unknown.code).toBe(4);
  expect(unknown.err).toContain("there is no login prod; none is kept here");
  expect((await run(["auth", "default", "prod"])).code).toBe(4);
  expect((await run(["query", "x", "--org", "../up"])).code).toBe(2);
});

it("that has expired ends with its own code", async () => {
  await run(["auth", "login", "token", "--instance-url", org.url, "--org", "t"], {
    stdin: org.accessToken(),
  });
  org.expireSessions();
  const { code, err } = await run(["query", "SELECT Id FROM Account"]);
  expect(code).toBe(4);
  expect(err).toMatch(/^kinetic: [^\n]+\nWhat to do: [^\n]+\n$/);
});

it("that was begun here is ended in the org by logout", async () => {
  await loginByJwt("dev");
  expect((await run(["auth", "whoami"])).code).toBe(0);
  const texts = await Promise.all(
    (await filesOf(join(home, "config", "tokens"))).map((file) => readFile(file, "utf8")),
  );
  const token = /00D\w+![\w.]+/.exec(texts.join())?.[0] ?? "";
  const limits = async (): Promise<number> =>
    (await fetch(`${org.url}/services/data/v68.0/limits`, { headers: { authorization: `Bearer ${token}` } }))
      .status;
  expect(await limits()).toBe(200);
  expect(await run(["auth", "logout"])).toMatchObject({ code: 0, err: "Logged out of dev\n" });
  expect(await limits()).toBe(401);
  expect(await filesOf(join(home, "config"))).toEqual([]);
});

it("that cannot be ended in the org is forgotten, and the code says so", async () => {
  await loginByJwt("dev");
  await run(["auth", "whoami"]);
  org.faults.add({ path: /oauth2\/revoke/, fault: faults.oauthRefusal("unsupported_token_type"), times: 9 });
  const { code, err } = await run(["auth", "logout"]);
  expect(code).not.toBe(0);
  expect(err).toMatch(/^Logged out of dev; the org could not be told: /);
  expect(await filesOf(join(home, "config"))).toEqual([]);
});

it("whose file is damaged can be ended", async () => {
  await loginByJwt("dev");
  await writeFile(join(home, "config", "logins", "dev.json"), "{}");
  expect((await run(["auth", "whoami"])).code).toBe(4);
  expect((await run(["auth", "list"])).out).toContain("damaged");
  expect((await run(["auth", "logout"])).code).toBe(0);
});

it.each([
  [["auth", "login", "web"], "--client-id is missing"],
  [["auth", "login", "jwt", "--client-id", "x"], "--username is missing"],
  [["auth", "login", "jwt", "--client-id", "x", "--username", "u"], "--key-file is missing"],
  [["auth", "login", "client-credentials", "--client-id", "x"], "there is no client secret"],
  [["auth", "login", "token"], "--instance-url is missing"],
  [["auth", "login"], "needs a command: web, device"],
  [["auth", "login", "client-credentials", "--client-secret", "s3cret"], "would show a secret"],
  [["auth", "login", "token", "--token=s3cret"], "would show a secret"],
  [["query", "--access-token", "s3cret"], "would show a secret"],
  [["auth", "login", "token", "00D000000000001!s3cret"], "would show a secret"],
])("is refused for %j, and no secret repeated", async (args, text) => {
  const { code, out, err } = await run(args);
  expect(code).toBe(2);
  expect(err).toContain(text);
  expect(out + err).not.toContain("s3cret");
  expect(err).toMatch(/^kinetic: [^\n]+\nType: [^\n]+\n$/);
});
