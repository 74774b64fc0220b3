import { describe, expect, it } from "vitest";
import { inProject } from "../support/built.ts";

interface Block {
  readonly line: number;
  readonly code: string;
  readonly runs: boolean;
}
const { blocksOf, shellBlocksOf } = (await import(inProject("scripts/doc-blocks.mjs"))) as {
  blocksOf(path: string, text: string): Block[];
  shellBlocksOf(path: string, text: string): Block[];
};

const page = [
  "# Page",
  "```sh",
  "npm ci",
  "```",
  "```ts",
  "one();",
  "```",
  "```ts no-run",
  "two();",
  "```",
].join("\n");

describe("the code of the documentation", () => {
  it("is found in pages by its line, and runs unless the page says otherwise", () => {
    expect(blocksOf("README.md", page)).toMatchObject([
      { line: 6, code: "one();", runs: true },
      { line: 9, code: "two();", runs: false },
    ]);
    expect(blocksOf("docs/guides/types.md", page).map(({ runs }) => runs)).toEqual([true, false]);
    expect(blocksOf("packages/mcp/README.md", page).map(({ runs }) => runs)).toEqual([true, false]);
    expect(blocksOf("src/a.ts", page).some(({ runs }) => runs)).toBe(false);
  });

  it("is run where a block of shell says so, and only there", () => {
    const both = `${page}\n\`\`\`sh run\nkinetic limits\n\`\`\``;
    expect(shellBlocksOf("README.md", both)).toMatchObject([{ line: 12, code: "kinetic limits" }]);
    expect(blocksOf("README.md", both)).toHaveLength(2);
  });

  it("is found in doc comments, and not in the code around them", () => {
    const source = [
      "const a = `",
      "```ts",
      "no();",
      "```",
      "`;",
      "/** Says:",
      " * ```ts",
      " * yes();",
      " * ```",
      " */",
    ];
    expect(blocksOf("src/a.ts", source.join("\n"))).toMatchObject([{ line: 8, code: "yes();", runs: false }]);
  });
});
