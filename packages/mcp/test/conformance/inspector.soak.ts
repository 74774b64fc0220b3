import { execFile } from "node:child_process";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Command, makeCommand } from "../bin.ts";

/** The inspector needs Node 22, and is fetched as the conformance suite is. */
const INSPECTOR = [
  ...["--yes", "--ignore-scripts=false", "--loglevel=error"],
  ...["-p", "node@24.21.0", "-p", "@modelcontextprotocol/inspector@2.12.0", "mcp-inspector", "--cli"],
];
/** Variables reach the server where they are named: all tools are to be looked at. */
const ALL = [
  "KINETIC_MCP_TOOLSETS=all",
  "KINETIC_MCP_WRITE=true",
  "KINETIC_MCP_APEX_REST_ALLOW=GET /*",
].flatMap((one) => ["-e", one]);

let command: Command;
beforeAll(async () => {
  command = await makeCommand();
}, 120_000);
afterAll(() => command[Symbol.asyncDispose]());

it("the inspector of the protocol finds no error in the schemas of all tools", async () => {
  const args = [...INSPECTOR, "node", command.path, ...ALL, "--method", "tools/list", "--strict"];
  const { code, listed, told } = await new Promise<{ code: unknown; listed: string; told: string }>(
    (resolve) => {
      execFile("npx", args, { maxBuffer: 1e8 }, (error, stdout, stderr) => {
        resolve({ code: error?.code ?? 0, listed: stdout, told: stderr });
      });
    },
  );
  expect(code, told).toBe(0);
  expect(told).toContain("0 errors");
  expect((JSON.parse(listed) as { tools: readonly unknown[] }).tools).toHaveLength(19);
});
