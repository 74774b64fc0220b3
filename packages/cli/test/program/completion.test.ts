import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { kinetic } from "../support/kinetic.ts";

const has = (shell: string): boolean => spawnSync(shell, ["-c", "true"]).status === 0;
const script = async (shell: string): Promise<string> => (await kinetic(["completion", shell])).out;

type Complete = (source: string, words: readonly string[]) => string[];

const inBash: Complete = (source, words) => {
  const line = words.map((word) => `'${word}'`).join(" ");
  const test = `${source}\nCOMP_WORDS=(kinetic ${line}); COMP_CWORD=${words.length}; _kinetic; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync("bash", ["-uec", test], { encoding: "utf8" }).trim().split("\n");
};

/** What fish lists for a line, as it would at the Tab key. */
const inFish: Complete = (source, words) => {
  const test = `${source}\ncomplete -C ${JSON.stringify(`kinetic ${words.join(" ")}`)}`;
  const listed = execFileSync("fish", ["--no-config", "-c", test], { encoding: "utf8" });
  return listed.split("\n").map((line) => line.split("\t")[0] ?? "");
};

/** What an interactive zsh lists at the Tab key, on a terminal of its own. */
const inZsh: Complete = (source, words) => {
  const folder = mkdtempSync(join(tmpdir(), "kinetic-zsh-"));
  writeFileSync(join(folder, "kinetic.zsh"), source);
  const args = ["-f", "-c", ZSH_AT_TAB, "zsh", join(folder, "kinetic.zsh"), `kinetic ${words.join(" ")}`];
  const shown = execFileSync("zsh", args, { encoding: "utf8", cwd: folder, timeout: 20_000 });
  rmSync(folder, { recursive: true });
  // Behind the line that was typed, and before it is shown again.
  const [, listed = ""] = shown.split(/(?:READY> )?kinetic [^\r\n]*[\r\n]+/);
  return listed.split(/[\r\n]+/).flatMap((line) => (line.split(" -- ")[0] ?? "").trim().split(/ +/));
};

const ZSH_AT_TAB = `
zmodload zsh/zpty
zpty inner zsh -f -i
# The prompt is there once keys are taken for keys; the line that sets it does not look like it.
zpty -w inner "PS1='RE''ADY> '; TERM=dumb; stty cols 200; unset zle_bracketed_paste; autoload -Uz compinit; compinit -u -D; source $1; bindkey '^I' list-choices; LISTMAX=1000"
zpty -r inner shown '*READY> *'
zpty -w -n inner "$2"$'\\t'
zpty -w -n inner $'\\C-u'"print DONE"$'\\n'
zpty -r inner shown '*DONE*'
print -rn -- $shown
zpty -d inner
`;

const SHELLS: [string, Complete][] = [
  ["bash", inBash],
  ["fish", inFish],
  ["zsh", inZsh],
];

describe.each(SHELLS)("%s completes", (shell, complete) => {
  if (!has(shell)) it.skip(`${shell} is not on this machine (on Debian: apt-get install ${shell})`);

  it.runIf(has(shell)).each([
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
  ])("%j", async (words, expected) => {
    const completed = complete(await script(shell), words);
    expect(completed).toEqual(expect.arrayContaining(expected));
    // Only what begins as the word does, and nothing that belongs elsewhere.
    const begun = words.at(-1) ?? "";
    if (begun !== "")
      expect(completed.filter((word) => word.startsWith(begun))).toHaveLength(expected.length);
    expect(completed.includes("query")).toBe(expected.includes("query"));
  });
});

it.runIf(has("bash"))("leaves files to bash where an option or an argument is one", async () => {
  const source = await script("bash");
  expect(inBash(source, ["query", "-o", ""])).toEqual([""]);
  expect(inBash(source, ["load", "Account", ""])).toEqual([""]);
});

it.runIf(has("fish"))("lets fish name files where an option is one", async () => {
  expect(inFish(await script("fish"), ["query", "-o", "/et"])).toContain("/etc/");
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
    const folder = mkdtempSync(join(tmpdir(), "kinetic-shell-"));
    writeFileSync(join(folder, "script"), await script(shell));
    execFileSync(shell, [check, join(folder, "script")]);
    rmSync(folder, { recursive: true });
  });
});

it("is there for no other shell", async () => {
  const { code, err } = await kinetic(["completion", "tcsh"]);
  expect(code).toBe(2);
  expect(err).toContain("Type: kinetic completion bash");
});
