import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { quickClient } from "../support/client.ts";
import { type OpenOrg, openOrg } from "../support/org.ts";
import { json, refuse, type SeenRequest, startServer } from "../support/server.ts";

interface Sent {
  readonly allOrNone: boolean;
  readonly records: readonly { attributes: { type: string }; Name: string; Id?: string }[];
}

const sent = (request: SeenRequest): Sent => JSON.parse(request.body.toString());
const ID = "001000000000001AAA";

/** Answers creates: rows whose number is among `bad` fail. */
function creating(bad: ReadonlySet<number>) {
  return startServer((request, response) => {
    const results = sent(request).records.map(({ Name }) =>
      bad.has(Number(Name))
        ? {
            success: false,
            errors: [{ statusCode: "STRING_TOO_LONG", message: `row ${Name}`, fields: ["Name"] }],
          }
        : { id: `001${Name.padStart(12, "0")}`, success: true, errors: [] },
    );
    json(response, 200, results);
  });
}

const numbered = (count: number) => Array.from({ length: count }, (_, at) => ({ Name: String(at) }));

/** Creates rows of which some fail, and checks calls, order and counts. */
async function createAndCheck(count: number, concurrency: number, fails: (row: number) => boolean) {
  const bad = new Set([...Array(count).keys()].filter(fails));
  await using server = await creating(bad);
  await using sf = quickClient(server.url).sf;
  const result = await sf.collections.create(numbered(count), { object: "Account", concurrency });
  expect(server.seen).toHaveLength(Math.ceil(count / 200));
  const failed = bad.size;
  expect(result.totals).toEqual({
    rows: count,
    succeeded: count - failed,
    failed,
    unknown: 0,
    unprocessed: 0,
  });
  const told = result.rows.map((row) =>
    row.status === "succeeded" ? [row.index, Number(row.id.slice(3))] : [row.index, row.error.message],
  );
  const meant = Array.from({ length: count }, (_, row) => [row, bad.has(row) ? `row ${row}` : row]);
  expect(told).toEqual(meant);
}

