import type { AnyStep, CompositeSteps, RecordSteps, SalesforceClient, TreeChildren } from "kinetic-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { quickClient } from "../support/client.ts";
import { json, startServer, type TestServer } from "../support/server.ts";

const ID = "001000000000001AAA";
const SHORT = "00100000000001";
const MISTYPED = "001000000000001AAB";
const NO_NAME = "Account; DROP";
const NESTED = { Name: "Acme", Owner: { Username: "a@b.c", Email: "a@b.c" } };

type Act = (sf: SalesforceClient) => unknown;
type Case = readonly [resource: string, act: Act];
type RowCase = readonly [resource: string, act: Act, row?: number];

/** Cases with a row where there are rows. */
const rowed = (cases: readonly RowCase[]) => cases.map(([name, act, row]) => [name, act, row] as const);
interface Refusal {
  readonly column?: string | RegExp;
  readonly row?: number;
  readonly message: RegExp;
}

let server: TestServer;
let sf: SalesforceClient;
beforeAll(async () => {
  const fields = [
    { name: "Name", type: "string", referenceTo: [], relationshipName: null },
    { name: "Day__c", type: "date", referenceTo: [], relationshipName: null },
  ];
  const sobjects = [{ name: "Account", keyPrefix: "001" }];
  server = await startServer((request, response) => {
    if (request.path.endsWith("/describe"))
      return json(response, 200, { name: "Account", fields }, { etag: '"1"' });
    return request.path.endsWith("/sobjects")
      ? json(response, 200, { sobjects }, { etag: '"1"' })
      : json(response, 500, []);
  });
  ({ sf } = quickClient(server.url));
  // What the check of Dates needs to know is read before, so that the cases need no call at all.
  for (const object of ["Account", "Trip__e", "Attachment", "ApexClass"]) await sf.describe(object);
  await sf.describeGlobal();
});
afterAll(async () => {
  await sf.close();
  await server.close();
});

/** Does what must be refused, and returns the error; the server hears nothing of it. */
async function refusal(act: Act): Promise<unknown> {
  const before = server.seen.length;
  const error = await Promise.resolve()
    .then(() => act(sf))
    .then(
      () => undefined,
      (reason: unknown) => reason,
    );
  expect(server.seen.length - before).toBe(0);
  return error;
}

async function expectRefused(act: Act, { message, column, row }: Refusal): Promise<void> {
  const error = await refusal(act);
  expect(error).toMatchObject({ code: "INPUT", message: expect.stringMatching(message) });
  if (column !== undefined)
    expect(error).toMatchObject({
      column: typeof column === "string" ? column : expect.stringMatching(column),
    });
  if (row !== undefined) expect(error).toMatchObject({ row });
}

const composite = (build: (c: CompositeSteps) => AnyStep): Act => {
  return (client) => client.composite((c) => ({ step: build(c) }));
};
const graph = (build: (g: RecordSteps) => AnyStep): Act => {
  return (client) => client.graph({ one: (g) => ({ step: build(g) }) });
};

