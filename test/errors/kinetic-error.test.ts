import { inspect } from "node:util";
import {
  AccountingError,
  type AnyKineticError,
  AuthenticationError,
  ConfigurationError,
  ConflictError,
  type ErrorCode,
  type ErrorDetails,
  IncompleteResultError,
  InputError,
  isKineticError,
  JobError,
  JobTimeoutError,
  KineticError,
  LimitError,
  NetworkError,
  NotFoundError,
  OutcomeUnknownError,
  PermissionError,
  RequestError,
  ServerError,
  TimeoutError,
  UnexpectedResponseError,
} from "kinetic-core";
import { describe, expect, it, vi } from "vitest";

const CLASSES = [
  ["CONFIGURATION", ConfigurationError],
  ["AUTHENTICATION", AuthenticationError],
  ["PERMISSION", PermissionError],
  ["NOT_FOUND", NotFoundError],
  ["REQUEST_REJECTED", RequestError],
  ["CONFLICT", ConflictError],
  ["LIMIT", LimitError],
  ["SERVER", ServerError],
  ["NETWORK", NetworkError],
  ["TIMEOUT", TimeoutError],
  ["OUTCOME_UNKNOWN", OutcomeUnknownError],
  ["UNEXPECTED_RESPONSE", UnexpectedResponseError],
  ["INPUT", InputError],
  ["JOB", JobError],
  ["JOB_TIMEOUT", JobTimeoutError],
  ["INCOMPLETE_RESULT", IncompleteResultError],
  ["ACCOUNTING", AccountingError],
] as const;

describe.each(CLASSES)("%s", (code, Class) => {
  const details: ErrorDetails = {
    status: 418,
    errorCode: "X_CODE",
    fields: ["Name"],
    requestId: "req-1",
    errorId: "12345-6 (7)",
    attempts: 3,
    retryAfterMs: 1000,
    jobId: "750",
    request: "GET /services/data/v68.0/query?q=secret",
    cause: new Error("inner"),
  };

  it("has its code, its name and advice, with no details at all", () => {
    const error = new Class("It broke");
    expect(error.code).toBe(code);
    expect(Class.code).toBe(code);
    expect(error.name).toBe(Class.name);
    expect(error.stack).toMatch(new RegExp(`^${Class.name}: It broke`));
    expect(error.remediation.summary).not.toBe("");
    expect(error.retryable).toBe(error.remediation.retryHelps);
    expect(error.message).toBe(`It broke. What to do: ${error.remediation.summary}`);
  });

  it("carries the facts and quotes the ids in its message", () => {
    const error = new Class("It broke.", details);
    expect(error).toMatchObject({
      ...details,
      request: "GET /services/data/v68.0/query",
      problem: "It broke.",
    });
    expect(error.message).toMatch(
      /\(GET \/services\/data\/v68\.0\/query, HTTP 418, X_CODE, request id req-1, error id 12345-6 \(7\), job 750, 3 attempts\)$/,
    );
  });

  it("is recognised by its class and the base, and by no other class", () => {
    const error: unknown = new Class("It broke");
    expect(error).toBeInstanceOf(KineticError);
    expect(error).toBeInstanceOf(Error);
    expect(CLASSES.filter(([, Other]) => error instanceof Other).map(([other]) => other)).toEqual([code]);
    expect(isKineticError(error)).toBe(true);
    expect(isKineticError(error, code)).toBe(true);
    expect(isKineticError(error, code === "LIMIT" ? "SERVER" : "LIMIT")).toBe(false);
  });

  it("becomes plain JSON that survives a round trip", () => {
    const json = JSON.parse(JSON.stringify(new Class("It broke", details))) as Record<string, unknown>;
    expect(json).toMatchObject({
      name: Class.name,
      code,
      status: 418,
      fields: ["Name"],
      remediation: { id: expect.any(String) },
    });
    expect((json as { cause?: unknown }).cause).toEqual({ name: "Error", message: "inner" });
    expect(json).not.toHaveProperty("stack");
  });

  it("prints stack, facts and cause", () => {
    const text = inspect(new Class("It broke", details));
    expect(text).toContain(`${Class.name}: It broke`);
    expect(text).toContain("requestId: 'req-1'");
    expect(text).toContain("cause: Error: inner");
    expect(inspect({ a: { b: { c: new Class("deep") } } }, { depth: 2 })).toContain(
      `[${Class.name}: ${code}]`,
    );
  });
});

