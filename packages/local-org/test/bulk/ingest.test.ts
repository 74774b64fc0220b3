import { afterEach, describe, expect, it } from "vitest";
import { column, query, seed } from "../soql/fixture.ts";
import { type Bulk, openBulk, records } from "./harness.ts";

let bulk: Bulk;
afterEach(() => bulk.close());

const INSERT = { object: "Widget__c", operation: "insert" };
const sorted = (values: readonly unknown[]): unknown[] => [...values].sort();
const names = (): unknown[] => column(bulk.store, "SELECT Name FROM Widget__c ORDER BY Name");

async function refusal(reply: ReturnType<Bulk["call"]>): Promise<unknown> {
  const { status, json } = await reply;
  const [entry] = json as { errorCode: string; message: string }[];
  return [status, entry?.errorCode, entry?.message];
}

describe("a job's life", () => {
  it("goes from Open over UploadComplete to JobComplete", async () => {
    bulk = openBulk();
    const created = await bulk.call("POST", "ingest", INSERT);
    expect(created.status).toBe(200);
    expect(created.headers["Content-Type"]).toBe("application/json;charset=UTF-8");
    expect(created.text).toContain('"apiVersion":60.0,');
    const job = JSON.parse(created.text) as { id: string; state: string; contentUrl: string };
    expect(job).toMatchObject({
      state: "Open",
      contentUrl: `services/data/v60.0/jobs/ingest/${job.id}/batches`,
    });

    const put = await bulk.call("PUT", `/${job.contentUrl}`, "Name,Count__c\na,1\nb,2\n", {
      "content-type": "text/csv",
    });
    expect([put.status, put.text, put.headers]).toEqual([201, "", {}]);
    const closed = await bulk.call("PATCH", `ingest/${job.id}`, { state: "UploadComplete" });
    expect(JSON.parse(closed.text)).toMatchObject({ id: job.id, state: "UploadComplete" });

    expect(await bulk.until(job.id)).toMatchObject({
      state: "JobComplete",
      jobType: "V2Ingest",
      numberRecordsProcessed: 2,
      numberRecordsFailed: 0,
      retries: 0,
      apexProcessingTime: 0,
    });
    expect(names()).toEqual(["a", "b"]);
    expect((await bulk.call("DELETE", `ingest/${job.id}`)).status).toBe(204);
    expect(await refusal(bulk.call("GET", `ingest/${job.id}`))).toEqual([
      404,
      "NOT_FOUND",
      "The requested resource does not exist",
    ]);
  });

  it("takes one upload and refuses a second", async () => {
    bulk = openBulk();
    const id = await bulk.create(INSERT);
    const put = (): ReturnType<Bulk["call"]> =>
      bulk.call("PUT", `ingest/${id}/batches`, "Name\na\n", { "content-type": "text/csv" });
    expect((await put()).status).toBe(201);
    const [status, code, message] = (await refusal(put())) as string[];
    expect([status, code]).toEqual([400, "CLIENTINPUTERROR"]);
    expect(message).toContain(`Found multiple contents for job: ${id}`);
    await bulk.call("PATCH", `ingest/${id}`, { state: "UploadComplete" });
    expect((await refusal(put())) as string[]).toMatchObject([400, "INVALIDJOBSTATE", expect.any(String)]);
  });

  it("takes no compressed upload where it is told so", async () => {
    bulk = openBulk({ acceptGzip: false });
    const id = await bulk.create(INSERT);
    const headers = { "content-encoding": "gzip" };
    const reply = bulk.call("PUT", `ingest/${id}/batches`, "not read", headers);
    expect((await refusal(reply)) as string[]).toMatchObject([
      415,
      "UNSUPPORTED_MEDIA_TYPE",
      expect.any(String),
    ]);
  });

  it("takes job and data in one request", async () => {
    bulk = openBulk();
    const body = [
      "--BOUNDARY",
      'Content-Type: application/json\r\nContent-Disposition: form-data; name="job"',
      "",
      JSON.stringify(INSERT),
      "",
      "--BOUNDARY",
      'Content-Type: text/csv\r\nContent-Disposition: form-data; name="content"; filename="content"',
      "",
      "Name\none\ntwo",
      "--BOUNDARY--",
    ].join("\r\n");
    const reply = await bulk.call("POST", "ingest", body, {
      "content-type": 'multipart/form-data; boundary="BOUNDARY"',
    });
    const job = JSON.parse(reply.text) as { id: string };
    expect([reply.status, job]).toMatchObject([200, { state: "UploadComplete" }]);
    expect(job).not.toHaveProperty("contentUrl");
    expect(await bulk.until(job.id)).toMatchObject({ state: "JobComplete", numberRecordsProcessed: 2 });
    expect(names()).toEqual(["one", "two"]);
  });

  it("says no to a state it cannot go to", async () => {
    bulk = openBulk();
    const { id } = await bulk.load(INSERT, "Name\na\n");
    const patch = (state: string): Promise<unknown> => refusal(bulk.call("PATCH", `ingest/${id}`, { state }));
    expect(await patch("UploadComplete")).toEqual([
      400,
      "INVALIDJOBSTATE",
      "Closing already Completed Job not allowed",
    ]);
    expect(await patch("Aborted")).toEqual([
      400,
      "INVALIDJOBSTATE",
      "Aborting already Completed Job not allowed",
    ]);
    expect(await patch("JobComplete")).toMatchObject([400, "INVALIDJOBSTATE", expect.any(String)]);
    const open = await bulk.create(INSERT);
    expect(await refusal(bulk.call("DELETE", `ingest/${open}`))).toEqual([
      400,
      "API_ERROR",
      "Error encountered when deleting the job because the job is not terminated",
    ]);
    expect(await refusal(bulk.call("GET", `ingest/${open}/successfulResults`))).toMatchObject([
      400,
      "INVALIDJOBSTATE",
      expect.any(String),
    ]);
  });

  it("can be aborted; what was done stays done, the rest is unprocessed", async () => {
    bulk = openBulk({ rowsPerSecond: 2000, sliceRows: 10 });
    const id = await bulk.create(INSERT);
    const csv = `Name\n${Array.from({ length: 5000 }, (_, i) => `w${String(i).padStart(4, "0")}`).join("\n")}\n`;
    await bulk.call("PUT", `ingest/${id}/batches`, csv);
    await bulk.call("PATCH", `ingest/${id}`, { state: "UploadComplete" });
    await bulk.until(id, "ingest", ["InProgress"]);
    while (Number((await bulk.info(id))["numberRecordsProcessed"]) === 0)
      await new Promise((go) => setTimeout(go, 1));
    expect((await bulk.call("PATCH", `ingest/${id}`, { state: "Aborted" })).status).toBe(200);
    await new Promise((go) => setTimeout(go, 30));
    const info = await bulk.info(id);
    const done = (await bulk.rows(`ingest/${id}/successfulResults`)).map((row) => row["Name"]);
    const rest = (await bulk.rows(`ingest/${id}/unprocessedrecords`)).map((row) => row["Name"]);
    expect(info).toMatchObject({ state: "Aborted", numberRecordsProcessed: done.length });
    expect(done.length).toBeGreaterThan(0);
    expect(done.length).toBeLessThan(5000);
    expect(sorted([...done, ...rest])).toEqual(names().concat(rest).sort());
    expect(new Set([...done, ...rest]).size).toBe(5000);
  });

  it("refuses jobs that cannot be", async () => {
    bulk = openBulk();
    const create = (job: unknown): Promise<unknown> => refusal(bulk.call("POST", "ingest", job));
    expect(await create({ object: "Nope", operation: "insert" })).toMatchObject([
      400,
      "INVALIDJOB",
      expect.any(String),
    ]);
    expect(await create({ object: "Account", operation: "merge" })).toMatchObject([
      400,
      "INVALIDJOB",
      expect.any(String),
    ]);
    expect(await create({ object: "Account", operation: "upsert" })).toMatchObject([
      400,
      "INVALIDJOB",
      expect.any(String),
    ]);
    expect(
      await create({ object: "Account", operation: "upsert", externalIdFieldName: "Industry" }),
    ).toMatchObject([400, "INVALIDJOB", expect.any(String)]);
    expect(await create({ object: "Account", operation: "insert", lineEnding: "CR" })).toMatchObject([
      400,
      "INVALIDJOB",
      expect.any(String),
    ]);
    expect(await create([])).toMatchObject([400, "JSON_PARSER_ERROR", expect.any(String)]);
    expect(await create({ object: "Account", operation: "hardDelete" })).toEqual([
      400,
      "FEATURENOTENABLED",
      "hardDelete operation requires special user profile permission, please contact your system administrator",
    ]);
    bulk.as({ bulkApiHardDelete: true });
    await bulk.create({ object: "Account", operation: "hardDelete" });
  });

  it("belongs to the user who created it", async () => {
    bulk = openBulk();
    const { id } = await bulk.load(INSERT, "Name\na\n");
    bulk.as({ id: "005000000000001AAA" });
    expect((await bulk.call("GET", `ingest/${id}`)).status).toBe(200);
    expect(await refusal(bulk.call("GET", `ingest/${id}/successfulResults`))).toMatchObject([
      400,
      "INVALIDUSER",
      expect.any(String),
    ]);
    expect(await refusal(bulk.call("DELETE", `ingest/${id}`))).toMatchObject([
      400,
      "INVALIDUSER",
      expect.any(String),
    ]);
  });

  it("is listed, a thousand to a page", async () => {
    bulk = openBulk();
    for (let i = 0; i < 1001; i++) await bulk.create(INSERT);
    const first = JSON.parse((await bulk.call("GET", "ingest")).text) as {
      done: boolean;
      records: Record<string, unknown>[];
      nextRecordsUrl: string;
    };
    expect([first.done, first.records.length, first.records[0]?.["jobType"]]).toEqual([
      false,
      1000,
      "V2Ingest",
    ]);
    const rest = JSON.parse((await bulk.call("GET", first.nextRecordsUrl)).text) as typeof first;
    expect([rest.done, rest.records.length]).toEqual([true, 1]);
    const none = JSON.parse((await bulk.call("GET", "ingest?jobType=Classic")).text) as typeof first;
    expect(none.records).toEqual([]);
  });

  it("is forgotten after seven days, and when left open after one", async () => {
    bulk = openBulk();
    const open = await bulk.create(INSERT);
    const { id } = await bulk.load(INSERT, "Name\na\n");
    bulk.at(new Date("2026-11-23T10:20:31.000Z"));
    expect([
      (await bulk.call("GET", `ingest/${open}`)).status,
      (await bulk.call("GET", `ingest/${id}`)).status,
    ]).toEqual([404, 200]);
    bulk.at(new Date("2026-11-29T10:20:31.000Z"));
    expect((await bulk.call("GET", `ingest/${id}`)).status).toBe(404);
  });
});

