import type { LocalOrg } from "kinetic-local-org";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { type Answer, type Call, startOrg } from "../../api.ts";

const started = await startOrg();
const org: LocalOrg = started.org;
const call: Call = started.call;
beforeEach(() => org.reset());
afterAll(() => org.close());

const BASE = "/services/data/v60.0";

interface Sub {
  readonly method?: string;
  readonly url: string;
  readonly referenceId: string;
  readonly body?: unknown;
  readonly httpHeaders?: Record<string, string>;
}

interface Result {
  readonly body: unknown;
  readonly httpHeaders: Record<string, string>;
  readonly httpStatusCode: number;
  readonly referenceId: string | null;
}

async function composite(subs: readonly Sub[], rest: object = {}, version = "v60.0"): Promise<Answer> {
  const compositeRequest = subs.map((sub) => ({ method: "POST", ...sub }));
  const token = org.accessToken();
  const path = `/services/data/${version}/composite`;
  return call("POST", path, { token, body: { ...rest, compositeRequest } });
}

const bodyOf = (result: Result | undefined): unknown => result?.body;

const resultsOf = (answer: Answer): readonly Result[] => {
  expect(answer.status).toBe(200);
  return (answer.json as { compositeResponse: Result[] }).compositeResponse;
};

const account = (referenceId: string, Name: string | undefined, extra: object = {}): Sub => ({
  url: `${BASE}/sobjects/Account`,
  referenceId,
  body: { ...(Name === undefined ? {} : { Name }), ...extra },
});

