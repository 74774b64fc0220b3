// One side of the splitter benchmark in a process of its own: node splitter-side.mjs <slices|csv-parse|read> <file>
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { peakMb } from "./lib.mjs";

const [side, path] = process.argv.slice(2);

const SIDES = {
  async slices() {
    const { csvFile } = await import("../dist/index.js");
    const source = await csvFile(path).open();
    let rows = 0;
    for await (const slice of source.slices({ maxBytes: 100_000_000 })) rows += slice.rows;
    await source.close();
    return rows;
  },
  async "csv-parse"() {
    const { parse } = await import("csv-parse");
    const { stringify } = await import("csv-stringify");
    let rows = 0;
    const output = stringify();
    output.on("data", () => {
      rows += 1;
    });
    await pipeline(createReadStream(path), parse(), output);
    return rows;
  },
  async read() {
    const file = await open(path);
    const buffer = Buffer.allocUnsafe(1 << 20);
    let bytes = 0;
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, null);
      if (bytesRead === 0) break;
      bytes += bytesRead;
    }
    await file.close();
    return bytes;
  },
};

const work = SIDES[side];
const started = performance.now();
const seen = await work();
const seconds = (performance.now() - started) / 1000;
console.log(JSON.stringify({ seconds, seen, peakMb: peakMb() }));
