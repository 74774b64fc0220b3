import type { CallOptions, SalesforceRecord, WriteOptions } from "./call.ts";
import { type CollectionsApi, collectionsApi } from "./collections.ts";
import { type BatchOptions, type BatchSteps, runBatch } from "./composite/batch.ts";
import type { CompositeSteps } from "./composite/builder.ts";
import { type CompositeOptions, runComposite } from "./composite/composite.ts";
import { type GraphBuild, type GraphResults, runGraphs } from "./composite/graph.ts";
import type { Steps, StepsResult } from "./composite/step.ts";
import { runTree, type TreeChildren, type TreeResult } from "./composite/tree.ts";
import type { RestContext } from "./context.ts";
import { type QueryResult, queryResult, resumedQuery } from "./query.ts";
import type { QueryOptions } from "./query-options.ts";
import { type SObjectResource, sobjectResource } from "./records.ts";

/** The REST resources of an org, by what they are called on the client. */
export interface RestApi {
  sobject(object: string): SObjectResource;
  query<T = SalesforceRecord>(soql: string, options?: QueryOptions): QueryResult<T>;
  resumeQuery<T = SalesforceRecord>(locator: string, options?: QueryOptions): QueryResult<T>;
  readonly collections: CollectionsApi;
  composite<S extends Steps>(
    build: (steps: CompositeSteps) => S,
    options?: CompositeOptions,
  ): Promise<StepsResult<S>>;
  graph<G extends Readonly<Record<string, GraphBuild>>>(
    graphs: G,
    options?: CallOptions,
  ): Promise<GraphResults<G>>;
  batch<S extends Steps>(build: (steps: BatchSteps) => S, options?: BatchOptions): Promise<StepsResult<S>>;
  tree(tree: TreeChildren, options?: WriteOptions): Promise<TreeResult>;
}

/** Builds the REST resources. */
export function createRest(context: RestContext): RestApi {
  const { requester } = context;
  return {
    sobject: (object) => sobjectResource(context, object),
    query: <T>(soql: string, options?: QueryOptions) => queryResult<T>(requester, { soql }, options),
    resumeQuery: <T>(locator: string, options?: QueryOptions) => resumedQuery<T>(requester, locator, options),
    collections: collectionsApi(context),
    composite: (build, options) => runComposite(context, build, options),
    graph: (graphs, options) => runGraphs(context, graphs, options),
    batch: (build, options) => runBatch(context, build, options),
    tree: (tree, options) => runTree(context, tree, options),
  };
}
