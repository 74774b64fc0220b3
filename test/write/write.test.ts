import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { csvStream, type WriteResult, type WriteRowsOptions } from "kinetic-core";
import type { ObjectSpec } from "kinetic-local-org";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { quickClient } from "../support/client.ts";
import { type OpenOrg, openOrg } from "../support/org.ts";
import { json, startServer } from "../support/server.ts";

const INVOICE: ObjectSpec = {
  name: "Invoice__c",
  label: "Invoice",
  fields: [
    { name: "Number__c", type: "string", length: 20, externalId: true, unique: true },
    { name: "Total__c", type: "double", precision: 8, scale: 2 },
    { name: "Due__c", type: "date" },
    { name: "Note__c", type: "string", length: 10 },
    { name: "Account__c", type: "reference", referenceTo: ["Account"], relationshipName: "Account__r" },
  ],
};

let here: OpenOrg;
beforeAll(async () => {
  here = await openOrg({ objects: [INVOICE], ledger: { Invoice__c: "Number__c" } });
});
beforeEach(() => here.org.reset());
afterAll(() => here[Symbol.asyncDispose]());

const invoices = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ Number__c: `n${at}`, Total__c: at }));

/** Calls that wrote something. A reset ends the session, so the first is refused. */
const writes = () =>
  here.org.requests().filter(({ method, status }) => method !== "GET" && (status ?? 500) < 400);

async function outcomes(result: WriteResult) {
  const all: unknown[] = [];
  for await (const { index, id } of result.succeeded()) all.push([index, typeof id]);
  for await (const { index, error } of result.failures()) all.push([index, error.code]);
  for await (const { index, status } of result.unsettled()) all.push([index, status]);
  return all;
}

