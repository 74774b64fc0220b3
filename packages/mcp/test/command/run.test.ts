import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { runCommand } from "../../src/command/index.ts";

async function run(args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ["", ""];
  const code = await runCommand(args, {
    env: {},
    stdin: new PassThrough(),
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    stop: Promise.resolve(),
  });
  return { code, out, err };
}

describe("the command", () => {
  it.each([
    [["--no-such-flag"], "no-such-flag"],
    [["stray"], "stray"],
    [["--toolsets", "everything"], "--toolsets takes"],
    [["--tools", "sf_nothing"], "There is no tool sf_nothing"],
    [["--confirm", "never"], "--confirm takes"],
    [["--org", "nothing"], "--org takes alias=file"],
    [["--org", "a=/no/such/file"], "cannot be read"],
    [["--max-rows", "many"], "whole number"],
    [["--apex-rest-allow", "anything"], "takes a method and a path"],
  ])("says what is wrong with %j, and does not start", async (args, text) => {
    const { code, out, err } = await run(args);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(text);
  });

  it("prints its usage and its version", async () => {
    expect(await run(["--help"])).toMatchObject({ code: 0, out: expect.stringContaining("--toolsets") });
    expect(await run(["--version"])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
  });
});
