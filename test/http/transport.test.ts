import { gzipSync } from "node:zlib";
import { accessToken, SalesforceClient } from "kinetic-core";
import { MockAgent } from "undici";
import { describe, expect, it, vi } from "vitest";
import { quickClient } from "../support/client.ts";
import { json, startServer } from "../support/server.ts";

describe("the transport", () => {
  it("uses a dispatcher of the caller's own, and leaves it open", async () => {
    const agent = new MockAgent();
    agent.disableNetConnect();
    const mock = agent.get("https://acme.my.salesforce.com");
    const answer = { limits: true };
    mock
      .intercept({ path: "/services/data/v68.0/limits" })
      .reply(200, answer, { headers: { "content-type": "application/json" } })
      .times(2);
    const auth = accessToken({ token: "t", instanceUrl: "https://acme.my.salesforce.com" });
    for (let run = 0; run < 2; run += 1) {
      await using sf = new SalesforceClient({ auth, apiVersion: "68.0", http: { dispatcher: agent } });
      await expect(sf.request({ method: "GET", path: "limits" })).resolves.toMatchObject({ body: answer });
    }
    agent.assertNoPendingInterceptors();
    await agent.close();
  });

  it("asks for compressed answers and reads them, cut ones as a broken connection", async () => {
    const whole = gzipSync(JSON.stringify({ text: "x".repeat(10_000) }));
    await using server = await startServer((request, response, call) => {
      expect(request.headers["accept-encoding"]).toContain("gzip");
      response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" });
      response.end(call === 1 ? whole.subarray(0, whole.length - 10) : whole);
    });
    await using sf = quickClient(server.url).sf;
    const { body } = await sf.request<{ text: string }>({ method: "GET", path: "limits" });
    expect(body.text).toHaveLength(10_000);
    expect(server.seen).toHaveLength(2);
  });

  it("sends an opened body again byte for byte, opened anew", async () => {
    let opened = 0;
    await using server = await startServer((_, response, call) => {
      if (call === 1) response.destroy();
      else json(response, 201, undefined);
    });
    await using sf = quickClient(server.url).sf;
    await sf.request({
      method: "PUT",
      path: "jobs/ingest/750/batches",
      body: {
        open: async function* () {
          opened += 1;
          yield Buffer.from("Name\n");
          yield Buffer.from("Acme\n");
        },
        length: 10,
        contentType: "text/csv",
      },
    });
    expect(opened).toBe(2);
    expect(server.seen.map(({ body }) => body.toString())).toEqual(["Name\nAcme\n", "Name\nAcme\n"]);
    expect(server.seen[1]!.headers).toMatchObject({ "content-length": "10", "content-type": "text/csv" });
    expect(server.seen[1]!.headers["content-encoding"]).toBeUndefined();
  });

  it("keeps its connections for the calls that follow, and closes them with the client", async () => {
    await using server = await startServer((_, response) => json(response, 200, {}));
    const { sf } = quickClient(server.url);
    for (let i = 0; i < 20; i += 1) await sf.request({ method: "GET", path: "limits" });
    expect(server.connections()).toBeGreaterThanOrEqual(1);
    expect(server.connections()).toBeLessThanOrEqual(2);
    await sf.close();
    await vi.waitFor(() => expect(server.connections()).toBe(0), { timeout: 30_000 });
  });

  it("finds the newest API version where none is pinned, once for all calls", async () => {
    await using server = await startServer((request, response) => {
      const versions = [{ version: "9.0" }, { version: "68.0" }, { version: "67.0" }];
      json(response, 200, request.path === "/services/data" ? versions : {});
    });
    const auth = accessToken({ token: "t", instanceUrl: server.url });
    await using sf = new SalesforceClient({ auth });
    await Promise.all([1, 2, 3].map(() => sf.request({ method: "GET", path: "limits" })));
    expect(server.seen.map(({ path }) => path).sort()).toEqual([
      "/services/data",
      ...[1, 2, 3].map(() => "/services/data/v68.0/limits"),
    ]);
  });
});