describe("composite", () => {
  it("hands the results of earlier subrequests to later ones, in bodies and URLs", async () => {
    const results = resultsOf(
      await composite([
        account("a", "Acme & Sons"),
        {
          url: `${BASE}/sobjects/Contact`,
          referenceId: "c",
          body: { LastName: "Doe", AccountId: "@{a.id}" },
        },
        { method: "GET", url: `${BASE}/sobjects/Account/@{a.id}?fields=Name`, referenceId: "read" },
        {
          method: "GET",
          url: `${BASE}/query?q=SELECT Id, AccountId FROM Contact WHERE Account.Name = '@{read.Name}'`,
          referenceId: "q",
        },
        {
          method: "PATCH",
          url: `${BASE}/sobjects/Contact/@{q.records[0].Id}`,
          referenceId: "u",
          body: { FirstName: "of @{read.Name}" },
        },
      ]),
    );
    expect(results.map(({ httpStatusCode }) => httpStatusCode)).toEqual([201, 201, 200, 200, 204]);
    const { id } = bodyOf(results[0]) as { id: string };
    expect(results[0]).toEqual({
      body: { id, success: true, errors: [] },
      httpHeaders: { Location: `${BASE}/sobjects/Account/${id}` },
      httpStatusCode: 201,
      referenceId: "a",
    });
    expect(results[4]?.body).toBeNull();
    expect(org.rows("Contact")).toMatchObject([{ AccountId: id, FirstName: "of Acme & Sons" }]);
  });

  it("minds the case of a reference: a create answers id, a query Id", async () => {
    const results = resultsOf(
      await composite([
        account("a", "Acme"),
        {
          url: `${BASE}/sobjects/Contact`,
          referenceId: "c",
          body: { LastName: "Doe", AccountId: "@{a.Id}" },
        },
        account("b", "Other"),
      ]),
    );
    expect(results.map(({ httpStatusCode }) => httpStatusCode)).toEqual([201, 400, 201]);
    expect(results[1]?.body).toEqual([
      {
        errorCode: "PROCESSING_HALTED",
        message: "Invalid reference specified. No value for a.Id found in a.",
      },
    ]);
  });

  it("leaves nothing behind when all or none is wanted and one fails", async () => {
    const answer = await composite([account("a", "One"), account("b", undefined), account("c", "Three")], {
      allOrNone: true,
    });
    const results = resultsOf(answer);
    const rolledBack = {
      body: [
        {
          errorCode: "PROCESSING_HALTED",
          message: "The transaction was rolled back since another operation in the same transaction failed.",
        },
      ],
      httpHeaders: {},
      httpStatusCode: 400,
    };
    expect(results[0]).toEqual({ ...rolledBack, referenceId: "a" });
    expect(results[1]?.body).toMatchObject([{ errorCode: "REQUIRED_FIELD_MISSING", fields: ["Name"] }]);
    expect(results[2]).toEqual({ ...rolledBack, referenceId: "c" });
    expect(org.rows("Account")).toEqual([]);
  });

  it("keeps what worked when all or none is not wanted", async () => {
    const results = resultsOf(
      await composite([account("a", "One"), account("b", undefined), account("c", "Three")]),
    );
    expect(results.map(({ httpStatusCode }) => httpStatusCode)).toEqual([201, 400, 201]);
    expect(org.rows("Account")).toHaveLength(2);
  });

  it("rolls back for a record of a collection that failed, and still shows the collection's own answer", async () => {
    const records = [{ attributes: { type: "Account" }, Name: "Good" }, { attributes: { type: "Account" } }];
    const subs = [
      { url: `${BASE}/composite/sobjects`, referenceId: "list", body: { records } },
      account("a", "After"),
    ];
    const results = resultsOf(await composite(subs, { allOrNone: true }));
    expect(results[0]?.body).toMatchObject([{ success: true }, { success: false }]);
    expect(results[1]?.body).toMatchObject([{ errorCode: "PROCESSING_HALTED" }]);
    expect(org.rows("Account")).toEqual([]);
  });

  it("takes 25 operations, five of them queries or collections", async () => {
    const many = Array.from({ length: 26 }, (_, i) => account(`r${i}`, "x"));
    expect(resultsOf(await composite(many))).toEqual([
      {
        body: [
          { errorCode: "LIMIT_EXCEEDED", message: "The request can’t contain more than 25 operations." },
        ],
        httpHeaders: {},
        httpStatusCode: 400,
        referenceId: null,
      },
    ]);
    const url = `${BASE}/query?q=SELECT Id FROM Account`;
    const queries = Array.from({ length: 6 }, (_, i) => ({ method: "GET", url, referenceId: `q${i}` }));
    expect(resultsOf(await composite(queries))).toMatchObject([{ referenceId: null, httpStatusCode: 400 }]);
    expect(resultsOf(await composite(queries.slice(1)))).toHaveLength(5);
    expect(org.rows("Account")).toEqual([]);
  });

  it.each([
    ["an illegal reference id", [account("a[1]", "x")], "JSON_PARSER_ERROR"],
    ["a reference id twice", [account("a", "x"), account("a", "y")], "INVALID_INPUT"],
    [
      "a header that is inherited",
      [{ ...account("a", "x"), httpHeaders: { Accept: "*/*" } }],
      "INVALID_INPUT",
    ],
    ["a method that is none", [{ ...account("a", "x"), method: "post" }], "JSON_PARSER_ERROR"],
    ["no subrequests", [], "JSON_PARSER_ERROR"],
  ])("refuses the whole request for %s", async (_what, subs, errorCode) => {
    const answer = await composite(subs as readonly Sub[]);
    expect([answer.status, answer.json]).toEqual([400, [expect.objectContaining({ errorCode })]]);
    expect(org.rows("Account")).toEqual([]);
  });

  it("is lenient about reference ids, and strict about nulls, up to version 51", async () => {
    const subs = [
      account("a-b", "Old"),
      { method: "GET", url: `${BASE}/query?q=SELECT Name, Phone FROM Account`, referenceId: "q" },
      account("c", "New", { Phone: "@{q.records[0].Phone}" }),
    ];
    const old = resultsOf(await composite(subs, {}, "v51.0"));
    expect(old.map(({ httpStatusCode }) => httpStatusCode)).toEqual([201, 200, 400]);
    const now = resultsOf(await composite(subs.slice(1)));
    expect(now.map(({ httpStatusCode }) => httpStatusCode)).toEqual([200, 201]);
  });

  it("passes a subrequest's headers on", async () => {
    const first = resultsOf(await composite([account("a", "Acme")]));
    const { id } = bodyOf(first[0]) as { id: string };
    const url = `${BASE}/sobjects/Account/${id}`;
    const read = resultsOf(await composite([{ method: "GET", url, referenceId: "r" }]));
    const etag = read[0]?.httpHeaders["ETag"] ?? "";
    const httpHeaders = { "If-None-Match": etag };
    const again = resultsOf(await composite([{ method: "GET", url, referenceId: "r", httpHeaders }]));
    expect(again[0]?.httpStatusCode).toBe(304);
  });

  it("says what it does not take inside", async () => {
    const results = resultsOf(await composite([{ method: "GET", url: `${BASE}/limits`, referenceId: "l" }]));
    expect(results).toMatchObject([{ httpStatusCode: 501, body: [{ errorCode: "NOT_IMPLEMENTED" }] }]);
  });

  it("counts as one call, and lists its kin", async () => {
    const used = async (): Promise<string> =>
      (await call("GET", "composite", { token: org.accessToken() })).headers.get("sforce-limit-info") ?? "";
    const before = Number(/=(\d+)/.exec(await used())?.[1]);
    await composite([account("a", "x"), account("b", "y")]);
    expect(Number(/=(\d+)/.exec(await used())?.[1])).toBe(before + 2);
    const answer = await call("GET", "composite", { token: org.accessToken() });
    expect(answer.json).toEqual({
      tree: `${BASE}/composite/tree`,
      batch: `${BASE}/composite/batch`,
      sobjects: `${BASE}/composite/sobjects`,
      graph: `${BASE}/composite/graph`,
    });
  });

  it("does not exist before version 38", async () => {
    expect((await composite([account("a", "x")], {}, "v37.0")).status).toBe(404);
  });
});