describe("write", () => {
  it("sends one row by its own resource, up to 2,000 by collections, more by bulk", async () => {
    const ways: unknown[] = [];
    for (const count of [0, 1, 2, 2_000, 2_001]) {
      here.org.reset();
      await using result = await here.sf.write("Invoice__c", "insert", invoices(count));
      expect(result.totals).toEqual({ rows: count, succeeded: count, failed: 0, unknown: 0, unprocessed: 0 });
      expect(result.ok).toBe(true);
      expect(here.org.rows("Invoice__c")).toHaveLength(count);
      ways.push([count, result.via, writes().length]);
    }
    expect(ways).toEqual([
      [0, "collections", 0],
      [1, "record", 1],
      [2, "collections", 1],
      [2_000, "collections", 10],
      [2_001, "bulk", 3],
    ]);
  });

  it("sends CSV of any length by bulk, from a path or a source", async () => {
    const path = join(tmpdir(), `kinetic-write-${process.pid}.csv`);
    await writeFile(path, "Number__c,Total__c\na,1\n");
    for (const rows of [path, csvStream([Buffer.from("Number__c,Total__c\nb,2\n")] as never)]) {
      await using result = await here.sf.write("Invoice__c", "insert", rows);
      expect([result.via, result.totals.succeeded]).toEqual(["bulk", 1]);
    }
    expect(here.org.rows("Invoice__c").map((row) => row["Number__c"])).toEqual(["a", "b"]);
  });

  it.each(["record", "collections", "bulk"] as const)(
    "has one result shape, and one meaning of values, via %s",
    async (via) => {
      const rows = [
        { Number__c: "1", Note__c: "kept", Total__c: 1 },
        { Number__c: "2", Note__c: "far too long for it" },
        { Number__c: "3", Note__c: "gone" },
      ];
      await using made = await here.sf.write("Invoice__c", "insert", rows, { via });
      expect([made.via, made.ok]).toEqual([via, false]);
      expect(made.totals).toEqual({ rows: 3, succeeded: 2, failed: 1, unknown: 0, unprocessed: 0 });
      expect(await outcomes(made)).toEqual([
        [0, "string"],
        [2, "string"],
        [1, "STRING_TOO_LONG"],
      ]);
      const changes = [
        { Number__c: "1", Note__c: undefined, Total__c: 2 },
        { Number__c: "3", Note__c: "", Total__c: null },
        { Number__c: "4", Due__c: "2026-11-22" },
      ];
      await using changed = await here.sf.write("Invoice__c", "upsert", changes, {
        via,
        externalIdField: "Number__c",
      });
      expect(changed.totals).toMatchObject({ rows: 3, succeeded: 3 });
      const created: unknown[] = [];
      for await (const row of changed.succeeded()) created.push([row.index, row.created]);
      expect(created.sort()).toEqual([
        [0, false],
        [1, false],
        [2, true],
      ]);
      const found = here.org
        .rows("Invoice__c")
        .map(({ Number__c, Note__c, Total__c, Due__c }) => [Number__c, Note__c, Total__c, Due__c]);
      expect(found).toEqual([
        ["1", "kept", 2, null],
        ["3", null, null, null],
        ["4", null, null, "2026-11-22"],
      ]);
      const ids = here.org.rows("Invoice__c").map(({ Id }) => String(Id));
      await using gone = await here.sf.write("Invoice__c", "delete", ids, { via });
      expect(gone.totals).toMatchObject({ rows: 3, succeeded: 3 });
      expect(here.org.rows("Invoice__c").filter(({ IsDeleted }) => IsDeleted !== true)).toEqual([]);
    },
  );

  it.each(["record", "collections", "bulk"] as const)(
    "updates what a query returned, and names references, via %s",
    async (via) => {
      const [account] = here.org.insert("Account", [{ Name: "Acme" }]);
      here.org.insert("Invoice__c", [{ Number__c: "1" }, { Number__c: "2" }]);
      const rows = await here.sf.query("SELECT Id, Note__c FROM Invoice__c").all();
      const changed = rows.map((row) => ({ ...row, Note__c: "new", Account__c: account }));
      await using result = await here.sf.write("Invoice__c", "update", changed, { via });
      expect(result.totals.succeeded).toBe(2);
      expect(here.org.rows("Invoice__c").map(({ Note__c, Account__c }) => [Note__c, Account__c])).toEqual([
        ["new", account],
        ["new", account],
      ]);
    },
  );

  it.each(["record", "collections", "bulk"] as const)(
    "refuses a bad row before anything is sent, via %s",
    async (via) => {
      const good = { Id: "001000000000001AAA", Note__c: "x" };
      const write = (row: unknown) =>
        here.sf.write("Invoice__c", "update", [good, row as typeof good], { via });
      const bad: [object, object][] = [
        [
          { Id: "001000000000001AAB", Note__c: "x" },
          { row: 2, column: "Id" },
        ],
        [
          { Id: "short", Note__c: "x" },
          { row: 2, column: "Id" },
        ],
        [{ Id: good.Id }, { row: 2 }],
        [
          { ...good, Total__c: Number.NaN },
          { row: 2, column: "Total__c" },
        ],
        [
          { ...good, Due__c: new Date() },
          { row: 2, column: "Due__c" },
        ],
        [
          { ...good, Account__r: { Name: "x", Site: "y" } },
          { row: 2, column: "Account__r" },
        ],
        [
          { ...good, attributes: { type: "Account" } },
          { row: 2, column: "attributes" },
        ],
        [["x"], { row: 2 }],
      ];
      for (const [row, place] of bad)
        await expect(write(row), JSON.stringify(row)).rejects.toMatchObject({ code: "INPUT", ...place });
      const upsert = here.sf.write("Invoice__c", "upsert", [{ Number__c: "1" }, { Note__c: "x" }], {
        via,
        externalIdField: "Number__c",
      });
      await expect(upsert).rejects.toMatchObject({ code: "INPUT", row: 2, column: "Number__c" });
      expect(writes()).toEqual([]);
    },
  );

  it("refuses requests that cannot be, all reasons at once", async () => {
    const write = (
      operation: string,
      options: WriteRowsOptions,
      rows: unknown = [{ Id: "001000000000001AAA" }],
    ) => here.sf.write("Invoice__c", operation as "insert", rows as [], options);
    await expect(write("merge", { via: "post" as "bulk" })).rejects.toThrow(/operation must be.*via must be/);
    await expect(write("upsert", {})).rejects.toThrow(/externalIdField/);
    await expect(write("insert", { externalIdField: "Id" })).rejects.toThrow(/upsert only/);
    await expect(write("hardDelete", { via: "collections" })).rejects.toThrow(/Bulk API 2.0 alone/);
    await expect(write("insert", { via: "collections" }, "a.csv")).rejects.toThrow(/CSV has no types/);
    await expect(write("insert", { via: "bulk", allOrNone: true, assignmentRule: false })).rejects.toThrow(
      /no allOrNone, assignmentRule/,
    );
    await expect(write("insert", { via: "record", allOrNone: true }, invoices(2))).rejects.toThrow(
      /one call/,
    );
    await expect(write("insert", {}, 17)).rejects.toThrow(/list of records/);
    await expect(write("insert", { via: "bulk" }, [{ Note__c: "#N/A" }])).rejects.toMatchObject({
      column: "Note__c",
    });
    await expect(here.sf.write("Invoice c", "insert", [])).rejects.toMatchObject({ code: "INPUT" });
    expect(writes()).toEqual([]);
  });

  it("lets go of the rows' source when a row is bad", async () => {
    let ended = false;
    function* rows() {
      try {
        for (const one of invoices(5_000)) yield Number(one.Total__c) === 3_000 ? { Nmae: "x" } : one;
      } finally {
        ended = true;
      }
    }
    await expect(here.sf.write("Invoice__c", "insert", rows())).rejects.toMatchObject({
      code: "INPUT",
      row: 3_001,
    });
    expect(ended).toBe(true);
    expect(here.org.jobs()).toEqual([]);
  });

  it("tells a refused, a lost and an unsent single row apart, as collections do", async () => {
    await using server = await startServer((_, response, call) => {
      if (call === 2) response.destroy();
      else
        json(response, call === 1 ? 400 : 403, [
          {
            errorCode: call === 1 ? "REQUIRED_FIELD_MISSING" : "REQUEST_LIMIT_EXCEEDED",
            message: "no",
            fields: ["Name"],
          },
        ]);
    });
    await using sf = quickClient(server.url).sf;
    const fates: unknown[] = [];
    for (let call = 1; call <= 3; call += 1) {
      await using result = await sf.write("Account", "insert", [{ Name: "x" }]);
      fates.push([
        result.totals.failed,
        result.totals.unknown,
        result.totals.unprocessed,
        ...(await outcomes(result)),
      ]);
    }
    expect(fates).toEqual([
      [1, 0, 0, [0, "REQUIRED_FIELD_MISSING"]],
      [0, 1, 0, [0, "unknown"]],
      [0, 0, 1, [0, "unprocessed"]],
    ]);
  });

  it("sends a row again that a lock refused, by its own resource too", async () => {
    await using server = await startServer((_, response, call) =>
      call === 1
        ? json(response, 400, [
            { errorCode: "UNABLE_TO_LOCK_ROW", message: "unable to obtain exclusive access" },
          ])
        : json(response, 201, { id: "001000000000001AAA", success: true }),
    );
    await using sf = quickClient(server.url, { http: { retry: { maxAttempts: 1 } } as never }).sf;
    await using result = await sf.write("Account", "insert", [{ Name: "x" }], { retryRows: 1 });
    expect([result.ok, server.seen.length]).toEqual([true, 2]);
  });
});
