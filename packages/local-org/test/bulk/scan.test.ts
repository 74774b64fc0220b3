import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RecordScanner, skipRecords } from "../../src/bulk/scan.ts";

const cell = fc
  .string({ unit: fc.constantFrom("a", "é", '"', ",", "\n", "\r\n", " ") })
  .map((text) => (/["\n\r,]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text));

const file = fc
  .record({
    rows: fc.array(fc.array(cell, { minLength: 2, maxLength: 3 }), { minLength: 1, maxLength: 12 }),
    nl: fc.constantFrom("\n", "\r\n"),
    closed: fc.boolean(),
    blanks: fc.array(fc.nat(12), { maxLength: 3 }),
  })
  .map(({ rows, nl, closed, blanks }) => {
    const lines = rows.map((row) => row.join(","));
    for (const at of blanks) lines.splice(Math.min(at, lines.length), 0, "");
    return { text: lines.join(nl) + (closed ? nl : ""), nl };
  });

/** Cuts bytes into chunks anywhere. */
function chunks(text: string, size: number): Buffer[] {
  const bytes = Buffer.from(text);
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
    bytes.subarray(i * size, (i + 1) * size),
  );
}

async function collect(source: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of source) parts.push(part);
  return Buffer.concat(parts).toString();
}

async function* stream(parts: readonly Buffer[]): AsyncGenerator<Buffer> {
  yield* parts;
}

describe("finding records in bytes", () => {
  it("counts what a CSV parser counts, wherever the chunks are cut", () => {
    fc.assert(
      fc.property(file, fc.integer({ min: 1, max: 20 }), ({ text, nl }, size) => {
        const scanner = new RecordScanner(2);
        for (const chunk of chunks(text, size)) scanner.push(chunk);
        const upload = scanner.finish();
        const rows = parse(text, { record_delimiter: nl, relax_column_count: true, skip_empty_lines: true });
        expect(upload.rows).toBe(Math.max(0, rows.length - 1));
        expect(upload.bytes).toBe(Buffer.byteLength(text));
        expect(upload.batches).toHaveLength(Math.ceil(upload.rows / 2));
        if (nl === "\n") expect(upload.sawCrlf).toBe(false);
        else expect(upload.sawLf).toBe(false);
      }),
    );
  });

  it("skips whole records, and gives the rest back byte for byte", async () => {
    await fc.assert(
      fc.asyncProperty(
        file,
        fc.integer({ min: 1, max: 20 }),
        fc.nat(12),
        async ({ text, nl }, size, count) => {
          const options = { record_delimiter: nl, relax_column_count: true, skip_empty_lines: true } as const;
          const rest = await collect(skipRecords(stream(chunks(text, size)), count));
          expect(text.endsWith(rest)).toBe(true);
          expect(parse(rest, options)).toEqual(parse(text, options).slice(count));
        },
      ),
    );
  });
});
