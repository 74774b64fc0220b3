import { once } from "node:events";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { connect as connectTo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import type { LocalOrg } from "kinetic-local-org";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Command, INITIALIZE, makeCommand, messages } from "../bin.ts";
import { ERAS, localOrg } from "../harness.ts";

let command: Command;
let org: LocalOrg;
let folder: string;
beforeAll(async () => {
  [command, org] = await Promise.all([
    makeCommand(),
    localOrg({ rows: { Account: [{ Name: "Acme" }] }, bulk: { fault: () => ({ stuck: true }) } }),
  ]);
  folder = await mkdtemp(join(tmpdir(), "kinetic-mcp-"));
}, 120_000);
afterAll(async () => {
  await command[Symbol.asyncDispose]();
  await org.close();
  await rm(folder, { recursive: true, force: true });
});

const settings = () => ({ SF_ACCESS_TOKEN: org.accessToken(), SF_INSTANCE_URL: org.url });
const call = (id: number, name: string, args: object) => ({
  id,
  method: "tools/call",
  params: { name, arguments: args },
});

describe.each(ERAS)("the command, asked by a %s host", (era) => {
  it("runs the demo over standard input and output", async () => {
    const mode = era === "legacy" ? "legacy" : { pin: "2026-07-28" };
    const client = new Client({ name: "test-host", version: "1.0.0" }, { versionNegotiation: { mode } });
    await client.connect(
      new StdioClientTransport({ command: process.execPath, args: [command.path, "--demo"] }),
    );
    const { tools } = await client.listTools();
    expect(tools).toHaveLength(7);
    const { structuredContent } = await client.callTool({
      name: "sf_query",
      arguments: { soql: "SELECT COUNT() FROM Account", mode: "count" },
    });
    expect(structuredContent).toMatchObject({ totalSize: 120 });
    await client.close();
  });
});

describe("the command", () => {
  it("ends when a host goes away that has sent nothing", async () => {
    const one = command.start([], settings());
    one.child.stdin?.end();
    expect(await one.ended).toBe(0);
    expect(one.output).toEqual({ stdout: "", stderr: "" });
  });

  it("stays when a host sends what is no message, and serves the next one", async () => {
    const one = command.start([], settings());
    one.child.stdin?.write("what?\n{\n[]\n\u0000\n");
    one.send(INITIALIZE);
    expect(await one.answer(1)).toMatchObject({ result: { serverInfo: { name: "kinetic-mcp" } } });
    one.child.stdin?.end();
    expect(await one.ended).toBe(0);
    expect(messages(one.output.stdout).every((message) => message["jsonrpc"] === "2.0")).toBe(true);
  });

  it("ends by itself when the host goes away in the middle of a job, and polls no more", async () => {
    const one = command.start(["--toolsets", "core,bulk"], settings());
    one.send(INITIALIZE);
    await one.answer(1);
    one.send({ method: "notifications/initialized" });
    one.send(call(2, "sf_bulk_query_start", { soql: "SELECT Id FROM Account" }));
    const { result } = (await one.answer(2)) as { result: { structuredContent: { jobId: string } } };
    const { jobId } = result.structuredContent;
    one.send(call(3, "sf_bulk_status", { jobId, kind: "query", waitSeconds: 50 }));
    const polls = () => org.requests().filter(({ url }) => url.endsWith(jobId)).length;
    const before = polls();
    await expect.poll(polls, { timeout: 10_000 }).toBeGreaterThan(before);
    one.child.stdin?.end();
    expect(await one.ended).toBe(0);
  });

  it("leaves no half of a file when the host goes away while it is saved", async () => {
    await using slow = await localOrg({ rows: { Account: [{ Name: "Acme" }] } });
    const env = { SF_ACCESS_TOKEN: slow.accessToken(), SF_INSTANCE_URL: slow.url };
    const one = command.start(["--toolsets", "core,bulk", "--export-dir", folder], env);
    one.send(INITIALIZE);
    await one.answer(1);
    one.send({ method: "notifications/initialized" });
    one.send(call(2, "sf_bulk_query_start", { soql: "SELECT Id FROM Account" }));
    const { result } = (await one.answer(2)) as { result: { structuredContent: { jobId: string } } };
    const { jobId } = result.structuredContent;
    one.send(call(3, "sf_bulk_status", { jobId, kind: "query", waitSeconds: 20 }));
    await one.answer(3);
    const fault = { kind: "trickle", bytesPerChunk: 1, delayMs: 500 } as const;
    const rule = slow.faults.add({ path: /results/, times: 9, fault });
    one.send(call(4, "sf_bulk_results", { jobId, part: "query", saveTo: "rows.csv" }));
    await expect.poll(() => rule.hits, { timeout: 10_000 }).toBe(1);
    one.child.stdin?.end();
    expect(await one.ended).toBe(0);
    expect(await readdir(folder)).not.toContain("rows.csv");
  });

  it.each([
    ["accept", { proceed: true }, { totals: { succeeded: 1 } }],
    ["accept", { proceed: "no boolean" }, { error: { code: "CANCELLED" } }],
    ["decline", undefined, { error: { code: "CANCELLED" } }],
  ])("asks the user of an old host before a write, who answers %s %j", async (action, content, outcome) => {
    const one = command.start(["--toolsets", "core,write", "--write"], settings());
    one.send({ ...INITIALIZE, params: { ...INITIALIZE.params, capabilities: { elicitation: {} } } });
    await one.answer(1);
    one.send({ method: "notifications/initialized" });
    one.send(call(2, "sf_create_records", { object: "Account", records: [{ Name: "New" }] }));
    const asked = () => messages(one.output.stdout).find(({ method }) => method === "elicitation/create");
    await expect.poll(asked, { timeout: 10_000 }).toBeDefined();
    one.send({ id: asked()?.["id"], result: { action, content } });
    expect(await one.answer(2)).toMatchObject({ result: { structuredContent: outcome } });
    one.child.stdin?.end();
    expect(await one.ended).toBe(0);
  });

  it.each(["SIGINT", "SIGTERM"] as const)("ends at %s", async (signal) => {
    const one = command.start([], settings());
    one.send(INITIALIZE);
    await one.answer(1);
    one.child.kill(signal);
    expect(await one.ended).toBe(0);
  });

  it("over HTTP, outlives connections that send nothing, half a call, or go away", async () => {
    const one = command.start(["--http", "0"], settings());
    await expect.poll(() => one.output.stderr, { timeout: 20_000 }).toMatch(/listening on/);
    const url = new URL(/http:\S+/.exec(one.output.stderr)?.[0] ?? "");
    for (const text of [
      "",
      "POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99\r\n\r\n{",
      "GET\r\n\r\n",
    ]) {
      const socket = connectTo(Number(url.port), "127.0.0.1");
      socket.on("error", () => undefined);
      await once(socket, "connect");
      socket.write(text);
      socket.destroy();
    }
    const answer = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json, text/event-stream" },
      body: JSON.stringify({ jsonrpc: "2.0", ...INITIALIZE }),
    });
    expect(await answer.text()).toContain("kinetic-mcp");
    one.child.kill("SIGTERM");
    expect(await one.ended).toBe(0);
    expect(one.output.stdout).toBe("");
  });
});

