import { afterAll, beforeAll, expect, it } from "vitest";
import { type Command, makeCommand } from "../bin.ts";
import { runTool } from "./tools.ts";

const INSPECTOR = "@modelcontextprotocol/inspector/clients/launcher/build/index.js";

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

it("the inspector of the protocol finds nothing in the schemas of all tools, not even what some hosts refuse", async () => {
  const args = ["--cli", process.execPath, command.path, ...ALL, "--method", "tools/list", "--strict"];
  const { code, stdout, stderr } = await runTool(INSPECTOR, args);
  expect(code, stderr).toBe(0);
  expect(stderr).not.toMatch(/Warning|Error/);
  expect((JSON.parse(stdout) as { tools: readonly unknown[] }).tools).toHaveLength(19);
});
