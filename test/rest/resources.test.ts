import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { accessToken, SalesforceClient } from "kinetic-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { quickClient } from "../support/client.ts";
import { type OpenOrg, openOrg } from "../support/org.ts";
import { json, type Responder, refuse, startServer } from "../support/server.ts";

const ID = "001000000000001AAA";

/** A client of a scripted server. */
async function scripted(respond: Responder) {
  const server = await startServer(respond);
  const { sf, pauses } = quickClient(server.url);
  const close = async () => {
    await sf.close();
    await server.close();
  };
  return { server, sf, pauses, [Symbol.asyncDispose]: close };
}

describe("resources against the local org", () => {
  let here: OpenOrg;
  beforeAll(async () => {
    here = await openOrg({
      apexRest: {
        "/sum/*": {
          POST: ({ json: body }) => ({
            json: { total: (body as { values: number[] }).values.reduce((a, b) => a + b, 0) },
          }),
          GET: ({ path, query }) => ({ text: `${path}?${query}`, headers: { "content-type": "text/plain" } }),
          DELETE: () => ({ status: 400 }),
        },
        "/invoices/*": { GET: ({ path }) => ({ json: { path, total: 5 } }) },
      },
      actions: {
        "apex/Half": ({ value }) => {
          if (Number(value) % 2 === 1) throw new Error("odd");
          return { half: Number(value) / 2 };
        },
      },
      executeAnonymous: (apex) => {
        if (apex.includes("throw")) throw new TypeError("thrown");
        return apex.endsWith(";")
          ? {}
          : { compiled: false, compileProblem: "Missing ';'", line: 1, column: 9 };
      },
    });
  });
  beforeEach(() => here.org.reset());
  afterAll(() => here[Symbol.asyncDispose]());

  it("search by SOSL and by text", async () => {
    const { sf, org } = here;
    org.insert("Account", [{ Name: "Acme Boots" }, { Name: "Other" }]);
    const found = await sf.search<{ Name: string }>("FIND {Boots} IN ALL FIELDS RETURNING Account(Id, Name)");
    expect(found.map(({ Name }) => Name)).toEqual(["Acme Boots"]);
    await expect(sf.search("FIND Boots")).rejects.toMatchObject({ code: "REQUEST_REJECTED" });
  });

  it("list objects, layouts, versions, resources, limits, counts and recent records", async () => {
    const { sf, org } = here;
    org.insert("Account", [{ Name: "a" }, { Name: "b" }]);
    const { sobjects } = await sf.describeGlobal();
    expect(sobjects.find(({ name }) => name === "Account")).toMatchObject({
      keyPrefix: "001",
      queryable: true,
    });
    expect((await sf.describeLayouts("Account")).layouts?.length).toBeGreaterThan(0);
    expect(await sf.describeLayouts("Account", { kind: "compactLayouts" })).toHaveProperty("compactLayouts");
    expect((await sf.versions()).at(-1)).toMatchObject({ version: "68.0", url: "/services/data/v68.0" });
    expect(await sf.resources()).toHaveProperty("query");
    expect((await sf.limits())["DailyApiRequests"]?.Remaining).toBeGreaterThan(0);
    expect(await sf.recordCounts(["Account"])).toEqual({ Account: 2 });
    await sf.sobject("Account").create({ Name: "seen" });
    expect(Array.isArray(await sf.recent({ limit: 5 }))).toBe(true);
    await expect(sf.recent({ limit: 201 })).rejects.toMatchObject({ code: "INPUT" });
    await expect(sf.recordCounts([])).rejects.toMatchObject({ code: "INPUT" });
  });

  it("explain a query", async () => {
    const [plan] = await here.sf.explain("SELECT Id FROM Account WHERE Name = 'x'");
    expect(plan).toMatchObject({ sobjectType: "Account", relativeCost: expect.any(Number) });
  });

  it("read deleted rows by queryAll", async () => {
    const { sf, org } = here;
    const [id] = org.insert("Account", [{ Name: "gone" }]);
    await sf.sobject("Account").delete(id ?? "");
    expect(await sf.query("SELECT Id FROM Account").all()).toEqual([]);
    expect(await sf.queryAll("SELECT Id FROM Account").all()).toHaveLength(1);
  });

  it("call Apex REST classes, whatever they answer", async () => {
    const { sf } = here;
    const { body } = await sf.apex.request<{ total: number }>({
      method: "POST",
      path: "/sum/up",
      json: { values: [1, 2, 3] },
    });
    expect(body.total).toBe(6);
    const { body: stream } = await sf.apex.stream({ method: "GET", path: "sum/x", query: { a: 1 } });
    expect((await buffer(stream)).toString()).toBe("/sum/x?a=1");
    await expect(sf.apex.request({ method: "DELETE", path: "sum/x" })).rejects.toMatchObject({ status: 400 });
    await expect(sf.apex.get("invoices/17")).resolves.toEqual({ path: "/invoices/17", total: 5 });
    await expect(sf.apex.get("../data/v68.0/limits")).rejects.toMatchObject({ code: "INPUT" });
  });

  it("run actions, of which each input may fail alone", async () => {
    const { sf } = here;
    const inputs = [{ value: 2 }, { value: 3 }, { value: 8 }];
    const results = await sf.actions.invoke<{ half: number }>({ kind: "apex", name: "Half", inputs });
    expect(results.map((one) => (one.ok ? one.outputValues.half : one.error.message))).toEqual([1, "odd", 4]);
    expect((await sf.actions.list("apex")).map(({ name }) => name)).toEqual(["Half"]);
    await expect(sf.actions.invoke({ kind: "flow", name: "None" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await expect(sf.actions.invoke({ kind: "apex", name: "a/b" })).rejects.toMatchObject({ code: "INPUT" });
  });

  it("run anonymous Apex, and tell the ways in which it fails apart", async () => {
    const { tooling } = here.sf;
    await expect(tooling.executeAnonymous("run();")).resolves.toEqual({ outcome: "success" });
    await expect(tooling.executeAnonymous("run()")).resolves.toMatchObject({
      outcome: "compileError",
      line: 1,
      column: 9,
    });
    await expect(tooling.executeAnonymous("throw x;")).resolves.toMatchObject({
      outcome: "exception",
      message: expect.stringContaining("thrown"),
    });
    await expect(tooling.executeAnonymous("x".repeat(12_001))).rejects.toMatchObject({ code: "INPUT" });
  });

  it("upload files from anywhere, link them, and give back the same bytes", async () => {
    const { sf, org } = here;
    const [account] = org.insert("Account", [{ Name: "Acme" }]);
    const bytes = Buffer.from(Array.from({ length: 100_000 }, (_, at) => at % 251));
    const sources = [
      bytes,
      () => Readable.from([bytes.subarray(0, 7), bytes.subarray(7)]),
      Readable.from([bytes]),
    ];
    for (const source of sources) {
      const file = await sf.files.upload({ source, fileName: 'a"b.bin', title: "A" });
      expect(file.contentDocumentId).toMatch(/^069/);
      expect((await buffer(await sf.files.download(file.versionId))).equals(bytes)).toBe(true);
      const link = { contentDocumentId: file.contentDocumentId, linkedEntityId: account ?? "" };
      const { id } = await sf.files.link(link);
      expect(org.rows("ContentDocumentLink").find((row) => row["Id"] === id)).toMatchObject({
        ContentDocumentId: link.contentDocumentId,
        LinkedEntityId: account,
        ShareType: "V",
        Visibility: "AllUsers",
      });
    }
    await expect(sf.files.upload({ source: bytes })).rejects.toMatchObject({
      code: "INPUT",
      column: "fileName",
    });
    await expect(sf.files.upload({ source: "/no/such/file.txt" })).rejects.toMatchObject({ code: "INPUT" });
  });

  it("upload a file as a new version of one that is there", async () => {
    const { sf, org } = here;
    const upload = (text: string, contentDocumentId?: string) =>
      sf.files.upload({ source: Buffer.from(text), fileName: "a.txt", contentDocumentId });
    const first = await upload("first");
    const second = await upload("second", first.contentDocumentId);
    expect(second.contentDocumentId).toBe(first.contentDocumentId);
    expect(second.versionId).not.toBe(first.versionId);
    const versions = org
      .rows("ContentVersion")
      .map((row) => [row["Id"], row["VersionNumber"], row["IsLatest"]]);
    expect(versions).toEqual([
      [first.versionId, "1", false],
      [second.versionId, "2", true],
    ]);
    expect(org.rows("ContentDocument")).toMatchObject([{ LatestPublishedVersionId: second.versionId }]);
    expect((await buffer(await sf.files.download(second.versionId))).toString()).toBe("second");
  });

  it("read the blob of any record as a stream", async () => {
    const { sf, org } = here;
    const [ParentId] = org.insert("Account", [{ Name: "Acme" }]);
    const source = Buffer.from(Array.from({ length: 70_000 }, (_, at) => at % 251));
    const fields = { Name: "a.bin", ParentId };
    const blob = { object: "Attachment", blobField: "Body", fields, fileName: "a.bin", source };
    const { id } = await sf.files.createBlob(blob);
    const body = await sf.files.readBlob({ object: "Attachment", id, field: "Body" });
    expect(body).toBeInstanceOf(Readable);
    expect((await buffer(body)).equals(source)).toBe(true);
  });

  it("refuse a Date in a day of a record of the UI API, whose object its id tells", async () => {
    const { sf, org } = here;
    const day = { Name: "x", StageName: "New", CloseDate: "2026-11-30" };
    const [id = ""] = org.insert("Opportunity", [day]);
    const update = sf.ui.update(id, { CloseDate: new Date() });
    await expect(update).rejects.toMatchObject({ code: "INPUT", column: "CloseDate" });
    expect(org.rows("Opportunity")).toMatchObject([day]);
    await sf.ui.update(id, { CloseDate: "2026-12-24" });
    expect(org.rows("Opportunity")).toMatchObject([{ CloseDate: "2026-12-24" }]);
  });

  it("leave a Date to the org where the id tells no object, or several", async () => {
    const sobjects = [
      { name: "A__Share", keyPrefix: "02c" },
      { name: "B__Share", keyPrefix: "02c" },
    ];
    await using one = await scripted((request, response) =>
      request.method === "GET" ? json(response, 200, { sobjects }) : json(response, 200, {}),
    );
    for (const id of ["02c000000000001", "a99000000000001"])
      await one.sf.ui.update(id, { Day__c: new Date(0) });
    expect(one.server.seen.map(({ method }) => method)).toEqual(["GET", "PATCH", "PATCH"]);
  });

  it("read and write records of the UI API, once for each key", async () => {
    const { sf } = here;
    const made = await sf.ui.create("Account", { Name: "Acme" }, { idempotencyKey: true });
    const read = await sf.ui.record(made.id, { fields: ["Account.Name"] });
    expect(read.fields["Name"]).toMatchObject({ value: "Acme" });
    await sf.ui.update(made.id, { Name: "Other" });
    expect(here.org.rows("Account")).toMatchObject([{ Name: "Other" }]);
    await sf.ui.delete(made.id);
    expect(here.org.rows("Account")).toEqual([]);
    await expect(sf.ui.create("Account", {}, { idempotencyKey: "mine" })).rejects.toMatchObject({
      code: "INPUT",
    });
    await expect(sf.ui.record(made.id, {})).rejects.toMatchObject({ code: "INPUT" });
    await expect(sf.ui.update(made.id, {})).rejects.toMatchObject({ code: "INPUT" });
  });
});

describe("calls that the local org has not", () => {
  const CLASS = "01p000000000001AAA";
  const RUN = "analytics/reports/00O000000000001AAA/instances/0LG000000000001AAA";
  const about = { label: "Close", inputs: [{ name: "caseId", type: "STRING" }] };
  const saved = { id: CLASS, success: true, errors: [] };
  const body = { Name: "A", Body: "class A {}" };
  interface Wire {
    readonly asked: string;
    readonly sent?: unknown;
    readonly status?: number;
    readonly answer?: unknown;
    readonly result: unknown;
  }
  it.each<readonly [string, (sf: SalesforceClient) => Promise<unknown>, Wire]>([
    [
      "actions.describe of a flow",
      (sf) => sf.actions.describe("flow", "Close_Case"),
      { asked: "GET actions/custom/flow/Close_Case", answer: about, result: about },
    ],
    [
      "actions.describe of a standard action",
      (sf) => sf.actions.describe("standard", "emailSimple"),
      { asked: "GET actions/standard/emailSimple", answer: about, result: about },
    ],
    [
      "tooling.sobject retrieve",
      (sf) => sf.tooling.sobject("ApexClass").retrieve(CLASS, { fields: ["Name", "Body"] }),
      { asked: `GET tooling/sobjects/ApexClass/${CLASS}?fields=Name%2CBody`, answer: body, result: body },
    ],
    [
      "tooling.sobject create",
      (sf) => sf.tooling.sobject("ApexClass").create(body),
      {
        asked: "POST tooling/sobjects/ApexClass",
        sent: body,
        status: 201,
        answer: saved,
        result: { id: CLASS },
      },
    ],
    [
      "tooling.sobject update",
      (sf) => sf.tooling.sobject("ApexClass").update(CLASS, { Body: "class A { }" }),
      {
        asked: `PATCH tooling/sobjects/ApexClass/${CLASS}`,
        sent: { Body: "class A { }" },
        status: 204,
        result: undefined,
      },
    ],
    [
      "tooling.sobject delete",
      (sf) => sf.tooling.sobject("ApexClass").delete(CLASS),
      { asked: `DELETE tooling/sobjects/ApexClass/${CLASS}`, status: 204, result: undefined },
    ],
    [
      "the status of a run of a report",
      (sf) => sf.reports.open("00O000000000001AAA", "0LG000000000001AAA").status(),
      { asked: `GET ${RUN}`, answer: { attributes: { status: "Running" } }, result: "Running" },
    ],
    [
      "ui.objectInfo",
      (sf) => sf.ui.objectInfo("Account"),
      {
        asked: "GET ui-api/object-info/Account",
        answer: { apiName: "Account" },
        result: { apiName: "Account" },
      },
    ],
  ])("%s", async (_, act, { asked, sent, status = 200, answer, result }) => {
    await using one = await scripted((_request, response) => json(response, status, answer));
    expect(await act(one.sf)).toEqual(result);
    const seen = one.server.seen.map((request) => ({
      asked: `${request.method} ${request.path.replace("/services/data/v68.0/", "")}`,
      sent: request.body.length === 0 ? undefined : JSON.parse(request.body.toString()),
    }));
    expect(seen).toEqual([{ asked, sent }]);
  });
});

describe("search", () => {
  it("sends a text apart from what is to be searched, and SOSL too long for a URL in a body", async () => {
    await using one = await scripted((request, response) =>
      request.path.endsWith("/composite/batch")
        ? json(response, 200, {
            hasErrors: false,
            results: [{ statusCode: 200, result: { searchRecords: [{ Id: ID }] } }],
          })
        : json(response, 200, { searchRecords: [{ Id: ID }] }),
    );
    const objects = [{ name: "Account", fields: ["Id"], where: "Name != null", limit: 5 }];
    await expect(one.sf.searchText("{x}", { objects, in: "NAME" })).resolves.toEqual([{ Id: ID }]);
    expect(JSON.parse(one.server.seen[0]!.body.toString())).toEqual({
      q: "{x}",
      in: "NAME",
      sobjects: objects,
    });
    await expect(one.sf.search(`FIND {${"ä".repeat(2_000)}}`)).resolves.toEqual([{ Id: ID }]);
    expect(one.server.seen[1]!.path).toMatch(/composite\/batch$/);
    for (const text of ["x", " "])
      await expect(one.sf.searchText(text)).rejects.toMatchObject({ code: "INPUT" });
    await expect(one.sf.search("x".repeat(10_001))).rejects.toMatchObject({ code: "INPUT" });
  });
});

describe("events", () => {
  it("takes the error that says so for the success that it is", async () => {
    const errors = [{ statusCode: "OPERATION_ENQUEUED", message: "2c0e5c6f-uuid", fields: [] }];
    await using one = await scripted((_, response) =>
      json(response, 201, { id: "e00xx0000000001AAA", success: true, errors }),
    );
    await expect(one.sf.publish("Shipped__e", { Number__c: "1" })).resolves.toEqual({
      id: "e00xx0000000001AAA",
      eventUuid: "2c0e5c6f-uuid",
    });
    await expect(one.sf.publish("Account", {})).rejects.toMatchObject({ code: "INPUT" });
  });

  it("lists event log files by when they were made, with values that cannot break out", async () => {
    await using one = await scripted((request, response) =>
      request.path.endsWith("/LogFile")
        ? void response.writeHead(200, { "content-type": "text/csv" }).end('"A"\n"1"\n')
        : json(response, 200, { totalSize: 1, done: true, records: [{ Id: "0AT000000000001AAA" }] }),
    );
    const createdSince = new Date("2026-11-01T00:00:00Z");
    await one.sf.eventLogs.list({ eventType: "A'PI", interval: "Daily", createdSince }).all();
    expect(new URL(one.server.seen[0]!.path, one.server.url).searchParams.get("q")).toMatch(
      /WHERE EventType = 'A\\'PI' AND Interval = 'Daily' AND CreatedDate >= 2026-11-01T00:00:00\.000Z ORDER BY CreatedDate, Id$/,
    );
    expect((await buffer(await one.sf.eventLogs.read("0AT000000000001AAA"))).toString()).toBe('"A"\n"1"\n');
  });
});

describe("graphql", () => {
  const errors = [{ message: "bad", extensions: { ErrorType: "ValidationError" } }];

  it("throws the errors of an answer that says 200, or returns them", async () => {
    await using one = await scripted((_, response) => json(response, 200, { data: { uiapi: null }, errors }));
    await expect(one.sf.graphql("query { uiapi }")).rejects.toMatchObject({ errorCode: "ValidationError" });
    await expect(one.sf.graphql("query { uiapi }", { onErrors: "return" })).resolves.toEqual({
      data: { uiapi: null },
      errors,
    });
  });

  it("repeats a query whose answer was lost, and never a mutation", async () => {
    await using one = await scripted((_, response, call) =>
      call === 2 ? json(response, 200, { data: 1 }) : void response.destroy(),
    );
    await expect(one.sf.graphql("query { uiapi }")).resolves.toMatchObject({ data: 1 });
    await expect(one.sf.graphql("mutation { uiapi }")).rejects.toMatchObject({ code: "OUTCOME_UNKNOWN" });
    expect(one.server.seen).toHaveLength(3);
  });
});

describe("reports", () => {
  const result = (status: string) => ({
    attributes: { status },
    allData: true,
    factMap: {},
    hasDetailRows: true,
    reportMetadata: {},
  });

  it("runs one at once with changes for this run", async () => {
    await using one = await scripted((_, response) => json(response, 200, result("Success")));
    const run = await one.sf.reports.run("00O000000000001AAA", {
      includeDetails: true,
      reportMetadata: { reportFilters: [] },
    });
    expect(run.allData).toBe(true);
    expect(one.server.seen[0]!.path).toMatch(/analytics\/reports\/00O000000000001AAA\?includeDetails=true$/);
    expect(JSON.parse(one.server.seen[0]!.body.toString())).toEqual({
      reportMetadata: { reportFilters: [] },
    });
  });

  it("waits for one in the background, asking less and less often, and can be opened again", async () => {
    const states = ["New", "Running", "Running", "Success"];
    await using one = await scripted((request, response) =>
      request.method === "POST"
        ? json(response, 200, { id: "0LG000000000001AAA", status: "New" })
        : json(response, 200, result(states.shift() ?? "Error")),
    );
    const { id, reportId } = await one.sf.reports.start("00O000000000001AAA");
    await expect(one.sf.reports.open(reportId, id).result()).resolves.toMatchObject({ allData: true });
    expect(one.pauses).toEqual([500, 1_000, 2_000]);
    await expect(one.sf.reports.open(reportId, id).result()).rejects.toMatchObject({
      code: "JOB",
      state: "Error",
    });
  });

  it("gives up waiting without ending the run", async () => {
    await using one = await scripted((_, response) => json(response, 200, result("Running")));
    const wait = one.sf.reports.open("00O000000000001AAA", "0LG000000000001AAA").result({ timeoutMs: 100 });
    await expect(wait).rejects.toMatchObject({ code: "JOB_TIMEOUT", handle: { id: "0LG000000000001AAA" } });
    expect(one.server.seen).toHaveLength(1);
  });
});

describe("describes", () => {
  const describeOf = (name: string) => ({ name, fields: [{ name: "Day__c", type: "date" }] });

  it("are read once for all that ask, believed for a while, then asked for only if they changed", async () => {
    await using one = await scripted((request, response) =>
      request.headers["if-modified-since"] === undefined
        ? json(response, 200, describeOf("A"), { "last-modified": "Tue, 24 Nov 2026 10:00:00 GMT" })
        : void response.writeHead(304).end(),
    );
    const { sf, server } = one;
    const many = await Promise.all([sf.describe("A"), sf.describe("A"), sf.describe("a")]);
    expect(new Set(many).size).toBe(1);
    await sf.describe("A");
    expect(server.seen).toHaveLength(1);
    await expect(sf.describe("A", { maxAgeMs: 0 })).resolves.toBe(many[0]);
    expect(server.seen.map(({ headers }) => headers["if-modified-since"])).toEqual([
      undefined,
      "Tue, 24 Nov 2026 10:00:00 GMT",
    ]);
  });

  it("that lack a field which is written are read again once, and then believed", async () => {
    let fields = [{ name: "Name", type: "string" }];
    await using server = await startServer((request, response) =>
      request.path.endsWith("/describe")
        ? json(response, 200, { name: "Account", fields })
        : json(response, 201, { id: ID, success: true, errors: [] }),
    );
    let now = 0;
    await using sf = new SalesforceClient({
      auth: accessToken({ token: "00D000000000001!ready", instanceUrl: server.url }),
      apiVersion: "68.0",
      http: { runtime: { now: () => now, random: () => 0, sleep: async () => undefined } },
    });
    const reads = () => server.seen.filter(({ method }) => method === "GET").length;
    const create = (field: string) => sf.sobject("Account").create({ [field]: new Date(0) });
    await create("Name");
    expect(reads()).toBe(1);
    now += 60_000;
    fields = [...fields, { name: "Day__c", type: "date" }];
    await expect(create("Day__c")).rejects.toMatchObject({ code: "INPUT", column: "Day__c" });
    expect(reads()).toBe(2);
    for (let row = 0; row < 5; row += 1) await create("None__c");
    expect(reads()).toBe(2);
  });

  it("are believed for five minutes, and not a millisecond longer", async () => {
    await using server = await startServer((request, response) =>
      request.headers["if-none-match"] === undefined
        ? json(response, 200, describeOf("A"), { etag: '"1"' })
        : void response.writeHead(304).end(),
    );
    let now = 1_000_000;
    await using sf = quickClient(server.url, {}, () => now).sf;
    const first = await sf.describe("A");
    now += 299_999;
    expect(await sf.describe("A")).toBe(first);
    expect(server.seen).toHaveLength(1);
    now += 1;
    expect(await sf.describe("A")).toBe(first);
    expect(server.seen.map(({ headers }) => headers["if-none-match"])).toEqual([undefined, '"1"']);
    now += 299_999;
    await sf.describe("A");
    expect(server.seen).toHaveLength(2);
  });

  it("of all objects and of layouts are kept in the same way", async () => {
    await using one = await scripted((request, response) =>
      request.headers["if-none-match"] === undefined
        ? json(response, 200, { sobjects: [], layouts: [] }, { etag: '"1"' })
        : void response.writeHead(304).end(),
    );
    const { sf, server } = one;
    for (const read of [
      (maxAgeMs?: number) => sf.describeGlobal({ maxAgeMs }),
      (maxAgeMs?: number) => sf.describeLayouts("Account", { maxAgeMs, kind: "compactLayouts" }),
    ]) {
      const begin = server.seen.length;
      const [first, second] = await Promise.all([read(), read()]);
      expect(second).toBe(first);
      expect(await read()).toBe(first);
      expect(server.seen).toHaveLength(begin + 1);
      expect(await read(0)).toBe(first);
      expect(server.seen.at(-1)?.headers["if-none-match"]).toBe('"1"');
    }
    await expect(sf.describeLayouts("Account", { kind: "none" as "layouts" })).rejects.toMatchObject({
      code: "INPUT",
      column: "kind",
    });
  });

  it("are left to the others by one that gives up", async () => {
    let answer = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await using one = await scripted(async (_, response) => {
      await held;
      json(response, 200, describeOf("A"));
    });
    const controller = new AbortController();
    const impatient = one.sf.describe("A", { signal: controller.signal });
    const patient = one.sf.describe("A");
    controller.abort(new Error("enough"));
    await expect(impatient).rejects.toThrow("enough");
    answer();
    await expect(patient).resolves.toMatchObject({ name: "A" });
    expect(one.server.seen).toHaveLength(1);
  });

  it("of many objects are read once for all that ask at the same time, one by one too", async () => {
    interface Sub {
      readonly url: string;
      readonly referenceId: string;
    }
    await using one = await scripted((request, response) => {
      const subs: readonly Sub[] = JSON.parse(request.body.toString()).compositeRequest;
      const compositeResponse = subs.map(({ url, referenceId }) => ({
        referenceId,
        httpStatusCode: 200,
        httpHeaders: {},
        body: describeOf((url.split("/")[5] ?? "").toUpperCase()),
      }));
      json(response, 200, { compositeResponse });
    });
    const { sf, server } = one;
    const [many, again, alone] = await Promise.all([
      sf.describeMany(["A", "B", "a"]),
      sf.describeMany(["B", "A"]),
      sf.describe("B"),
    ]);
    expect(many.map(({ name }) => name)).toEqual(["A", "B", "A"]);
    expect([again[0], alone]).toEqual([many[1], many[1]]);
    expect(server.seen).toHaveLength(1);
  });

  it("of 60 objects take three calls, and three of 304 when they are checked", async () => {
    interface Sub {
      readonly url: string;
      readonly referenceId: string;
      readonly httpHeaders: Readonly<Record<string, string>>;
    }
    const again: number[] = [];
    await using one = await scripted((request, response) => {
      const subs: readonly Sub[] = JSON.parse(request.body.toString()).compositeRequest;
      again.push(subs.filter(({ httpHeaders }) => httpHeaders["if-modified-since"] !== undefined).length);
      const compositeResponse = subs.map(({ url, referenceId, httpHeaders }) => ({
        referenceId,
        httpStatusCode: httpHeaders["if-modified-since"] === undefined ? 200 : 304,
        httpHeaders: { "Last-Modified": "Tue, 24 Nov 2026 10:00:00 GMT" },
        body: httpHeaders["if-modified-since"] === undefined ? describeOf(url.split("/")[5] ?? "") : null,
      }));
      json(response, 200, { compositeResponse });
    });
    const names = Array.from({ length: 60 }, (_, at) => `T${at}__c`);
    const first = await one.sf.describeMany(names);
    expect(first.map(({ name }) => name)).toEqual(names);
    const second = await one.sf.describeMany(names, { maxAgeMs: 0 });
    expect(second.every((describe, at) => describe === first[at])).toBe(true);
    expect(again).toEqual([0, 0, 0, 25, 25, 10]);
  });

  it("say which object there is none of", async () => {
    await using one = await scripted((request, response) =>
      request.method === "GET"
        ? refuse(response, 404, "NOT_FOUND", "The requested resource does not exist")
        : json(response, 200, {
            compositeResponse: [
              { referenceId: "d0", httpStatusCode: 404, body: [{ errorCode: "NOT_FOUND", message: "none" }] },
            ],
          }),
    );
    await expect(one.sf.describe("None__c")).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(one.sf.describeMany(["None__c"])).rejects.toMatchObject({
      code: "NOT_FOUND",
      request: expect.stringContaining("None__c"),
    });
    await expect(one.sf.describe("a/b")).rejects.toMatchObject({ code: "INPUT" });
  });
});