describe("a wrong id", () => {
  const places = (id: string): Case[] => [
    ["retrieve", (c) => c.sobject("Account").retrieve(id)],
    ["retrieveIfModified", (c) => c.sobject("Account").retrieveIfModified(id, { etag: "x" })],
    ["parent", (c) => c.sobject("Account").parent(id, "Owner")],
    ["children", (c) => c.sobject("Account").children(id, "Contacts").first()],
    ["update", (c) => c.sobject("Account").update(id, { Name: "x" })],
    ["delete", (c) => c.sobject("Account").delete(id)],
    ["tooling", (c) => c.tooling.sobject("ApexClass").retrieve(id)],
    ["composite retrieve", composite((s) => s.retrieve("Account", id))],
    ["composite update", composite((s) => s.update("Account", id, { Name: "x" }))],
    ["composite delete", composite((s) => s.delete("Account", id))],
    ["graph update", graph((s) => s.update("Account", id, { Name: "x" }))],
    ["files.download", (c) => c.files.download(id)],
    ["files.readBlob", (c) => c.files.readBlob({ object: "Attachment", id, field: "Body" })],
    ["ui.record", (c) => c.ui.record(id, { fields: ["Account.Name"] })],
    ["ui.update", (c) => c.ui.update(id, { Name: "x" })],
    ["ui.delete", (c) => c.ui.delete(id)],
    ["eventLogs.read", (c) => c.eventLogs.read(id)],
  ];
  const named: readonly (readonly [string, string, (id: string) => Act])[] = [
    ["files.link", "contentDocumentId", (id) => link({ contentDocumentId: id, linkedEntityId: ID })],
    ["files.link", "linkedEntityId", (id) => link({ contentDocumentId: ID, linkedEntityId: id })],
    ["files.upload", "linkedEntityId", (id) => (c) => c.files.upload({ ...FILE, linkedEntityId: id })],
    ["files.upload", "contentDocumentId", (id) => (c) => c.files.upload({ ...FILE, contentDocumentId: id })],
    ["reports", "reportId", (id) => (c) => c.reports.run(id)],
    ["reports.open", "runId", (id) => (c) => c.reports.open(ID, id)],
    [
      "layouts",
      "recordTypeId",
      (id) => (c) => c.describeLayouts("Account", { kind: "layouts", recordTypeId: id }),
    ],
  ];
  const rows: readonly (readonly [string, (id: string) => Act])[] = [
    [
      "collections.update",
      (id) =>
        update([
          { Id: ID, Name: "x" },
          { Id: id, Name: "x" },
        ]),
    ],
    [
      "collections.upsert by Id",
      (id) =>
        upsertById([
          { Id: ID, Name: "x" },
          { Id: id, Name: "x" },
        ]),
    ],
    ["collections.delete", (id) => (c) => c.collections.delete([ID, id])],
    [
      "collections.retrieve",
      (id) => (c) => c.collections.retrieve([ID, id], { object: "Account", fields: ["Name"] }),
    ],
    [
      "write update",
      (id) => (c) =>
        c.write("Account", "update", [
          { Id: ID, Name: "x" },
          { Id: id, Name: "x" },
        ]),
    ],
    ["write delete", (id) => (c) => c.write("Account", "delete", [ID, id])],
  ];
  const FILE = { source: Buffer.from("x"), fileName: "x.txt" };
  const link =
    (of: { contentDocumentId: string; linkedEntityId: string }): Act =>
    (c) =>
      c.files.link(of);
  const update =
    (list: { Id: string; Name: string }[]): Act =>
    (c) =>
      c.collections.update(list, { object: "Account" });
  const upsertById =
    (list: { Id: string; Name: string }[]): Act =>
    (c) =>
      c.collections.upsert(list, { object: "Account", externalIdField: "Id" });

  const SAYS = [
    ["of 14 characters", SHORT, /15 or 18 letters and digits/],
    ["with a wrong checksum", MISTYPED, /last three characters must be AAA/],
  ] as const;
  for (const [kind, id, message] of SAYS) {
    it.each(places(id))(`${kind}: %s`, async (_, act) => expectRefused(act, { message, column: "Id" }));
    it.each(named)(`${kind}: %s, %s`, async (_, column, act) => expectRefused(act(id), { message, column }));
    it.each(rows)(`${kind}: %s`, async (_, act) => expectRefused(act(id), { message, column: "Id", row: 2 }));
  }
});

