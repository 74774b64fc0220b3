import { request } from "node:http";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { OAuthError, OAuthErrorCode } from "@modelcontextprotocol/server";
import { accessToken } from "kinetic-core";
import type { LocalOrg } from "kinetic-local-org";
import { createSalesforceMcp, type SalesforceMcpConfig } from "kinetic-mcp";
import { createMcpFetch, type McpHttpOptions, serveHttp } from "kinetic-mcp/http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ERAS, type Era, localOrg, orgConfig } from "../harness.ts";

let org: LocalOrg;
beforeAll(async () => {
  org = await localOrg({
    users: [{ username: "ada@example.com" }, { username: "bob@example.com" }],
    rows: { Account: Array.from({ length: 30 }, (_, at) => ({ Name: `Acme ${at}` })) },
  });
});
afterAll(() => org.close());

/** A server that listens, until the end of the test. */
async function served(options: McpHttpOptions = {}, config: Partial<SalesforceMcpConfig> = {}) {
  const mcp = createSalesforceMcp({ orgs: [orgConfig(org)], ...config });
  const server = await serveHttp(mcp, options);
  return {
    url: server.url,
    async [Symbol.asyncDispose]() {
      await server.close();
      await mcp.close();
    },
  };
}

async function host(url: string, { era = "modern", token }: { era?: Era; token?: string } = {}) {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const mode = era === "legacy" ? "legacy" : { pin: "2026-07-28" };
  const client = new Client({ name: "test-host", version: "1.0.0" }, { versionNegotiation: { mode } });
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }));
  return {
    client,
    call: async (name: string, args: Record<string, unknown> = {}) =>
      (await client.callTool({ name, arguments: args })).structuredContent as Record<string, unknown>,
    [Symbol.asyncDispose]: () => client.close(),
  };
}

/** Sends a call by hand, with any headers, and returns the status. */
function send(url: string, headers: Record<string, string>, body = "{}"): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      { method: "POST", headers: { "content-type": "application/json", ...headers } },
      (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      },
    );
    sent.on("error", reject);
    sent.end(body);
  });
}

/** Knows two people by their tokens. */
const verifier = {
  async verifyAccessToken(token: string) {
    const sub = /^token-of-(\w+)$/.exec(token)?.[1];
    if (sub === undefined) throw new OAuthError(OAuthErrorCode.InvalidToken, "unknown token");
    return { token, clientId: "app", scopes: ["mcp"], expiresAt: Date.now() / 1000 + 3600, extra: { sub } };
  },
};

describe.each(ERAS)("a %s host over HTTP", (era) => {
  it("lists and calls tools", async () => {
    await using server = await served();
    await using one = await host(server.url, { era });
    expect((await one.client.listTools()).tools).toHaveLength(7);
    expect(await one.call("sf_query", { soql: "SELECT Id FROM Account", mode: "count" })).toMatchObject({
      totalSize: 30,
    });
  });

  it("goes on with a cursor in a later request", async () => {
    await using server = await served();
    await using one = await host(server.url, { era });
    const { nextCursor } = await one.call("sf_query", { soql: "SELECT Id FROM Account", maxRows: 20 });
    expect(await one.call("sf_query", { cursor: nextCursor })).toMatchObject({ returned: 10, done: true });
  });
});