describe("collections", () => {
  it("sends what a write may ask for as the headers that Salesforce names, on every call", async () => {
    await using server = await startServer((_, response) =>
      json(
        response,
        200,
        Array.from({ length: 200 }, () => ({ id: ID, success: true, errors: [] })),
      ),
    );
    await using sf = quickClient(server.url).sf;
    const duplicateRule = { allowSave: true, includeRecordDetails: true };
    const asked = {
      object: "Account",
      assignmentRule: "01Q000000000001",
      duplicateRule,
      updateMru: true,
    } as const;
    const rows = Array.from({ length: 201 }, (_, at) => ({ Id: ID, Name: String(at) }));
    await sf.collections.create(
      rows.map(({ Name }) => ({ Name })),
      asked,
    );
    await sf.collections.update(rows, asked);
    await sf.collections.upsert(rows, { ...asked, externalIdField: "Id" });
    await sf.collections.delete([ID], asked);
    expect(server.seen.map(({ method }) => method).join(" ")).toBe(
      "POST POST PATCH PATCH PATCH PATCH DELETE",
    );
    for (const { headers } of server.seen)
      expect(headers).toMatchObject({
        "sforce-auto-assign": "01Q000000000001",
        "sforce-duplicate-rule-header": "allowSave=true; includeRecordDetails=true",
        "sforce-mru": "updateMru=true",
      });
  });

  it("creates any number of rows in as few calls as can be, and keeps their order whatever fails", async () => {
    const shape = { count: fc.integer({ min: 0, max: 700 }), concurrency: fc.integer({ min: 1, max: 8 }) };
    await fc.assert(
      fc.asyncProperty(
        fc.record(shape),
        fc.infiniteStream(fc.nat(4)),
        async ({ count, concurrency }, dice) => {
          await createAndCheck(count, concurrency, () => dice.next().value === 0);
        },
      ),
      { numRuns: 6 },
    );
    await createAndCheck(10_000, 4, (row) => row % 7 === 3 || row > 9_900);
  });

  it("puts rows of different objects together: ten objects to a call, however they alternate", async () => {
    await using server = await creating(new Set());
    await using sf = quickClient(server.url).sf;
    const rows = numbered(400).map((row, at) => ({ ...row, attributes: { type: `T${at % 10}__c` } }));
    const result = await sf.collections.create(rows);
    expect(server.seen).toHaveLength(2);
    const types = sent(server.seen[0]!).records.map(({ attributes }) => attributes.type);
    expect(types.filter((type, at) => type !== types[at - 1])).toHaveLength(10);
    expect(result.rows.map((row) => row.status === "succeeded" && Number(row.id.slice(3)))).toEqual([
      ...Array(400).keys(),
    ]);
  });

  it("begins another call with the eleventh object", async () => {
    await using server = await creating(new Set());
    await using sf = quickClient(server.url).sf;
    const rows = numbered(11).map((row, at) => ({ ...row, attributes: { type: `T${at}__c` } }));
    await sf.collections.create(rows);
    expect(server.seen.map((request) => sent(request).records.length).sort()).toEqual([1, 10]);
  });

  it("reports the rows of a create whose answer was lost as unknown, and does not send them again", async () => {
    await using server = await startServer((request, response, call) => {
      if (call === 2) response.destroy();
      else
        json(
          response,
          200,
          sent(request).records.map(() => ({ id: ID, success: true, errors: [] })),
        );
    });
    await using sf = quickClient(server.url).sf;
    const result = await sf.collections.create(numbered(600), { object: "Account", concurrency: 1 });
    expect(server.seen).toHaveLength(3);
    expect(result.totals).toMatchObject({ succeeded: 400, unknown: 200 });
    expect(result.unsettled()[0]).toMatchObject({
      index: 200,
      status: "unknown",
      cause: { code: "OUTCOME_UNKNOWN" },
    });
  });

  it("leaves out the calls that a used-up limit makes pointless, and says so of their rows", async () => {
    await using server = await startServer((request, response, call) => {
      if (call === 2) refuse(response, 403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.");
      else
        json(
          response,
          200,
          sent(request).records.map(() => ({ id: ID, success: true, errors: [] })),
        );
    });
    await using sf = quickClient(server.url).sf;
    const result = await sf.collections.create(numbered(1_000), { object: "Account", concurrency: 1 });
    expect(server.seen).toHaveLength(2);
    expect(result.totals).toMatchObject({ succeeded: 200, unprocessed: 800 });
    expect(result.unsettled().at(-1)).toMatchObject({ index: 999, cause: { code: "LIMIT", scope: "daily" } });
  });

  it("tells the refusal of a whole call as the failure of its rows, and keeps the others", async () => {
    await using server = await startServer((request, response, call) => {
      if (call === 1) refuse(response, 400, "JSON_PARSER_ERROR", "Cannot deserialize");
      else
        json(
          response,
          200,
          sent(request).records.map(() => ({ id: ID, success: true, errors: [] })),
        );
    });
    await using sf = quickClient(server.url).sf;
    const result = await sf.collections.create(numbered(300), { object: "Account", concurrency: 1 });
    expect(result.totals).toMatchObject({ failed: 200, succeeded: 100 });
    expect(result.failures()[0]).toMatchObject({ index: 0, error: { code: "JSON_PARSER_ERROR" } });
  });

  it("asks again for updates whose answer was lost: the same values twice are the same records", async () => {
    await using server = await startServer((_, response, call) => {
      if (call === 1) response.destroy();
      else json(response, 200, [{ id: ID, success: true, errors: [] }]);
    });
    await using sf = quickClient(server.url).sf;
    const result = await sf.collections.update([{ Id: ID, Name: "x" }], { object: "Account" });
    expect(result.ok).toBe(true);
    expect(server.seen).toHaveLength(2);
  });

  it("takes ids and external ids in whatever case their fields are named, as the platform does", async () => {
    await using server = await startServer((_, response) =>
      json(response, 200, [{ id: ID, success: true, created: false, errors: [] }]),
    );
    await using sf = quickClient(server.url).sf;
    await sf.collections.update([{ id: ID, Name: "x" }], { object: "Account" });
    await sf.collections.upsert([{ EMAIL__C: "a@b.c" }], { object: "Account", externalIdField: "Email__c" });
    expect(server.seen.map((request) => sent(request).records)).toEqual([
      [{ Id: ID, Name: "x", attributes: { type: "Account" } }],
      [{ EMAIL__C: "a@b.c", attributes: { type: "Account" } }],
    ]);
  });

  it("takes a row that a repeated delete finds gone for deleted", async () => {
    await using server = await startServer((_, response, call) => {
      if (call === 1) response.destroy();
      else
        json(response, 200, [
          {
            id: ID,
            success: false,
            errors: [{ statusCode: "ENTITY_IS_DELETED", message: "entity is deleted", fields: [] }],
          },
        ]);
    });
    await using sf = quickClient(server.url).sf;
    expect((await sf.collections.delete([ID])).rows).toEqual([{ index: 0, status: "succeeded", id: ID }]);
  });

  it("does not trust an answer that has another number of rows", async () => {
    await using server = await startServer((_, response) =>
      json(response, 200, [{ id: ID, success: true, errors: [] }]),
    );
    await using sf = quickClient(server.url).sf;
    const result = await sf.collections.create(numbered(2), { object: "Account" });
    expect(result.totals).toMatchObject({ unknown: 2, succeeded: 0 });
  });

  it("sends rows again that were locked, and only those", async () => {
    const locked = {
      success: false,
      errors: [
        { statusCode: "UNABLE_TO_LOCK_ROW", message: "unable to obtain exclusive access", fields: [] },
      ],
    };
    await using server = await startServer((request, response, call) =>
      json(
        response,
        200,
        sent(request).records.map(({ Name }) =>
          call === 1 && Name === "1" ? locked : { id: ID, success: true, errors: [] },
        ),
      ),
    );
    await using sf = quickClient(server.url).sf;
    const result = await sf.collections.create(numbered(3), { object: "Account", retryRows: 2 });
    expect(result.ok).toBe(true);
    expect(server.seen.map((request) => sent(request).records.map(({ Name }) => Name))).toEqual([
      ["0", "1", "2"],
      ["1"],
    ]);
    expect(result.calls.map(({ indexes }) => indexes)).toEqual([[0, 1, 2], [1]]);
  });

  it("rejects with the reason of an abort, after it told of the rows that were done", async () => {
    const controller = new AbortController();
    await using server = await startServer((request, response, call) => {
      if (call === 2) controller.abort(new Error("enough"));
      else
        json(
          response,
          200,
          sent(request).records.map(() => ({ id: ID, success: true, errors: [] })),
        );
    });
    await using sf = quickClient(server.url).sf;
    const done: number[] = [];
    const create = sf.collections.create(numbered(400), {
      object: "Account",
      concurrency: 1,
      signal: controller.signal,
      onRows: (rows) => done.push(...rows.map(({ index }) => index)),
    });
    await expect(create).rejects.toThrow("enough");
    expect(done).toEqual([...Array(200).keys()]);
  });

  it.each([
    ["a row of no object", [{ Name: "x" }], {}, /names no object/],
    [
      "a nested record",
      [{ Name: "x" }, { Contacts: { records: [] } }],
      { object: "Account" },
      /Contacts is a nested record/,
    ],
    [
      "a number that is none",
      [{ NumberOfEmployees: Number.NaN }],
      { object: "Account" },
      /NumberOfEmployees is NaN/,
    ],
    [
      "an object name that is none",
      [{ Name: "x" }],
      { object: "Account/../User" },
      /not the API name of an object/,
    ],
    ["a concurrency of none", [{ Name: "x" }], { object: "Account", concurrency: 0 }, /concurrency/],
    [
      "retries of undone calls",
      [{ Name: "x" }],
      { object: "Account", allOrNone: true, retryRows: 1 },
      /retryRows/,
    ],
  ])("refuses %s before anything is sent", async (_, rows, options, message) => {
    await using server = await creating(new Set());
    await using sf = quickClient(server.url).sf;
    const create = sf.collections.create([...numbered(300), ...rows], { ...options });
    await expect(create).rejects.toMatchObject({ code: "INPUT" });
    await expect(sf.collections.create(rows, options)).rejects.toThrow(message);
    expect(server.seen).toHaveLength(0);
  });

  it.each([
    ["no Id", [{ Name: "x" }]],
    ["an Id whose checksum is wrong", [{ Id: "001000000000001AAB", Name: "x" }]],
    ["nothing but an Id", [{ Id: ID }]],
  ])("refuses an update with %s, naming the row", async (_, rows) => {
    await using server = await creating(new Set());
    await using sf = quickClient(server.url).sf;
    const update = sf.collections.update(rows, { object: "Account" });
    await expect(update).rejects.toMatchObject({ code: "INPUT", row: 1 });
    expect(server.seen).toHaveLength(0);
  });
});

describe("collections against the local org", () => {
  let here: OpenOrg;
  beforeAll(async () => {
    here = await openOrg();
  });
  beforeEach(() => here.org.reset());
  afterAll(() => here[Symbol.asyncDispose]());
  it("creates, updates, upserts, reads and deletes, and tells rows that fail", async () => {
    const { sf } = here;
    const made = await sf.collections.create(
      [{ LastName: "A" }, { FirstName: "no last name" }, { LastName: "B" }],
      {
        object: "Contact",
      },
    );
    expect(made.totals).toMatchObject({ succeeded: 2, failed: 1 });
    expect(made.failures()).toMatchObject([
      { index: 1, error: { code: "REQUIRED_FIELD_MISSING", fields: ["LastName"] } },
    ]);
    const ids = made.succeeded().map(({ id }) => id);
    const changed = await sf.collections.update(
      ids.map((Id) => ({ Id, Title: "Dr" })),
      { object: "Contact" },
    );
    expect(changed.ok).toBe(true);
    const read = await sf.collections.retrieve([...ids, "003000000000999AAA"], {
      object: "Contact",
      fields: ["LastName", "Title"],
    });
    expect(read).toMatchObject([{ LastName: "A", Title: "Dr" }, { LastName: "B", Title: "Dr" }, null]);
    const upserted = await sf.collections.upsert([{ Id: ids[0], Title: "x" }], {
      object: "Contact",
      externalIdField: "Id",
    });
    expect(upserted.rows).toMatchObject([{ status: "succeeded", created: false }]);
    const deleted = await sf.collections.delete([...ids, ids[0]!]);
    expect(deleted.rows.map(({ status }) => status)).toEqual(["succeeded", "succeeded", "failed"]);
    expect(here.org.rows("Contact")).toEqual([]);
  });

  it("undoes a whole call where one row fails, and says which rows that were", async () => {
    const rows = [{ Name: "a" }, { Name: "" }, { Name: "c" }];
    const result = await here.sf.collections.create(rows, { object: "Account", allOrNone: true });
    expect(result.rows.map((row) => row.status === "failed" && row.error.code)).toEqual([
      "ALL_OR_NONE_OPERATION_ROLLED_BACK",
      "REQUIRED_FIELD_MISSING",
      "ALL_OR_NONE_OPERATION_ROLLED_BACK",
    ]);
    expect(result.calls).toEqual([{ indexes: [0, 1, 2], rolledBack: true }]);
    expect(here.org.rows("Account")).toEqual([]);
  });

  it("refuses a Date in a field that is a day, with the row and the field, by the object's describe", async () => {
    const rows = [{ Name: "x", StageName: "New", CloseDate: new Date() }];
    const create = here.sf.collections.create(rows, { object: "Opportunity" });
    await expect(create).rejects.toMatchObject({ code: "INPUT", row: 1, column: "CloseDate" });
    expect(here.org.rows("Opportunity")).toEqual([]);
  });
});