describe("KineticError", () => {
  it("recognises errors of another installed copy of the package", async () => {
    vi.resetModules();
    const copy = await import("../../src/errors/call-errors.ts");
    const { isKineticError: isKineticErrorOfCopy } = await import("../../src/errors/any-kinetic-error.ts");
    const foreign: unknown = new copy.LimitError("full", { scope: "daily" });
    expect(copy.LimitError).not.toBe(LimitError);
    expect(foreign).toBeInstanceOf(LimitError);
    expect(foreign).toBeInstanceOf(KineticError);
    expect(foreign).not.toBeInstanceOf(ServerError);
    expect(isKineticError(foreign, "LIMIT") && foreign.scope).toBe("daily");
    expect(isKineticErrorOfCopy(new LimitError("full"))).toBe(true);
  });

  it("lets a class derived by a user stand for itself", () => {
    class MyLimit extends LimitError {}
    const error: unknown = new MyLimit("full");
    expect(error).toBeInstanceOf(MyLimit);
    expect(error).toBeInstanceOf(LimitError);
    expect((error as Error).name).toBe("MyLimit");
    expect(new LimitError("full")).not.toBeInstanceOf(MyLimit);
  });

  it.each([undefined, null, 1, "LIMIT", {}, new Error("x"), { code: "LIMIT", name: "LimitError" }])(
    "does not take %s for one",
    (value) => {
      expect(isKineticError(value)).toBe(false);
      expect(value).not.toBeInstanceOf(KineticError);
      expect(value).not.toBeInstanceOf(LimitError);
    },
  );

  it("takes the remediation and the retry advice of the caller", () => {
    const remediation = {
      id: "own",
      summary: "Ring 4711.",
      cause: "So it is.",
      steps: ["Ring."],
      who: "user",
      retryHelps: true,
      doc: "Wiki",
    } as const;
    const error = new RequestError("No", { remediation });
    expect(error.remediation).toBe(remediation);
    expect(error.retryable).toBe(true);
    expect(error.message).toBe("No. What to do: Ring 4711.");
    expect(new RequestError("No", { remediation, retryable: false }).retryable).toBe(false);
  });

  it("chooses advice by Salesforce's code and message, not by its own words", () => {
    const platformErrors = [{ code: "InvalidBatch", message: "Field name not found : Foo", fields: [] }];
    const error = new JobError("Job 750 failed", {
      errorCode: "InvalidBatch",
      platformErrors,
      jobId: "750",
      state: "Failed",
    });
    expect(error.remediation.id).toBe("bulk-header-field");
    expect(error.state).toBe("Failed");
  });

  it("keeps its lists from being changed", () => {
    const fields = ["Name"];
    const error = new ConflictError("twice", { fields, matches: ["001"] });
    fields.push("Other");
    expect(error.fields).toEqual(["Name"]);
    expect(() => (error.matches as string[]).push("002")).toThrow(TypeError);
  });

  it("drops the query of a request, also an encoded body of one", () => {
    expect(new RequestError("x", { request: "GET /a?b\n&c#d" }).request).toBe("GET /a");
  });
});

