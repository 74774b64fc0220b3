import { describe, expect, it } from "vitest";
import { quickClient } from "../support/client.ts";
import { json, startServer } from "../support/server.ts";

/** Serves `total` rows in pages. */
function pages(total: number, size: number, counted = total) {
  return startServer((request, response) => {
    const at = Number(/-(\d+)$/.exec(request.path)?.[1] ?? 0);
    const next = at + size;
    const records = Array.from({ length: Math.min(size, total - at) }, (_, i) => ({
      attributes: { type: "Account" },
      Name: `row ${at + i}`,
    }));
    const last = next >= total;
    json(response, 200, {
      totalSize: counted,
      done: last,
      ...(last ? {} : { nextRecordsUrl: `/services/data/v68.0/query/01g000000000001AAA-${next}` }),
      records,
    });
  });
}

describe("query", () => {
  it("reads the rows of all pages in order", async () => {
    await using server = await pages(4_500, 2_000);
    await using sf = quickClient(server.url).sf;
    const names: unknown[] = [];
    for await (const row of sf.query("SELECT Name FROM Account")) names.push(row["Name"]);
    expect(names).toHaveLength(4_500);
    expect(names.at(-1)).toBe("row 4499");
    expect(server.seen.map(({ path }) => path)).toEqual([
      "/services/data/v68.0/query?q=SELECT+Name+FROM+Account",
      "/services/data/v68.0/query/01g000000000001AAA-2000",
      "/services/data/v68.0/query/01g000000000001AAA-4000",
    ]);
  });

  it("fetches no page that nobody reads", async () => {
    await using server = await pages(4_500, 2_000);
    await using sf = quickClient(server.url).sf;
    await expect(sf.query("SELECT Name FROM Account").first()).resolves.toMatchObject({ Name: "row 0" });
    expect(server.seen).toHaveLength(1);
  });

  it("counts what COUNT() counts, whose rows are none", async () => {
    await using server = await startServer((_, response) =>
      json(response, 200, { totalSize: 17, done: true, records: [] }),
    );
    await using sf = quickClient(server.url).sf;
    await expect(sf.query("SELECT COUNT() FROM Account").count()).resolves.toBe(17);
    const rows: unknown[] = [];
    for await (const row of sf.query("SELECT COUNT() FROM Account")) rows.push(row);
    expect(rows).toEqual([]);
  });

  it("reports rows that are missing instead of ending in silence", async () => {
    await using server = await pages(3_000, 2_000, 3_001);
    await using sf = quickClient(server.url).sf;
    const read = async () => {
      for await (const _ of sf.query("SELECT Name FROM Account"));
    };
    await expect(read()).rejects.toMatchObject({
      code: "INCOMPLETE_RESULT",
      expected: 3_001,
      received: 3_000,
    });
  });

  it("asks for deleted rows and for smaller pages where told to", async () => {
    await using server = await pages(10, 2_000);
    await using sf = quickClient(server.url).sf;
    for await (const _ of sf.query("SELECT Id FROM Account", { includeDeleted: true, pageSize: 200 }));
    expect(server.seen[0]!.path).toContain("/queryAll?");
    expect(server.seen[0]!.headers["sforce-query-options"]).toBe("batchSize=200");
  });
});