interface GraphAnswer {
  readonly graphId: string;
  readonly isSuccessful: boolean;
  readonly graphResponse: { readonly compositeResponse: readonly Result[] };
}

async function graphs(
  all: readonly { graphId: string; compositeRequest: readonly Sub[] }[],
): Promise<Answer> {
  const withMethods = all.map(({ graphId, compositeRequest }) => ({
    graphId,
    compositeRequest: compositeRequest.map((sub) => ({ method: "POST", ...sub })),
  }));
  return call("POST", "composite/graph", { token: org.accessToken(), body: { graphs: withMethods } });
}

const graphsOf = (answer: Answer): readonly GraphAnswer[] => {
  expect(answer.status).toBe(200);
  return (answer.json as { graphs: GraphAnswer[] }).graphs;
};

describe("graph", () => {
  it("makes each graph all or none, and none of another's business", async () => {
    const contact = { url: `${BASE}/sobjects/Contact`, referenceId: "c", body: { AccountId: "@{a.id}" } };
    const answer = await graphs([
      { graphId: "bad", compositeRequest: [account("a", "Gone"), contact] },
      { graphId: "good", compositeRequest: [account("a", "Kept")] },
    ]);
    const [bad, good] = graphsOf(answer);
    expect(bad).toMatchObject({ graphId: "bad", isSuccessful: false });
    expect(bad?.graphResponse.compositeResponse).toMatchObject([
      { httpStatusCode: 400, body: [{ errorCode: "PROCESSING_HALTED" }], referenceId: "a" },
      { httpStatusCode: 400, body: [{ errorCode: "REQUIRED_FIELD_MISSING" }], referenceId: "c" },
    ]);
    expect(good).toMatchObject({ graphId: "good", isSuccessful: true });
    expect(org.rows("Account")).toMatchObject([{ Name: "Kept" }]);
  });

  it("stops once more than 14 graphs have failed", async () => {
    const all = Array.from({ length: 17 }, (_, i) => ({
      graphId: `g${i}`,
      compositeRequest: [account("a", i === 16 ? "never" : undefined)],
    }));
    const answers = graphsOf(await graphs(all));
    const codes = answers.map(({ graphResponse }) =>
      (bodyOf(graphResponse.compositeResponse[0]) as { errorCode: string }[]).map(
        ({ errorCode }) => errorCode,
      ),
    );
    expect(codes.slice(0, 15).flat()).toEqual(Array<string>(15).fill("REQUIRED_FIELD_MISSING"));
    expect(codes.slice(15).flat()).toEqual(["PROCESSING_HALTED", "PROCESSING_HALTED"]);
    expect(org.rows("Account")).toEqual([]);
  });

  it.each([
    [
      "76 graphs",
      Array.from({ length: 76 }, (_, i) => ({ graphId: `${i}`, compositeRequest: [account("a", "x")] })),
    ],
    [
      "501 nodes",
      [{ graphId: "g", compositeRequest: Array.from({ length: 501 }, (_, i) => account(`r${i}`, "x")) }],
    ],
    [
      "16 levels",
      [
        {
          graphId: "g",
          compositeRequest: Array.from({ length: 16 }, (_, i) =>
            account(`r${i}`, "x", i === 0 ? {} : { ParentId: `@{r${i - 1}.id}` }),
          ),
        },
      ],
    ],
  ])("refuses %s", async (_what, all) => {
    const answer = await graphs(all);
    expect([answer.status, answer.json]).toMatchObject([400, [{ errorCode: "LIMIT_EXCEEDED" }]]);
  });

  it("says that it takes no queries", async () => {
    const query = { method: "GET", url: `${BASE}/query?q=SELECT Id FROM Account`, referenceId: "q" };
    expect((await graphs([{ graphId: "g", compositeRequest: [query] }])).status).toBe(501);
  });
});