describe("an object name that is none", () => {
  const rows = [{ Name: "x" }];
  it.each<Case>([
    ["sobject", (c) => c.sobject(NO_NAME).create({ Name: "x" })],
    ["tooling.sobject", (c) => c.tooling.sobject(NO_NAME).create({ Name: "x" })],
    ["describe", (c) => c.describe(NO_NAME)],
    ["describeMany", (c) => c.describeMany(["Account", NO_NAME])],
    ["describeLayouts", (c) => c.describeLayouts(NO_NAME)],
    ["recordCounts", (c) => c.recordCounts([NO_NAME])],
    ["searchText", (c) => c.searchText("acme", { objects: [{ name: NO_NAME }] })],
    ["publish", (c) => c.publish(`${NO_NAME}__e`, {})],
    ["collections.create", (c) => c.collections.create(rows, { object: NO_NAME })],
    ["collections.create by attributes", (c) => c.collections.create([{ attributes: { type: NO_NAME } }])],
    ["collections.update", (c) => c.collections.update([{ Id: ID, Name: "x" }], { object: NO_NAME })],
    ["collections.upsert", (c) => c.collections.upsert(rows, { object: NO_NAME, externalIdField: "Name" })],
    ["collections.retrieve", (c) => c.collections.retrieve([ID], { object: NO_NAME, fields: ["Name"] })],
    ["composite create", composite((s) => s.create(NO_NAME, { Name: "x" }))],
    ["composite retrieve", composite((s) => s.retrieve(NO_NAME, ID))],
    ["composite update", composite((s) => s.update(NO_NAME, ID, { Name: "x" }))],
    ["composite upsert", composite((s) => s.upsert(NO_NAME, { field: "Ext__c", value: "1" }, {}))],
    ["composite delete", composite((s) => s.delete(NO_NAME, ID))],
    ["graph create", graph((s) => s.create(NO_NAME, { Name: "x" }))],
    ["tree", (c) => c.tree({ object: NO_NAME, records: [{ fields: { Name: "x" } }] })],
    ["files.createBlob", (c) => c.files.createBlob(blob(NO_NAME, {}))],
    ["files.readBlob", (c) => c.files.readBlob({ object: NO_NAME, id: ID, field: "Body" })],
    ["ui.create", (c) => c.ui.create(NO_NAME, { Name: "x" })],
    ["ui.objectInfo", (c) => c.ui.objectInfo(NO_NAME)],
    ["write of one row", (c) => c.write(NO_NAME, "insert", rows)],
    ["write of rows", (c) => c.write(NO_NAME, "insert", [...rows, ...rows])],
    ["write by bulk", (c) => c.write(NO_NAME, "insert", rows, { via: "bulk" })],
  ])("%s", async (_, act) =>
    expectRefused(act, {
      message: /"Account; DROP(?:__e)?" is not the API name of an object/,
      column: "object",
    }),
  );
});

function blob(object: string, fields: Readonly<Record<string, unknown>>) {
  return { object, blobField: "Body", fields, fileName: "a.txt", source: Buffer.from("x") };
}

const many = (count: number, make: (at: number) => AnyStep): Record<string, AnyStep> =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`s${at}`, make(at)]));
const trees = (count: number): TreeChildren => ({
  object: "Account",
  records: Array.from({ length: count }, () => ({ fields: { Name: "x" } })),
});
const deep = (levels: number): TreeChildren => ({
  object: "Account",
  records: [{ fields: { Name: "x" }, children: levels === 1 ? {} : { ChildAccounts: deep(levels - 1) } }],
});
const kinds = (count: number): TreeChildren => ({
  object: "Account",
  records: [
    {
      fields: { Name: "x" },
      children: Object.fromEntries(
        Array.from({ length: count - 1 }, (_, at) => [
          `T${at}__r`,
          { object: `T${at}__c`, records: [{ fields: { Name: "x" } }] },
        ]),
      ),
    },
  ],
});

