import type { LocalOrg } from "kinetic-local-org";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Call, startOrg } from "../api.ts";

const ID = "00O000000000001AAA";
let org: LocalOrg;
let call: Call;
beforeAll(async () => {
  ({ org, call } = await startOrg({
    reports: {
      [ID]: {
        name: "Accounts",
        run: ({ includeDetails, reportMetadata }, { store }) => {
          if (reportMetadata["reportFilters"] === null) throw new Error("no filters");
          const count = store.count("Account");
          return {
            factMap: { "T!T": { aggregates: [{ label: String(count), value: count }], includeDetails } },
          };
        },
      },
    },
    graphql: ({ query, operationName, variables }, { userId }) => {
      if (query.includes("broken")) throw new Error("no such field");
      return { query, operationName, variables, userId };
    },
  }));
});
afterAll(() => org.close());

describe("reports", () => {
  const path = `/services/data/v68.0/analytics/reports`;

  it("are listed, described and run", async () => {
    org.insert("Account", [{ Name: "a" }, { Name: "b" }]);
    expect((await call("GET", path)).json).toMatchObject([{ id: ID, name: "Accounts" }]);
    expect((await call("GET", `${path}/${ID.slice(0, 15)}/describe`)).json).toMatchObject({
      reportMetadata: { id: ID },
    });
    const run = await call("POST", `${path}/${ID}?includeDetails=true`, { body: {} });
    expect(run.json).toMatchObject({
      attributes: { type: "Report", reportId: ID },
      allData: true,
      hasDetailRows: true,
      factMap: { "T!T": { aggregates: [{ value: 2 }], includeDetails: true } },
    });
    expect((await call("GET", `${path}/00O000000000009AAA`)).status).toBe(404);
    const failed = await call("POST", `${path}/${ID}`, { body: { reportMetadata: { reportFilters: null } } });
    expect([failed.status, failed.json]).toMatchObject([500, [{ message: "no filters" }]]);
  });

  it("run in the background, seen running before they are done", async () => {
    const started = await call("POST", `${path}/${ID}/instances`, { body: {} });
    expect(started.json).toMatchObject({ status: "New" });
    const { id } = started.json as { id: string };
    const asked = async () => (await call("GET", `${path}/${ID}/instances/${id}`)).json;
    expect(await asked()).toMatchObject({ attributes: { status: "Running" } });
    expect(await asked()).toMatchObject({ attributes: { status: "Success" }, allData: true });
    const body = { reportMetadata: { reportFilters: null } };
    const bad = (await call("POST", `${path}/${ID}/instances`, { body })).json as { id: string };
    await call("GET", `${path}/${ID}/instances/${bad.id}`);
    expect((await call("GET", `${path}/${ID}/instances/${bad.id}`)).json).toMatchObject({
      attributes: { status: "Error" },
    });
    expect((await call("GET", `${path}/${ID}/instances/0LG000000000099AAA`)).status).toBe(404);
  });
});

describe("graphql", () => {
  const post = async (body: object) => (await call("POST", "/services/data/v68.0/graphql", { body })).json;

  it("hands the request to its handler, and tells what went wrong with status 200", async () => {
    expect(await post({ query: "query A { x }", operationName: "A", variables: { a: 1 } })).toMatchObject({
      data: { query: "query A { x }", operationName: "A", variables: { a: 1 } },
      errors: [],
    });
    expect(await post({})).toMatchObject({
      data: null,
      errors: [{ extensions: { ErrorType: "InvalidSyntax" } }],
    });
    expect(await post({ query: "{ broken }" })).toMatchObject({
      data: null,
      errors: [{ message: "no such field", extensions: { ErrorType: "DataFetchingException" } }],
    });
  });
});
