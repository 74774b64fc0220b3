import fc from "fast-check";
import { expect, it } from "vitest";
import { openBulk } from "./harness.ts";

it("accounts for every row once, wherever a job stops", async () => {
  const bulk = openBulk({
    batchRows: 7,
    sliceRows: 3,
    fault: ({ ordinal }) => ({ failAfterRows: stops[ordinal] ?? 0, lockEveryRows: 4 }),
  });
  const stops: number[] = [];
  try {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 40 }),
        fc.nat(45),
        fc.boolean(),
        async (rows, stop, quoted) => {
          stops.push(stop);
          const names = Array.from({ length: rows }, (_, i) => (quoted ? `line\nbreak "${i}"` : `row ${i}`));
          const cells = names.map((name) => `"${name.replaceAll('"', '""')}"`);
          const { id, ...info } = await bulk.load(
            { object: "Lead", operation: "insert" },
            `LastName,Company\n${cells.map((cell) => `${cell},x`).join("\n")}`,
          );
          const [successful, failed, unprocessed] = await Promise.all(
            ["successfulResults", "failedResults", "unprocessedrecords"].map((file) =>
              bulk.rows(`ingest/${id}/${file}`),
            ),
          );
          const all = [...(successful ?? []), ...(failed ?? []), ...(unprocessed ?? [])].map(
            (row) => row["LastName"],
          );
          expect(all.sort()).toEqual([...names].sort());
          expect(info).toMatchObject({
            state: stop <= rows ? "Failed" : "JobComplete",
            numberRecordsProcessed: Math.min(stop, rows),
            numberRecordsFailed: failed?.length,
          });
        },
      ),
      { numRuns: 40 },
    );
    const loaded = bulk.store.count("Lead");
    expect(loaded).toBeGreaterThan(0);
  } finally {
    bulk.close();
  }
});
