import type { AnyStep, CompositeSteps, Steps } from "kinetic-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { quickClient } from "../support/client.ts";
import { type OpenOrg, openOrg } from "../support/org.ts";
import { json, startServer } from "../support/server.ts";

const ID = "001000000000001AAA";

/** A client of a server that must not be asked. */
async function nobody() {
  const server = await startServer((_, response) => json(response, 500, []));
  const { sf } = quickClient(server.url);
  const close = async () => {
    await sf.close();
    await server.close();
  };
  return { server, sf, [Symbol.asyncDispose]: close };
}

const manySteps =
  (count: number, make: (steps: CompositeSteps, at: number) => AnyStep) => (steps: CompositeSteps) =>
    Object.fromEntries(Array.from({ length: count }, (_, at) => [`s${at}`, make(steps, at)]));

describe("composite", () => {
  it("writes references where a step uses what one before it answers", async () => {
    await using server = await startServer((_, response) =>
      json(response, 200, {
        compositeResponse: [
          {
            referenceId: "Account_1",
            httpStatusCode: 201,
            httpHeaders: { Location: "/x" },
            body: { id: ID, success: true, errors: [] },
          },
          {
            referenceId: "rows",
            httpStatusCode: 200,
            httpHeaders: {},
            body: { totalSize: 1, done: true, records: [{ Id: ID }] },
          },
          { referenceId: "Contact_1", httpStatusCode: 204, httpHeaders: {}, body: null },
        ],
      }),
    );
    await using sf = quickClient(server.url).sf;
    const result = await sf.composite(
      (c) => {
        const account = c.create("Account", { Name: "Acme" }, { assignmentRule: false });
        const rows = c.query<{ Id: string }>(`SELECT Id FROM Contact WHERE AccountId = '${account.ref.id}'`, {
          referenceId: "rows",
        });
        const contact = c.update("Contact", rows.ref.records[0].Id, { Title: `at ${account.ref.id}` });
        return { account, rows, contact };
      },
      { allOrNone: true },
    );
    expect(JSON.parse(server.seen[0]!.body.toString())).toEqual({
      allOrNone: true,
      collateSubrequests: true,
      compositeRequest: [
        {
          method: "POST",
          url: "/services/data/v68.0/sobjects/Account",
          referenceId: "Account_1",
          body: { Name: "Acme" },
          httpHeaders: { "sforce-auto-assign": "FALSE" },
        },
        {
          method: "GET",
          url: "/services/data/v68.0/query/?q=SELECT%20Id%20FROM%20Contact%20WHERE%20AccountId%20%3D%20'@{Account_1.id}'",
          referenceId: "rows",
        },
        {
          method: "PATCH",
          url: "/services/data/v68.0/sobjects/Contact/@{rows.records[0].Id}",
          referenceId: "Contact_1",
          body: { Title: "at @{Account_1.id}" },
        },
      ],
    });
    const { account, rows, contact } = result.unwrap();
    expect([account.id, rows.records[0]?.Id, contact]).toEqual([ID, ID, null]);
    expect(result.steps.account.headers["location"]).toBe("/x");
  });

  it("gives every step its name and headers", async () => {
    await using server = await startServer((request, response) => {
      const text = request.body.toString();
      const { compositeRequest } = JSON.parse(text) as { compositeRequest: { referenceId: string }[] };
      const answer = ({ referenceId }: { referenceId: string }) => ({
        referenceId,
        httpStatusCode: 200,
        httpHeaders: {},
        body: { id: ID, success: true },
      });
      json(response, 200, { compositeResponse: compositeRequest.map(answer) });
    });
    await using sf = quickClient(server.url).sf;
    const options = (referenceId: string) => ({
      referenceId,
      assignmentRule: false,
      duplicateRule: { allowSave: true },
      headers: { "if-match": "x" },
    });
    const key = { field: "Ext__c", value: "a/b" };
    const { known } = (
      await sf.composite((c) => {
        const made = c.create("Account", { Name: "x" }, options("made"));
        const known = c.upsert("Contact", key, { AccountId: made.ref.id }, options("known"));
        c.retrieve("Account", made.ref.id, options("read"));
        c.update("Contact", known.ref.id, { Title: "x" }, options("changed"));
        c.query("SELECT Id FROM Account", options("rows"));
        c.request({ method: "GET", path: "limits" }, options("limits"));
        c.delete("Contact", known.ref.id, options("gone"));
        return { known };
      })
    ).unwrap();
    expect(known.id).toBe(ID);
    const { compositeRequest } = JSON.parse(server.seen[0]!.body.toString()) as {
      compositeRequest: { method: string; url: string; referenceId: string; httpHeaders: object }[];
    };
    const names = ["made", "known", "read", "changed", "rows", "limits", "gone"];
    expect(compositeRequest.map(({ referenceId }) => referenceId)).toEqual(names);
    for (const { httpHeaders } of compositeRequest)
      expect(httpHeaders).toEqual({
        "sforce-auto-assign": "FALSE",
        "sforce-duplicate-rule-header": "allowSave=true",
        "if-match": "x",
      });
    expect(compositeRequest[3]).toMatchObject({
      method: "PATCH",
      url: "/services/data/v68.0/sobjects/Contact/@{known.id}",
    });
  });

  it("refuses more steps than a call takes, and more queries, before anything is sent", async () => {
    await using here = await nobody();
    const creates = manySteps(26, (c) => c.create("Account", { Name: "x" }));
    await expect(here.sf.composite(creates)).rejects.toThrow(/up to 25 steps, and this one has 26/);
    const queries = manySteps(6, (c) => c.query("SELECT Id FROM Account"));
    await expect(here.sf.composite(queries)).rejects.toThrow(
      /up to 5 queries and collections, and this one has 6/,
    );
    await expect(here.sf.composite(() => ({}))).rejects.toMatchObject({ code: "INPUT" });
    expect(here.server.seen).toEqual([]);
  });

  it("refuses references that lead nowhere, and names that are none or twice there", async () => {
    await using here = await nobody();
    const { sf } = here;
    const bad: ((c: CompositeSteps) => Steps)[] = [
      (c: CompositeSteps) => ({ a: c.create("Account", { Name: "@{later.id}" }) }),
      (c: CompositeSteps) => ({ a: c.create("Account", { Name: "x" }, { referenceId: "a-b" }) }),
      (c: CompositeSteps) => ({
        a: c.create("Account", { Name: "x" }, { referenceId: "a" }),
        b: c.create("Account", { Name: "x" }, { referenceId: "a" }),
      }),
      (c: CompositeSteps) => ({ a: c.update("Account", ID, {}) }),
    ];
    for (const build of bad) await expect(sf.composite(build)).rejects.toMatchObject({ code: "INPUT" });
  });

  it("reports a lost answer as unknown when a step writes, and asks again when none does", async () => {
    await using server = await startServer((_, response, call) => {
      if (call !== 3) response.destroy();
      else
        json(response, 200, {
          compositeResponse: [{ referenceId: "Account_1", httpStatusCode: 200, body: {} }],
        });
    });
    await using sf = quickClient(server.url).sf;
    await expect(sf.composite((c) => ({ a: c.create("Account", { Name: "x" }) }))).rejects.toMatchObject({
      code: "OUTCOME_UNKNOWN",
    });
    await expect(sf.composite((c) => ({ a: c.retrieve("Account", ID) }))).resolves.toMatchObject({
      ok: true,
    });
    expect(server.seen).toHaveLength(3);
  });
});

