import { errorFromAnswer, InputError } from "../errors/index.ts";
import { abortable, type Requester } from "../http/index.ts";
import type { AnswerCache, DescribeOptions } from "./answer-cache.ts";
import type { ObjectDescribe } from "./describe.ts";

/** The most subrequests of a composite call (REST API guide, "Composite Resources"). */
const BATCH = 25;

/** Reads describes and keeps them; many objects are read 25 to a call (REST API guide, "sObject Describe"). */
export class DescribeCache {
  readonly #requester: Requester;
  readonly #answers: AnswerCache;
  readonly #types = new WeakMap<ObjectDescribe, ReadonlyMap<string, string>>();

  constructor(requester: Requester, answers: AnswerCache) {
    this.#requester = requester;
    this.#answers = answers;
  }

  /** Reads the describe of an object. */
  async get(object: string, options: DescribeOptions = {}): Promise<ObjectDescribe> {
    return this.#answers.get<ObjectDescribe>(pathOf(object), options);
  }

  /** The describe that is kept, of whatever age; nothing is asked. */
  kept(object: string): ObjectDescribe | undefined {
    return this.#answers.kept<ObjectDescribe>(pathOf(object));
  }

  /** Has a kept describe checked before it is believed again; nothing is asked now. */
  doubt(object: string): void {
    this.#answers.doubt(pathOf(object));
  }

  /** Reads the type of each field of an object, by its name in lower case. */
  async fieldTypes(object: string, options: DescribeOptions = {}): Promise<ReadonlyMap<string, string>> {
    const describe = await this.get(object, options);
    const known = this.#types.get(describe);
    if (known !== undefined) return known;
    const types = new Map(describe.fields.map(({ name, type }) => [name.toLowerCase(), type]));
    this.#types.set(describe, types);
    return types;
  }

  /** Reads the describes of many objects, 25 to a call, in the order of the names. */
  async getMany(objects: readonly string[], options: DescribeOptions = {}): Promise<ObjectDescribe[]> {
    options.signal?.throwIfAborted();
    const paths = objects.map(pathOf);
    const missing = [...new Map(paths.map((path) => [path.toLowerCase(), path])).values()].filter(
      (path) => !this.#answers.isFresh(path, options) && this.#answers.reading(path) === undefined,
    );
    for (let at = 0, before: Promise<unknown> = Promise.resolve(); at < missing.length; at += BATCH) {
      const batch = missing.slice(at, at + BATCH);
      const bodies = before.then(() => this.#readMany(batch));
      for (const [place, path] of batch.entries())
        void this.#answers.join(
          path,
          bodies.then((all) => all[place]),
        );
      before = bodies;
    }
    // What is being read is waited for, whatever its age was.
    const all = paths.map((path) => this.#answers.reading(path) ?? this.#answers.get(path, options));
    return abortable(Promise.all(all), options.signal) as Promise<ObjectDescribe[]>;
  }

  async #readMany(paths: readonly string[]): Promise<unknown[]> {
    const version = await this.#requester.apiVersion();
    const compositeRequest = paths.map((path, at) => ({
      method: "GET",
      url: `/services/data/v${version}/${path}`,
      referenceId: `d${at}`,
      httpHeaders: this.#answers.condition(path),
    }));
    const { body } = await this.#requester.json<{ compositeResponse: readonly CompositePart[] }>({
      method: "POST",
      path: "composite",
      body: { json: { compositeRequest } },
      idempotency: "idempotent",
    });
    return paths.map((path, at) => {
      const part = body.compositeResponse.find(({ referenceId }) => referenceId === `d${at}`);
      return this.#keepPart(path, part ?? body.compositeResponse[0]);
    });
  }

  #keepPart(path: string, part: CompositePart | undefined): unknown {
    const status = part?.httpStatusCode ?? 500;
    const headers = lowerCase(part?.httpHeaders ?? {});
    if (status === 200 || status === 304)
      return this.#answers.keep(path, { status, headers, body: part?.body });
    const text = JSON.stringify(part?.body ?? "");
    throw errorFromAnswer({
      status,
      headers,
      body: text,
      kind: "rest",
      request: `GET ${path}`,
      attempts: 1,
    });
  }
}

interface CompositePart {
  readonly referenceId: string | null;
  readonly httpStatusCode: number;
  readonly httpHeaders?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function pathOf(object: string): string {
  if (typeof object === "string" && /^[A-Za-z]\w*$/.test(object)) return `sobjects/${object}/describe`;
  throw new InputError(`${JSON.stringify(object)} is not the API name of an object`, { column: "object" });
}
