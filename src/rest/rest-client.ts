import type { AnyOrg, DescribeOptions, GlobalDescribe, ObjectDescribe } from "../schema/index.ts";
import type { CheckedSoql, RowOf } from "../soql/index.ts";
import { type ActionsApi, actionsApi } from "./actions.ts";
import { type ApexApi, apexApi } from "./apex.ts";
import type { CallOptions, Fields, SalesforceRecord, WriteOptions } from "./call.ts";
import { objectList } from "./check.ts";
import { type CollectionsApi, collectionsApi } from "./collections.ts";
import { type BatchOptions, type BatchSteps, runBatch } from "./composite/batch.ts";
import type { CompositeSteps } from "./composite/builder.ts";
import { type CompositeOptions, runComposite } from "./composite/composite.ts";
import { type GraphBuild, type GraphResults, runGraphs } from "./composite/graph.ts";
import type { Steps, StepsResult } from "./composite/step.ts";
import { runTree, type TreeChildren, type TreeResult } from "./composite/tree.ts";
import type { RestContext } from "./context.ts";
import { type EventLogsApi, eventLogsApi } from "./event-logs.ts";
import { type PublishedEvent, publishEvent } from "./events.ts";
import { explainQuery, type QueryPlan } from "./explain.ts";
import { filesApi } from "./files.ts";
import type { FilesApi } from "./files-api.ts";
import { type GraphqlOptions, type GraphqlResult, runGraphql } from "./graphql.ts";
import { type LayoutOptions, type LayoutsDescribe, readLayouts } from "./layouts.ts";
import {
  type OrgLimits,
  type RecentOptions,
  type RecentRecord,
  readLimits,
  readRecent,
  readRecordCounts,
  readResources,
  readVersions,
  type VersionInfo,
} from "./org-info.ts";
import { type QueryResult, queryResult, resumedQuery } from "./query.ts";
import type { QueryOptions } from "./query-options.ts";
import { sobjectResource } from "./records.ts";
import { type ReportsApi, reportsApi } from "./reports.ts";
import { type SearchTextOptions, searchSosl, searchText } from "./search.ts";
import { type ToolingApi, toolingApi } from "./tooling.ts";
import type { CheckedName, ProposedName, SObjectOf } from "./typed-sobject.ts";
import { type UiApi, uiApi } from "./ui.ts";

/** The REST resources of an org, as the client has them. */
export class RestClient<out Org extends object = AnyOrg> {
  /** Any number of records in few calls: create, update, upsert, delete, retrieve. */
  readonly collections: CollectionsApi;
  /** Files: uploaded and downloaded as streams, and linked to records. */
  readonly files: FilesApi;
  /** Invocable actions: built in, Apex, flows. */
  readonly actions: ActionsApi;
  /** Apex REST classes. */
  readonly apex: ApexApi;
  /** The Tooling API: its queries and records, and anonymous Apex. */
  readonly tooling: ToolingApi;
  /** Reports, run at once or in the background. */
  readonly reports: ReportsApi;
  /** The UI API: records, objects and layouts as the user interface shows them. */
  readonly ui: UiApi;
  /** Event log files. */
  readonly eventLogs: EventLogsApi;
  readonly #context: RestContext;

  /** @internal */
  constructor(context: RestContext) {
    const { requester } = context;
    this.#context = context;
    this.collections = collectionsApi(context);
    this.files = filesApi(context);
    this.actions = actionsApi(requester);
    this.apex = apexApi(requester);
    this.tooling = toolingApi(context);
    this.reports = reportsApi(context);
    this.ui = uiApi(context);
    this.eventLogs = eventLogsApi(context);
  }

