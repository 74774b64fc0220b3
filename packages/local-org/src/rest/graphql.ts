import { callerOf } from "../server/errors.ts";
import type { Call, Reply, Route } from "../server/types.ts";
import type { ActionContext } from "./actions.ts";
import { isObject } from "./write.ts";

/** A GraphQL request, as it came. */
export interface GraphqlRequest {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Answers a GraphQL request with its data. An error that it throws becomes one of the answer's errors. */
export type GraphqlHandler = (request: GraphqlRequest, context: ActionContext) => unknown;

interface WireError {
  readonly message: string;
  readonly locations: readonly [];
  readonly paths: readonly [];
  readonly extensions: { readonly ErrorType: string };
}

const wrong = (ErrorType: string, message: string): WireError => ({
  message,
  locations: [],
  paths: [],
  extensions: { ErrorType },
});

/** Every answer has status 200: what went wrong is told in `errors` (GraphQL API guide, "Query Status"). */
async function answer(call: Call, handler: GraphqlHandler): Promise<Reply> {
  const { query, operationName, variables } = isObject(call.json) ? call.json : {};
  const reply = (data: unknown, errors: readonly WireError[]): Reply => ({
    status: 200,
    json: { data, errors },
  });
  if (typeof query !== "string" || query.trim() === "")
    return reply(null, [wrong("InvalidSyntax", "The request has no query")]);
  const request = {
    query,
    operationName: typeof operationName === "string" ? operationName : undefined,
    variables: isObject(variables) ? variables : {},
  };
  try {
    return reply(await handler(request, { userId: callerOf(call).id, store: call.org.store }), []);
  } catch (error) {
    return reply(null, [
      wrong("DataFetchingException", error instanceof Error ? error.message : String(error)),
    ]);
  }
}

/** Makes the GraphQL resource, where the org was given something to answer it with. */
export function graphqlRoutes(handler: GraphqlHandler | undefined): readonly Route[] {
  if (handler === undefined) return [];
  const path = "/services/data/:version/graphql";
  return [{ method: "POST", path, takes: "json", handler: (call) => answer(call, handler) }];
}