describe("operations", () => {
  it("updates: empty is ignored, #N/A is null, failures name their row", async () => {
    bulk = openBulk();
    const one = seed(bulk.store, "Widget__c", { Name: "one", Count__c: 1, Colour__c: "Red" });
    const two = seed(bulk.store, "Widget__c", { Name: "two", Count__c: 2, Colour__c: "Red" });
    const { id, ...info } = await bulk.load(
      { object: "Widget__c", operation: "update" },
      `Id,Count__c,Colour__c\n${one},,#N/A\n${two},5,\na00000000000000AAA,1,\n`,
    );
    expect(info).toMatchObject({ numberRecordsProcessed: 3, numberRecordsFailed: 1 });
    expect(query(bulk.store, "SELECT Count__c, Colour__c FROM Widget__c ORDER BY Name")).toMatchObject([
      { Count__c: 1, Colour__c: null },
      { Count__c: 5, Colour__c: "Red" },
    ]);
    const failed = await bulk.rows(`ingest/${id}/failedResults`);
    expect(failed).toMatchObject([{ sf__Id: "a00000000000000AAA", Id: "a00000000000000AAA", Count__c: "1" }]);
    expect(failed[0]?.["sf__Error"]).toMatch(/^[A-Z_]+:.*:.*--$/);
    expect((await bulk.rows(`ingest/${id}/successfulResults`)).map((row) => row["sf__Created"])).toEqual([
      "false",
      "false",
    ]);
  });

  it("upserts by external id, and says which rows are new", async () => {
    bulk = openBulk();
    seed(bulk.store, "Widget__c", { Name: "old", Ext__c: "k1" });
    const job = { object: "Widget__c", operation: "upsert", externalIdFieldName: "Ext__c" };
    const { id, ...info } = await bulk.load(job, "Ext__c,Name\nk1,changed\nk2,new\n");
    expect(info).toMatchObject({
      externalIdFieldName: "Ext__c",
      numberRecordsProcessed: 2,
      numberRecordsFailed: 0,
    });
    const rows = await bulk.rows(`ingest/${id}/successfulResults`);
    expect(sorted(rows.map((row) => `${row["Ext__c"]} ${row["sf__Created"]}`))).toEqual([
      "k1 false",
      "k2 true",
    ]);
    expect(names()).toEqual(["changed", "new"]);
  });

  it("deletes to the recycle bin, hardDeletes for good", async () => {
    bulk = openBulk();
    bulk.as({ bulkApiHardDelete: true });
    const one = seed(bulk.store, "Widget__c", { Name: "one" });
    const two = seed(bulk.store, "Widget__c", { Name: "two" });
    await bulk.load({ object: "Widget__c", operation: "delete" }, `Id\n${one}\n`);
    await bulk.load({ object: "Widget__c", operation: "hardDelete" }, `Id\n${two}\n`);
    expect(names()).toEqual([]);
    expect(column(bulk.store, "SELECT Name FROM Widget__c", { includeDeleted: true })).toEqual(["one"]);
    const info = await bulk.load({ object: "Widget__c", operation: "delete" }, `Id,Name\n${one},x\n`);
    expect(info).toMatchObject({ state: "Failed", numberRecordsProcessed: 0 });
  });

  it("finds parents by relationship columns", async () => {
    bulk = openBulk();
    const boss = seed(bulk.store, "Contact", { LastName: "Boss", Email: "boss@example.com" });
    const lead = seed(bulk.store, "Lead", { LastName: "Lee", Company: "x", Email: "lee@example.com" });
    const contacts = await bulk.load(
      { object: "Contact", operation: "insert" },
      "LastName,ReportsTo.Email\nOne,boss@example.com\nTwo,nobody@example.com\n",
    );
    expect(contacts).toMatchObject({ numberRecordsProcessed: 2, numberRecordsFailed: 1 });
    expect(column(bulk.store, "SELECT ReportsToId FROM Contact WHERE LastName = 'One'")).toEqual([boss]);
    const [failed] = await bulk.rows(`ingest/${contacts.id}/failedResults`);
    expect(failed?.["sf__Error"]).toMatch(
      /^INVALID_FIELD:Foreign key external ID: nobody@example.com not found .*--$/,
    );
    await bulk.load(
      { object: "Task", operation: "insert" },
      "Subject,Lead:Who.Email\nCall,lee@example.com\n",
    );
    expect(column(bulk.store, "SELECT WhoId FROM Task")).toEqual([lead]);
    for (const header of ["Contact:ReportsTo.Email", "ReportsTo.Nope", "Nope.Email"]) {
      const wrong = await bulk.load({ object: "Contact", operation: "insert" }, `LastName,${header}\nX,y\n`);
      expect(wrong["errorMessage"]).toBe(`InvalidBatch : InvalidBatch : Field name not found : ${header}`);
    }
    const untyped = await bulk.load({ object: "Task", operation: "insert" }, "Who.Email\nx\n");
    expect(untyped["state"]).toBe("Failed");
  });
});

