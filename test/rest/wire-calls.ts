import { buffer } from "node:stream/consumers";
import type {
  AnyStep,
  CollectionResult,
  QueryResult,
  RecordSteps,
  SalesforceClient,
  Steps,
} from "kinetic-core";
import type { Recording } from "./wire-recordings.ts";

/** What the recorded bodies consist of, all resources together. */
export interface WireBody {
  readonly id: string;
  readonly ids: readonly string[];
  readonly records: readonly Record<string, unknown>[];
  readonly totalSize: number;
  readonly nextRecordsUrl?: string;
  readonly searchRecords?: unknown;
  readonly allOrNone?: boolean;
  readonly compositeRequest: readonly WireStep[];
  readonly compositeResponse: readonly WireStepAnswer[];
  readonly graphs: readonly WireGraph[];
  readonly latestDateCovered: string;
  readonly earliestDateAvailable: string;
  readonly deletedRecords: readonly { readonly id: string; readonly deletedDate: string }[];
  readonly base64: string;
  readonly success: boolean;
  readonly compiled: boolean;
  readonly sObjects: readonly { readonly name: string; readonly count: number }[];
}

/** What a call of the SDK needs to be made as it was recorded. */
export interface Replayed {
  readonly sf: SalesforceClient;
  /** Parts of the recorded path. */
  readonly parts: readonly string[];
  readonly query: URLSearchParams;
  readonly body: WireBody;
  readonly status: number;
  /** Names of steps as they were recorded, and as the SDK made them. */
  readonly renamed: Map<string, string>;
}

/** How a resource is called, and what must come of its recorded answer. */
export interface ResourceCall {
  readonly name: string;
  readonly method: string;
  /** Path below the version. */
  readonly path: RegExp;
  run(replayed: Replayed): Promise<unknown>;
  /** @default the recorded body as it is */
  expected?(body: WireBody, replayed: Replayed): unknown;
}

const ID = "((?:[A-Za-z0-9]{15}){1}(?:[A-Za-z0-9]{3})?)";
const fields = (query: URLSearchParams): { fields?: string[] } => {
  const list = query.get("fields");
  return list === null ? {} : { fields: list.split(",") };
};
const part = (parts: readonly string[], at: number): string => parts[at] ?? "";

const instant = (text: string): Date => new Date(text.replace("+0000", "Z"));
/** The recorded window; the recorder's client sent the plus sign of a time as it was, which means a space. */
const windowOf = (query: URLSearchParams): { start: Date; end: Date } => ({
  start: new Date((query.get("start") ?? "").replace(" ", "+")),
  end: new Date((query.get("end") ?? "").replace(" ", "+")),
});

/** The first page of a query, in the words of the wire. */
async function firstPage(result: QueryResult<unknown>): Promise<unknown> {
  for await (const { records, totalSize, locator } of result.pages())
    return { records, totalSize, ...(locator === undefined ? {} : { nextRecordsUrl: locator }) };
  return undefined;
}
const pageOf = ({ records, totalSize, nextRecordsUrl }: WireBody): unknown => ({
  records,
  totalSize,
  ...(nextRecordsUrl === undefined ? {} : { nextRecordsUrl }),
});

interface WireRow {
  readonly id?: string;
  readonly success: boolean;
  readonly created?: boolean;
  readonly errors: readonly {
    readonly statusCode: string;
    readonly message: string;
    readonly fields: unknown;
  }[];
}
function outcomes({ rows }: CollectionResult): unknown {
  // A call that was refused as a whole is told as the failure of each of its rows.
  for (const row of rows) if (row.status !== "succeeded" && row.cause !== undefined) throw row.cause;
  return rows.map((row) =>
    row.status === "succeeded"
      ? [row.index, row.id, row.created]
      : [row.index, row.error.code, row.error.message, row.error.fields],
  );
}
const rowsOf = (rows: unknown): unknown =>
  (rows as readonly WireRow[]).map(({ id, success, created, errors }, index) => {
    const [error] = errors;
    return success ? [index, id, created] : [index, error?.statusCode, error?.message, error?.fields];
  });
/** The recorder's client wrote the name of the id in lower case, as field names may be. */
const withId = (records: readonly Record<string, unknown>[]): Record<string, unknown>[] =>
  records.map(({ id, ...others }) => (id === undefined ? others : { ...others, Id: id }));

interface WireStep {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  readonly url: string;
  readonly referenceId: string;
  readonly body?: Record<string, unknown>;
}
interface WireStepAnswer {
  readonly httpStatusCode: number;
  readonly body: unknown;
}
interface WireGraph {
  readonly graphId: string;
  readonly compositeRequest: readonly WireStep[];
  readonly graphResponse: { readonly compositeResponse: readonly WireStepAnswer[] };
}
const stepAnswers = (answers: readonly WireStepAnswer[]): unknown =>
  answers.map(({ httpStatusCode, body }) => [
    httpStatusCode,
    httpStatusCode < 300 ? body : (body as { errorCode: string }[])[0]?.errorCode,
  ]);
