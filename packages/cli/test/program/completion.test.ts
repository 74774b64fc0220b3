import { execFileSync, spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { kinetic } from "../support/kinetic.ts";

const has = (shell: string): boolean => spawnSync(shell, ["-c", "true"]).status === 0;
const script = async (shell: string): Promise<string> => (await kinetic(["completion", shell])).out;

describe.runIf(has("bash"))("bash completes", async () => {
  const source = await script("bash");
  const complete = (...words: string[]): string[] => {
    const line = words.map((word) => `'${word}'`).join(" ");
    const test = `${source}\nCOMP_WORDS=(kinetic ${line}); COMP_CWORD=${words.length}; _kinetic; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return execFileSync("bash", ["-uec", test], { encoding: "utf8" }).trim().split("\n");
  };

  it.each([
    [[""], ["query", "get", "load", "auth", "completion"]],
    [["qu"], ["query"]],
    [
      ["auth", "lo"],
      ["login", "logout"],
    ],
    [
      ["auth", "login", ""],
      ["web", "device", "jwt", "client-credentials", "token"],
    ],
    [["query", "SELECT", "--fo"], ["--format"]],
    [
      ["query", "--format", ""],
      ["table", "csv", "ndjson", "json"],
    ],
    [
      ["load", "Account", "a.csv", "--operation", "up"],
      ["update", "upsert"],
    ],
    [
      ["load", "--encoding", "utf-16"],
      ["utf-16le", "utf-16be"],
    ],
  ])("%j", (words, expected) => {
    expect(complete(...words)).toEqual(expect.arrayContaining(expected));
  });

  it("leaves files to bash where an option or an argument is one", () => {
    expect(complete("query", "-o", "")).toEqual([""]);
    expect(complete("load", "Account", "")).toEqual([""]);
  });
});

describe.each([
  ["zsh", "-n"],
  ["fish", "--no-execute"],
])("the script of %s", (shell, check) => {
  it("names every command and closes every quote", async () => {
    const text = await script(shell);
    for (const name of ["query", "load", "doctor", "client-credentials"]) expect(text).toContain(name);
    for (const line of text.split("\n").filter((one) => !one.startsWith("#")))
      expect((line.replace(/\\'/g, "").match(/'/g) ?? []).length % 2, line).toBe(0);
  });

  it.runIf(has(shell))("is one that the shell can read", async () => {
    execFileSync(shell, [check], { input: await script(shell) });
  });
});

it("is there for no other shell", async () => {
  const { code, err } = await kinetic(["completion", "tcsh"]);
  expect(code).toBe(2);
  expect(err).toContain("Type: kinetic completion bash");
});
