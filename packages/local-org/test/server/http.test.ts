import { request } from "node:http";
import { gunzipSync, gzipSync } from "node:zlib";
import type { LocalOrg } from "kinetic-local-org";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Call, startOrg } from "../api.ts";

let org: LocalOrg;
let call: Call;
beforeAll(async () => {
  ({ org, call } = await startOrg({ apiVersions: { min: 40, max: 60 }, maxBodyBytes: 10_000 }));
});
beforeEach(() => org.expireSessions());
afterAll(() => org.close());

const fresh = (): { token: string } => ({ token: org.accessToken() });
const NOT_THERE = [{ errorCode: "NOT_FOUND", message: "The requested resource does not exist" }];

/** The answer as it went over the wire, not decompressed. */
function raw(
  path: string,
  headers: Record<string, string>,
  method = "GET",
): Promise<{ headers: Record<string, unknown>; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const asked = request(
      org.url + path,
      { method, headers: { authorization: `Bearer ${org.accessToken()}`, ...headers } },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("end", () => resolve({ headers: answer.headers, body: Buffer.concat(chunks) }));
      },
    );
    asked.on("error", reject);
    asked.end();
  });
}

describe("what is refused before a resource is asked", () => {
  it.each(["vBad", "v60", "v60.5", "v61.0", "viAmABadVersion"])(
    "the version %s is a resource that does not exist",
    async (version) => {
      const answer = await call("GET", `/services/data/${version}/sobjects`, fresh());
      expect([answer.status, answer.json]).toEqual([404, NOT_THERE]);
      expect(answer.headers.get("sforce-limit-info")).toBeNull();
    },
  );

  it("a retired version is gone", async () => {
    expect((await call("GET", "/services/data/v30.0/sobjects", fresh())).status).toBe(410);
  });

  it("a call without a session is 401, whatever it asks for", async () => {
    for (const path of ["/services/data/v60.0/sobjects/Account", "/services/data/v60.0/nothing/at/all"]) {
      const answer = await call("GET", path, { token: "00D000000000001!gone" });
      expect(answer.status).toBe(401);
      expect(answer.text).toBe('[{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}]');
      expect(answer.headers.get("www-authenticate")).toBe("Token");
      expect(answer.headers.get("sforce-limit-info")).toBeNull();
    }
  });

  it.each([null, "Basic abc", "Bearer"])(
    "an Authorization header like %j is 401 INVALID_AUTH_HEADER",
    async (header) => {
      const headers = header === null ? {} : { authorization: header };
      const answer = await call("GET", "/services/data/v60.0/limits", { token: null, headers });
      expect([answer.status, answer.json]).toEqual([
        401,
        [{ message: "INVALID_AUTH_HEADER", errorCode: "INVALID_AUTH_HEADER" }],
      ]);
    },
  );

  it("takes OAuth for Bearer", async () => {
    const headers = { authorization: `OAuth ${org.accessToken()}` };
    expect((await call("GET", "/services/data/v60.0", { token: null, headers })).status).toBe(200);
  });

  it("a method that a resource has not is 405, and says which it has", async () => {
    const answer = await call("PUT", "sobjects/Account", fresh());
    expect([answer.status, answer.json]).toEqual([
      405,
      [
        {
          message: "HTTP Method 'PUT' not allowed. Allowed are HEAD,GET,POST",
          errorCode: "METHOD_NOT_ALLOWED",
        },
      ],
    ]);
  });

  it("a URI of more than 16,384 bytes is 414", async () => {
    expect((await call("GET", `query?q=${"x".repeat(16_400)}`, fresh())).status).toBe(414);
  });

  it("what Salesforce has and this org has not is 501 and says so", async () => {
    const answer = await call("GET", "tooling/search?q=x", fresh());
    expect(answer.status).toBe(501);
    expect(answer.json).toMatchObject([{ errorCode: "NOT_IMPLEMENTED" }]);
    expect(answer.text).toContain("/services/data/v60.0/tooling/search");
    expect((await call("GET", "sobjects/Account/describe/approvalLayouts", fresh())).status).toBe(501);
    expect((await call("GET", "limits", { ...fresh(), headers: { accept: "application/xml" } })).status).toBe(
      501,
    );
  });

  it("what Salesforce has not either is 404", async () => {
    expect((await call("GET", "nonsense", fresh())).json).toEqual(NOT_THERE);
    expect((await call("GET", "/favicon.ico", { token: null })).status).toBe(404);
  });
});