const stepOutcomes = (steps: Record<string, { status: number }>): unknown =>
  Object.values(
    steps as Record<string, { status: number; body?: unknown; error?: { errorCode?: string } }>,
  ).map(({ status, body, error }) => [status, error === undefined ? body : error.errorCode]);
const below = (url: string): string => url.replace(/^\/?services\/data\/v[^/]+\//, "");

/** Makes the steps of a graph with the methods that people use. */
function graphSteps(steps: readonly WireStep[], renamed: Map<string, string>) {
  return (g: RecordSteps): Steps => {
    const made: Record<string, AnyStep> = {};
    for (const step of steps) {
      const text = JSON.stringify(step.body ?? {}).replace(
        /@\{(\w+)/g,
        (_, name) => `@{${renamed.get(name)}`,
      );
      const one = recordStep(g, step, JSON.parse(text));
      renamed.set(step.referenceId, one.referenceId);
      made[step.referenceId] = one;
    }
    return made;
  };
}

function recordStep(g: RecordSteps, { method, url }: WireStep, body: Record<string, unknown>): AnyStep {
  const [, object = "", id = ""] = below(url).split("/");
  if (method === "POST") return g.create(object, body);
  if (method === "PATCH") return g.update(object, id, body);
  return method === "DELETE" ? g.delete(object, id) : g.retrieve(object, id);
}

/** Every resource that was recorded. The first that fits is taken. */
export const CALLS: readonly ResourceCall[] = [
  { name: "describeGlobal", method: "GET", path: /^sobjects$/, run: ({ sf }) => sf.describeGlobal() },
  {
    name: "describe",
    method: "GET",
    path: /^sobjects\/(\w+)\/describe$/,
    run: ({ sf, parts }) => sf.describe(part(parts, 1)),
  },
  {
    name: "sobject.updated",
    method: "GET",
    path: /^sobjects\/(\w+)\/updated$/,
    run: ({ sf, parts, query }) => sf.sobject(part(parts, 1)).updated(windowOf(query)),
    expected: ({ ids, latestDateCovered }) => ({ ids, latestDateCovered: instant(latestDateCovered) }),
  },
  {
    name: "sobject.deleted",
    method: "GET",
    path: /^sobjects\/(\w+)\/deleted$/,
    run: ({ sf, parts, query }) => sf.sobject(part(parts, 1)).deleted(windowOf(query)),
    expected: ({ deletedRecords, earliestDateAvailable, latestDateCovered }) => ({
      records: deletedRecords.map(({ id, deletedDate }) => ({ id, deletedDate: instant(deletedDate) })),
      earliestDateAvailable: instant(earliestDateAvailable),
      latestDateCovered: instant(latestDateCovered),
    }),
  },
  {
    name: "files.download",
    method: "GET",
    path: new RegExp(`^sobjects/ContentVersion/${ID}/VersionData$`),
    run: async ({ sf, parts }) => (await buffer(await sf.files.download(part(parts, 2)))).toString("base64"),
    expected: ({ base64 }) => base64,
  },
  {
    name: "sobject.retrieve",
    method: "GET",
    path: new RegExp(`^sobjects/(\\w+)/${ID}$`),
    run: ({ sf, parts, query }) => sf.sobject(part(parts, 1)).retrieve(part(parts, 2), fields(query)),
  },
  {
    name: "sobject.retrieveByExternalId",
    method: "GET",
    path: /^sobjects\/(\w+)\/(\w+)\/([^/]+)$/,
    run: ({ sf, parts, query }) =>
      sf.sobject(part(parts, 1)).retrieveByExternalId(part(parts, 2), part(parts, 3), fields(query)),
  },
  {
    name: "sobject.create",
    method: "POST",
    path: /^sobjects\/(\w+)$/,
    run: ({ sf, parts, body }) => sf.sobject(part(parts, 1)).create({ ...body }),
    expected: ({ id }) => ({ id }),
  },
  {
    name: "sobject.update",
    method: "PATCH",
    path: new RegExp(`^sobjects/(\\w+)/${ID}$`),
    run: ({ sf, parts, body }) => sf.sobject(part(parts, 1)).update(part(parts, 2), { ...body }),
  },
  {
    name: "sobject.upsert",
    method: "PATCH",
    path: /^sobjects\/(\w+)\/(\w+)\/([^/]+)$/,
    run: ({ sf, parts, body }) => {
      const externalId = { field: part(parts, 2), value: part(parts, 3) };
      return sf.sobject(part(parts, 1)).upsert(externalId, { ...body, [externalId.field]: externalId.value });
    },
    expected: (body: WireBody | undefined, { status }) => ({ id: body?.id, created: status === 201 }),
  },
  {
    name: "sobject.delete",
    method: "DELETE",
    path: new RegExp(`^sobjects/(\\w+)/${ID}$`),
    run: ({ sf, parts }) => sf.sobject(part(parts, 1)).delete(part(parts, 2)),
  },
  {
    name: "sobject.deleteByExternalId",
    method: "DELETE",
    path: /^sobjects\/(\w+)\/(\w+)\/([^/]+)$/,
    run: ({ sf, parts }) => sf.sobject(part(parts, 1)).deleteByExternalId(part(parts, 2), part(parts, 3)),
  },
  {
    name: "query",
    method: "GET",
    path: /^query\/?$/,
    run: ({ sf, query }) => firstPage(sf.query<object>(query.get("q") ?? "", { prefetch: 0 })),
    expected: pageOf,
  },
  {
    name: "queryAll",
    method: "GET",
    path: /^queryAll$/,
    run: ({ sf, query }) => firstPage(sf.queryAll<object>(query.get("q") ?? "", { prefetch: 0 })),
    expected: pageOf,
  },
  {
    name: "resumeQuery",
    method: "GET",
    path: /^query\/([\w-]+)$/,
    run: ({ sf, parts }) => firstPage(sf.resumeQuery<object>(part(parts, 1), { prefetch: 0 })),
    expected: pageOf,
  },
  {
    name: "collections.create",
    method: "POST",
    path: /^composite\/sobjects$/,
    run: async ({ sf, body }) =>
      outcomes(await sf.collections.create(body.records, { allOrNone: body.allOrNone })),
    expected: rowsOf,
  },
  {
    name: "collections.update",
    method: "PATCH",
    path: /^composite\/sobjects$/,
    run: async ({ sf, body }) =>
      outcomes(await sf.collections.update(withId(body.records), { allOrNone: body.allOrNone })),
    expected: rowsOf,
  },
  {
    name: "collections.upsert",
    method: "PATCH",
    path: /^composite\/sobjects\/(\w+)\/(\w+)$/,
    run: async ({ sf, parts, body }) => {
      const options = { object: part(parts, 2), externalIdField: part(parts, 3), allOrNone: body.allOrNone };
      return outcomes(await sf.collections.upsert(body.records, options));
    },
    expected: rowsOf,
  },
  {
    name: "collections.delete",
    method: "DELETE",
    path: /^composite\/sobjects$/,
    run: async ({ sf, query }) => {
      const ids = (query.get("ids") ?? "").split(",");
      return outcomes(await sf.collections.delete(ids, { allOrNone: query.get("allOrNone") === "true" }));
    },
    expected: rowsOf,
  },
  {
    name: "composite",
    method: "POST",
    path: /^composite$/,
    run: async ({ sf, body, renamed }) => {
      const { steps } = await sf.composite(
        (c) =>
          Object.fromEntries(
            body.compositeRequest.map(({ method, url, body: sent, referenceId }) => {
              const name = referenceId.replace(/\W/g, "_");
              renamed.set(referenceId, name);
              const request = { method, path: below(url), ...(sent === undefined ? {} : { body: sent }) };
              return [name, c.request(request, { referenceId: name })];
            }),
          ),
        { allOrNone: body.allOrNone ?? false },
      );
      return stepOutcomes(steps);
    },
    expected: ({ compositeResponse }) => stepAnswers(compositeResponse),
  },
  {
    name: "graph",
    method: "POST",
    path: /^composite\/graph$/,
    run: async ({ sf, body, renamed }) => {
      const [graph] = body.graphs;
      const { graphId = "", compositeRequest = [] } = graph ?? {};
      const results = await sf.graph({ [graphId]: graphSteps(compositeRequest, renamed) });
      return stepOutcomes(results[graphId]?.steps ?? {});
    },
    expected: ({ graphs }) => stepAnswers(graphs[0]?.graphResponse.compositeResponse ?? []),
  },
  { name: "limits", method: "GET", path: /^limits$/, run: ({ sf }) => sf.limits() },
  {
    name: "recordCounts",
    method: "GET",
    path: /^limits\/recordCount$/,
    run: ({ sf, query }) => sf.recordCounts((query.get("sObjects") ?? "").split(",")),
    expected: ({ sObjects }) => Object.fromEntries(sObjects.map(({ name, count }) => [name, count])),
  },
  { name: "resources", method: "GET", path: /^$/, run: ({ sf }) => sf.resources() },
  {
    name: "search",
    method: "GET",
    path: /^search$/,
    run: ({ sf, query }) => sf.search(query.get("q") ?? ""),
    expected: (body) => body.searchRecords ?? body,
  },
  {
    name: "tooling.query",
    method: "GET",
    path: /^tooling\/query\/?$/,
    run: ({ sf, query }) => firstPage(sf.tooling.query<object>(query.get("q") ?? "", { prefetch: 0 })),
    expected: pageOf,
  },
  {
    name: "tooling.executeAnonymous",
    method: "GET",
    path: /^tooling\/executeAnonymous$/,
    run: ({ sf, query }) => sf.tooling.executeAnonymous(query.get("anonymousBody") ?? ""),
    expected: ({ success, compiled }) => ({
      outcome: success ? "success" : compiled ? "exception" : "compileError",
    }),
  },
];

/** The call that a recording is of. */
export function callOf({ request, path }: Recording): ResourceCall | undefined {
  return CALLS.find((call) => call.method === request.method && call.path.test(path));
}