describe("more than a limit allows", () => {
  it.each<readonly [string, RegExp, Act]>([
    [
      "composite: 26 steps",
      /up to 25 steps, and this one has 26/,
      (c) => c.composite((s) => many(26, () => s.create("Account", { Name: "x" }))),
    ],
    [
      "composite: 6 queries",
      /up to 5 queries and collections, and this one has 6/,
      (c) => c.composite((s) => many(6, () => s.query("SELECT Id FROM Account"))),
    ],
    [
      "graph: 501 steps",
      /up to 500 steps in all its graphs, and this one has 501/,
      (c) => c.graph({ one: (g) => many(501, () => g.create("Account", { Name: "x" })) }),
    ],
    [
      "graph: 76 graphs",
      /up to 75 graphs, and this one has 76/,
      (c) =>
        c.graph(
          Object.fromEntries(
            Array.from({ length: 76 }, (_, at) => [
              `g${at}`,
              (g: RecordSteps) => ({ a: g.create("Account", { Name: "x" }) }),
            ]),
          ),
        ),
    ],
    [
      "graph: 16 kinds of steps",
      /up to 15 different kinds of steps/,
      (c) => c.graph({ one: (g) => many(16, (at) => g.create(`T${at}__c`, { Name: "x" })) }),
    ],
    ["tree: 201 records", /up to 200 records, and this one has 201/, (c) => c.tree(trees(201))],
    ["tree: 6 levels", /up to 5 levels/, (c) => c.tree(deep(6))],
    ["tree: 6 objects", /up to 5 objects, and this one has 6/, (c) => c.tree(kinds(6))],
    [
      "batch: 26 steps",
      /up to 25 steps, and this one has 26/,
      (c) => c.batch((b) => many(26, () => b.get("limits"))),
    ],
    ["recent: 201", /from 1 to 200, not 201/, (c) => c.recent({ limit: 201 })],
    [
      "search: 2,001 records",
      /overallLimit must be a whole number from 1 to 2000/,
      (c) => c.searchText("acme", { overallLimit: 2001 }),
    ],
    [
      "search: no record of an object",
      /limit must be a whole number from 1/,
      (c) => c.searchText("acme", { objects: [{ name: "Account", limit: 0 }] }),
    ],
    [
      "search: an offset over several objects",
      /offset goes with one object alone/,
      (c) => c.searchText("acme", { offset: 5, objects: [{ name: "Account" }, { name: "Contact" }] }),
    ],
    ["search: 10,001 characters of SOSL", /takes up to 10000/, (c) => c.search("x".repeat(10_001))],
  ])("%s", async (_, message, act) => expectRefused(act, { message }));

  it("splits collections where it refuses none", async () => {
    const sizes: number[] = [];
    await using taking = await startServer((request, response) => {
      const { records } = JSON.parse(request.body.toString()) as { records: object[] };
      sizes.push(records.length);
      json(
        response,
        200,
        records.map(() => ({ id: ID, success: true, errors: [] })),
      );
    });
    await using client = quickClient(taking.url).sf;
    const rows = Array.from({ length: 401 }, () => ({ Name: "x" }));
    const result = await client.collections.create(rows, { object: "Account", concurrency: 1 });
    expect([sizes, result.totals.succeeded]).toEqual([[200, 200, 1], 401]);
  });
});

describe("a header that cannot be", () => {
  const rule = { assignmentRule: SHORT };
  const record = { Name: "x" };
  it.each<Case>([
    ["record", (c) => c.sobject("Account").create(record, rule)],
    ["collections", (c) => c.collections.create([record], { object: "Account", ...rule })],
    ["composite", (c) => c.composite((s) => ({ a: s.create("Account", record, rule) }))],
    ["graph", (c) => c.graph({ one: (g) => ({ a: g.create("Account", record, rule) }) })],
    ["write", (c) => c.write("Account", "insert", [record], rule)],
  ])("%s: the id of an assignment rule", async (_, act) =>
    expectRefused(act, { column: "assignmentRule", message: /ids have 15 or 18/ }),
  );

  it.each(["Accept", "authorization", "Content-Type"])("composite: %s of a step", (name) =>
    expectRefused(
      (c) => c.composite((s) => ({ a: s.create("Account", record, { headers: { [name]: "x" } }) })),
      { message: new RegExp(`may not have the header ${name}`) },
    ),
  );
});

