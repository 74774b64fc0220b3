// One side of the CSV benchmark in a process of its own: node csv-side.mjs <side> <MB> <folder of ours>
import { join } from "node:path";
import { Readable } from "node:stream";
import { COLUMNS, csvOf, HEADER, makeRows } from "./csv-data.mjs";
import { median, peakMb } from "./lib.mjs";

const [side, megabytes, ours] = process.argv.slice(2);
const CHUNK = 64 * 1024;
// Enough for the median to be of code that is compiled.
const ROUNDS = 15;

function makeChunks(bytes) {
  return Array.from({ length: Math.ceil(bytes.length / CHUNK) }, (_, at) =>
    bytes.subarray(at * CHUNK, (at + 1) * CHUNK),
  );
}

let touched = 0;
const touch = (record) => {
  touched += record.Id.length + record.Description.length;
};

const SIDES = {
  async decode(chunks) {
    const { decodeRows } = await import(join(ours, "decode.mjs"));
    const { recordForm } = await import(join(ours, "record-maker.mjs"));
    for await (const records of decodeRows(chunks, (header) => recordForm([...header]))) {
      for (const record of records) touch(record);
    }
  },
  async udsv(chunks) {
    const { inferSchema, initParser } = await import("udsv");
    const decoder = new TextDecoder();
    let parser;
    for (const chunk of chunks) {
      const text = decoder.decode(chunk, { stream: true });
      parser ??= initParser(inferSchema(text));
      parser.chunk(text, parser.stringObjs, touch);
    }
    parser.end();
  },
  async papaparse(chunks) {
    const { default: Papa } = await import("papaparse");
    const input = Papa.parse(Papa.NODE_STREAM_INPUT, { header: true });
    for await (const record of Readable.from(chunks, { objectMode: false }).pipe(input)) touch(record);
  },
  async "csv-parse"(chunks) {
    const { parse } = await import("csv-parse");
    const parser = Readable.from(chunks, { objectMode: false }).pipe(parse({ columns: true }));
    for await (const record of parser) touch(record);
  },
  async encode(records) {
    const { encodeRecords } = await import(join(ours, "encode.mjs"));
    let bytes = 0;
    for await (const chunk of encodeRecords(records)) bytes += chunk.length;
    return bytes;
  },
  async "csv-stringify"(records) {
    const { stringify } = await import("csv-stringify");
    let bytes = 0;
    const output = Readable.from(records).pipe(stringify({ header: true }));
    for await (const chunk of output) bytes += chunk.length;
    return bytes;
  },
};

const rows = makeRows(Math.round((Number(megabytes) * 1e6) / 200));
const bytes = Buffer.concat([Buffer.from(HEADER), csvOf(rows)]);
const isEncoder = side === "encode" || side === "csv-stringify";
const input = isEncoder
  ? rows.map((row) => Object.fromEntries(COLUMNS.map((name, at) => [name, row[at]])))
  : makeChunks(bytes);
const times = [];
for (let round = 0; round < ROUNDS; round += 1) {
  const start = performance.now();
  await SIDES[side](input);
  times.push(performance.now() - start);
}
const perSecond = bytes.length / 1e6 / (median(times) / 1000);
console.log(JSON.stringify({ perSecond, touched, peakMb: peakMb() }));
