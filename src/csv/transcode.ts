import { problem } from "./problem.ts";
import type { CsvEncoding } from "./types.ts";

/** A chunk as streams give it: bytes, or text that is decoded already. */
export type CsvChunk = Uint8Array | string;

/** Counts the NUL bytes that were left out. */
export interface NulCount {
  dropped: number;
}

/** How a stream becomes UTF-8. */
export interface TranscodeConfig {
  readonly encoding: CsvEncoding;
  /** Where NUL bytes are to be left out: their count. */
  readonly nulBytes?: NulCount | undefined;
  /** Name of the source in messages. */
  readonly source: string;
}

/** Rewrites chunks as UTF-8 bytes. Characters may be cut anywhere between chunks. */
export async function* toUtf8(
  chunks: AsyncIterable<CsvChunk>,
  config: TranscodeConfig,
): AsyncGenerator<Uint8Array> {
  const recode = recoder(config);
  const joinText = textJoiner();
  for await (const chunk of chunks) {
    const bytes = typeof chunk === "string" ? joinText(chunk) : recode(checked(chunk, config.source));
    if (bytes.length > 0) yield withoutNul(bytes, config.nulBytes);
  }
  for (const rest of [joinText(), recode()]) {
    if (rest.length > 0) yield withoutNul(rest, config.nulBytes);
  }
}

function checked(chunk: unknown, source: string): Uint8Array {
  if (chunk instanceof Uint8Array) return chunk;
  const kind = chunk === null ? "null" : typeof chunk;
  throw problem(
    "csv-argument",
    `a CSV stream must give bytes or strings, not ${kind}; for objects use records()`,
    {
      source,
    },
  );
}

type Recoder = (chunk?: Uint8Array) => Uint8Array;

const NOTHING = new Uint8Array(0);

function recoder({ encoding, source }: TranscodeConfig): Recoder {
  if (encoding === "utf-8") return (chunk) => chunk ?? NOTHING;
  if (encoding === "latin1") return (chunk) => (chunk === undefined ? NOTHING : fromWindows1252(chunk));
  const decoder = new TextDecoder(encoding, { fatal: true });
  let consumed = 0;
  return (chunk) => {
    try {
      const text = chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
      return Buffer.from(text);
    } catch (cause) {
      const message = `the data are not ${encoding.toUpperCase()} as \`encoding\` says`;
      throw problem("csv-encoding", message, { source, byteOffset: consumed, cause });
    } finally {
      consumed += chunk?.length ?? 0;
    }
  };
}

// What windows-1252 has at 0x80 to 0x9f, where ISO-8859-1 has control characters (WHATWG Encoding, index-windows-1252).
const WINDOWS_1252 =
  "\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f" +
  "\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178";

function fromWindows1252(chunk: Uint8Array): Uint8Array {
  const text = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length).toString("latin1");
  return Buffer.from(text.replace(/[\x80-\x9f]/g, (char) => WINDOWS_1252.charAt(char.charCodeAt(0) - 0x80)));
}

/** Encodes strings that may be cut between the halves of a surrogate pair. */
function textJoiner(): (text?: string) => Uint8Array {
  let half = "";
  return (text) => {
    const whole = half + (text ?? "");
    const last = whole.charCodeAt(whole.length - 1);
    const isHalf = text !== undefined && last >= 0xd800 && last <= 0xdbff;
    half = isHalf ? whole.slice(-1) : "";
    return Buffer.from(isHalf ? whole.slice(0, -1) : whole);
  };
}

function withoutNul(bytes: Uint8Array, count: NulCount | undefined): Uint8Array {
  if (count === undefined || !bytes.includes(0)) return bytes;
  const kept = bytes.filter((byte) => byte !== 0);
  count.dropped += bytes.length - kept.length;
  return kept;
}
