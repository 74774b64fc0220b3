import { describe, expect, it } from "vitest";
import { readInvocation, usage } from "../../src/command/flags.ts";

describe("the flags", () => {
  it("are read from the arguments", () => {
    const args = [
      "--toolsets",
      "core,bulk",
      "--max-rows",
      "100",
      "--write",
      "--org",
      "a=a.env",
      "--org",
      "b=b.env",
    ];
    expect(readInvocation(args, {})).toMatchObject({
      settings: { toolsets: ["core", "bulk"], maxRows: 100, write: true, allowProductionWrites: false },
      orgs: ["a=a.env", "b=b.env"],
      demo: false,
    });
  });

  it("are read from the environment, and arguments come first", () => {
    const env = {
      KINETIC_MCP_MAX_ROWS: "10",
      KINETIC_MCP_WRITE: "true",
      KINETIC_MCP_DENY_FIELDS: "User.Email, Salary__c",
    };
    const { settings } = readInvocation(["--max-rows", "20"], env);
    expect(settings).toMatchObject({
      maxRows: 20,
      write: true,
      policy: { denyFields: ["User.Email", "Salary__c"] },
    });
    expect(readInvocation([], { KINETIC_MCP_WRITE: "off" }).settings.write).toBe(false);
  });

  it("know all toolsets by one word", () => {
    expect(readInvocation(["--toolsets", "all"], {}).settings.toolsets).toHaveLength(5);
  });

  it.each([
    [["--maxrows", "3"], {}, "maxrows"],
    [["--max-rows", "many"], {}, "--max-rows takes a whole number"],
    [["--toolsets", "core,cor"], {}, 'not "cor"'],
    [["--confirm", "never"], {}, "--confirm takes elicit, host or off"],
    [[], { KINETIC_MCP_WRITE: "perhaps" }, "KINETIC_MCP_WRITE is true or false"],
    [["stray"], {}, "stray"],
  ])("refuse %j %j", (args, env, text) => {
    expect(() => readInvocation(args, env)).toThrow(text);
  });

  it("are all in the usage", () => {
    expect(usage()).toContain("--exclude-tools <list>");
    expect(usage()).toContain("KINETIC_MCP_MAX_ROWS");
  });
});
