import { type LocalOrg, startLocalOrg } from "kinetic-local-org";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Answer, type Call, caller, startOrg } from "../api.ts";

let org: LocalOrg;
let call: Call;
let bare: LocalOrg;
let callBare: Call;
beforeAll(async () => {
  ({ org, call } = await startOrg({
    apexRest: {
      "/Account/*": {
        GET: ({ path, store }) => ({
          json: { Name: store.get("Account", path.split("/")[2] ?? "")?.["Name"] },
        }),
        POST: ({ json, query }) => ({
          status: 201,
          json: { json, q: query.get("q") },
          headers: { "X-Own": "1" },
        }),
      },
      "/Account/special": { GET: () => ({ text: "special", headers: { "Content-Type": "text/plain" } }) },
      "/broken": {
        GET: () => {
          throw new TypeError("no such thing");
        },
      },
    },
    actions: {
      "apex/Greeter": ({ name }) => ({ output: `Hello ${String(name)}` }),
      "flow/Fails": () => Promise.reject(new Error("the flow failed")),
      "standard/emailSimple": () => undefined,
    },
    executeAnonymous: (apex) => {
      if (apex.includes("throw")) throw new Error("thrown");
      return apex.endsWith(";")
        ? undefined
        : { compiled: false, compileProblem: "expecting ';'", line: 1, column: 3 };
    },
  }));
  bare = await startLocalOrg({ keyPair: org });
  callBare = caller(bare);
});
afterAll(() => Promise.all([org.close(), bare.close()]));

describe("Apex REST", () => {
  it("runs the class whose mapping fits best", async () => {
    const [id] = org.insert("Account", [{ Name: "Acme" }]);
    expect((await call("GET", `/services/apexrest/Account/${id}`)).json).toEqual({ Name: "Acme" });
    const special = await call("GET", "/services/apexrest/account/special");
    expect([special.text, special.headers.get("sforce-limit-info")]).toEqual(["special", null]);
    const posted = await call("POST", "/services/apexrest/Account/?q=1", { body: { a: 1 } });
    expect([posted.status, posted.json, posted.headers.get("x-own")]).toEqual([
      201,
      { json: { a: 1 }, q: "1" },
      "1",
    ]);
  });

  it("answers what the platform would where no class does", async () => {
    expect(await call("GET", "/services/apexrest/nothing")).toMatchObject({
      status: 404,
      json: [{ errorCode: "NOT_FOUND" }],
    });
    expect(await call("DELETE", "/services/apexrest/broken")).toMatchObject({
      status: 405,
      json: [
        { errorCode: "METHOD_NOT_ALLOWED", message: "HTTP Method 'DELETE' not allowed. Allowed are GET" },
      ],
    });
    expect(await call("GET", "/services/apexrest/broken")).toMatchObject({
      status: 500,
      json: [{ errorCode: "APEX_ERROR", message: "TypeError: no such thing\n\n" }],
    });
    expect((await call("GET", "/services/apexrest/broken", { token: "no" })).status).toBe(401);
  });

  it("is 501 in an org without classes", async () => {
    const answer = await callBare("GET", "/services/apexrest/Account/1");
    expect(answer.status).toBe(501);
    expect(answer.text).toContain("option apexRest");
  });
});

describe("actions", () => {
  it("are invoked with each input", async () => {
    const body = { inputs: [{ name: "Ada" }, { name: "Grace" }] };
    const answer = await call("POST", "actions/custom/apex/Greeter", { body });
    const base = { actionName: "Greeter", errors: null, isSuccess: true };
    expect([answer.status, answer.json]).toEqual([
      200,
      [
        { ...base, outputValues: { output: "Hello Ada" } },
        { ...base, outputValues: { output: "Hello Grace" } },
      ],
    ]);
  });

  it("that fail say so", async () => {
    const answer = await call("POST", "actions/custom/flow/Fails", { body: { inputs: [{}] } });
    expect([answer.status, answer.json]).toEqual([
      400,
      [
        {
          actionName: "Fails",
          errors: [{ statusCode: "UNKNOWN_EXCEPTION", message: "the flow failed", fields: [] }],
          isSuccess: false,
          outputValues: null,
        },
      ],
    ]);
    expect((await call("POST", "actions/custom/apex/Nothing", { body: { inputs: [{}] } })).status).toBe(404);
    expect((await call("POST", "actions/custom/apex/Greeter", { body: {} })).status).toBe(400);
  });

  it("are listed", async () => {
    const base = "/services/data/v60.0/actions";
    const list = async (path: string): Promise<unknown> => (await call("GET", `actions${path}`)).json;
    expect(await list("")).toEqual({ standard: `${base}/standard`, custom: `${base}/custom` });
    expect(await list("/custom")).toEqual({ apex: `${base}/custom/apex`, flow: `${base}/custom/flow` });
    expect(await list("/custom/apex")).toEqual({
      actions: [{ label: "Greeter", name: "Greeter", type: "APEX", url: `${base}/custom/apex/Greeter` }],
    });
    expect((await call("GET", "actions/custom/apex/Greeter")).status).toBe(501);
  });

  it("may be part of a batch", async () => {
    const request = {
      method: "POST",
      url: "v60.0/actions/standard/emailSimple",
      richInput: { inputs: [{}] },
    };
    const answer = await call("POST", "composite/batch", { body: { batchRequests: [request] } });
    expect(answer.json).toMatchObject({ hasErrors: false, results: [{ statusCode: 200 }] });
  });

  it("are 501 in an org without any", async () => {
    expect((await callBare("GET", "actions")).status).toBe(501);
  });
});

describe("tooling", () => {
  const run = (apex: string): Promise<Answer> =>
    call("GET", `tooling/executeAnonymous?anonymousBody=${encodeURIComponent(apex)}`);

  it("runs anonymous Apex by the function that it was given", async () => {
    const fine = {
      line: -1,
      column: -1,
      compiled: true,
      success: true,
      compileProblem: null,
      exceptionStackTrace: null,
      exceptionMessage: null,
    };
    expect((await run("x();")).json).toEqual(fine);
    expect((await run("x()")).json).toMatchObject({
      compiled: false,
      success: false,
      compileProblem: "expecting ';'",
    });
    expect((await run("throw x;")).json).toMatchObject({
      compiled: true,
      success: false,
      exceptionMessage: "Error: thrown",
    });
    expect((await callBare("GET", "tooling/executeAnonymous?anonymousBody=x")).status).toBe(501);
  });

  it("queries in an envelope of its own, and knows what it does not know", async () => {
    org.insert("ApexClass", [{ Name: "Greeter", Body: "class Greeter {}", Status: "Active" }]);
    const answer = await call("GET", "tooling/query?q=SELECT+Id,+Name+FROM+ApexClass");
    expect(answer.json).toMatchObject({
      size: 1,
      totalSize: 1,
      done: true,
      queryLocator: null,
      entityTypeName: "ApexClass",
      records: [{ attributes: { type: "ApexClass" }, Name: "Greeter" }],
    });
    expect(answer.text).toContain("/services/data/v60.0/tooling/sobjects/ApexClass/01p");
    expect((await call("GET", "tooling/query?q=SELECT+Id+FROM+SourceMember")).status).toBe(501);
    expect((await call("GET", "tooling/query?q=SELECT+Nope+FROM+ApexClass")).status).toBe(400);
  });
});