describe("facts of single classes", () => {
  it("ConfigurationError lists every problem in one message", () => {
    const problems = [
      { setting: "auth.clientId", source: "option", message: "is missing" },
      { setting: "KINETIC_TIMEOUT", source: "environment", message: "is not a number" },
    ];
    const error = new ConfigurationError("Two settings are wrong.", { problems });
    expect(error.problems).toEqual(problems);
    expect(error.problem).toBe(
      "Two settings are wrong: auth.clientId (option): is missing; KINETIC_TIMEOUT (environment): is not a number",
    );
  });

  it("InputError says where", () => {
    const error = new InputError("The quotation mark is not closed.", {
      source: "a.csv",
      row: 7,
      column: "Name",
      byteOffset: 99,
    });
    expect(error.problem).toBe("The quotation mark is not closed (a.csv, row 7, column Name, byte 99).");
    expect(new InputError("Bad").problem).toBe("Bad.");
  });

  it("NetworkError finds the code in its causes, also of several addresses", () => {
    const socket = Object.assign(new Error("other side closed"), { code: "UND_ERR_SOCKET" });
    expect(
      new NetworkError("x", { cause: new TypeError("fetch failed", { cause: socket }) }).systemCode,
    ).toBe("UND_ERR_SOCKET");
    const refused = Object.assign(new Error("no"), { code: "ECONNREFUSED" });
    const error = new NetworkError("x", { cause: new AggregateError([refused]) });
    expect(error.systemCode).toBe("ECONNREFUSED");
    expect(error.remediation.id).toBe("network-refused");
    expect(error.retryable).toBe(true);
    expect(new NetworkError("x", { systemCode: "ENOTFOUND" }).remediation.id).toBe("network-dns");
    expect(new NetworkError("x").systemCode).toBeUndefined();
  });

  it("survives a cause that goes round in a circle or cannot be printed", () => {
    const circular = new Error("round");
    circular.cause = circular;
    expect(new NetworkError("x", { cause: circular }).systemCode).toBeUndefined();
    const spiteful = {
      get [Symbol.toStringTag](): string {
        throw new Error("no");
      },
      [inspect.custom]: () => {
        throw new Error("no");
      },
    };
    expect(new NetworkError("x", { cause: spiteful }).message).toContain("x.");
  });

  it("TimeoutError, OutcomeUnknownError and the job errors keep theirs", () => {
    expect(new TimeoutError("late", { phase: "body", timeoutMs: 5 })).toMatchObject({
      phase: "body",
      timeoutMs: 5,
    });
    expect(new TimeoutError("late").phase).toBe("total");
    const lost = new OutcomeUnknownError("The answer was lost.", {
      howToFindOut: "Query Account by Ext__c = 'a'.",
    });
    expect(lost.problem).toBe("The answer was lost. Query Account by Ext__c = 'a'.");
    expect(lost.howToFindOut).toBe("Query Account by Ext__c = 'a'.");
    expect(lost.retryable).toBe(false);
    expect(new JobTimeoutError("slow", { jobId: "750", handle: { id: "750" } })).toMatchObject({
      handle: { id: "750" },
      jobId: "750",
    });
    expect(new IncompleteResultError("short", { expected: 3, received: 2 })).toMatchObject({
      expected: 3,
      received: 2,
    });
    const counts = { input: 4, succeeded: 1, failed: 1, unprocessed: 1 };
    expect(new AccountingError("odd", { counts }).counts).toEqual(counts);
  });

  it("UnexpectedResponseError keeps the start of the body out of logs", () => {
    const error = new UnexpectedResponseError("odd", { excerpt: "x".repeat(9999), contentType: "text/html" });
    expect(error.excerpt).toHaveLength(500);
    expect(JSON.stringify(error)).not.toContain("xxx");
    expect(inspect(error)).not.toContain("xxx");
  });
});

describe("types", () => {
  it("a switch on the code narrows to the class, and is exhaustive", () => {
    const told = (error: AnyKineticError): string => {
      switch (error.code) {
        case "LIMIT":
          return error.scope;
        case "CONFLICT":
          return error.matches.join();
        case "TIMEOUT":
          return error.phase;
        case "INPUT":
          return String(error.row);
        case "JOB":
          return String(error.state);
        case "ACCOUNTING":
          return String(error.counts?.input);
        case "CONFIGURATION":
          return String(error.problems.length);
        case "INCOMPLETE_RESULT":
          return String(error.expected);
        case "AUTHENTICATION":
        case "PERMISSION":
        case "NOT_FOUND":
        case "REQUEST_REJECTED":
        case "SERVER":
        case "NETWORK":
        case "OUTCOME_UNKNOWN":
        case "UNEXPECTED_RESPONSE":
        case "JOB_TIMEOUT":
          return error.remediation.id;
        default:
          return error satisfies never;
      }
    };
    expect(told(new LimitError("full", { scope: "storage" }))).toBe("storage");
    expect(told(new ServerError("down"))).toBe("server");
  });

  it("ErrorCode is the union of the codes of the classes", () => {
    const forwards: ErrorCode = CLASSES[0][0] as AnyKineticError["code"];
    const back: AnyKineticError["code"] = forwards;
    expect(back).toBe("CONFIGURATION");
    // @ts-expect-error: not a code
    const wrong: ErrorCode = "OTHER";
    expect(wrong).toBe("OTHER");
    // @ts-expect-error: the base is abstract
    expect(() => new KineticError("LIMIT", "x")).not.toThrow();
    // @ts-expect-error: an unknown scope
    expect(new LimitError("x", { scope: "weekly" }).code).toBe("LIMIT");
  });
});
