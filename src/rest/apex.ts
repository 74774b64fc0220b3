import { InputError } from "../errors/index.ts";
import type {
  HttpMethod,
  Idempotency,
  JsonAnswer,
  RequestBody,
  Requester,
  StreamAnswer,
} from "../http/index.ts";
import type { CallOptions } from "./call.ts";

/** A call of an Apex REST class. */
export interface ApexRequest extends CallOptions {
  readonly method: Exclude<HttpMethod, "HEAD">;
  /** Path below `/services/apexrest/`, with its namespace where it has one, e.g. `invoices/17`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>> | undefined;
  /** A value that is sent as JSON. */
  readonly json?: unknown;
  /** Any other body, instead of `json`. */
  readonly body?: RequestBody | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Whether the class may be asked twice. @default by method, as for any call */
  readonly idempotency?: Idempotency | undefined;
  /** Statuses outside 2xx that are answers, not errors. */
  readonly expect?: readonly number[] | undefined;
}

/** Apex REST classes of an org (Apex Developer Guide, "Exposing Apex Classes as REST Web Services"). */
export interface ApexApi {
  /**
   * Calls a class and reads its JSON answer.
   *
   * @example
   * ```ts
   * const { body } = await sf.apex.request<{ total: number }>({ method: "POST", path: "invoices", json: { month: 11 } });
   * ```
   */
  request<T = unknown>(request: ApexRequest): Promise<JsonAnswer<T>>;
  /**
   * Reads what a class answers to GET.
   *
   * @example
   * ```ts
   * const invoice = await sf.apex.get<{ total: number }>("invoices/17");
   * ```
   */
  get<T = unknown>(path: string, options?: CallOptions): Promise<T>;
  /**
   * Calls a class and hands its answer over as a stream, whatever it is.
   *
   * @example
   * ```ts
   * const { body } = await sf.apex.stream({ method: "GET", path: "export" });
   * for await (const chunk of body) console.log(chunk.length);
   * ```
   */
  stream(request: ApexRequest): Promise<StreamAnswer>;
}

/** Makes the Apex REST classes of an org. */
export function apexApi(requester: Requester): ApexApi {
  return {
    request: async <T>(request: ApexRequest) => requester.json<T>(toRequest(request)),
    get: async <T>(path: string, { signal }: CallOptions = {}) =>
      (await requester.json<T>(toRequest({ method: "GET", path, signal }))).body,
    stream: async (request) =>
      requester.stream({ ...toRequest(request), headers: { accept: "*/*", ...request.headers } }),
  };
}

function toRequest({ path, json, body, ...others }: ApexRequest): Parameters<Requester["json"]>[0] {
  const below = path.replace(/^\/+/, "");
  if (below === "" || below.split(/[/?#]/).some((part) => part === "." || part === ".."))
    throw new InputError(`"${path}" is not a path below /services/apexrest/`, { column: "path" });
  const given = json === undefined ? body : { json };
  return { ...others, path: `/services/apexrest/${below}`, ...(given === undefined ? {} : { body: given }) };
}