  /**
   * The records of one object, one at a time.
   *
   * @example
   * ```ts
   * const { id } = await sf.sobject("Account").create({ Name: "Acme" });
   * ```
   */
  sobject<const Name extends ProposedName<Org>>(object: CheckedName<Org, Name>): SObjectOf<Org, Name> {
    return sobjectResource(this.#context, object) as SObjectOf<Org, Name>;
  }

  /**
   * Runs SOQL; reading the result fetches its pages one after another. With the types of an org, a query written out in
   * the code has typed rows, and one that names an unknown object, field or relationship does not compile. The type of
   * the rows can be given instead. When the org loses the cursor, a query that selects `Id` and ends with `ORDER BY Id` goes
   * on behind its last row, with a warning; every other one fails with `IncompleteResultError`.
   *
   * @example
   * ```ts
   * for await (const account of sf.query<{ Id: string }>("SELECT Id FROM Account")) console.log(account.Id);
   * ```
   */
  query<const Query extends string | object = string>(
    soql: CheckedSoql<Org, Query>,
    options?: QueryOptions,
  ): QueryResult<RowOf<Org, Query>> {
    return queryResult<RowOf<Org, Query>>(this.#context.requester, { soql }, options);
  }

  /**
   * Goes on with a query from the `locator` of a page.
   *
   * @throws InputError when it is no locator
   * @example
   * ```ts
   * for await (const account of sf.resumeQuery("01g000000000001AAA-2000")) console.log(account);
   * ```
   */
  resumeQuery<T = SalesforceRecord>(locator: string, options?: QueryOptions): QueryResult<T> {
    return resumedQuery<T>(this.#context.requester, locator, options);
  }

  /**
   * Runs SOQL over deleted and archived rows too.
   *
   * @example
   * ```ts
   * const gone = await sf.queryAll("SELECT Id FROM Account WHERE IsDeleted = true").all();
   * ```
   */
  queryAll<const Query extends string | object = string>(
    soql: CheckedSoql<Org, Query>,
    options?: Omit<QueryOptions, "includeDeleted">,
  ): QueryResult<RowOf<Org, Query>> {
    return queryResult<RowOf<Org, Query>>(
      this.#context.requester,
      { soql },
      { ...options, includeDeleted: true },
    );
  }

  /**
   * Asks how the org would run a query, or the query of a report or list view by its id; the best plan comes first.
   *
   * @example
   * ```ts
   * const [plan] = await sf.explain("SELECT Id FROM Account WHERE Name = 'Acme'");
   * if (plan !== undefined && plan.relativeCost > 1) console.log("not selective", plan.notes);
   * ```
   */
  explain(query: string, options?: CallOptions): Promise<readonly QueryPlan[]> {
    return explainQuery(this.#context.requester, query, options);
  }

  /**
   * Searches by SOSL, up to 2,000 records.
   *
   * @example
   * ```ts
   * const found = await sf.search("FIND {Acme} IN NAME FIELDS RETURNING Account(Id, Name)");
   * ```
   */
  search<T = SalesforceRecord>(sosl: string, options?: CallOptions): Promise<readonly T[]> {
    return searchSosl<T>(this.#context.requester, sosl, options);
  }

  /**
   * Searches for a text; nothing in it is taken for SOSL.
   *
   * @example
   * ```ts
   * const found = await sf.searchText("Acme {Inc}", { objects: [{ name: "Account", fields: ["Id", "Name"], limit: 10 }] });
   * ```
   */
  searchText<T = SalesforceRecord>(text: string, options?: SearchTextOptions): Promise<readonly T[]> {
    return searchText<T>(this.#context.requester, text, options);
  }

  /**
   * Runs up to 25 steps in one call; a step may use what the steps before it answered.
   *
   * @throws InputError when the steps are too many, or one of them is bad; nothing is sent then
   * @example
   * ```ts
   * const { steps } = await sf.composite((c) => {
   *   const account = c.create("Account", { Name: "Acme" });
   *   const contact = c.create("Contact", { LastName: "Muster", AccountId: account.ref.id });
   *   return { account, contact };
   * }, { allOrNone: true });
   * if (steps.account.ok) console.log(steps.account.body.id);
   * ```
   */
  composite<S extends Steps>(
    build: (steps: CompositeSteps) => S,
    options?: CompositeOptions,
  ): Promise<StepsResult<S>> {
    return runComposite(this.#context, build, options);
  }

  /**
   * Runs graphs of record steps, up to 500 steps in one call; each graph is done as a whole or not at all.
   *
   * @throws InputError when a graph breaks a limit; nothing is sent then
   * @example
   * ```ts
   * const { acme } = await sf.graph({
   *   acme: (g) => {
   *     const account = g.create("Account", { Name: "Acme" });
   *     return { account, contact: g.create("Contact", { LastName: "Muster", AccountId: account.ref.id }) };
   *   },
   * });
   * console.log(acme.ok, acme.unwrap().contact.id);
   * ```
   */
  graph<G extends Readonly<Record<string, GraphBuild>>>(
    graphs: G,
    options?: CallOptions,
  ): Promise<GraphResults<G>> {
    return runGraphs(this.#context, graphs, options);
  }

  /**
   * Sends up to 25 calls in one; each counts as a call of its own, and none knows of the others.
   *
   * @throws InputError when they are too many; nothing is sent then
   * @example
   * ```ts
   * const { steps } = await sf.batch((b) => ({ limits: b.get("limits"), account: b.get("sobjects/Account") }));
   * if (!steps.limits.ok) console.log(steps.limits.error.remediation.summary);
   * ```
   */
  batch<S extends Steps>(build: (steps: BatchSteps) => S, options?: BatchOptions): Promise<StepsResult<S>> {
    return runBatch(this.#context, build, options);
  }

  /**
   * Creates records with their children, up to 200 in all, as a whole or not at all.
   *
   * @throws InputError when the tree breaks a limit; nothing is sent then
   * @example
   * ```ts
   * const Contacts = { object: "Contact", records: [{ fields: { LastName: "Muster" } }] };
   * const tree = await sf.tree({ object: "Account", records: [{ fields: { Name: "Acme" }, children: { Contacts } }] });
   * if (tree.ok) console.log(tree.ids["0.Contacts.0"]);
   * ```
   */
  tree(tree: TreeChildren, options?: WriteOptions): Promise<TreeResult> {
    return runTree(this.#context, tree, options);
  }

  /**
   * Reads what an object consists of. The answer is kept, and checked with the org when it is older than five minutes.
   *
   * @example
   * ```ts
   * const { fields } = await sf.describe("Account", { maxAgeMs: 0 });
   * ```
   */
  describe(object: string, options?: DescribeOptions): Promise<ObjectDescribe> {
    return this.#context.describes.get(object, options);
  }

  /**
   * Reads what many objects consist of, 25 to a call.
   *
   * @example
   * ```ts
   * const [account, contact] = await sf.describeMany(["Account", "Contact"]);
   * ```
   */
  async describeMany(objects: readonly string[], options?: DescribeOptions): Promise<ObjectDescribe[]> {
    return await this.#context.describes.getMany(objectList(objects), options);
  }

  /**
   * Lists all objects of the org. The answer is kept as that of `describe` is.
   *
   * @example
   * ```ts
   * const custom = (await sf.describeGlobal()).sobjects.filter((object) => object.custom);
   * ```
   */
  describeGlobal(options?: DescribeOptions): Promise<GlobalDescribe> {
    return this.#context.answers.get<GlobalDescribe>("sobjects", options);
  }

  /**
   * Reads the page layouts of an object, or its `compactLayouts` or `approvalLayouts`. The answer is kept as that of
   * `describe` is.
   *
   * @example
   * ```ts
   * const { layouts } = await sf.describeLayouts("Account", { kind: "compactLayouts" });
   * ```
   */
  describeLayouts(object: string, options?: LayoutOptions): Promise<LayoutsDescribe> {
    return readLayouts(this.#context.answers, object, options);
  }

  /**
   * Sends a GraphQL query or mutation.
   *
   * @throws RequestError for an answer with errors, unless `onErrors` is `"return"`
   * @example
   * ```ts
   * const { data } = await sf.graphql<{ uiapi: object }>("query { uiapi { query { Account { totalCount } } } }");
   * ```
   */
  graphql<T = unknown>(query: string, options?: GraphqlOptions): Promise<GraphqlResult<T>> {
    return runGraphql<T>(this.#context.requester, query, options);
  }

  /**
   * Publishes a platform event. It is never sent twice.
   *
   * @throws InputError for an object that is no event
   * @example
   * ```ts
   * const { eventUuid } = await sf.publish("Order_Shipped__e", { Number__c: "17" });
   * ```
   */
  publish(event: string, fields: Fields, options?: CallOptions): Promise<PublishedEvent> {
    return publishEvent(this.#context, { event, fields }, options);
  }

  /**
   * Reads the limits of the org; needs the permission View Setup and Configuration.
   *
   * @example
   * ```ts
   * const left = (await sf.limits())["DailyApiRequests"]?.Remaining;
   * ```
   */
  limits(options?: CallOptions): Promise<OrgLimits> {
    return readLimits(this.#context.requester, options);
  }

  /**
   * Reads how many records objects have, as last estimated; without names, of all objects.
   *
   * @example
   * ```ts
   * const { Account = 0 } = await sf.recordCounts(["Account"]);
   * ```
   */
  recordCounts(objects?: readonly string[], options?: CallOptions): Promise<Record<string, number>> {
    return readRecordCounts(this.#context.requester, objects, options);
  }

  /**
   * Reads which records the user looked at lately.
   *
   * @example
   * ```ts
   * const [last] = await sf.recent({ limit: 1 });
   * ```
   */
  recent(options?: RecentOptions): Promise<readonly RecentRecord[]> {
    return readRecent(this.#context.requester, options);
  }

  /**
   * Reads which API versions the org answers, the oldest first.
   *
   * @example
   * ```ts
   * const newest = (await sf.versions()).at(-1)?.version;
   * ```
   */
  versions(options?: CallOptions): Promise<readonly VersionInfo[]> {
    return readVersions(this.#context.requester, options);
  }

  /**
   * Reads which resources this API version has, as paths by name.
   *
   * @example
   * ```ts
   * const { query } = await sf.resources();
   * ```
   */
  resources(options?: CallOptions): Promise<Readonly<Record<string, string>>> {
    return readResources(this.#context.requester, options);
  }
}
