import { InputError } from "../errors/index.ts";
import type { CallOptions, SalesforceRecord } from "./call.ts";
import type { RestContext } from "./context.ts";
import { type QueryResult, queryResult } from "./query.ts";
import type { QueryOptions } from "./query-options.ts";
import { sobjectResource } from "./records.ts";
import type { SObjectResource } from "./sobject.ts";

/** What became of anonymous Apex. */
export type ExecuteAnonymousResult =
  | { readonly outcome: "success" }
  | {
      /** It did not compile; nothing ran. */
      readonly outcome: "compileError";
      readonly problem: string;
      /** Line and column, from 1. */
      readonly line: number;
      readonly column: number;
    }
  | {
      /** It ran into an exception; what it had done is undone. */
      readonly outcome: "exception";
      readonly message: string;
      readonly stackTrace: string;
      readonly line: number;
      readonly column: number;
    };

/** The Tooling API of an org (Tooling API guide). */
export interface ToolingApi {
  /**
   * Runs SOQL over the objects of the Tooling API.
   *
   * @example
   * ```ts
   * for await (const cls of sf.tooling.query("SELECT Id, Name FROM ApexClass")) console.log(cls["Name"]);
   * ```
   */
  query<T = SalesforceRecord>(soql: string, options?: Omit<QueryOptions, "includeDeleted">): QueryResult<T>;
  /**
   * The records of one object of the Tooling API.
   *
   * @example
   * ```ts
   * const cls = await sf.tooling.sobject("ApexClass").retrieve("01p000000000001AAA", { fields: ["Body"] });
   * ```
   */
  sobject(object: string): SObjectResource;
  /**
   * Compiles and runs Apex. It is never sent twice: a lost answer ends as `OutcomeUnknownError`.
   *
   * @throws InputError for code that is too long for the resource, which takes it in its URL
   * @example
   * ```ts
   * const result = await sf.tooling.executeAnonymous("System.debug(1);");
   * if (result.outcome === "compileError") console.log(result.line, result.problem);
   * ```
   */
  executeAnonymous(apex: string, options?: CallOptions): Promise<ExecuteAnonymousResult>;
}

/** Longest encoded code: URI and headers together may have 16,384 bytes. */
const MAX_ENCODED = 12_000;

interface WireResult {
  readonly line: number;
  readonly column: number;
  readonly compiled: boolean;
  readonly success: boolean;
  readonly compileProblem: string | null;
  readonly exceptionStackTrace: string | null;
  readonly exceptionMessage: string | null;
}

/** Makes the Tooling API of an org. */
export function toolingApi(context: RestContext): ToolingApi {
  const { requester } = context;
  return {
    query: <T>(soql: string, options?: QueryOptions) =>
      queryResult<T>(requester, { soql, root: "tooling/" }, options),
    sobject: (object) => sobjectResource(context, object, "tooling/sobjects"),
    async executeAnonymous(apex, { signal } = {}) {
      const size = new URLSearchParams({ anonymousBody: apex }).toString().length;
      if (size > MAX_ENCODED)
        throw new InputError(
          `The code has ${size} bytes when encoded, and the resource takes about ${MAX_ENCODED} in its URL: put it into a class`,
        );
      const { body } = await requester.json<WireResult>({
        method: "GET",
        path: "tooling/executeAnonymous",
        query: { anonymousBody: apex },
        // A GET that does things.
        idempotency: "unsafe",
        signal,
      });
      return outcomeOf(body);
    },
  };
}

function outcomeOf({ line, column, ...result }: WireResult): ExecuteAnonymousResult {
  if (result.success) return { outcome: "success" };
  if (!result.compiled)
    return { outcome: "compileError", problem: result.compileProblem ?? "", line, column };
  const message = result.exceptionMessage ?? "";
  return { outcome: "exception", message, stackTrace: result.exceptionStackTrace ?? "", line, column };
}