describe("an update of nothing", () => {
  const typed = { attributes: { type: "Account" } };
  it.each(
    rowed([
      ["update", (c) => c.sobject("Account").update(ID, {})],
      ["update of undefined", (c) => c.sobject("Account").update(ID, { Name: undefined })],
      ["update of attributes", (c) => c.sobject("Account").update(ID, typed)],
      ["tooling", (c) => c.tooling.sobject("ApexClass").update(ID, {})],
      ["composite", composite((s) => s.update("Account", ID, typed))],
      ["graph", graph((s) => s.update("Account", ID, { Name: undefined }))],
      ["ui", (c) => c.ui.update(ID, typed)],
      [
        "collections",
        (c) =>
          c.collections.update(
            [
              { Id: ID, Name: "x" },
              { Id: ID, ...typed },
            ],
            { object: "Account" },
          ),
        2,
      ],
      ["write of one row", (c) => c.write("Account", "update", [{ Id: ID }]), 1],
      ["write of rows", (c) => c.write("Account", "update", [{ Id: ID, Name: "x" }, { Id: ID }]), 2],
      [
        "write by bulk",
        (c) => c.write("Account", "update", [{ Id: ID, Name: "x" }, { Id: ID }], { via: "bulk" }),
        2,
      ],
    ]),
  )("%s", async (_, act, row) =>
    expectRefused(act, { message: /The update .*names no field/, ...(row === undefined ? {} : { row }) }),
  );

  it.each<Case>([
    ["update", (c) => c.sobject("Account").update(ID, { id: ID, Name: "x" })],
    ["composite", composite((s) => s.update("Account", ID, { Id: ID, Name: "x" }))],
    ["ui", (c) => c.ui.update(ID, { Id: ID, Name: "x" })],
  ])("names its record once: %s", async (_, act) =>
    expectRefused(act, { message: /the id is given once/, column: "Id" }),
  );
});

/** Every way that a record of Account goes to the org, with the row that it is where there are rows. */
const ways = (fields: Readonly<Record<string, unknown>>): RowCase[] => [
  ["create", (c) => c.sobject("Account").create(fields)],
  ["update", (c) => c.sobject("Account").update(ID, fields)],
  ["upsert", (c) => c.sobject("Account").upsert({ field: "Ext__c", value: "1" }, fields)],
  ["tooling", (c) => c.tooling.sobject("ApexClass").create(fields)],
  ["composite create", composite((s) => s.create("Account", fields))],
  ["composite update", composite((s) => s.update("Account", ID, fields))],
  ["composite upsert", composite((s) => s.upsert("Account", { field: "Ext__c", value: "1" }, fields))],
  ["graph create", graph((s) => s.create("Account", fields))],
  ["graph update", graph((s) => s.update("Account", ID, fields))],
  ["tree", (c) => c.tree({ object: "Account", records: [{ fields }] })],
  ["files.createBlob", (c) => c.files.createBlob(blob("Attachment", fields))],
  ["publish", (c) => c.publish("Trip__e", fields)],
  ["ui.create", (c) => c.ui.create("Account", fields)],
  ["ui.update", (c) => c.ui.update(ID, fields)],
  ["collections.create", (c) => c.collections.create([{ Name: "x" }, fields], { object: "Account" }), 2],
  [
    "collections.update",
    (c) =>
      c.collections.update(
        [
          { Id: ID, Name: "x" },
          { Id: ID, ...fields },
        ],
        { object: "Account" },
      ),
    2,
  ],
  [
    "collections.upsert",
    (c) =>
      c.collections.upsert([{ Ext__c: "1" }, { Ext__c: "2", ...fields }], {
        object: "Account",
        externalIdField: "Ext__c",
      }),
    2,
  ],
  ["write of one row", (c) => c.write("Account", "insert", [fields]), 1],
  ["write of rows", (c) => c.write("Account", "insert", [{ Name: "x" }, fields]), 2],
  ["write by bulk", (c) => c.write("Account", "insert", [{ Name: "x" }, fields], { via: "bulk" }), 2],
];

