import { parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DELIMITERS } from "../../src/bulk/jobs.ts";
import { type Bulk, openBulk } from "./harness.ts";

let bulk: Bulk;
beforeAll(() => {
  bulk = openBulk({ sliceRows: 7, resultPageRows: 5 });
});
afterAll(() => bulk.close());

interface Widget {
  readonly note: string;
  readonly size: number | null;
  readonly live: boolean;
  readonly day: string | null;
}

const day = fc
  .date({ min: new Date("1700-01-01"), max: new Date("4000-12-31"), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

/** Text with what is awkward in CSV. Salesforce strips white space around it and takes an empty one for null. */
const note = fc
  .string({
    unit: fc.constantFrom(
      "a",
      "é",
      "日",
      "😀",
      '"',
      ",",
      ";",
      "|",
      "^",
      "`",
      "\t",
      "\n",
      "\r\n",
      " ",
      "\\",
      "'",
      "#N/A",
    ),
  })
  .map((text) => text.trim())
  .filter((text) => text !== "#N/A");

const widget: fc.Arbitrary<Widget> = fc.record({
  note,
  size: fc.option(fc.integer({ min: -9_999_999_999, max: 9_999_999_999 }).map((n) => n / 10_000)),
  live: fc.boolean(),
  day: fc.option(day),
});

/** Loads widgets as CSV and returns the ids of the rows by their keys. */
async function load(
  widgets: readonly Widget[],
  format: { columnDelimiter: string; lineEnding: string },
): Promise<string[]> {
  const rows = widgets.map(({ note: text, size, live, day: date }, i) => [
    `k${i}`,
    text,
    size ?? "",
    String(live),
    date ?? "",
  ]);
  const csv = stringify([["Name", "Note__c", "Size__c", "Live__c", "Day__c"], ...rows], {
    delimiter: DELIMITERS[format.columnDelimiter] ?? ",",
    record_delimiter: format.lineEnding === "LF" ? "unix" : "windows",
    quoted: true,
    quoted_empty: false,
  });
  const { id, ...info } = await bulk.load({ object: "Widget__c", operation: "insert", ...format }, csv);
  expect(info).toMatchObject({
    state: "JobComplete",
    numberRecordsProcessed: widgets.length,
    numberRecordsFailed: 0,
  });
  const { text } = await bulk.call("GET", `ingest/${id}/successfulResults`);
  return readRecords(text, format).map((row) => row["sf__Id"] ?? "");
}

function readRecords(text: string, format: { columnDelimiter: string }): Record<string, string>[] {
  return parse(text, { columns: true, delimiter: DELIMITERS[format.columnDelimiter] ?? "," });
}

/** Exports everything, page by page. */
async function exportAll(format: {
  columnDelimiter: string;
  lineEnding: string;
}): Promise<Record<string, string>[]> {
  const { id } = await bulk.query("SELECT Name, Note__c, Size__c, Live__c, Day__c FROM Widget__c", format);
  const rows: Record<string, string>[] = [];
  for (let locator: string | undefined = ""; locator !== "null"; ) {
    const { text, headers } = await bulk.call("GET", `query/${id}/results?locator=${locator}`);
    rows.push(...readRecords(text, format));
    locator = headers["Sforce-Locator"];
  }
  return rows;
}

describe("CSV in, CSV out", () => {
  it("gives back what was loaded, whatever is in it", async () => {
    const formats = fc.record({
      columnDelimiter: fc.constantFrom(...Object.keys(DELIMITERS)),
      lineEnding: fc.constantFrom("LF", "CRLF"),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(widget, { minLength: 1, maxLength: 25 }),
        formats,
        async (widgets, format) => {
          const ids = await load(widgets, format);
          const rows = await exportAll(format);
          const byKey = new Map(rows.map((row) => [row["Name"], row]));
          expect(rows).toHaveLength(widgets.length);
          widgets.forEach((sent, i) => {
            const got = byKey.get(`k${i}`);
            expect(got).toMatchObject({
              Note__c: sent.note,
              Live__c: String(sent.live),
              Day__c: sent.day ?? "",
            });
            expect(got?.["Size__c"] === "" ? null : Number(got?.["Size__c"])).toBe(sent.size);
          });
          bulk.as({ bulkApiHardDelete: true });
          await bulk.load({ object: "Widget__c", operation: "hardDelete" }, `Id\n${ids.join("\n")}\n`);
          expect(bulk.store.count("Widget__c")).toBe(0);
        },
      ),
      { numRuns: 40 },
    );
  });
});
