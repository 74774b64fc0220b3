import { parse } from "csv-parse/sync";
import { type LocalOrg, startLocalOrg } from "kinetic-local-org";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hasWire, readWire, shapeOf, tellingHeaders, type WireRecord } from "../wire.ts";

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly text: string;
}

const OPPORTUNITY_KEY = {
  name: "Opportunity",
  fields: [{ name: "external_id__c", type: "string", length: 40, externalId: true, unique: true }],
} as const;

let org: LocalOrg;
let wire: ReadonlyMap<string, WireRecord> = new Map();

beforeAll(async () => {
  org = await startLocalOrg({ objects: [OPPORTUNITY_KEY] });
  if (hasWire) wire = new Map([...readWire("recorded"), ...readWire("handwritten")]);
});
afterAll(() => org.close());

function recorded(id: string): WireRecord {
  const record = wire.get(id);
  if (!record) throw new Error(`There is no recording ${id}.`);
  return record;
}

/** The fixtures of other projects may have been saved with other line endings. */
const body = (id: string): string => (recorded(id).response.body ?? "").replaceAll("\r", "").trimEnd();

async function call(method: string, path: string, body?: unknown): Promise<Answer> {
  const csv = typeof body === "string";
  const response = await fetch(`${org.url}/services/data/${path}`, {
    method,
    headers: {
      Authorization: `Bearer ${org.accessToken()}`,
      ...(body === undefined ? {} : { "Content-Type": csv ? "text/csv" : "application/json" }),
    },
    ...(body === undefined ? {} : { body: csv ? body : JSON.stringify(body) }),
  });
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    text: await response.text(),
  };
}

const idOf = (answer: Answer): string => (JSON.parse(answer.text) as { id: string }).id;

