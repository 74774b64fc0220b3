import { errorFromAnswer, InputError } from "../errors/index.ts";
import { abortable, type Requester, type Runtime } from "../http/index.ts";
import type { ObjectDescribe } from "./describe.ts";

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

/** The most subrequests of a composite call (REST API guide, "Composite Resources"). */
const BATCH = 25;

interface Kept {
  readonly describe: ObjectDescribe;
  readonly types: ReadonlyMap<string, string>;
  readonly checkedAt: number;
  /** Headers that ask only for what changed since. */
  readonly condition: Readonly<Record<string, string>>;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/**
 * Keeps describes: each is read once however many ask at the same time, believed for a while, then checked with
 * `If-None-Match` or `If-Modified-Since`; many objects are read 25 to a call (REST API guide, "sObject Describe").
 */
export class DescribeCache {
  readonly #requester: Requester;
  readonly #runtime: Pick<Runtime, "now">;
  readonly #kept = new Map<string, Kept>();
  readonly #reading = new Map<string, Promise<Kept>>();

  constructor(requester: Requester, runtime: Pick<Runtime, "now">) {
    this.#requester = requester;
    this.#runtime = runtime;
  }

  /** Reads the describe of an object. */
  async get(object: string, options: DescribeOptions = {}): Promise<ObjectDescribe> {
    return (await this.#one(object, options)).describe;
  }

  /** Reads the type of each field of an object, by its name in lower case. */
  async fieldTypes(object: string, options: DescribeOptions = {}): Promise<ReadonlyMap<string, string>> {
    return (await this.#one(object, options)).types;
  }

  /** Reads the describes of many objects, 25 to a call, in the order of the names. */
  async getMany(objects: readonly string[], options: DescribeOptions = {}): Promise<ObjectDescribe[]> {
    for (const object of objects) checkName(object);
    const stale = [...new Set(objects)].filter((object) => this.#fresh(object, options) === undefined);
    for (let at = 0; at < stale.length; at += BATCH)
      await this.#readMany(stale.slice(at, at + BATCH), options);
    return Promise.all(objects.map((object) => this.get(object, { signal: options.signal })));
  }

  /** Forgets one object, or all: the next describe is read anew. */
  forget(object?: string): void {
    if (object === undefined) this.#kept.clear();
    else this.#kept.delete(object.toLowerCase());
  }

  async #one(object: string, options: DescribeOptions): Promise<Kept> {
    checkName(object);
    return this.#fresh(object, options) ?? abortable(this.#read(object), options.signal);
  }

  #fresh(object: string, { maxAgeMs = DESCRIBE_MAX_AGE_MS }: DescribeOptions): Kept | undefined {
    const kept = this.#kept.get(object.toLowerCase());
    return kept !== undefined && this.#runtime.now() - kept.checkedAt < maxAgeMs ? kept : undefined;
  }

  /** One read for all that wait: who gives up leaves it to the others. */
  #read(object: string): Promise<Kept> {
    const key = object.toLowerCase();
    const known = this.#reading.get(key);
    if (known !== undefined) return known;
    const reading = this.#fetch(object).finally(() => this.#reading.delete(key));
    this.#reading.set(key, reading);
    return reading;
  }

  async #fetch(object: string): Promise<Kept> {
    const { status, headers, body } = await this.#requester.json<ObjectDescribe | undefined>({
      method: "GET",
      path: `sobjects/${object}/describe`,
      headers: this.#condition(object),
      expect: [304],
    });
    return this.#keep(object, { status, headers, body });
  }

  async #readMany(objects: readonly string[], { signal }: DescribeOptions): Promise<void> {
    const version = await this.#requester.apiVersion(signal);
    const compositeRequest = objects.map((object, at) => ({
      method: "GET",
      url: `/services/data/v${version}/sobjects/${object}/describe`,
      referenceId: `d${at}`,
      httpHeaders: this.#condition(object),
    }));
    const { body } = await this.#requester.json<{ compositeResponse: readonly CompositePart[] }>({
      method: "POST",
      path: "composite",
      body: { json: { compositeRequest } },
      idempotency: "idempotent",
      signal,
    });
    for (const [at, object] of objects.entries()) {
      const part = body.compositeResponse.find(({ referenceId }) => referenceId === `d${at}`);
      this.#keepPart(object, part ?? body.compositeResponse[0]);
    }
  }

  #keepPart(object: string, part: CompositePart | undefined): void {
    const status = part?.httpStatusCode ?? 500;
    const headers = lowerCase(part?.httpHeaders ?? {});
    if (status === 200 || status === 304) {
      this.#keep(object, { status, headers, body: part?.body });
      return;
    }
    const text = JSON.stringify(part?.body ?? "");
    const request = `GET sobjects/${object}/describe`;
    throw errorFromAnswer({ status, headers, body: text, kind: "rest", request, attempts: 1 });
  }

  #condition(object: string): Readonly<Record<string, string>> {
    return this.#kept.get(object.toLowerCase())?.condition ?? {};
  }

  #keep(object: string, { status, headers, body }: Answer): Kept {
    const key = object.toLowerCase();
    const before = this.#kept.get(key);
    const describe = status === 304 && before !== undefined ? before.describe : (body as ObjectDescribe);
    const types = before?.describe === describe ? before.types : typesOf(describe);
    const condition = status === 304 && before !== undefined ? before.condition : conditionOf(headers);
    const kept = { describe, types, condition, checkedAt: this.#runtime.now() };
    this.#kept.set(key, kept);
    return kept;
  }
}

interface CompositePart {
  readonly referenceId: string | null;
  readonly httpStatusCode: number;
  readonly httpHeaders?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

function conditionOf(headers: Readonly<Record<string, string>>): Record<string, string> {
  const since = headers["last-modified"] ?? headers["date"];
  if (headers["etag"] !== undefined) return { "if-none-match": headers["etag"] };
  return since === undefined ? {} : { "if-modified-since": since };
}

function typesOf(describe: ObjectDescribe): ReadonlyMap<string, string> {
  return new Map(describe.fields.map(({ name, type }) => [name.toLowerCase(), type]));
}

function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function checkName(object: string): void {
  if (typeof object === "string" && /^[A-Za-z]\w*$/.test(object)) return;
  throw new InputError(`${JSON.stringify(object)} is not the API name of an object`);
}
