import type { Tool } from "@modelcontextprotocol/client";
import fc from "fast-check";
import type { LocalOrg } from "kinetic-local-org";
import type { McpSettings } from "kinetic-mcp";
import { expect } from "vitest";
import { connect, localOrg, orgConfig } from "../harness.ts";
import { randomCalls } from "../random-calls.ts";

/** What may be sent besides GET where nothing may be written, by a list that is not the guard's own. */
const READING_POSTS = [/\/parameterizedSearch$/, /\/composite(\/batch|\/sobjects\/\w+)?$/];
const JOB_CALLS = /\/jobs\/query(\/\w+)?$/;

const EVERYTHING: McpSettings = {
  toolsets: ["core", "bulk", "write", "apex", "files"],
  confirm: "off",
  apexRestAllow: ["* /*"],
};

/** Makes random calls of every tool there is, those that write too, and expects that nothing was written. */
export async function fuzzReadOnly(numRuns: number, more: McpSettings = {}): Promise<void> {
  await using org = await localOrg({
    rows: { Account: [{ Id: "001000000000001", Name: "Acme" }], Contact: [{ LastName: "Muster" }] },
    requestLogSize: 1_000_000,
  });
  const names = await everyTool(org);
  await using host = await connect([orgConfig(org)], { settings: { ...EVERYTHING, ...more } });
  const offered = new Set((await host.client.listTools()).tools.map(({ name }) => name));
  const before = stateOf(org);
  await fc.assert(
    fc.asyncProperty(randomCalls(names), async ({ name, args }) => {
      const answer = host.call(name, args);
      if (offered.has(name)) expect((await answer).text, name).not.toMatch(/^INTERNAL/);
      else await expect(answer).rejects.toThrow(/not found/i);
    }),
    { numRuns },
  );
  expect(stateOf(org)).toEqual(before);
  expect(org.requests().filter(({ method, url }) => !reads(method, url))).toEqual([]);
  // Of 150 calls about 45 get as far as the org; by chance sometimes only 30.
  expect(org.requests().length).toBeGreaterThan(numRuns / 10);
}

function reads(method: string, url: string): boolean {
  const { pathname: path, searchParams } = new URL(url, "http://org");
  const names = [...searchParams.keys()].map((name) => name.toLowerCase());
  if (names.includes("_httpmethod") || /executeAnonymous/i.test(path)) return false;
  if (method === "GET") return true;
  if (JOB_CALLS.test(path)) return true;
  return method === "POST" && READING_POSTS.some((one) => one.test(path));
}

async function everyTool(org: LocalOrg): Promise<readonly Tool[]> {
  await using host = await connect([orgConfig(org)], { settings: { ...EVERYTHING, write: true } });
  return (await host.client.listTools()).tools;
}

function stateOf(org: LocalOrg): unknown {
  const objects = ["Account", "Contact", "ContentVersion", "ContentDocument"];
  const ingest = org.jobs().filter(({ kind }) => kind === "ingest");
  return [objects.map((name) => org.rows(name)), ingest];
}
