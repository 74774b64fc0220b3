import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kindOf } from "../../src/guard/index.ts";

const data = "/services/data/v68.0";

describe("the kind of a call", () => {
  it.each([
    ["GET", "/services/data", "read"],
    ["GET", `${data}/query?q=SELECT+Id+FROM+Account`, "read"],
    ["GET", `${data}/sobjects/Account/describe`, "read"],
    ["GET", `${data}/limits`, "read"],
    ["GET", `${data}/tooling/query?q=SELECT+Id+FROM+ApexClass`, "read"],
    ["GET", "/services/oauth2/userinfo", "read"],
    ["POST", `${data}/parameterizedSearch`, "read"],
    ["GET", `${data}/jobs/query/750000000000001`, "job"],
    ["GET", `${data}/jobs/query`, "read"],
    ["POST", `${data}/jobs/query`, "job"],
    ["PATCH", `${data}/jobs/query/750000000000001`, "job"],
    ["POST", `${data}/sobjects/Account`, "write"],
    ["PATCH", `${data}/sobjects/Account/001000000000001`, "write"],
    ["DELETE", `${data}/sobjects/Account/001000000000001`, "write"],
    ["POST", `${data}/composite/sobjects`, "write"],
    ["DELETE", `${data}/composite/sobjects?ids=001000000000001`, "write"],
    ["POST", `${data}/jobs/ingest`, "write"],
    ["PUT", `${data}/jobs/ingest/750000000000001/batches`, "write"],
    ["GET", "/services/apexrest/orders/17", "apex"],
    ["POST", "/services/apexrest/orders", "apex"],
    ["GET", `${data}/tooling/executeAnonymous/?anonymousBody=delete+x;`, "other"],
    ["POST", `${data}/tooling/sobjects/ApexClass`, "other"],
    ["POST", `${data}/actions/standard/emailSimple`, "other"],
    ["POST", "/services/Soap/u/68.0", "other"],
    ["GET", `${data}/sobjects/Account/001000000000001?_HttpMethod=DELETE`, "other"],
    ["GET", `${data}/sobjects/Account/001000000000001?%5fhttpmethod=DELETE`, "other"],
    ["GET", `${data}/sobjects/Account/001000000000001?a=1&_HttpMethod`, "other"],
    ["GET", `${data}/sobjects/Account/001000000000001?a=1?_HttpMethod=DELETE`, "other"],
    ["GET", `${data}/query?q=SELECT+Id+FROM+Account+WHERE+Name='%26_HttpMethod=x'`, "read"],
    ["GET", `${data}/../../apexrest/orders`, "other"],
    ["GET", `${data}/%2e%2e/%2e%2e/apexrest/orders`, "other"],
    ["GET", `${data}//tooling`, "other"],
  ] as const)("%s %s is %s", (method, path, kind) => {
    expect(kindOf({ method, path })).toBe(kind);
  });

  it("tells reading many records from writing them by the body", () => {
    const call = { method: "POST", path: `${data}/composite/sobjects/Account` };
    expect(kindOf({ ...call, json: { ids: ["001000000000001"], fields: ["Name"] } })).toBe("read");
    expect(kindOf({ ...call, json: { records: [] } })).toBe("write");
    expect(kindOf({ ...call, json: { ids: [], records: [] } })).toBe("write");
  });

  it("takes a composite call for as harmful as its worst part", () => {
    const part = (method: string, url: string, body?: unknown) => ({ method, url, body, referenceId: "a" });
    const kind = (...compositeRequest: unknown[]) =>
      kindOf({ method: "POST", path: `${data}/composite`, json: { compositeRequest } });
    expect(kind(part("GET", `${data}/query?q=x`))).toBe("read");
    expect(kind(part("GET", `${data}/query?q=x`), part("POST", `${data}/sobjects/Account`))).toBe("write");
    expect(kind(part("GET", `${data}/query?q=x`), part("GET", "/services/apexrest/x"))).toBe("apex");
    expect(kind(part("POST", `${data}/sobjects/Account`), part("POST", "/other"))).toBe("other");
    expect(kind()).toBe("other");
    expect(kind(part("post", `${data}/composite`, { compositeRequest: [part("GET", data)] }))).toBe("read");
  });

  it("knows the parts of a batch, whose paths begin with the version", () => {
    const kind = (...batchRequests: unknown[]) =>
      kindOf({ method: "POST", path: `${data}/composite/batch`, json: { batchRequests } });
    expect(kind({ method: "GET", url: "v68.0/limits" })).toBe("read");
    expect(kind({ method: "PATCH", url: "v68.0/sobjects/Account/001000000000001", richInput: {} })).toBe(
      "write",
    );
  });

  it("never takes a method that writes for a read where nothing was said about its path", () => {
    const path = fc
      .array(fc.stringMatching(/^[\w.%-]{1,12}$/), { maxLength: 6 })
      .map((parts) => `/${parts.join("/")}`);
    fc.assert(
      fc.property(fc.constantFrom("POST", "PUT", "PATCH", "DELETE"), path, (method, url) => {
        expect(kindOf({ method, path: url })).toBe("other");
      }),
      { numRuns: 200 },
    );
  });
});