describe("an answer of something else, with status 200", () => {
  it.each<[string, (sf: ReturnType<typeof quickClient>["sf"]) => Promise<unknown>]>([
    ["composite", (sf) => sf.composite((c) => ({ a: c.create("Account", { Name: "x" }) }))],
    ["graph", (sf) => sf.graph({ g: (g) => ({ a: g.create("Account", { Name: "x" }) }) })],
    ["batch", (sf) => sf.batch((b) => ({ a: b.get("limits") }))],
    ["query", (sf) => sf.query("SELECT Id FROM Account").first()],
    ["long query", (sf) => sf.query(`SELECT Id FROM Account WHERE Name = '${"x".repeat(9_000)}'`).first()],
    ["search", (sf) => sf.search("FIND {x}")],
  ])("to %s is a typed error", async (_, act) => {
    for (const body of [{ message: "welcome" }, "ok", null]) {
      await using server = await startServer((__, response) => json(response, 200, body));
      await using sf = quickClient(server.url).sf;
      await expect(act(sf)).rejects.toMatchObject({ code: "UNEXPECTED_RESPONSE" });
    }
  });
});

describe("graph", () => {
  it("refuses chains that are too deep, and too many steps", async () => {
    await using here = await nobody();
    const deep = here.sf.graph({
      deep: (g) => {
        let last = g.create("Account", { Name: "x" });
        for (let at = 0; at < 15; at += 1) last = g.create("Account", { Name: "x", ParentId: last.ref.id });
        return { last };
      },
    });
    await expect(deep).rejects.toThrow(
      /up to 15 steps that build on each other in deep, and this one has 16/,
    );
    const wide = here.sf.graph({
      wide: (g) =>
        Object.fromEntries(
          Array.from({ length: 501 }, (_, at) => [`s${at}`, g.create("Account", { Name: "x" })]),
        ),
    });
    await expect(wide).rejects.toThrow(/up to 500 steps in all its graphs, and this one has 501/);
    expect(here.server.seen).toEqual([]);
  });
});