async function finished(path: string): Promise<Answer> {
  for (;;) {
    const answer = await call("GET", path);
    if (/"(JobComplete|Failed|Aborted)"/.test(answer.text)) return answer;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Loads a CSV and returns the path of the job. */
async function load(version: string, job: object, csv: string): Promise<string> {
  const created = await call("POST", `${version}/jobs/ingest`, job);
  const path = `${version}/jobs/ingest/${idOf(created)}`;
  await call("PUT", `${path}/batches`, csv);
  await call("PATCH", path, { state: "UploadComplete" });
  await finished(path);
  return path;
}

/** Holds an answer to a recording: status, telling headers, and the members of its JSON in their order. */
function expectLike(answer: Answer, id: string): void {
  const { response, fidelity } = recorded(id);
  expect(answer.status).toBe(response.status);
  if (fidelity.startsWith("wire"))
    expect(tellingHeaders(answer.headers)).toEqual(tellingHeaders(response.headers));
  if (response.body && /^\s*[[{]/.test(response.body))
    expect(shapeOf(JSON.parse(answer.text))).toEqual(shapeOf(JSON.parse(response.body)));
  else if (!response.body) expect(answer.text).toBe("");
}

describe.skipIf(!hasWire)("Bulk API 2.0 ingest as recorded (../shared/wire)", () => {
  it("rec-bulk2-ingest-003, -001, -009: create, abort, delete", async () => {
    const created = await call(
      "POST",
      "v53.0/jobs/ingest",
      JSON.parse(recorded("rec-bulk2-ingest-003").request.body ?? ""),
    );
    expectLike(created, "rec-bulk2-ingest-003");
    expect(created.text).toContain('"apiVersion":53.0,"contentUrl":"services/data/v53.0/jobs/ingest/750');
    const path = `v53.0/jobs/ingest/${idOf(created)}`;
    expectLike(await call("PATCH", path, { state: "Aborted" }), "rec-bulk2-ingest-001");
    expectLike(await call("DELETE", path), "rec-bulk2-ingest-009");
  });

  it("rec-bulk2-ingest-010: an unknown job", async () => {
    const answer = await call("PATCH", "v53.0/jobs/ingest/7507Q000009f4YjXXX", { state: "Aborted" });
    expectLike(answer, "rec-bulk2-ingest-010");
    expect(answer.text).toBe(recorded("rec-bulk2-ingest-010").response.body);
  });

  it("rec-bulk2-ingest-006: the results of a job that was refused for its header", async () => {
    const path = await load("v53.0", { object: "Account", operation: "insert" }, "Name,Employees\nFoo,12\n");
    const answer = await call("GET", `${path}/successfulResults`);
    expectLike(answer, "rec-bulk2-ingest-006");
    expect(answer.text).toBe(recorded("rec-bulk2-ingest-006").response.body);
  });

  it("hand-bulk2-ingest-001, -002: a delete job is created and closed", async () => {
    const created = await call("POST", "v60.0/jobs/ingest", { object: "Opportunity", operation: "delete" });
    expectLike(created, "hand-bulk2-ingest-001");
    const path = `v60.0/jobs/ingest/${idOf(created)}`;
    expectLike(await call("PATCH", path, { state: "UploadComplete" }), "hand-bulk2-ingest-002");
  });

  it("hand-bulk2-ingest-008, -006: an upsert job is created and ends", async () => {
    const job = { object: "Opportunity", operation: "upsert", externalIdFieldName: "external_id__c" };
    expectLike(await call("POST", "v60.0/jobs/ingest", job), "hand-bulk2-ingest-008");
    const csv =
      "external_id__c,Name,StageName,CloseDate\na,A,Prospecting,2026-01-01\nb,B,Prospecting,not a date\n";
    expectLike(await call("GET", await load("v60.0", job, csv)), "hand-bulk2-ingest-006");
  });

  it("hand-bulk2-ingest-010, -011, -012: a job of version 44 and its results", async () => {
    const csv = "FirstName,LastName\nasd,Test\nasd,\nasd2,Test 2\n";
    const path = await load("v44.0", { object: "Contact", operation: "insert" }, csv);
    expectLike(await call("GET", path), "hand-bulk2-ingest-011");
    const failed = await call("GET", `${path}/failedResults`);
    expectLike(failed, "hand-bulk2-ingest-010");
    expect(failed.text).toBe(`${body("hand-bulk2-ingest-010")}\n`);
    const successful = await call("GET", `${path}/successfulResults`);
    const withoutIds = (text: string): string[] =>
      text
        .trimEnd()
        .replace(/^"\w+",/gm, '"id",')
        .split("\n")
        .sort();
    expect(withoutIds(successful.text)).toEqual(withoutIds(body("hand-bulk2-ingest-012")));
  });
});

describe.skipIf(!hasWire)("Bulk API 2.0 query as recorded (../shared/wire, seq-15)", () => {
  const create = (version: string): Promise<Answer> =>
    call("POST", `${version}/jobs/query`, JSON.parse(recorded("rec-bulk2-query-001").request.body ?? ""));

  beforeAll(() => {
    const rows = parse(recorded("rec-bulk2-query-005").response.body ?? "", { columns: true }) as Record<
      string,
      string
    >[];
    org.insert(
      "Account",
      rows.map((row) => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== ""))),
    );
  });

  it("rec-bulk2-query-001 to -005: the whole sequence", async () => {
    const created = await create("v53.0");
    expectLike(created, "rec-bulk2-query-001");
    const path = `v53.0/jobs/query/${idOf(created)}`;
    expectLike(await finished(path), "rec-bulk2-query-002");
    for (const [id, query] of [
      ["rec-bulk2-query-005", ""],
      ["rec-bulk2-query-004", "?maxRecords=10"],
      ["rec-bulk2-query-003", "?locator=MTA"],
    ] as const) {
      const answer = await call("GET", `${path}/results${query}`);
      expectLike(answer, id);
      expect(answer.text).toBe(recorded(id).response.body);
    }
    expect((await call("DELETE", path)).status).toBe(204);
    expect((await call("GET", path)).status).toBe(404);
  });

  it("hand-bulk2-query-002: a query job of version 60", async () => {
    expectLike(await create("v60.0"), "hand-bulk2-query-002");
  });
});
