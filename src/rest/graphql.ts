import { errorFromAnswer } from "../errors/index.ts";
import type { Requester } from "../http/index.ts";
import type { CallOptions } from "./call.ts";
import { filledText } from "./check.ts";

/** An error in an answer of GraphQL, which has status 200 all the same. */
export interface GraphqlError {
  readonly message: string;
  readonly extensions?: { readonly ErrorType?: string } | undefined;
  readonly [member: string]: unknown;
}

/** An answer of GraphQL. */
export interface GraphqlResult<T> {
  /** What was asked for; parts that failed are `null`. */
  readonly data: T;
  /** What failed; empty unless `onErrors` is `"return"`. */
  readonly errors: readonly GraphqlError[];
}

/** Options of a GraphQL call. */
export interface GraphqlOptions extends CallOptions {
  /** Values of the query's variables, by name without the `$`. @default none */
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  /** Which operation to run, where the query has several. @default the only one */
  readonly operationName?: string | undefined;
  /** Whether an answer with errors is thrown or returned. @default "throw" */
  readonly onErrors?: "throw" | "return" | undefined;
}

/** Sends a GraphQL query or mutation (GraphQL API guide). */
export async function runGraphql<T>(
  requester: Requester,
  query: string,
  { variables, operationName, onErrors = "throw", signal }: GraphqlOptions = {},
): Promise<GraphqlResult<T>> {
  filledText(query, "The GraphQL query");
  const json = { query, variables, operationName };
  const { status, headers, body } = await requester.json<Partial<GraphqlResult<T>>>({
    method: "POST",
    path: "graphql",
    body: { json },
    idempotency: /\bmutation\b/.test(query) ? "unsafe" : "idempotent",
    signal,
  });
  const errors = body.errors ?? [];
  if (errors.length > 0 && onErrors === "throw") {
    const text = JSON.stringify({ errors });
    throw errorFromAnswer({
      status,
      headers,
      body: text,
      kind: "rest",
      request: "POST graphql",
      attempts: 1,
    });
  }
  return { data: body.data as T, errors };
}