describe("files", () => {
  it.each([
    ["COMMA", ","],
    ["TAB", "\t"],
    ["PIPE", "|"],
    ["SEMICOLON", ";"],
    ["CARET", "^"],
    ["BACKQUOTE", "`"],
  ])("may be delimited by %s, with either line ending", async (columnDelimiter, d) => {
    for (const [lineEnding, nl] of [
      ["LF", "\n"],
      ["CRLF", "\r\n"],
    ] as const) {
      bulk = openBulk();
      const tricky = `a${d}b "c"${nl}d`;
      const cell = `"${tricky.replaceAll('"', '""')}"`;
      const csv = `Name${d}Note__c${nl}plain${d}${cell}${nl}`;
      const { id, ...info } = await bulk.load({ ...INSERT, columnDelimiter, lineEnding }, csv);
      expect(info).toMatchObject({
        state: "JobComplete",
        columnDelimiter,
        lineEnding,
        numberRecordsFailed: 0,
      });
      expect(column(bulk.store, "SELECT Note__c FROM Widget__c")).toEqual([tricky]);
      const { text } = await bulk.call("GET", `ingest/${id}/successfulResults`);
      expect(text.split(nl)[0]).toBe(
        ["sf__Id", "sf__Created", "Name", "Note__c"].map((name) => `"${name}"`).join(d),
      );
      expect(text).toContain(`"plain"${d}${cell}${nl}`);
      if (lineEnding === "LF") bulk.close();
    }
  });

  it("must end their lines as the job says", async () => {
    bulk = openBulk();
    const lf = await bulk.load(INSERT, "Name\r\na\r\n");
    expect(lf).toMatchObject({
      state: "Failed",
      errorMessage: "ClientInputError : LineEnding is invalid on user data. Current LineEnding setting is LF",
      numberRecordsProcessed: 0,
      numberRecordsFailed: 0,
    });
    const crlf = await bulk.load({ ...INSERT, lineEnding: "CRLF" }, "Name\na\n");
    expect(crlf["errorMessage"]).toBe(
      "ClientInputError : LineEnding is invalid on user data. Current LineEnding setting is CRLF",
    );
    const mixed = await bulk.load(INSERT, "Name\na\nb\r\n");
    expect(mixed["state"]).toBe("Failed");
  });

  it("fail as a whole for an unknown column, and every row is unprocessed", async () => {
    bulk = openBulk();
    const { id, ...info } = await bulk.load(INSERT, 'Name,Employees\n"Foo",12\n"Bar",13\n');
    expect(info).toMatchObject({
      state: "Failed",
      errorMessage: "InvalidBatch : InvalidBatch : Field name not found : Employees",
      numberRecordsProcessed: 0,
      numberRecordsFailed: 0,
    });
    const text = async (file: string): Promise<string> =>
      (await bulk.call("GET", `ingest/${id}/${file}`)).text;
    expect(await text("unprocessedrecords")).toBe('"Name","Employees"\n"Foo",12\n"Bar",13\n');
    expect(await text("successfulResults")).toBe('"sf__Id","sf__Created","Name","Employees"\n');
    expect(await text("failedResults")).toBe('"sf__Id","sf__Error","Name","Employees"\n');
    expect(names()).toEqual([]);
  });

  it("fail for a byte order mark, a column given twice and a broken quote", async () => {
    bulk = openBulk();
    const bom = await bulk.load(INSERT, "\ufeffName\na\n");
    expect(bom["errorMessage"]).toBe("InvalidBatch : InvalidBatch : Field name not found : \ufeffName");
    expect(await bulk.load(INSERT, "Name,NAME\na,b\n")).toMatchObject({ state: "Failed" });
    const broken = await bulk.load(INSERT, 'Name\n"a" \n');
    expect(broken["state"]).toBe("Failed");
    expect(broken["errorMessage"]).toMatch(/^ClientInputError : /);
  });

  it("report rows that cannot be read, by column", async () => {
    bulk = openBulk();
    const { id } = await bulk.load(
      INSERT,
      "Name,Count__c,Day__c\na,x,\nb,1,2020-02-30\nc,1,2020-01-01,more\nd\n",
    );
    const failed = await bulk.rows(`ingest/${id}/failedResults`);
    const errors = Object.fromEntries(failed.map((row) => [row["Name"], row["sf__Error"]]));
    expect(errors).toMatchObject({
      a: "INVALID_FIELD:Failed to deserialize field at col 1. Due to, 'x' is not a valid value for the type xsd:int:Count__c --",
      b: "INVALID_FIELD:Failed to deserialize field at col 2. Due to, '2020-02-30' is not a valid value for the type xsd:date:Day__c --",
      c: "INVALID_FIELD:The row has 4 columns, the header has 3:--",
    });
    expect(names()).toEqual(["d"]);
  });

  it("may have no rows, or not exist at all", async () => {
    bulk = openBulk();
    const { id, ...empty } = await bulk.load(INSERT, "Name\n");
    expect(empty).toMatchObject({ state: "JobComplete", numberRecordsProcessed: 0 });
    expect((await bulk.call("GET", `ingest/${id}/successfulResults`)).text).toBe(
      '"sf__Id","sf__Created","Name"\n',
    );
    const none = await bulk.create(INSERT);
    await bulk.call("PATCH", `ingest/${none}`, { state: "UploadComplete" });
    expect(await bulk.until(none)).toMatchObject({ state: "JobComplete", numberRecordsProcessed: 0 });
  });

  it("may be no larger than the limit", async () => {
    bulk = openBulk({ maxUploadBytes: 10 });
    const id = await bulk.create(INSERT);
    expect(await refusal(bulk.call("PUT", `ingest/${id}/batches`, "Name\nabcdefgh\n"))).toMatchObject([
      413,
      "EXCEEDED_MAX_SIZE_REQUEST",
      expect.any(String),
    ]);
    expect((await bulk.call("PUT", `ingest/${id}/batches`, "Name\na\n")).status).toBe(201);
  });

  it("must be CSV", async () => {
    bulk = openBulk();
    const id = await bulk.create(INSERT);
    expect(
      await refusal(bulk.call("PUT", `ingest/${id}/batches`, "{}", { "content-type": "application/json" })),
    ).toMatchObject([415, "UNSUPPORTED_MEDIA_TYPE", expect.any(String)]);
  });

  it("had unquoted column names in results before version 53", async () => {
    bulk = openBulk({}, 44);
    const { id } = await bulk.load({ object: "Contact", operation: "insert" }, "FirstName,LastName\nasd,\n");
    expect((await bulk.call("GET", `ingest/${id}/failedResults`)).text).toBe(
      '"sf__Id","sf__Error",FirstName,LastName\n"","REQUIRED_FIELD_MISSING:Required fields are missing: [LastName]:LastName --","asd",""\n',
    );
  });
});

