import { abortable, type Requester, type Runtime } from "../http/index.ts";

/** Options of a describe. */
export interface DescribeOptions {
  /** Ends the call; it rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /**
   * How old a kept describe may be, in milliseconds. An older one is checked against the org, which costs a call but
   * not the describe itself when nothing changed. 0 checks always.
   * @default 300_000
   */
  readonly maxAgeMs?: number | undefined;
}

/** How long a describe is believed without asking. */
export const DESCRIBE_MAX_AGE_MS: number = 300_000;

/** An answer, of a call of its own or inside another; 304 has no body. */
export interface CacheableAnswer {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

interface Kept {
  readonly body: unknown;
  readonly checkedAt: number;
  /** Headers that ask only for what changed since. */
  readonly condition: Readonly<Record<string, string>>;
}

/**
 * Keeps answers by their paths: each is read once however many ask at the same time, believed for a while, then checked
 * with `If-None-Match` or `If-Modified-Since` (REST API guide, "Conditional Request Headers").
 */
export class AnswerCache {
  readonly #requester: Requester;
  readonly #runtime: Pick<Runtime, "now">;
  readonly #kept = new Map<string, Kept>();
  readonly #reading = new Map<string, Promise<unknown>>();

  constructor(requester: Requester, runtime: Pick<Runtime, "now">) {
    this.#requester = requester;
    this.#runtime = runtime;
  }

  /** Returns the answer of a path; who gives up waiting leaves the call to the others. */
  async get<T>(path: string, options: DescribeOptions = {}): Promise<T> {
    options.signal?.throwIfAborted();
    if (this.isFresh(path, options)) return this.#kept.get(keyOf(path))?.body as T;
    return abortable(this.reading(path) ?? this.join(path, this.#fetch(path)), options.signal) as Promise<T>;
  }

  /** The answer that is kept, of whatever age. */
  kept<T>(path: string): T | undefined {
    return this.#kept.get(keyOf(path))?.body as T | undefined;
  }

  /** Has a kept answer checked before it is believed again. */
  doubt(path: string): void {
    const kept = this.#kept.get(keyOf(path));
    if (kept !== undefined) this.#kept.set(keyOf(path), { ...kept, checkedAt: Number.NEGATIVE_INFINITY });
  }

  /** Whether the answer is there, and young enough. */
  isFresh(path: string, { maxAgeMs = DESCRIBE_MAX_AGE_MS }: DescribeOptions): boolean {
    const kept = this.#kept.get(keyOf(path));
    return kept !== undefined && this.#runtime.now() - kept.checkedAt < maxAgeMs;
  }

  /** The call that reads this path just now. */
  reading(path: string): Promise<unknown> | undefined {
    return this.#reading.get(keyOf(path));
  }

  /** Makes all that ask for a path wait for this call. */
  join(path: string, reading: Promise<unknown>): Promise<unknown> {
    const key = keyOf(path);
    const shared = reading.finally(() => this.#reading.delete(key));
    // Those that wait for it are told; without any a failure concerns nobody.
    shared.catch(() => undefined);
    this.#reading.set(key, shared);
    return shared;
  }

  /** The headers that ask for a path only if it changed. */
  condition(path: string): Readonly<Record<string, string>> {
    return this.#kept.get(keyOf(path))?.condition ?? {};
  }

  /** Keeps an answer and returns its body: for 304 that which was kept. */
  keep(path: string, { status, headers, body }: CacheableAnswer): unknown {
    const key = keyOf(path);
    const before = this.#kept.get(key);
    const same = status === 304 ? before : undefined;
    const kept = {
      body: same === undefined ? body : same.body,
      condition: same?.condition ?? conditionOf(headers),
      checkedAt: this.#runtime.now(),
    };
    this.#kept.set(key, kept);
    return kept.body;
  }

  async #fetch(path: string): Promise<unknown> {
    const { status, headers, body } = await this.#requester.json<unknown>({
      method: "GET",
      path,
      headers: this.condition(path),
      expect: [304],
    });
    return this.keep(path, { status, headers, body });
  }
}

/** Paths name objects, in whatever case. */
function keyOf(path: string): string {
  return path.toLowerCase();
}

function conditionOf(headers: Readonly<Record<string, string>>): Record<string, string> {
  const since = headers["last-modified"] ?? headers["date"];
  if (headers["etag"] !== undefined) return { "if-none-match": headers["etag"] };
  return since === undefined ? {} : { "if-modified-since": since };
}
