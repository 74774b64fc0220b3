import { createPublicKey } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand, startLocalOrg } from "kinetic-local-org";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "local-org-command-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

const file = (name: string, content: unknown): string => {
  const path = join(directory, name);
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
};

interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command; `during` happens once it has printed something, then it is told to stop. */
async function run(
  args: readonly string[],
  during: (out: string) => Promise<void> = async () => undefined,
): Promise<Run> {
  let out = "";
  let err = "";
  let stop: () => void = () => undefined;
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
  });
  const work: Promise<void>[] = [];
  const code = await runCommand(args, {
    out: (text) => {
      out += text;
      work.push(during(out).finally(stop));
    },
    err: (text) => {
      err += text;
    },
    stop: stopped,
  });
  await Promise.all(work);
  return { code, out, err };
}

describe("kinetic-local-org", () => {
  it("runs an org until it is told to stop, and takes its key away again", async () => {
    let key = "";
    const { code, out, err } = await run(["--user", "ada@example.com"], async (text) => {
      const url = /url +(\S+)/.exec(text)?.[1];
      key = /privateKeyFile +(\S+)/.exec(text)?.[1] ?? "";
      expect((await fetch(`${url}/services/data`)).status).toBe(200);
      expect(statSync(key).mode & 0o777).toBe(0o600);
    });
    expect([code, err]).toEqual([0, ""]);
    expect(out).toContain("username        ada@example.com");
    expect(out).not.toContain("PRIVATE KEY");
    expect(existsSync(key)).toBe(false);
  });

  it("prints one line of JSON for scripts, and keeps a key that has a file", async () => {
    const path = join(directory, "app.key");
    const first = await run(["--json", "--key-file", path]);
    const facts = JSON.parse(first.out) as Record<string, string>;
    expect(facts).toMatchObject({ username: "admin@example.com", privateKeyFile: path, apiVersion: "68.0" });
    const pem = readFileSync(path, "utf8");
    expect(createPublicKey(pem).asymmetricKeyType).toBe("rsa");
    await run(["--json", "--key-file", path]);
    expect(readFileSync(path, "utf8")).toBe(pem);
  });

  it("starts with objects and rows from files, and keeps the data", async () => {
    const objects = file("objects.json", {
      name: "Trip__c",
      fields: [{ name: "Km__c", type: "double", scale: 1 }],
    });
    const rows = file("rows.json", { Trip__c: [{ Name: "Home", Km__c: 1.5 }] });
    const data = join(directory, "org.db");
    const args = ["--json", "--objects", objects, "--rows", rows, "--data", data];
    for (let round = 0; round < 2; round++) {
      const { code } = await run(args, async (text) => {
        const { url, clientId, clientSecret } = JSON.parse(text) as Record<string, string>;
        const form = new URLSearchParams({
          grant_type: "client_credentials",
          client_id: clientId!,
          client_secret: clientSecret!,
        });
        const token = (await (
          await fetch(`${url}/services/oauth2/token`, { method: "POST", body: form })
        ).json()) as Record<string, string>;
        const soql = encodeURIComponent("SELECT Name, Km__c FROM Trip__c");
        const headers = { authorization: `Bearer ${token["access_token"]}` };
        const found = await (await fetch(`${url}/services/data/v60.0/query?q=${soql}`, { headers })).json();
        expect(found).toMatchObject({ totalSize: 1, records: [{ Name: "Home", Km__c: 1.5 }] });
      });
      expect(code).toBe(0);
    }
  });

  it("helps", async () => {
    const { code, out } = await run(["--help"]);
    expect(code).toBe(0);
    expect(out).toContain("--port <n>");
  });

  it.each([
    [["--port", "many"], '--port takes a whole number from 0 to 65535, not "many".'],
    [["--nonsense"], "nonsense"],
    [["--rows", "missing.json"], "--rows: cannot read missing.json"],
  ])("says what is wrong with %j", async (args, message) => {
    const { code, err } = await run(args);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  it.each([
    ["--objects", "[1]", "holds neither a describe result nor an object"],
    ["--objects", "{", "is no JSON"],
    ["--rows", "[]", "is not of the form"],
  ])("says what is wrong with a file: %s %s", async (option, content, message) => {
    const { code, err } = await run([option, file("in.json", content)]);
    expect([code, err.includes(message)]).toEqual([2, true]);
  });

  it("says which row it cannot start with", async () => {
    const { code, err } = await run(["--rows", file("rows.json", { Nope__c: [{ Name: "x" }] })]);
    expect(code).toBe(1);
    expect(err).toContain("Cannot seed rows of Nope__c: this org has no such object");
    const bad = await run(["--rows", file("rows.json", { Account: [{ Nmae: "x" }] })]);
    expect(bad.err).toContain("Cannot seed a row of Account");
  });
});

const CONFIG = {
  users: [
    { username: "ada@example.com", firstName: "Ada", lastName: "Admin" },
    { username: "robot@example.com", profile: "Integration", permissionSets: ["Loader"] },
  ],
  profiles: [{ name: "Integration", clone: "Minimum Access - API Only Integrations" }],
  permissionSets: [{ name: "Loader", objects: { Trip__c: "read-write", Account: ["read"] } }],
  apps: [{ name: "Loader", clientId: "loader", clientSecret: "hush", runAs: "robot@example.com" }],
  objects: [{ name: "Trip__c", fields: [{ name: "Km__c", type: "double", scale: 1 }] }],
  rows: { Trip__c: [{ Name: "Home", Km__c: 1.5 }] },
  faults: [{ path: "/limits$", fault: "lockedRow" }],
  bulk: { rowsPerSecond: 1000, fault: { stuck: true } },
};

describe("kinetic-local-org --config", () => {
  it("makes the org that the file says: users, apps, profiles, permission sets, objects, rows, faults", async () => {
    const config = file("org.json", CONFIG);
    const { code, err } = await run(["--config", config, "--json"], async (text) => {
      const { url, username } = JSON.parse(text) as Record<string, string>;
      expect(username).toBe("ada@example.com");
      const form = { grant_type: "client_credentials", client_id: "loader", client_secret: "hush" };
      const login = await fetch(`${url}/services/oauth2/token`, {
        method: "POST",
        body: new URLSearchParams(form),
      });
      const { access_token } = (await login.json()) as { access_token: string };
      const get = (path: string): Promise<Response> =>
        fetch(`${url}/services/data/v60.0/${path}`, { headers: { authorization: `Bearer ${access_token}` } });
      const rows = await (await get("query?q=SELECT+Name,Km__c+FROM+Trip__c")).json();
      expect(rows).toMatchObject({ records: [{ Name: "Home", Km__c: 1.5 }] });
      expect((await get("query?q=SELECT+Id+FROM+Contact")).status).toBe(400);
      expect(await (await get("limits")).text()).toContain("UNABLE_TO_LOCK_ROW");
    });
    expect([code, err]).toEqual([0, ""]);
  });

  it("gives way to the arguments, and keeps its data beside itself", async () => {
    const config = file("org.json", { ...CONFIG, seed: 5, file: "org.db" });
    const args = ["--config", config, "--user", "eve@example.com", "--json"];
    const { out } = await run(args);
    expect(JSON.parse(out)).toMatchObject({ username: "eve@example.com" });
    expect(existsSync(join(directory, "org.db"))).toBe(true);
  });

  it.each([
    [{ user: [] }, "user is unknown here: there are port, host,"],
    [{ port: "8090" }, 'port must be a whole number from 0 to 65535, not "8090".'],
    [{ users: {} }, "users must be a list, not {}."],
    [{ users: [{ username: "a@b.c", active: "yes" }] }, 'users[0].active must be true or false, not "yes".'],
    [{ users: [{}] }, "users[0].username is missing."],
    [{ apps: [{ name: "x", flows: ["jwt"] }] }, 'apps[0].flows[0] must be one of "jwt-bearer",'],
    [
      { permissionSets: [{ name: "x", objects: { Account: ["write"] } }] },
      "permissionSets[0].objects.Account[0]",
    ],
    [{ rows: { Account: [1] } }, "rows.Account[0] must be an object, not 1."],
    [{ faults: [{ fault: "nonsense" }] }, "faults[0]: The member fault must be of a kind"],
    [{ bulk: { fault: { stuck: 1 } } }, "bulk.fault.stuck must be true or false, not 1."],
    [[], "The configuration must be an object, not []."],
  ])("refuses %j in one line that names the member", async (config, message) => {
    const path = file("org.json", config);
    const { code, err, out } = await run(["--config", path]);
    expect([code, out]).toEqual([2, ""]);
    expect(err.split("\n")).toHaveLength(3);
    expect(err).toContain(`kinetic-local-org: --config: ${path}: ${message}`);
  });

  it.each([
    [{ users: [{ username: "a@b.c", profile: "Nope" }] }, 'has the profile "Nope", which this org has not'],
    [{ objects: [{ name: "Trip__c" }] }, "The object Trip__c needs fields"],
    [{ users: [] }, "An org needs a user"],
  ])("says why an org cannot be as %j says", async (config, message) => {
    const { code, err } = await run(["--config", file("org.json", config)]);
    expect([code, err.split("\n")]).toEqual([1, [expect.stringContaining(message), ""]]);
  });

  it("says that the port is in use, under the name that the person typed", async () => {
    await using org = await startLocalOrg();
    const { port } = new URL(org.url);
    let err = "";
    const write = (text: string): void => {
      err += text;
    };
    const code = await runCommand(["--port", port], {
      out: write,
      err: write,
      stop: Promise.resolve(),
      name: "kinetic org start",
    });
    expect(code).toBe(1);
    expect(err).toBe(
      `kinetic org start: Port ${port} is in use: stop what listens there, or choose another port (0 takes any free one).\n`,
    );
  });
});
