import { isKineticError, type KineticError, type SalesforceClient } from "kinetic-core";
import { afterEach, describe, expect, it } from "vitest";
import { countingAuth, quickClient } from "../support/client.ts";
import { json, type Responder, refuse, startServer, type TestServer } from "../support/server.ts";

const open: (TestServer | SalesforceClient)[] = [];
afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing.close();
});

async function setUp(respond: Responder, options: Parameters<typeof quickClient>[1] = {}) {
  const server = await startServer(respond);
  const auth = countingAuth(server.url);
  const { sf, pauses } = quickClient(auth, options);
  open.push(server, sf);
  return { server, auth, sf, pauses };
}

const read = (sf: SalesforceClient) => sf.request<{ ok: boolean }>({ method: "GET", path: "limits" });
const create = (sf: SalesforceClient) => sf.sobject("Account").create({ Name: "Acme" });

async function failure(work: Promise<unknown>): Promise<KineticError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isKineticError(error)) throw new Error(`expected a typed error, got ${String(error)}`);
  return error;
}

const ok: Responder = (_, response) => json(response, 200, { ok: true });
const created: Responder = (_, response) => json(response, 201, { id: "001000000000001AAA", success: true });
const first =
  (fault: Responder, then: Responder): Responder =>
  (request, response, call) =>
    call === 1 ? fault(request, response, call) : then(request, response, call);

const expired: Responder = (_, response) =>
  refuse(response, 401, "INVALID_SESSION_ID", "Session expired or invalid", { "www-authenticate": "Token" });
const reset: Responder = (_, response) => {
  response.destroy();
};
const unavailable: Responder = (_, response) =>
  refuse(response, 503, "SERVER_UNAVAILABLE", "Server is busy, try again");
const html =
  (status: number): Responder =>
  (_, response) => {
    response.writeHead(status, { "content-type": "text/html" });
    response.end("<html><body>Maintenance</body></html>");
  };

describe("a token that the org no longer takes", () => {
  it("is refreshed once and the call sent again, a write too", async () => {
    const { sf, auth, server } = await setUp(first(expired, created));
    await expect(create(sf)).resolves.toEqual({ id: "001000000000001AAA" });
    expect(auth.logins).toBe(2);
    expect(server.seen.map(({ headers }) => headers.authorization)).toEqual([
      "Bearer 00D000000000001!token-1",
      "Bearer 00D000000000001!token-2",
    ]);
  });

  it("ends after one refresh and two requests when the org never takes one", async () => {
    const { sf, auth, server } = await setUp(expired);
    const error = await failure(read(sf));
    expect(error.code).toBe("AUTHENTICATION");
    expect(error.errorCode).toBe("INVALID_SESSION_ID");
    expect(auth.logins).toBe(2);
    expect(server.seen).toHaveLength(2);
  });

  it("costs one login for 50 calls at once", async () => {
    const { sf, auth, server } = await setUp((request, response) =>
      request.headers.authorization?.endsWith("token-1")
        ? refuse(response, 401, "INVALID_SESSION_ID", "Session expired or invalid")
        : json(response, 200, { ok: true }),
    );
    await Promise.all(Array.from({ length: 50 }, () => read(sf)));
    expect(auth.logins).toBe(2);
    expect(server.seen.length).toBeLessThanOrEqual(100);
  });

  it.each([
    ["INVALID_OPERATION_WITH_EXPIRED_PASSWORD", "Your password has expired. Please reset your password."],
    ["INVALID_SESSION_ID", "This session is not valid for use with the REST API"],
  ])("is not refreshed when a refresh cannot help: %s %s", async (code, message) => {
    const { sf, auth, server } = await setUp((_, response) => refuse(response, 401, code, message));
    await failure(read(sf));
    expect(auth.logins).toBe(1);
    expect(server.seen).toHaveLength(1);
  });
});