describe("results", () => {
  const csv = `Name,Count__c\n${Array.from({ length: 600 }, (_, i) => `w${i},${i % 3 === 0 ? "x" : i}`).join("\n")}\n`;

  it("come in another order, the same one each time", async () => {
    bulk = openBulk();
    const { id } = await bulk.load(INSERT, csv);
    const order = (await bulk.rows(`ingest/${id}/successfulResults`)).map((row) => row["Name"]);
    expect(order).toHaveLength(400);
    expect(sorted(order)).toEqual(names());
    expect(order).not.toEqual(names());
    bulk.close();
    bulk = openBulk();
    const again = await bulk.load(INSERT, csv);
    expect((await bulk.rows(`ingest/${again.id}/successfulResults`)).map((row) => row["Name"])).toEqual(
      order,
    );
  });

  it("come in the order of the rows where that is asked for", async () => {
    bulk = openBulk({ shuffleResults: false });
    const { id } = await bulk.load(INSERT, "Name\na\nb\nc\n");
    expect((await bulk.rows(`ingest/${id}/successfulResults`)).map((row) => row["Name"])).toEqual([
      "a",
      "b",
      "c",
    ]);
  });
});

describe("faults and limits", () => {
  it("leaves a job stuck until it is aborted", async () => {
    bulk = openBulk({ fault: () => ({ stuck: true }) });
    const id = await bulk.create(INSERT);
    await bulk.call("PUT", `ingest/${id}/batches`, "Name\na\n");
    await bulk.call("PATCH", `ingest/${id}`, { state: "UploadComplete" });
    await bulk.until(id, "ingest", ["InProgress"]);
    await bulk.call("PATCH", `ingest/${id}`, { state: "Aborted" });
    expect(await bulk.info(id)).toMatchObject({ state: "Aborted", numberRecordsProcessed: 0 });
    expect(await bulk.rows(`ingest/${id}/unprocessedrecords`)).toEqual([{ Name: "a" }]);
  });

  it("fails a job midway: rows before stay, rows after are unprocessed", async () => {
    const summaries: unknown[] = [];
    bulk = openBulk({
      sliceRows: 4,
      batchRows: 5,
      fault: (job) => {
        summaries.push(job);
        return { failAfterRows: 7, failMessage: "Timeout : The batch took too long" };
      },
    });
    const lines = Array.from({ length: 12 }, (_, i) => `"w\n${i}"`);
    const { id, ...info } = await bulk.load(INSERT, `Name\n\n${lines.join("\n")}`);
    expect(summaries).toEqual([{ id, kind: "ingest", object: "Widget__c", operation: "insert", ordinal: 0 }]);
    expect(info).toMatchObject({
      state: "Failed",
      errorMessage: "Timeout : The batch took too long",
      numberRecordsProcessed: 7,
    });
    const done = (await bulk.rows(`ingest/${id}/successfulResults`)).map((row) => row["Name"]);
    expect(sorted(done)).toEqual(
      lines
        .slice(0, 7)
        .map((line) => line.slice(1, -1))
        .sort(),
    );
    const { text } = await bulk.call("GET", `ingest/${id}/unprocessedrecords`);
    expect(text).toBe(`"Name"\n${lines.slice(7).join("\n")}\n`);
    expect(records(text)).toHaveLength(5);
  });

  it("finds rows locked", async () => {
    bulk = openBulk({ fault: () => ({ lockEveryRows: 2 }) });
    const { id, ...info } = await bulk.load(INSERT, "Name\na\nb\nc\nd\n");
    expect(info).toMatchObject({ state: "JobComplete", numberRecordsProcessed: 4, numberRecordsFailed: 2 });
    const failed = await bulk.rows(`ingest/${id}/failedResults`);
    expect(sorted(failed.map((row) => row["Name"]))).toEqual(["b", "d"]);
    expect(failed[0]?.["sf__Error"]).toMatch(/^UNABLE_TO_LOCK_ROW:unable to obtain exclusive access .*:--$/);
    expect(names()).toEqual(["a", "c"]);
  });

  it("counts batches and records against the day", async () => {
    bulk = openBulk({ batchRows: 2, dailyBatches: 3, dailyRecords: 100 });
    await bulk.load(INSERT, "Name\na\nb\nc\n");
    const id = await bulk.create(INSERT);
    await bulk.call("PUT", `ingest/${id}/batches`, "Name\na\nb\nc\n");
    const close = (): Promise<unknown> =>
      refusal(bulk.call("PATCH", `ingest/${id}`, { state: "UploadComplete" }));
    expect(await close()).toEqual([400, "EXCEEDEDQUOTA", "ApiBatchItems Limit exceeded."]);
    expect(await bulk.info(id)).toMatchObject({ state: "Open" });
    bulk.at(new Date("2026-11-23T10:20:30.000Z"));
    await bulk.call("PATCH", `ingest/${id}`, { state: "UploadComplete" });
    expect(await bulk.until(id)).toMatchObject({ state: "JobComplete" });
  });

  it("waits before it starts, and can be deleted meanwhile", async () => {
    bulk = openBulk({ startDelayMs: 60_000 });
    const id = await bulk.create(INSERT);
    await bulk.call("PUT", `ingest/${id}/batches`, "Name\na\n");
    await bulk.call("PATCH", `ingest/${id}`, { state: "UploadComplete" });
    expect(await bulk.info(id)).toMatchObject({ state: "UploadComplete" });
    expect((await bulk.call("DELETE", `ingest/${id}`)).status).toBe(204);
    expect(names()).toEqual([]);
  });
});