describe("the HTTP server", () => {
  it("refuses foreign hosts, foreign pages, other paths and big bodies", async () => {
    await using server = await served({ maxBodyBytes: 1000 });
    expect(await send(server.url, { host: "evil.example.com" })).toBe(403);
    expect(await send(server.url, { origin: "https://evil.example.com" })).toBe(403);
    expect(await send(server.url, { origin: "null" })).toBe(403);
    expect(await send(server.url.replace("/mcp", "/other"), {})).toBe(404);
    expect(await send(server.url, {}, JSON.stringify({ x: "y".repeat(2000) }))).toBe(413);
    expect(await send(server.url, { host: "a b" })).toBe(400);
  });

  it.each(["0.0.0.0", "::", "192.168.1.5"])(
    "does not listen on %s without a verifier and names",
    async (name) => {
      const mcp = createSalesforceMcp({ orgs: [orgConfig(org)] });
      await expect(serveHttp(mcp, { host: name })).rejects.toMatchObject({ code: "SETTINGS" });
      await expect(serveHttp(mcp, { host: name, verifier })).rejects.toMatchObject({ code: "SETTINGS" });
      expect(() =>
        createMcpFetch(mcp, { host: name, verifier, allowedHosts: ["mcp.example.com"] }),
      ).not.toThrow();
      await mcp.close();
    },
  );

  it("lets nobody in without a good token, where there is a verifier", async () => {
    await using server = await served({ verifier, requiredScopes: ["mcp"] });
    expect(await send(server.url, {})).toBe(401);
    expect(await send(server.url, { authorization: "Bearer guess" })).toBe(401);
    expect(await send(server.url, { authorization: `Bearer ${org.accessToken()}` })).toBe(401);
    await using one = await host(server.url, { token: "token-of-ada" });
    expect((await one.client.listTools()).tools).toHaveLength(7);
    await using strict = await served({ verifier, requiredScopes: ["admin"] });
    expect(await send(strict.url, { authorization: "Bearer token-of-ada" })).toBe(403);
  });

  it("gives a cursor to one person alone", async () => {
    await using server = await served({ verifier });
    await using ada = await host(server.url, { token: "token-of-ada" });
    await using bob = await host(server.url, { token: "token-of-bob" });
    const { nextCursor } = await ada.call("sf_query", { soql: "SELECT Id FROM Account", maxRows: 20 });
    expect(await bob.call("sf_query", { cursor: nextCursor })).toMatchObject({
      error: { code: "CURSOR_INVALID" },
    });
    expect(await ada.call("sf_query", { cursor: nextCursor })).toMatchObject({ returned: 10 });
  });

  it("lets everybody work as himself", async () => {
    const orgs: SalesforceMcpConfig["orgs"] = ({ extra }) => {
      const token = org.accessToken(`${String(extra?.["sub"])}@example.com`);
      return [{ auth: accessToken({ token, instanceUrl: org.url }) }];
    };
    await using server = await served({ verifier }, { orgs });
    await using ada = await host(server.url, { token: "token-of-ada" });
    await using bob = await host(server.url, { token: "token-of-bob" });
    expect(await ada.call("sf_diagnose")).toMatchObject({ org: { username: "ada@example.com" } });
    expect(await bob.call("sf_diagnose")).toMatchObject({ org: { username: "bob@example.com" } });
  });

  it("caps the calls of one asker", async () => {
    await using server = await served({ verifier, maxCallsPerMinute: 5 });
    const calls = (token: string) =>
      Promise.all(Array.from({ length: 7 }, () => send(server.url, { authorization: `Bearer ${token}` })));
    const statuses = await calls("token-of-ada");
    expect(statuses.filter((status) => status === 429)).toHaveLength(2);
    expect(await send(server.url, { authorization: "Bearer token-of-bob" })).not.toBe(429);
  });

  it("ends the work for a host that goes away", async () => {
    await using slow = await localOrg();
    const hanging = slow.faults.add({ path: /limits$/, fault: { kind: "hang" } });
    await using server = await served({}, { orgs: [orgConfig(slow)] });
    await using one = await host(server.url);
    const gone = new AbortController();
    const call = one.client.callTool({ name: "sf_limits", arguments: {} }, { signal: gone.signal });
    await expect.poll(() => hanging.hits, { timeout: 10_000 }).toBe(1);
    gone.abort(new Error("the user went away"));
    await expect(call).rejects.toThrow();
  });

  it.each(ERAS)("asks the org no more about a job whose host went away, %s", async (era) => {
    await using slow = await localOrg({ bulk: { fault: () => ({ stuck: true }) } });
    const settings = { toolsets: ["core", "bulk"] as const };
    await using server = await served({}, { orgs: [orgConfig(slow)], settings });
    await using one = await host(server.url, { era });
    const { jobId } = await one.call("sf_bulk_query_start", { soql: "SELECT Id FROM Account" });
    const polls = (): number => slow.requests().filter(({ url }) => url.endsWith(String(jobId))).length;
    const params = { name: "sf_bulk_status", arguments: { jobId, kind: "query", waitSeconds: 50 } };
    const call = expect(one.client.callTool(params)).rejects.toThrow();
    await expect.poll(polls, { timeout: 30_000 }).toBeGreaterThan(3);
    await one.client.close();
    await call;
    // The test's pauses are 5 ms: whoever still asked would have asked in this time.
    const asked = async (): Promise<number> => {
      const before = polls();
      await new Promise((resolve) => setTimeout(resolve, 300));
      return polls() - before;
    };
    await expect.poll(asked, { timeout: 10_000 }).toBe(0);
  });
});
