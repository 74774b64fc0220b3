import { type FileHandle, open } from "node:fs/promises";
import type { WriteResult } from "../store/types.ts";
import { type CsvFormat, quoted, quotedLine } from "./csv.ts";
import type { BulkFiles } from "./files.ts";
import type { IngestJob } from "./jobs.ts";
import { errorText } from "./rows.ts";

/** How many result rows are held back to be shuffled among each other. */
const WINDOW = 1000;

/** A generator of numbers from 0 to 1 that gives the same ones for the same seed. */
function seeded(text: string): () => number {
  let state = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) state = Math.imul(state ^ text.charCodeAt(i), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** One result file being written. */
class ResultFile {
  readonly #path: string;
  readonly #random: (() => number) | undefined;
  #lines: string[] = [];
  #handle: FileHandle | undefined;

  constructor(path: string, random: (() => number) | undefined) {
    this.#path = path;
    this.#random = random;
  }

  add(line: string): void {
    this.#lines.push(line);
  }

  get full(): boolean {
    return this.#lines.length >= WINDOW;
  }

  async flush(): Promise<void> {
    this.#handle ??= await open(this.#path, "w");
    if (this.#lines.length === 0) return;
    const lines = this.#lines;
    this.#lines = [];
    if (this.#random) shuffle(lines, this.#random);
    await this.#handle.appendFile(lines.join(""));
  }

  async close(): Promise<void> {
    await this.flush();
    await this.#handle?.close();
  }
}

function shuffle(lines: string[], random: () => number): void {
  for (let i = lines.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const swapped = lines[i] ?? "";
    lines[i] = lines[j] ?? "";
    lines[j] = swapped;
  }
}

/** Writes down what became of the rows of a job. */
export class ResultWriter {
  readonly #job: IngestJob;
  readonly #format: CsvFormat;
  readonly #idColumn: number;
  readonly #successful: ResultFile;
  readonly #failed: ResultFile;

  constructor(files: BulkFiles, job: IngestJob, style: { format: CsvFormat; shuffle: boolean }) {
    const random = style.shuffle ? seeded(job.id) : undefined;
    this.#job = job;
    this.#format = style.format;
    this.#idColumn = job.header.findIndex((name) => name.toLowerCase() === "id");
    this.#successful = new ResultFile(files.path(job.id, "successful"), random);
    this.#failed = new ResultFile(files.path(job.id, "failed"), random);
  }

  /** Notes one row. */
  add(cells: readonly string[], result: WriteResult): void {
    const rest = this.#rest(cells);
    const { delimiter } = this.#format;
    if (result.ok) {
      this.#successful.add(`"${result.id}"${delimiter}"${result.created}"${rest}`);
      return;
    }
    this.#job.failed += 1;
    const id = result.id ?? cells[this.#idColumn] ?? "";
    this.#failed.add(`${quoted(id)}${delimiter}${quoted(errorText(result.errors))}${rest}`);
  }

  /** The row as it was sent, one cell for every column. */
  #rest(cells: readonly string[]): string {
    const { header } = this.#job;
    const row = cells.length === header.length ? cells : header.map((_, i) => cells[i] ?? "");
    return this.#format.delimiter + quotedLine(row, this.#format);
  }

  /** Writes out what is complete; resolves when there is room again. */
  async drain(): Promise<void> {
    if (this.#successful.full) await this.#successful.flush();
    if (this.#failed.full) await this.#failed.flush();
  }

  async close(): Promise<void> {
    await this.#successful.close();
    await this.#failed.close();
  }
}
