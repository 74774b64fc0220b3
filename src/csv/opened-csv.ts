import type { Readable } from "node:stream";
import { orAborted } from "./abort.ts";
import { oneBlock, sliceBody, sliceBytes } from "./body.ts";
import type { ByteStore } from "./byte-store.ts";
import { decodeCsv } from "./decode.ts";
import { type CsvHead, readHead } from "./head.ts";
import { cutSlices } from "./slicer.ts";
import type { NulCount } from "./transcode.ts";
import type {
  BodyOptions,
  CsvDialect,
  CsvFingerprint,
  CsvSlice,
  CsvSourceOptions,
  OpenCsvSource,
  SliceLimits,
} from "./types.ts";

const EDGE_BYTES = 64 * 1024;

/** What an open needs besides the options of the source. */
export interface Opening {
  readonly signal?: AbortSignal | undefined;
  /** Where NUL bytes are being left out: their count. */
  readonly nulBytes?: NulCount | undefined;
}

/** An open CSV, over any store of its bytes. */
export class OpenedCsv implements OpenCsvSource {
  readonly name: string;
  readonly dialect: CsvDialect;
  readonly columns: readonly string[];
  readonly size: number | undefined;
  readonly #store: ByteStore;
  readonly #head: CsvHead;
  readonly #nulBytes: NulCount | undefined;

  private constructor(store: ByteStore, head: CsvHead, facts: Opening & { readonly name: string }) {
    this.name = facts.name;
    this.dialect = head.dialect;
    this.columns = head.columns;
    this.size = store.size;
    this.#store = store;
    this.#head = head;
    this.#nulBytes = facts.nulBytes;
  }

  /** Reads the head of a store; closes the store when that fails. */
  static async open(
    store: ByteStore,
    options: CsvSourceOptions & { readonly name: string },
    opening: Opening,
  ): Promise<OpenCsvSource> {
    try {
      const head = await orAborted(readHead(store, options.name, options), opening.signal);
      return new OpenedCsv(store, head, { ...opening, name: options.name });
    } catch (error) {
      await store.close();
      throw error;
    }
  }

  get droppedNulBytes(): number {
    return this.#nulBytes?.dropped ?? 0;
  }

  slices(limits: SliceLimits): AsyncIterable<CsvSlice> {
    return cutSlices(this.#input, limits);
  }

  body(slice: CsvSlice, options?: BodyOptions): Readable {
    return sliceBody(this.#input, slice, options);
  }

  async *rows(slice: CsvSlice): AsyncGenerator<readonly (readonly string[])[]> {
    const { columnDelimiter } = this.dialect;
    const { header } = this.#head;
    let first = true;
    const bytes = inPieces(header, sliceBytes(this.#input, slice, oneBlock()));
    for await (const batch of decodeCsv(bytes, { columnDelimiter })) {
      const rows = first ? batch.slice(1) : batch;
      first = false;
      if (rows.length > 0) yield rows;
    }
  }

  async fingerprint(): Promise<CsvFingerprint> {
    const { size, mtimeMs } = await this.#store.identity();
    // Loaded here: an import of the library does not pay for it.
    const { createHash } = process.getBuiltinModule("node:crypto");
    const hash = createHash("sha256").update(String(size));
    for (const from of [0, Math.max(0, size - EDGE_BYTES)]) {
      const edge = new Uint8Array(EDGE_BYTES);
      hash.update(edge.subarray(0, await this.#store.read(edge, from)));
    }
    return { size, mtimeMs, hash: hash.digest("hex") };
  }

  async close(): Promise<void> {
    await this.#store.close();
  }

  get #input(): { store: ByteStore; head: CsvHead; source: string } {
    return { store: this.#store, head: this.#head, source: this.name };
  }
}

/** Rows of so many bytes are in memory at a time. */
const PIECE_BYTES = 64 * 1024;

async function* inPieces(header: Uint8Array, blocks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield header;
  for await (const block of blocks) {
    for (let at = 0; at < block.length; at += PIECE_BYTES) yield block.subarray(at, at + PIECE_BYTES);
  }
}
