import { InputError, UnexpectedResponseError } from "../../errors/index.ts";
import { checkList } from "../answer-error.ts";
import type { CallOptions } from "../call.ts";
import { checkAllDates, type DatedRecord, type RestContext } from "../context.ts";
import { buildSteps } from "./build.ts";
import { RecordSteps } from "./builder.ts";
import { resultOf, type WireStepAnswer, wireSteps } from "./composite.ts";
import { referencesIn } from "./reference.ts";
import type { AnyStep, Steps, StepsResult } from "./step.ts";

/** Builds the steps of one graph. */
export type GraphBuild = (steps: RecordSteps) => Steps;

/** The result of each graph, by its name. */
export type GraphResults<G extends Readonly<Record<string, GraphBuild>>> = {
  readonly [Name in keyof G]: StepsResult<ReturnType<G[Name]>>;
};

/** Limits of a graph call (REST API guide, "Composite Graph Limits"). */
const MAX_GRAPHS = 75;
const MAX_NODES = 500;
const MAX_DEPTH = 15;
const MAX_KINDS = 15;

interface WireGraphs {
  readonly graphs: readonly {
    readonly graphId: string;
    readonly isSuccessful: boolean;
    readonly graphResponse: { readonly compositeResponse: readonly WireStepAnswer[] };
  }[];
}

interface BuiltGraph {
  readonly graphId: string;
  readonly steps: readonly AnyStep[];
  readonly named: Steps;
  readonly written: readonly DatedRecord[];
}

/**
 * Runs graphs of record steps, up to 500 steps in one call; each graph is done as a whole or not at all.
 *
 * @throws InputError when a graph breaks a limit; nothing is sent then
 */
export async function runGraphs<G extends Readonly<Record<string, GraphBuild>>>(
  context: RestContext,
  graphs: G,
  { signal }: CallOptions = {},
): Promise<GraphResults<G>> {
  if (typeof graphs !== "object" || graphs === null)
    throw new InputError("The graphs are functions by their names, such as { one: (g) => ({ … }) }");
  const built = Object.entries(graphs).map(([graphId, build]) => buildGraph(graphId, build));
  checkGraphs(built);
  const written = built.flatMap((graph) => graph.written);
  await checkAllDates(context, written, { signal });
  const { requester } = context;
  const version = await requester.apiVersion(signal);
  const json = {
    graphs: built.map(({ graphId, steps }) => ({ graphId, compositeRequest: wireSteps(steps, version) })),
  };
  const { body } = await requester.json<WireGraphs>({
    method: "POST",
    path: "composite/graph",
    body: { json },
    signal,
  });
  const { graphs: answers } = checkList(body, { member: "graphs", request: "POST composite/graph" });
  const results = built.map(({ graphId, named }) => {
    const answer = answers.find((graph) => graph.graphId === graphId);
    if (answer === undefined)
      throw new UnexpectedResponseError(`The answer says nothing of the graph ${graphId}`, { status: 200 });
    return [graphId, resultOf(named, answer.graphResponse.compositeResponse)];
  });
  return Object.fromEntries(results) as GraphResults<G>;
}

function buildGraph(graphId: string, build: GraphBuild): BuiltGraph {
  if (!/^[A-Za-z0-9]\w*$/.test(graphId))
    throw new InputError(
      `The name of a graph has letters, digits and _, and begins with no _: not "${graphId}"`,
    );
  const builder = new RecordSteps();
  const named = buildSteps(build, builder);
  return { graphId, steps: builder.steps, named, written: builder.written };
}

function checkGraphs(graphs: readonly BuiltGraph[]): void {
  atMost(graphs.length, MAX_GRAPHS, "graphs");
  const nodes = graphs.reduce((sum, { steps }) => sum + steps.length, 0);
  if (nodes === 0) throw new InputError("The graph call has no step");
  atMost(nodes, MAX_NODES, "steps in all its graphs");
  const kinds = new Set(graphs.flatMap(({ steps }) => steps.map(kindOf)));
  atMost(kinds.size, MAX_KINDS, "different kinds of steps (method and object)");
  for (const { graphId, steps } of graphs)
    atMost(depthOf(steps), MAX_DEPTH, `steps that build on each other in ${graphId}`);
}

function atMost(count: number, max: number, what: string): void {
  if (count > max)
    throw new InputError(`A graph call takes up to ${max} ${what}, and this one has ${count}: divide it`);
}

function kindOf({ request: { method, path } }: AnyStep): string {
  return `${method} ${path.split("/")[1]}`;
}

/** The longest chain of steps of which each uses the answer of the one before. */
function depthOf(steps: readonly AnyStep[]): number {
  const depths = new Map<string, number>();
  for (const { referenceId, request } of steps) {
    const before = referencesIn(`${request.path}${JSON.stringify(request.body ?? "")}`);
    depths.set(referenceId, 1 + Math.max(0, ...before.map((name) => depths.get(name) ?? 0)));
  }
  return Math.max(0, ...depths.values());
}