describe("a nested record where a flat one is needed", () => {
  const cases = rowed(ways(NESTED));
  it.each(cases)("%s", async (_, act, row) => {
    const where = row === undefined ? {} : { row };
    await expectRefused(act, { message: /Owner is a nested record/, column: "Owner", ...where });
  });
});

describe("a Date where a day is needed", () => {
  const cases = rowed(ways({ Name: "x", Day__c: new Date(0) }));
  it.each(cases)("%s", async (_, act, row) => {
    const where = row === undefined ? {} : { row };
    await expectRefused(act, { message: /Day__c is a date without a time/, column: "Day__c", ...where });
  });
});

describe("a value that cannot stand for a record", () => {
  it.each<Case>([
    ["upsert", (c) => c.sobject("Account").upsert({ field: "Ext__c", value: "" }, {})],
    ["retrieveByExternalId", (c) => c.sobject("Account").retrieveByExternalId("Ext__c", "")],
    ["deleteByExternalId", (c) => c.sobject("Account").deleteByExternalId("Ext__c", "")],
    ["composite upsert", composite((s) => s.upsert("Account", { field: "Ext__c", value: "" }, {}))],
    ["graph upsert", graph((s) => s.upsert("Account", { field: "Ext__c", value: "" }, {}))],
    [
      "collections.upsert",
      (c) => c.collections.upsert([{ Name: "x" }], { object: "Account", externalIdField: "Ext__c" }),
    ],
  ])("%s", async (_, act) => expectRefused(act, { message: /Ext__c/, column: "Ext__c" }));
});

describe("an argument of another kind, as programs without types give it,", () => {
  const no = (value: unknown): never => value as never;
  it.each<Case>([
    ["query", (c) => c.query(no(5)).first()],
    ["explain", (c) => c.explain(no(undefined))],
    ["search", (c) => c.search(no({}))],
    ["graphql", (c) => c.graphql(no(["query { uiapi }"]))],
    ["describe", (c) => c.describe(no(null))],
    ["describeMany of a name", (c) => c.describeMany(no("Account"))],
    ["recordCounts of a name", (c) => c.recordCounts(no("Account"))],
    [
      "collections.create of one record",
      (c) => c.collections.create(no({ Name: "x" }), { object: "Account" }),
    ],
    ["collections.update of nothing", (c) => c.collections.update(no(undefined))],
    ["collections.delete of a number", (c) => c.collections.delete(no(5))],
    ["write of one record", (c) => c.write("Account", "insert", no({ Name: "x" }))],
    ["composite of no function", (c) => c.composite(no({ path: "limits" }))],
    [
      "composite that returns nothing",
      (c) => c.composite(no((s: CompositeSteps) => void s.retrieve("Account", ID))),
    ],
    [
      "composite of an async function",
      (c) => c.composite(no(async (s: CompositeSteps) => ({ a: s.retrieve("Account", ID) }))),
    ],
    ["batch of no function", (c) => c.batch(no(undefined))],
    ["graph of a function", (c) => c.graph(no({ one: 1 }))],
    ["graph of nothing", (c) => c.graph(no(undefined))],
    ["a bulk job of no id", (c) => c.bulk.ingestJob(no(undefined))],
  ])("%s", async (_, act) => expectRefused(act, { message: /\w/ }));
});

describe("a bulk export of no query", () => {
  it.each<Case>([
    ["createQueryJob", (c) => c.bulk.createQueryJob({} as never)],
    ["export", (c) => c.bulk.export(undefined as never).toFile("never.csv")],
  ])("%s", async (_, act) =>
    expect(await refusal(act)).toMatchObject({
      code: "REQUEST_REJECTED",
      message: expect.stringContaining("needs a SOQL query"),
    }),
  );
});