describe("request bodies", () => {
  it("must be JSON where JSON is wanted", async () => {
    const headers = { "content-type": "text/plain" };
    const answer = await call("POST", "sobjects/Account", { ...fresh(), body: "Name=x", headers });
    expect([answer.status, answer.json]).toEqual([
      415,
      [{ message: "Content type text/plain not supported", errorCode: "UNSUPPORTED_MEDIA_TYPE" }],
    ]);
  });

  it("that do not parse are told with line and column", async () => {
    const headers = { "content-type": "application/json" };
    const answer = await call("POST", "sobjects/Account", { ...fresh(), body: '{\n "Name": nope}', headers });
    expect(answer.status).toBe(400);
    expect(answer.json).toMatchObject([{ errorCode: "JSON_PARSER_ERROR" }]);
    expect(answer.text).toMatch(/at \[line:2, column:\d+\]/);
    const cut = await call("POST", "sobjects/Account", { ...fresh(), body: '{"Name":', headers });
    expect(cut.text).toContain("Unexpected end-of-input");
    const list = await call("POST", "sobjects/Account", { ...fresh(), body: [] });
    expect(list.json).toMatchObject([{ errorCode: "JSON_PARSER_ERROR" }]);
  });

  it("may come compressed", async () => {
    const body = new Uint8Array(gzipSync('{"Name":"Packed"}'));
    const headers = { "content-type": "application/json", "content-encoding": "gzip" };
    expect((await call("POST", "sobjects/Account", { ...fresh(), body, headers })).status).toBe(201);
    const broken = { ...fresh(), body: "not gzip", headers };
    expect((await call("POST", "sobjects/Account", broken)).json).toMatchObject([
      { errorCode: "BAD_REQUEST" },
    ]);
    const odd = { ...fresh(), body: "x", headers: { ...headers, "content-encoding": "lzma" } };
    expect((await call("POST", "sobjects/Account", odd)).status).toBe(415);
  });

  it("have a largest size", async () => {
    const answer = await call("POST", "sobjects/Account", { ...fresh(), body: { Name: "x".repeat(11_000) } });
    expect(answer.json).toMatchObject([{ errorCode: "EXCEEDED_MAX_SIZE_REQUEST" }]);
  });
});

describe("answers", () => {
  it("are compressed where the client asks for it", async () => {
    const packed = await raw("/services/data", { "accept-encoding": "gzip" });
    expect(packed.headers["content-encoding"]).toBe("gzip");
    expect(JSON.parse(gunzipSync(packed.body).toString())).toHaveLength(21);
    const plain = await raw("/services/data", { "accept-encoding": "gzip;q=0" });
    expect(plain.headers["content-encoding"]).toBeUndefined();
    expect(JSON.parse(plain.body.toString())).toHaveLength(21);
  });

  it("to HEAD have a head and no body", async () => {
    const head = await raw("/services/data", {}, "HEAD");
    expect(head.headers["content-type"]).toBe("application/json;charset=UTF-8");
    expect(head.body).toHaveLength(0);
  });

  it("without a body have no content type", async () => {
    const [id] = org.insert("Account", [{ Name: "x" }]);
    const answer = await call("DELETE", `sobjects/Account/${id}`, fresh());
    expect([answer.status, answer.text, answer.headers.get("content-type")]).toEqual([204, "", null]);
  });

  it("are indented for those who ask", async () => {
    const answer = await call("GET", "/services/data", { headers: { "x-prettyprint": "1" } });
    expect(answer.text).toMatch(/^\[\n {2}\{\n/);
  });

  it("count what has been used of the daily allocation", async () => {
    org.reset();
    const { token } = fresh();
    const first = await call("GET", "limits", { token });
    const second = await call("GET", "sobjects/Account/001000000000000AAA", { token });
    expect(first.headers.get("sforce-limit-info")).toBe("api-usage=1/5000000");
    expect([second.status, second.headers.get("sforce-limit-info")]).toEqual([404, "api-usage=2/5000000"]);
    const open = await call("GET", "/services/data", { token: null });
    expect(open.headers.get("sforce-limit-info")).toBeNull();
  });

  it("are 403 once the allocation is used up", async () => {
    const small = await startOrg({ dailyApiRequests: 1 });
    expect((await small.call("GET", "limits")).status).toBe(200);
    const over = await small.call("GET", "limits");
    expect([over.status, over.json]).toEqual([
      403,
      [{ message: "TotalRequests Limit exceeded.", errorCode: "REQUEST_LIMIT_EXCEEDED" }],
    ]);
    await small.org.close();
  });
});

describe("the request log", () => {
  it("tells every request, and no secret", async () => {
    org.reset();
    const { token } = fresh();
    await call("GET", "limits", { token });
    await call("GET", "nonsense", { token });
    await call("POST", "/services/oauth2/revoke?token=topsecret", { token: null });
    expect(org.requests()).toMatchObject([
      {
        number: 1,
        method: "GET",
        url: "/services/data/v60.0/limits",
        status: 200,
        username: "admin@example.com",
      },
      { number: 2, status: 404, errorCode: "NOT_FOUND" },
      { number: 3, method: "POST", url: "/services/oauth2/revoke", status: 400, errorCode: "invalid_token" },
    ]);
    expect(JSON.stringify(org.requests())).not.toMatch(/topsecret|00D.{12}!/);
  });

  it("counts the bytes both ways", async () => {
    org.reset();
    await call("POST", "sobjects/Account", {
      ...fresh(),
      body: '{"Name":"x"}',
      headers: { "content-type": "application/json" },
    });
    const [entry] = org.requests();
    expect(entry?.bytesIn).toBe(12);
    expect(entry?.bytesOut).toBeGreaterThan(30);
  });
});
