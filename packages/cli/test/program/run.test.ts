import { readFile } from "node:fs/promises";
import { type LocalOrg, startLocalOrg } from "kinetic-local-org";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inProject } from "../../../../test/support/built.ts";
import type { CommandSpec } from "../../src/program/spec.ts";
import { COMMANDS } from "../../src/program/specs/index.ts";
import { envOf, kinetic } from "../support/kinetic.ts";

let org: LocalOrg;
beforeAll(async () => {
  org = await startLocalOrg();
});
afterAll(() => org.close());

/** Every command that does something, by what is typed for it. */
function leaves(commands: readonly CommandSpec[], before: readonly string[] = []): [string, CommandSpec][] {
  return commands.flatMap((spec): [string, CommandSpec][] => {
    const path = [...before, spec.name];
    return spec.commands === undefined ? [[path.join(" "), spec]] : leaves(spec.commands, path);
  });
}

it("has an example of each command in its guide", async () => {
  const guide = await readFile(inProject("docs/guides/cli.md"), "utf8");
  const missing = leaves(COMMANDS).filter(([name]) => !new RegExp(`kinetic ${name}\\b`).test(guide));
  expect(missing.map(([name]) => name)).toEqual([]);
});

describe.each(leaves(COMMANDS))("kinetic %s", (name, spec) => {
  it("has a help with examples that begin with it or name it", async () => {
    const { code, out } = await kinetic([...name.split(" "), "--help"]);
    expect(code).toBe(0);
    expect(out).toContain(`Usage: kinetic ${name}`);
    expect(out).toContain("Examples:\n");
    expect(spec.examples?.every(([line]) => line.includes(`kinetic ${name}`))).toBe(true);
  });

  it("answers an option that is none in two lines, without its value", async () => {
    const { code, out, err } = await kinetic([...name.split(" "), "--wrong=s3cret"]);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toBe(`kinetic: unknown option '--wrong'\nType: kinetic ${name} --help\n`);
  });

  it("says that nobody is logged in, where it asks an org", async () => {
    if (!(spec.options ?? []).some(({ flags }) => flags.startsWith("--api-version"))) return;
    const needed = (spec.args?.match(/<[^>]+>/g) ?? []).map((arg) => EXAMPLES[arg] ?? "Account");
    const extra = {
      query: ["SELECT Id FROM Account"],
      export: ["SELECT Id FROM Account"],
      create: ["Name=x"],
    };
    const more = (extra as Record<string, string[]>)[name] ?? [];
    const fields = ["update", "upsert"].includes(name) ? ["Name=x"] : [];
    const types = name === "types generate" ? ["--objects", "Account"] : [];
    const { code, err } = await kinetic([...name.split(" "), ...needed, ...more, ...fields, ...types]);
    expect(err).toMatch(/^kinetic: nobody is logged in[^\n]*\nType: kinetic auth login web [^\n]*\n$/);
    expect(code).toBe(4);
  });
});

const EXAMPLES: Record<string, string> = {
  "<id|Field=value>": "Ext__c=1",
  "<Field=value>": "Ext__c=1",
  "<id>": "750",
};

describe("the program", () => {
  it("shows all commands, and its version", async () => {
    const { out } = await kinetic([]);
    for (const { name } of COMMANDS) expect(out).toContain(`  ${name} `);
    expect((await kinetic(["--version"])).out).toBe("0.1.0\n");
    expect((await kinetic(["help", "load"])).out).toContain("Usage: kinetic load");
  });

  it("knows what was meant", async () => {
    expect((await kinetic(["qurey"])).err).toBe("kinetic: unknown command 'qurey'\nType: kinetic query\n");
    expect((await kinetic(["auth"])).err).toContain("kinetic auth needs a command: login, whoami");
  });

  it.each([
    ["connection refused", { SF_LOGIN_URL: "http://127.0.0.1:1" }, 5],
    ["no such host", { SF_LOGIN_URL: "https://no-such-host.invalid" }, 5],
    ["a refused login", { SF_CLIENT_ID: "another app" }, 4],
    ["a setting that is none", { SF_LOGIN_URL: "not a url" }, 2],
  ])(
    "ends with a code of its own after %s",
    async (_name, env, expected) => {
      const { code, err } = await kinetic(["query", "SELECT Id FROM Account"], {
        env: { ...envOf(org), ...env },
      });
      expect(code, err).toBe(expected);
      expect(err).toMatch(/^kinetic: [^\n]+\nWhat to do: [^\n]+\n$/);
    },
    60_000,
  );

  it.each([
    ["EPIPE", 141, /^$/],
    ["ENOSPC", 74, /^kinetic: ENOSPC: write\nFree space[^\n]+\n$/],
  ])("ends cleanly when output fails with %s", async (outFails, expected, told) => {
    const { code, err } = await kinetic(["query", "SELECT Id FROM User"], { env: envOf(org), outFails });
    expect(code).toBe(expected);
    expect(err).toMatch(told);
  });

  it("uses colours where FORCE_COLOR says so, and none where NO_COLOR does or nobody looks", async () => {
    const coloured = async (env: Record<string, string>, tty: boolean): Promise<boolean> =>
      (await kinetic(["doctor"], { env: { ...envOf(org), ...env }, tty })).out.includes("\u001b[");
    expect(await coloured({}, true)).toBe(true);
    expect(await coloured({ TERM: "dumb" }, true)).toBe(false);
    expect(await coloured({ NO_COLOR: "1" }, true)).toBe(false);
    expect(await coloured({}, false)).toBe(false);
    expect(await coloured({ FORCE_COLOR: "1" }, false)).toBe(true);
    expect(await coloured({ FORCE_COLOR: "0" }, true)).toBe(false);
  });
});

describe("a secret", () => {
  it("is in no output, whatever goes wrong, not even with --debug", async () => {
    const token = org.accessToken();
    const canaries = [token, token.split("!")[1] ?? "", org.clientSecret, "MII", "s3cret-canary"];
    const variables = { SF_ACCESS_TOKEN: token, SF_INSTANCE_URL: org.url };
    const credentials = { SF_CLIENT_ID: "x", SF_CLIENT_SECRET: "s3cret-canary", SF_LOGIN_URL: org.url };
    const outputs: string[] = [];
    for (const env of [variables, credentials, envOf(org), { ...variables, SF_ACCESS_TOKEN: `${token}x` }])
      for (const args of [
        ["query", "SELECT Nope FROM Account", "--debug"],
        ["doctor", "--json", "--debug"],
        ["auth", "whoami", "--json", "--debug"],
        ["get", "Account", "001000000000001AAA", "--debug"],
      ]) {
        const { out, err } = await kinetic(args, { env });
        outputs.push(out + err);
      }
    expect(outputs.every((text) => text.length > 0)).toBe(true);
    for (const canary of canaries) expect(outputs.join("\n")).not.toContain(canary);
  });
});
