import { text } from "node:stream/consumers";
import { csvStream, type LoadResult, NotFoundError, type SalesforceClient } from "kinetic-core";
import { describe, expect, it } from "vitest";
import { areThere, recordings } from "../rest/wire-recordings.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { bulkClient } from "./client.ts";

const all = new Map(recordings().map((recording) => [recording.id, recording]));

interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The answer that was recorded under an id. */
function recorded(id: string): Reply {
  const { status, headers, body } = all.get(id)?.response ?? {};
  if (status === undefined || headers === undefined || typeof body !== "string") {
    throw new Error(`There is no recording ${id} of a text`);
  }
  return { status, headers, body };
}

/** Answers calls by their method and the end of their path; what is not among them is 500, and strange. */
async function replay(replies: Readonly<Record<string, Reply>>): Promise<TestServer & { strange: string[] }> {
  const strange: string[] = [];
  const server = await startServer(({ method, path }, response) => {
    const call = `${method} ${path.replace(/^\/services\/data\/v\d+\.0\//, "")}`;
    const reply = replies[call];
    if (reply === undefined) strange.push(call);
    response.writeHead(reply?.status ?? 500, reply?.headers ?? {}).end(reply?.body ?? "");
  });
  return Object.assign(server, { strange });
}

async function withReplies(
  replies: Readonly<Record<string, Reply>>,
  test: (sf: SalesforceClient) => Promise<void>,
  apiVersion: string,
): Promise<void> {
  await using server = await replay(replies);
  const sf = bulkClient(server.url, { apiVersion });
  try {
    await test(sf);
    expect(server.strange).toEqual([]);
  } finally {
    await sf.close();
  }
}

const json = (value: unknown): Reply => ({
  status: 200,
  headers: { "content-type": "application/json;charset=UTF-8" },
  body: JSON.stringify(value),
});

describe.skipIf(!areThere)("recorded ingest calls (skipped where ../shared/wire is absent)", () => {
  it("make, abort and delete a job, and find one that is not there", async () => {
    const job = "7507Q000009f52jQAA";
    const replies = {
      "POST jobs/ingest": recorded("rec-bulk2-ingest-003"),
      [`GET jobs/ingest/${job}/successfulResults`]: recorded("rec-bulk2-ingest-006"),
      [`DELETE jobs/ingest/${job}`]: recorded("rec-bulk2-ingest-009"),
      "PATCH jobs/ingest/7507Q000009f4YjQAI": recorded("rec-bulk2-ingest-001"),
      "PATCH jobs/ingest/7507Q000009f4YjXXX": recorded("rec-bulk2-ingest-010"),
    };
    await withReplies(
      replies,
      async (sf) => {
        const made = await sf.bulk.createIngestJob({ object: "Asset", operation: "insert" });
        expect([made.id, made.state, made.apiVersion]).toEqual([job, "Open", "53.0"]);
        expect(await text(made.successfulResults())).toBe('"sf__Id","sf__Created","Name","Employees"\n');
        await made.delete();
        const other = sf.bulk.ingestJob({ kind: "ingest", id: "7507Q000009f4YjQAI", apiVersion: "53.0" });
        expect(await other.abort()).toMatchObject({ state: "Aborted", object: "Asset" });
        const none = sf.bulk.ingestJob({ kind: "ingest", id: "7507Q000009f4YjXXX", apiVersion: "53.0" });
        await expect(none.abort()).rejects.toBeInstanceOf(NotFoundError);
      },
      "53.0",
    );
  });

  const ID = "7508Z00000lSXvxQAG";
  const base = `jobs/ingest/${ID}`;
  const facts = { id: ID, operation: "insert", object: "Account", contentType: "CSV", apiVersion: 56.0 };

  /** A load whose job is answered by results of a real org: without quotes, and no line break at the end. */
  async function withLoad(
    counts: { readonly processed: number; readonly failed: number },
    results: Readonly<Record<string, Reply>>,
    test: (result: LoadResult) => Promise<void>,
  ): Promise<void> {
    const { processed: numberRecordsProcessed, failed: numberRecordsFailed } = counts;
    const empty = recorded("hand-bulk2-ingest-020");
    const replies = {
      "GET sobjects/Account/describe": json({ fields: COLUMNS.map((name) => ({ name })) }),
      "POST jobs/ingest": json({ ...facts, state: "Open" }),
      [`PUT ${base}/batches`]: { status: 201, headers: {}, body: "" },
      [`PATCH ${base}`]: recorded("hand-bulk2-ingest-016"),
      [`GET ${base}`]: json({ ...facts, state: "JobComplete", numberRecordsProcessed, numberRecordsFailed }),
      [`GET ${base}/successfulResults`]: empty,
      [`GET ${base}/unprocessedrecords`]: recorded("hand-bulk2-ingest-019"),
      ...results,
    };
    await withReplies(
      replies,
      async (sf) => {
        const source = csvStream(input());
        await using result = await sf.bulk.load({ object: "Account", operation: "insert", source });
        await test(result);
      },
      "56.0",
    );
  }

  const COLUMNS = ["Name", "Description", "NumberOfEmployees"];
  let names: readonly string[] = [];
  async function* input(): AsyncGenerator<string> {
    yield `${COLUMNS.join(",")}\n`;
    yield `${names[0]},Description of TestAccount1,30\n${names[1]},Another description,40\n`;
    yield `${names[2]},Yet another description,50\n`;
  }

  it("tie the rows that a real org stored to the input", async () => {
    names = ["TestAccount1", "TestAccount2", "TestAccount3"];
    const stored = { [`GET ${base}/successfulResults`]: recorded("hand-bulk2-ingest-037") };
    await withLoad({ processed: 3, failed: 0 }, stored, async (result) => {
      expect(result.totals).toEqual({ rows: 3, succeeded: 3, failed: 0, unprocessed: 0 });
      const rows: unknown[] = [];
      for await (const { row, id } of result.succeeded()) rows.push([row, id]);
      expect(rows).toEqual([
        [1, "0018Z00002rGc7YQAS"],
        [2, "0018Z00002rGc7ZQAS"],
        [3, "0018Z00002rGc7aQAC"],
      ]);
    });
  });

  it("tell refused rows from those that a real org did not get to", async () => {
    names = ["", "", "TestAccount3"];
    const results = {
      [`GET ${base}/failedResults`]: recorded("hand-bulk2-ingest-034"),
      [`GET ${base}/unprocessedrecords`]: recorded("hand-bulk2-ingest-036"),
    };
    await withLoad({ processed: 2, failed: 2 }, results, async (result) => {
      expect(result.totals).toEqual({ rows: 3, succeeded: 0, failed: 2, unprocessed: 1 });
      const failures: unknown[] = [];
      for await (const { row, error } of result.failures()) failures.push([row, error.code, error.fields]);
      expect(failures).toEqual([
        [1, "REQUIRED_FIELD_MISSING", ["Name"]],
        [2, "REQUIRED_FIELD_MISSING", ["Name"]],
      ]);
      for await (const { row } of result.unprocessed()) expect(row).toBe(3);
    });
  });
});