describe("tree and batch", () => {
  it("refuse what is over their limits before anything is sent", async () => {
    await using here = await nobody();
    const records = Array.from({ length: 201 }, () => ({ fields: { Name: "x" } }));
    await expect(here.sf.tree({ object: "Account", records })).rejects.toThrow(
      /up to 200 records, and this one has 201/,
    );
    const level = (depth: number): { object: string; records: object[] } => ({
      object: "Account",
      records: [{ fields: { Name: "x" }, children: depth === 1 ? {} : { ChildAccounts: level(depth - 1) } }],
    });
    await expect(here.sf.tree(level(6) as Parameters<typeof here.sf.tree>[0])).rejects.toThrow(
      /up to 5 levels/,
    );
    const batch = here.sf.batch((b) =>
      Object.fromEntries([...Array(26).keys()].map((at) => [`s${at}`, b.get("limits")])),
    );
    await expect(batch).rejects.toThrow(/up to 25 steps, and this one has 26/);
    expect(here.server.seen).toEqual([]);
  });
});

describe("composite, graph, tree and batch against the local org", () => {
  let here: OpenOrg;
  beforeAll(async () => {
    here = await openOrg();
  });
  beforeEach(() => here.org.reset());
  afterAll(() => here[Symbol.asyncDispose]());

  it("resolve references, and type the answer of every step", async () => {
    const result = await here.sf.composite((c) => {
      const account = c.create("Account", { Name: "Acme" });
      const contact = c.create("Contact", { LastName: "Muster", AccountId: account.ref.id });
      const rows = c.query<{ Id: string; Account: { Name: string } }>(
        `SELECT Id, Account.Name FROM Contact WHERE AccountId = '${account.ref.id}'`,
      );
      const read = c.retrieve<{ Name: string }>("Account", account.ref.id, { fields: ["Name"] });
      const gone = c.delete("Contact", rows.ref.records[0].Id);
      return { account, contact, rows, read, gone };
    });
    const { contact, rows, read } = result.unwrap();
    expect(rows.records).toMatchObject([{ Id: contact.id, Account: { Name: "Acme" } }]);
    expect(read.Name).toBe("Acme");
    expect(here.org.rows("Contact")).toEqual([]);
  });

  it("tell the step that failed from those that were undone with it", async () => {
    const result = await here.sf.composite(
      (c) => ({ good: c.create("Account", { Name: "Acme" }), bad: c.create("Contact", { FirstName: "x" }) }),
      { allOrNone: true },
    );
    expect(result.ok).toBe(false);
    expect(result.steps.good).toMatchObject({ ok: false, halted: true, status: 400 });
    expect(result.steps.bad).toMatchObject({
      ok: false,
      halted: false,
      error: { errorCode: "REQUIRED_FIELD_MISSING" },
    });
    expect(() => result.unwrap()).toThrow(/REQUIRED_FIELD_MISSING/);
    expect(here.org.rows("Account")).toEqual([]);
  });

  it("do each graph as a whole or not at all", async () => {
    const graphs = await here.sf.graph({
      good: (g) => {
        const account = g.create("Account", { Name: "Good" });
        return { account, contact: g.create("Contact", { LastName: "x", AccountId: account.ref.id }) };
      },
      bad: (g) => ({ account: g.create("Account", { Name: "Bad" }), contact: g.create("Contact", {}) }),
    });
    expect([graphs.good.ok, graphs.bad.ok]).toEqual([true, false]);
    expect(here.org.rows("Account").map(({ Name }) => Name)).toEqual(["Good"]);
    expect(graphs.good.unwrap().account.id).toMatch(/^001/);
  });

  it("plant a tree, and name the records that keep one from being planted", async () => {
    const contacts = (...names: (string | null)[]) => ({
      Contacts: { object: "Contact", records: names.map((LastName) => ({ fields: { LastName } })) },
    });
    const good = await here.sf.tree({
      object: "Account",
      records: [
        { fields: { Name: "A" }, children: contacts("a", "b") },
        { fields: { Name: "B" }, name: "second" },
      ],
    });
    if (!good.ok) throw new Error("the tree was refused");
    expect(Object.keys(good.ids).sort()).toEqual(["0", "0.Contacts.0", "0.Contacts.1", "second"]);
    expect(here.org.rows("Contact").map(({ AccountId }) => AccountId)).toEqual([
      good.ids["0"],
      good.ids["0"],
    ]);
    const bad = await here.sf.tree({
      object: "Account",
      records: [{ fields: { Name: "C" }, children: contacts("c", null) }],
    });
    expect(bad).toMatchObject({
      ok: false,
      failures: [{ name: "0.Contacts.1", error: { code: "REQUIRED_FIELD_MISSING" } }],
    });
    expect(here.org.rows("Account")).toHaveLength(2);
  });

  it("send calls together that know nothing of each other", async () => {
    const result = await here.sf.batch((b) => ({
      limits: b.get<{ DailyApiRequests: { Max: number } }>("limits"),
      missing: b.get(`sobjects/Account/${ID}`),
      made: b.request<{ id: string }>({ method: "POST", path: "sobjects/Account", body: { Name: "x" } }),
    }));
    expect(result.steps.limits.ok && result.steps.limits.body.DailyApiRequests.Max).toBeGreaterThan(0);
    expect(result.steps.missing).toMatchObject({ ok: false, error: { code: "NOT_FOUND" } });
    expect(result.steps.made.ok).toBe(true);
    expect(() => result.unwrap()).toThrow(/NOT_FOUND/);
  });
});
