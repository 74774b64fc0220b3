import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import type { CollectionResult, SalesforceClient } from "kinetic-core";
import { describe, expect, it } from "vitest";
import { quickClient } from "../support/client.ts";
import { json, type SeenRequest, startServer } from "../support/server.ts";

interface Sent {
  readonly records?: readonly Readonly<Record<string, unknown>>[];
  readonly ids?: readonly string[];
}

/** 15 characters, which have no checksum: the number of the row is in them. */
const idOf = (row: number): string => `001${String(row).padStart(12, "0")}`;
const rowOf = (id: unknown): number => Number(String(id).slice(3));
const numbers = (count: number): number[] => [...Array(count).keys()];

/** The numbers of the rows that a call is about, by what names them there. */
function rowsOf({ method, path, headers, body }: SeenRequest): number[] {
  if (method === "DELETE")
    return (new URL(path, "http://x").searchParams.get("ids") ?? "").split(",").map(rowOf);
  const text = headers["content-encoding"] === "gzip" ? gunzipSync(body) : body;
  const { records = [], ids } = JSON.parse(text.toString()) as Sent;
  return ids?.map(rowOf) ?? records.map((record) => rowOf(record["Id"] ?? `row${record["Number__c"]}`));
}

/** How a server answers: after all the calls that can be on the wire have come, one of them, as `pick` says. */
interface Plan {
  readonly calls: number;
  readonly concurrency: number;
  readonly pick: (waiting: number) => number;
  readonly answer: (row: number) => unknown;
}

async function holding({ calls, concurrency, pick, answer }: Plan) {
  const waiting: (() => void)[] = [];
  let answered = 0;
  let most = 0;
  const take = (go: () => void): void => {
    waiting.push(go);
    most = Math.max(most, waiting.length);
    while (waiting.length > 0 && waiting.length >= Math.min(concurrency, calls - answered)) {
      answered += 1;
      waiting.splice(pick(waiting.length), 1)[0]?.();
    }
  };
  const server = await startServer(async (request, response) => {
    const results = rowsOf(request).map(answer);
    take(() => json(response, 200, results));
  });
  const { sf } = quickClient(server.url);
  return {
    server,
    sf,
    /** The most calls that were on the wire at the same time. */
    most: () => most,
    [Symbol.asyncDispose]: async () => {
      await sf.close();
      await server.close();
    },
  };
}

const failure = (row: number) => ({
  success: false,
  errors: [{ statusCode: "STRING_TOO_LONG", message: `row ${row}`, fields: ["Name"] }],
});
const success = (row: number) => ({ id: idOf(row), success: true, errors: [] });

/** Each row with its place, and what became of it: the number in its id, or the message of its failure. */
const told = ({ rows }: CollectionResult): string[] =>
  rows.map((row) => `${row.index}: ${row.status === "succeeded" ? rowOf(row.id) : row.error.message}`);
const meant = (count: number, bad: ReadonlySet<number>): string[] =>
  numbers(count).map((row) => `${row}: ${bad.has(row) ? `row ${row}` : row}`);

const ROWS = 10_000;
const numbered = (count: number) => numbers(count).map((row) => ({ Number__c: row }));

describe("a run of collection calls", () => {
  it("tells 10,000 rows in their order, whichever fail and in whatever order the calls are answered", async () => {
    const failing = fc.uniqueArray(fc.nat(ROWS - 1), { maxLength: 2_000, size: "max" });
    const shape = fc.record({ concurrency: fc.integer({ min: 2, max: 8 }), failing });
    const property = fc.asyncProperty(shape, fc.infiniteStream(fc.nat()), async (run, dice) => {
      const { concurrency } = run;
      const bad = new Set(run.failing);
      const pick = (waiting: number): number => dice.next().value % waiting;
      const answer = (row: number) => (bad.has(row) ? failure(row) : success(row));
      await using one = await holding({ calls: 50, concurrency, pick, answer });
      const done: number[] = [];
      const onRows = (rows: CollectionResult["rows"]) => done.push(...rows.map(({ index }) => index));
      const options = { object: "Invoice__c", concurrency, onRows };
      const result = await one.sf.collections.create(numbered(ROWS), options);
      expect(one.server.seen).toHaveLength(50);
      expect(one.most()).toBe(concurrency);
      expect(told(result)).toEqual(meant(ROWS, bad));
      expect(result.failures().map(({ index }) => index)).toEqual([...bad].sort((a, b) => a - b));
      expect(done).not.toEqual(numbers(ROWS));
      expect([...done].sort((a, b) => a - b)).toEqual(numbers(ROWS));
    });
    await fc.assert(property, { numRuns: 2 });
  });

  const COUNT = 650;
  const bad = new Set(numbers(COUNT).filter((row) => row % 100 === 7));
  it.each<readonly [string, string, RegExp, (sf: SalesforceClient) => Promise<CollectionResult>]>([
    [
      "updates",
      "PATCH",
      /composite\/sobjects$/,
      (sf) =>
        sf.collections.update(
          numbers(COUNT).map((row) => ({ Id: idOf(row), Name: "x" })),
          { object: "Account" },
        ),
    ],
    [
      "upserts",
      "PATCH",
      /composite\/sobjects\/Invoice__c\/Number__c$/,
      (sf) => sf.collections.upsert(numbered(COUNT), { object: "Invoice__c", externalIdField: "Number__c" }),
    ],
    [
      "deletes",
      "DELETE",
      /composite\/sobjects\?ids=/,
      (sf) => sf.collections.delete(numbers(COUNT).map(idOf)),
    ],
  ])("%s 650 rows in four calls, all on the wire together, the last answered first", async (...the) => {
    const [, method, path, write] = the;
    const answer = (row: number) => (bad.has(row) ? failure(row) : success(row));
    await using one = await holding({ calls: 4, concurrency: 4, pick: (waiting) => waiting - 1, answer });
    const result = await write(one.sf);
    expect(one.most()).toBe(4);
    const { seen } = one.server;
    expect(seen.map(rowsOf).sort(([a = 0], [b = 0]) => a - b)).toEqual(
      [0, 200, 400, 600].map((start) => numbers(COUNT).slice(start, start + 200)),
    );
    expect(seen.map((request) => [request.method, path.test(request.path)])).toEqual(
      Array(4).fill([method, true]),
    );
    expect(told(result)).toEqual(meant(COUNT, bad));
  });

  it("retrieves 4,500 records in three calls, each at the place of its id", async () => {
    const answer = (row: number) => (row % 1_000 === 999 ? null : { Id: idOf(row) });
    await using one = await holding({ calls: 3, concurrency: 3, pick: (waiting) => waiting - 1, answer });
    const options = { object: "Account", fields: ["Id"], concurrency: 3 };
    const records = await one.sf.collections.retrieve(numbers(4_500).map(idOf), options);
    expect(one.server.seen.map((request) => rowsOf(request).length).sort()).toEqual([2_000, 2_000, 500]);
    expect(one.most()).toBe(3);
    expect(records).toEqual(numbers(4_500).map(answer));
  });

  it("has no more calls on the wire than it may", async () => {
    await using one = await holding({ calls: 6, concurrency: 2, pick: () => 0, answer: success });
    const options = { object: "Invoice__c", concurrency: 2 };
    expect((await one.sf.collections.create(numbered(1_200), options)).ok).toBe(true);
    expect([one.most(), one.server.seen.length]).toEqual([2, 6]);
  });
});
