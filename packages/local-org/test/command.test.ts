import { createPublicKey } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runCommand } from "../src/command.ts";

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
    expect(err).toContain("This org has no object Nope__c");
    const bad = await run(["--rows", file("rows.json", { Account: [{ Nmae: "x" }] })]);
    expect(bad.err).toContain("Cannot seed a row of Account");
  });
});
