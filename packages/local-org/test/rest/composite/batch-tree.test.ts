import type { LocalOrg } from "kinetic-local-org";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { type Answer, type Call, startOrg } from "../../api.ts";

const started = await startOrg();
const org: LocalOrg = started.org;
const call: Call = started.call;
beforeEach(() => org.reset());
afterAll(() => org.close());

const post = (path: string, body: unknown): Promise<Answer> =>
  call("POST", path, { token: org.accessToken(), body });

describe("batch", () => {
  it("answers each request on its own", async () => {
    const answer = await post("composite/batch", {
      batchRequests: [
        { method: "POST", url: "v60.0/sobjects/Account", richInput: { Name: "Acme" } },
        { method: "GET", url: "v34.0/sobjects/Account/001000000000000AAA" },
        { method: "GET", url: "v60.0/query?q=SELECT+Name+FROM+Account" },
      ],
    });
    expect([answer.status, answer.json]).toMatchObject([
      200,
      {
        hasErrors: true,
        results: [
          { statusCode: 201, result: { success: true } },
          { statusCode: 404, result: [{ errorCode: "NOT_FOUND" }] },
          { statusCode: 200, result: { totalSize: 1, records: [{ Name: "Acme" }] } },
        ],
      },
    ]);
  });

  it("answers null where there is no body, and counts every request", async () => {
    const [id] = org.insert("Account", [{ Name: "Acme" }]);
    const requests = [
      { method: "PATCH", url: `v60.0/sobjects/Account/${id}`, richInput: { Name: "New" } },
      { method: "DELETE", url: `v60.0/sobjects/Account/${id}` },
    ];
    const answer = await post("composite/batch", { batchRequests: requests });
    expect(answer.json).toEqual({
      hasErrors: false,
      results: [
        { statusCode: 204, result: null },
        { statusCode: 204, result: null },
      ],
    });
    expect(answer.headers.get("sforce-limit-info")).toMatch(/^api-usage=2\//);
  });

  it("halts after an error where that is wanted, and takes nothing back", async () => {
    const answer = await post("composite/batch", {
      haltOnError: true,
      batchRequests: [
        { method: "POST", url: "v60.0/sobjects/Account", richInput: { Name: "Stays" } },
        { method: "POST", url: "v60.0/sobjects/Account", richInput: {} },
        { method: "POST", url: "v60.0/sobjects/Account", richInput: { Name: "Never" } },
      ],
    });
    expect(answer.json).toMatchObject({
      hasErrors: true,
      results: [
        { statusCode: 201 },
        { statusCode: 400 },
        { statusCode: 412, result: [{ errorCode: "BATCH_PROCESSING_HALTED" }] },
      ],
    });
    expect(org.rows("Account")).toMatchObject([{ Name: "Stays" }]);
  });

  it.each([
    ["a version above its own", { method: "GET", url: "v61.0/limits" }],
    ["a version below 34", { method: "GET", url: "v33.0/limits" }],
    ["a resource that it does not take", { method: "GET", url: "v60.0/jobs/ingest" }],
    ["a URL without a version", { method: "GET", url: "sobjects/Account" }],
  ])("refuses %s, before anything is done", async (_what, bad) => {
    const good = { method: "POST", url: "v60.0/sobjects/Account", richInput: { Name: "x" } };
    const answer = await post("composite/batch", { batchRequests: [good, bad] });
    expect([answer.status, answer.json]).toMatchObject([400, [{ errorCode: "INVALID_BATCH_REQUEST" }]]);
    expect(org.rows("Account")).toEqual([]);
  });

  it("refuses more than 25 requests", async () => {
    const batchRequests = Array.from({ length: 26 }, () => ({ method: "GET", url: "v60.0/limits" }));
    expect((await post("composite/batch", { batchRequests })).status).toBe(400);
  });
});

const contact = (referenceId: string, fields: object = {}): object => ({
  attributes: { type: "Contact", referenceId },
  LastName: referenceId,
  ...fields,
});

const account = (referenceId: string, children: readonly object[] = []): object => ({
  attributes: { type: "Account", referenceId },
  Name: referenceId,
  ...(children.length > 0 ? { Contacts: { records: children } } : {}),
});

describe("tree", () => {
  it("creates parents and children, level by level", async () => {
    const records = [account("a1", [contact("c1"), contact("c2")]), account("a2")];
    const answer = await post("composite/tree/Account", { records });
    expect([answer.status, answer.json]).toMatchObject([201, { hasErrors: false }]);
    const { results } = answer.json as { results: { referenceId: string; id: string }[] };
    expect(results.map(({ referenceId }) => referenceId)).toEqual(["a1", "a2", "c1", "c2"]);
    expect(org.rows("Contact")).toMatchObject([{ AccountId: results[0]?.id }, { AccountId: results[0]?.id }]);
  });

  it("saves nothing when one record is refused, and names only that one", async () => {
    const records = [account("a1", [contact("good"), contact("bad", { Email: "123" })])];
    const answer = await post("composite/tree/Account", { records });
    expect([answer.status, answer.json]).toEqual([
      400,
      {
        hasErrors: true,
        results: [
          {
            referenceId: "bad",
            errors: [
              {
                statusCode: "INVALID_EMAIL_ADDRESS",
                message: "Email: invalid email address: 123",
                fields: ["Email"],
              },
            ],
          },
        ],
      },
    ]);
    expect(org.rows("Account")).toEqual([]);
  });

  it.each([
    ["a reference id twice", "Account", [account("a", [contact("a")])], ["a", "a"]],
    ["the wrong type at the root", "Contact", [account("a")], ["a"]],
    [
      "an object of the setup",
      "UserRole",
      [{ attributes: { type: "UserRole", referenceId: "r" }, Name: "x" }],
      ["r"],
    ],
    ["201 records", "Account", Array.from({ length: 201 }, (_, i) => account(`r${i}`)), [""]],
  ])("refuses %s", async (_what, type, records, refs) => {
    const answer = await post(`composite/tree/${type}`, { records });
    expect([answer.status, answer.json]).toMatchObject([
      400,
      {
        hasErrors: true,
        results: refs.map((referenceId) => ({ referenceId, errors: [{ statusCode: "INVALID_INPUT" }] })),
      },
    ]);
    expect(org.rows("Account")).toEqual([]);
  });

  it("is five levels deep at most", async () => {
    const nested = (level: number): object => ({
      ...account(`a${level}`),
      ...(level > 1 ? { ChildAccounts: { records: [nested(level - 1)] } } : {}),
    });
    expect((await post("composite/tree/Account", { records: [nested(5)] })).status).toBe(201);
    expect((await post("composite/tree/Account", { records: [nested(6)] })).status).toBe(400);
    expect(org.rows("Account")).toHaveLength(5);
  });
});