describe("a limit of the org", () => {
  it("of the daily kind stops at once, without a new login", async () => {
    const { sf, auth, server } = await setUp((_, response) =>
      refuse(response, 403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."),
    );
    const error = await failure(read(sf));
    expect(error).toMatchObject({ code: "LIMIT", scope: "daily" });
    expect(server.seen).toHaveLength(1);
    expect(auth.logins).toBe(1);
  });

  it("of the concurrent kind is waited for, by writes too", async () => {
    const busy: Responder = (_, response) =>
      refuse(
        response,
        403,
        "REQUEST_LIMIT_EXCEEDED",
        "ConcurrentRequests (Concurrent API Requests) Limit exceeded.",
      );
    const { sf, auth, server, pauses } = await setUp(first(busy, created));
    await create(sf);
    expect(server.seen).toHaveLength(2);
    expect(pauses).toHaveLength(1);
    expect(auth.logins).toBe(1);
  });
});

describe("a busy server", () => {
  it("is waited for as long as Retry-After says", async () => {
    const { sf, pauses } = await setUp(
      first((_, response) => refuse(response, 503, "SERVER_UNAVAILABLE", "", { "retry-after": "7" }), ok),
    );
    await read(sf);
    expect(pauses).toEqual([7000]);
  });

  it("is waited for with growing pauses where there is no Retry-After", async () => {
    const { sf, pauses } = await setUp((request, response, call) =>
      call < 4 ? unavailable(request, response, call) : ok(request, response, call),
    );
    await read(sf);
    expect(pauses).toEqual([500, 999, 1998]);
  });

  it("is given up after the attempts allowed, with their number", async () => {
    const { sf, server } = await setUp(unavailable);
    const error = await failure(read(sf));
    expect(error).toMatchObject({ code: "SERVER", status: 503, attempts: 5 });
    expect(server.seen).toHaveLength(5);
  });

  it("that answers 429 is waited for, by writes too", async () => {
    const { sf, server } = await setUp(first((_, response) => html(429)(_, response, 1), created));
    await create(sf);
    expect(server.seen).toHaveLength(2);
  });
});

describe("a connection that breaks", () => {
  it("before the answer: a read is sent again", async () => {
    const { sf, server } = await setUp(first(reset, ok));
    await expect(read(sf)).resolves.toMatchObject({ body: { ok: true } });
    expect(server.seen).toHaveLength(2);
  });

  it("before the answer: a create is not sent again, and says that nobody knows", async () => {
    const { sf, server } = await setUp(first(reset, created));
    const error = await failure(create(sf));
    expect(error.code).toBe("OUTCOME_UNKNOWN");
    expect(error.remediation.steps.length).toBeGreaterThan(0);
    expect(server.seen).toHaveLength(1);
  });

  it("without ever having been there: a create is sent again, and ends as a network error", async () => {
    const server = await startServer(ok);
    await server.close();
    const { sf, pauses } = quickClient(server.url);
    open.push(sf);
    const error = await failure(create(sf));
    expect(error).toMatchObject({ code: "NETWORK", phase: "connect" });
    expect(pauses).toHaveLength(4);
  });

  const body = JSON.stringify({ records: [1, 2, 3], text: "x".repeat(300) });
  it.each([0, 1, 10, 100, 200, body.length - 1])(
    "%i bytes into the answer: a read is sent again",
    async (cut) => {
      const { sf, server } = await setUp((_, response, call) => {
        response.writeHead(200, { "content-type": "application/json", "content-length": body.length });
        if (call > 1) response.end(body);
        else response.write(body.slice(0, cut), () => response.destroy());
      });
      const { body: answer } = await sf.request<unknown>({ method: "GET", path: "limits" });
      expect(answer).toEqual(JSON.parse(body));
      expect(server.seen).toHaveLength(2);
    },
  );

  it("in the middle of the answer to a create: says that nobody knows", async () => {
    const { sf, server } = await setUp((_, response) => {
      response.writeHead(201, { "content-type": "application/json", "content-length": 500 });
      response.write('{"id":"001', () => response.destroy());
    });
    expect((await failure(create(sf))).code).toBe("OUTCOME_UNKNOWN");
    expect(server.seen).toHaveLength(1);
  });
});

describe("an answer that is not what it should be", () => {
  it("an HTML page with a good status", async () => {
    const { sf } = await setUp(html(200));
    expect((await failure(read(sf))).code).toBe("UNEXPECTED_RESPONSE");
  });

  it("truncated JSON with a good status", async () => {
    const { sf } = await setUp((_, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end('{"records":[');
    });
    expect((await failure(read(sf))).code).toBe("UNEXPECTED_RESPONSE");
  });

  it("a redirect to a login page", async () => {
    const { sf, server } = await setUp((_, response) => {
      response.writeHead(302, { location: "https://elsewhere.example/login" });
      response.end();
    });
    expect((await failure(read(sf))).code).toBe("UNEXPECTED_RESPONSE");
    expect(server.seen).toHaveLength(1);
  });
});

describe("time limits", () => {
  it("end a call whose answer does not come", async () => {
    const { sf } = await setUp(() => undefined, {
      http: { timeouts: { headersMs: 50 }, retry: { maxAttempts: 1 } },
    });
    expect(await failure(read(sf))).toMatchObject({ code: "TIMEOUT", phase: "headers" });
  });

  it("end a call whose answer stalls", async () => {
    const { sf } = await setUp(
      (_, response) => {
        response.writeHead(200, { "content-type": "application/json" });
        response.write("{");
      },
      { http: { timeouts: { bodyIdleMs: 50 }, retry: { maxAttempts: 1 } } },
    );
    expect(await failure(read(sf))).toMatchObject({ code: "TIMEOUT", phase: "body" });
  });

  it("end a call as a whole, whatever it is doing", async () => {
    const { sf } = await setUp(
      (_, response) => {
        response.writeHead(200, { "content-type": "application/json" });
        const trickle = setInterval(() => response.write(" "), 10);
        response.on("close", () => clearInterval(trickle));
      },
      { http: { timeouts: { totalMs: 100 } } },
    );
    expect(await failure(read(sf))).toMatchObject({ code: "TIMEOUT", phase: "total" });
  });
});

describe("the caller's signal", () => {
  it("rejects with its own reason", async () => {
    const { sf } = await setUp(() => undefined);
    const controller = new AbortController();
    const reason = new Error("enough");
    setTimeout(() => controller.abort(reason), 20);
    await expect(sf.request({ method: "GET", path: "limits", signal: controller.signal })).rejects.toBe(
      reason,
    );
  });

  it("that was aborted before sends nothing", async () => {
    const { sf, server } = await setUp(ok);
    await expect(
      sf.request({ method: "GET", path: "limits", signal: AbortSignal.abort(new Error("no")) }),
    ).rejects.toThrow("no");
    expect(server.seen).toHaveLength(0);
  });
});

describe("the token", () => {
  it.each(["https://elsewhere.example/x", "//elsewhere.example/x", "http://127.0.0.1:1/x"])(
    "goes to no other origin: %s",
    async (path) => {
      const { sf, server } = await setUp(ok);
      expect((await failure(sf.request({ method: "GET", path }))).code).toBe("REQUEST_REJECTED");
      expect(server.seen).toHaveLength(0);
    },
  );
});

describe("what an answer tells", () => {
  it("the org's API usage", async () => {
    const { sf } = await setUp((_, response) =>
      json(response, 200, { ok: true }, { "sforce-limit-info": "api-usage=25/5000" }),
    );
    await read(sf);
    expect(sf.apiUsage).toEqual({ used: 25, max: 5000 });
  });

  it("the budget refuses further calls before they are sent", async () => {
    const { sf, server } = await setUp(ok, { http: { budget: { maxCallsPerRun: 2 } } });
    await read(sf);
    await read(sf);
    expect(await failure(read(sf))).toMatchObject({ code: "LIMIT", scope: "budget" });
    expect(server.seen).toHaveLength(2);
  });
});