/** What must never be seen, in any form in which it could be. */
describe("secrets", () => {
  it("are in no byte that the command writes, whatever goes wrong", async () => {
    const canary = "CANARYsecretCANARY";
    const token = org.accessToken();
    const key = join(folder, "server.key");
    const keyText = org.privateKey;
    await writeFile(key, keyText);
    const login = { SF_LOGIN_URL: org.url, SF_CLIENT_ID: org.clientId };
    const ways: Record<string, string>[] = [
      settings(),
      { ...settings(), SF_ACCESS_TOKEN: `00D000000000001!${canary}` },
      { ...login, SF_CLIENT_SECRET: canary },
      { ...login, SF_USERNAME: "nobody@example.com", SF_PRIVATE_KEY_PATH: key },
      { ...login, SF_USERNAME: org.username, SF_PRIVATE_KEY_PATH: key },
      { SF_CLIENT_SECRET: canary },
    ];
    const calls = [
      call(2, "sf_diagnose", {}),
      call(3, "sf_query", { soql: `SELECT Id FROM Account WHERE Name = 'x'` }),
      call(4, "sf_query", { soql: "SELECT Nmae FROM Account" }),
      call(5, "sf_nothing", {}),
      { id: 6, method: "resources/read", params: { uri: "sf://policy" } },
      { id: 7, method: "resources/read", params: { uri: "sf://org" } },
    ];
    for (const way of ways) {
      const one = command.start(["--toolsets", "all", "--write"], way);
      one.send(INITIALIZE);
      await one.answer(1);
      one.send({ method: "notifications/initialized" });
      for (const each of calls) {
        one.send(each);
        await one.answer(each.id);
      }
      one.child.stdin?.end();
      await one.ended;
      const written = one.output.stdout + one.output.stderr;
      const keyLine = keyText.split("\n")[2] ?? "";
      for (const secret of [canary, token, token.split("!")[1] ?? "", keyLine]) {
        expect(secret.length).toBeGreaterThan(10);
        expect(written.includes(secret), secret.slice(0, 6)).toBe(false);
      }
    }
  }, 60_000);
});
