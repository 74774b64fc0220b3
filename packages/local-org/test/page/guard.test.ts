import { request } from "node:http";
import { type LocalOrg, startLocalOrg } from "kinetic-local-org";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

let org: LocalOrg;
beforeAll(async () => {
  org = await startLocalOrg({ allowedHosts: ["local-org"] });
});
afterAll(() => org.close());

interface Answer {
  readonly status: number | undefined;
  readonly text: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** Sends a request as a browser would that found the org under some name. */
function ask(path: string, headers: Record<string, string>, method = "GET"): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(`${org.url}${path}`, { method, headers }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part: string) => {
        text += part;
      });
      response.on("end", () => resolve({ status: response.statusCode, text, headers: response.headers }));
    });
    sent.on("error", reject).end();
  });
}

const port = (): string => new URL(org.url).port;

describe("who may ask for the page and the control endpoint", () => {
  it.each(["localhost", "127.0.0.1", "127.8.8.8", "[::1]", "org.localhost", "LOCALHOST", "local-org"])(
    "is who calls the org %s",
    async (name) => {
      const host = `${name}:${port()}`;
      expect((await ask("/", { host })).status).toBe(200);
      expect((await ask("/_org", { host })).status).toBe(200);
      const origin = `http://${host}`;
      expect((await ask("/_org/sessions", { host, origin }, "DELETE")).status).toBe(204);
    },
  );

  it.each([
    "evil.example",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "127.0.0.1.nip.io",
    "local-org.evil",
  ])("is not who calls it %s", async (name) => {
    const host = `${name}:${port()}`;
    for (const path of ["/", "/_org", "/_org/requests", "/_org/page/page.js"]) {
      const { status, text } = await ask(path, { host });
      expect([path, status]).toEqual([path, 403]);
      expect(text).toContain("name the host in the option allowedHosts");
    }
    expect((await ask("/_org/sessions", { host }, "POST")).status).toBe(403);
  });

  it("is no page of another origin, not even on this machine", async () => {
    for (const origin of [
      "http://evil.example",
      "http://localhost:1",
      "null",
      `https://127.0.0.1:${port()}`,
    ]) {
      const { status, text } = await ask("/_org/reset", { origin }, "POST");
      expect([origin, status]).toEqual([origin, 403]);
      expect(text).toContain(`Pages of ${origin}`);
    }
  });

  it("serves the files of the page and no others, with nothing allowed from elsewhere", async () => {
    const { status, headers } = await ask("/", {});
    expect([status, headers["content-type"]]).toEqual([200, "text/html;charset=UTF-8"]);
    expect(headers["content-security-policy"]).toContain("default-src 'none'; script-src 'self'");
    for (const path of ["/_org/page/routes.ts", "/_org/page/..%2Froutes.ts", "/_org/page/%2Fetc%2Fpasswd"])
      expect((await ask(path, {})).status).toBe(404);
  });

  it("leaves no trace in the request log", async () => {
    await ask("/", {});
    expect(org.requests()).toEqual([]);
  });
});

describe("what the page asks for", () => {
  it("is there as JSON for everybody", async () => {
    const objects = JSON.parse((await ask("/_org/objects", {})).text) as { name: string }[];
    expect(objects).toContainEqual({ name: "User", label: "User", custom: false, rows: 1 });
    expect(JSON.parse((await ask("/_org/users", {})).text)).toEqual([
      {
        id: org.userId,
        username: "admin@example.com",
        name: "Ada Admin",
        active: true,
        profile: "System Administrator",
        permissionSets: [],
      },
    ]);
    const apps = (await ask("/_org/apps", {})).text;
    expect(JSON.parse(apps)).toMatchObject([
      { clientId: org.clientId, barred: [], runAs: "admin@example.com" },
    ]);
    expect(apps).not.toContain(org.clientSecret);
  });

  it("asks queries as a user", async () => {
    const query = async (body: unknown): Promise<unknown> => {
      const headers = { "content-type": "application/json" };
      const url = `${org.url}/_org/query`;
      const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
      return [answer.status, await answer.json()];
    };
    expect(await query({ soql: "SELECT count() FROM User" })).toEqual([
      200,
      { totalSize: 1, done: true, records: [] },
    ]);
    expect(await query({ soql: "SELECT" })).toMatchObject([400, [{ errorCode: "MALFORMED_QUERY" }]]);
    expect(await query({})).toMatchObject([400, [{ errorCode: "INVALID_CONTROL_REQUEST" }]]);
    expect(await query({ soql: "x", username: "nobody" })).toMatchObject([
      400,
      [{ message: 'This org has no user nobody: add one with the option "users".' }],
    ]);
  });

  it("shows only the last requests to who asks for those", async () => {
    // Read to its end: a request is in the log when its answer is out.
    for (let i = 0; i < 3; i++) await (await fetch(`${org.url}/services/data`)).text();
    const last = JSON.parse((await ask("/_org/requests?last=2", {})).text) as { number: number }[];
    expect(last.map(({ number }) => number)).toEqual([2, 3]);
    org.reset();
  });
});
