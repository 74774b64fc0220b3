import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { LocalOrg } from "kinetic-local-org";
import { createSalesforceMcp } from "kinetic-mcp";
import { type McpHttpServer, serveHttp } from "kinetic-mcp/http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { localOrg, orgConfig } from "../harness.ts";
import { addFixtures } from "./fixtures.ts";
import { runTool, type ToolRun } from "./tools.ts";

let org: LocalOrg;
let server: McpHttpServer;
let folder: string;
const mcps: { close(): Promise<void> }[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kinetic-mcp-"));
  org = await localOrg();
  const mcp = createSalesforceMcp({ orgs: [orgConfig(org)] });
  mcps.push(mcp);
  const withFixtures = {
    ...mcp,
    async factory(...args: Parameters<typeof mcp.factory>) {
      const made = await mcp.factory(...args);
      addFixtures(made as Parameters<typeof addFixtures>[0]);
      return made;
    },
  };
  server = await serveHttp(withFixtures, { maxCallsPerMinute: 100_000 });
});
afterAll(async () => {
  await server.close();
  for (const mcp of mcps) await mcp.close();
  await org.close();
  await rm(folder, { recursive: true, force: true });
});

function conformance(revision: string): Promise<ToolRun> {
  const baseline = fileURLToPath(new URL(`baseline-${revision}.yml`, import.meta.url));
  const args = ["server", "--url", server.url, "--requirements", revision, "--expected-failures", baseline];
  return runTool("@modelcontextprotocol/conformance/dist/index.js", args, folder);
}

describe("the conformance suite of the protocol", () => {
  it.each(["2025-11-25", "2026-07-28"])(
    "finds nothing in %s but what the baseline says",
    async (revision) => {
      const { code, stdout, stderr } = await conformance(revision);
      const output = stdout + stderr;
      expect(output).toMatch(/Total: \d+ passed/);
      expect(code, output.slice(output.indexOf("=== SUMMARY"))).toBe(0);
    },
  );
});
