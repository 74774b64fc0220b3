import { csvStream, memoryCheckpoint, records } from "kinetic-core";
import { expect, it } from "vitest";
import { openOrg } from "./open-org.ts";

const load = (name: string, operation: "insert" | "update" | "upsert", columns: readonly string[]) => ({
  object: name,
  operation,
  source: records([{}], { columns }),
});

it.each([
  [
    "insert",
    ["Name", "CreatedDate", "IsDeleted"],
    undefined,
    /insert may not write Account\.CreatedDate, IsDeleted/,
  ],
  ["insert", ["Id", "Name"], undefined, /may not write Account\.Id/],
  ["update", ["Id", "CreatedById"], undefined, /update may not write Account\.CreatedById/],
  ["upsert", ["Name", "Site"], "Site", /Account\.Site is no external id/],
] as const)(
  "refuses %s of the columns %j before any job is made",
  async (operation, columns, key, message) => {
    await using here = await openOrg();
    const options = { ...load("Account", operation, columns), externalIdFieldName: key };
    await expect(here.sf.bulk.load(options)).rejects.toMatchObject({
      code: "INPUT",
      message: expect.stringMatching(message),
    });
    expect(here.org.jobs()).toEqual([]);
  },
);

it("finds a missing permission for hardDelete before any row is sent", async () => {
  await using here = await openOrg();
  const [id] = here.org.insert("Account", [{ Name: "a" }]);
  const source = records([{ Id: id }]);
  await expect(
    here.sf.bulk.load({ object: "Account", operation: "hardDelete", source }),
  ).rejects.toMatchObject({ errorCode: "FEATURENOTENABLED" });
  expect(here.org.requests().filter(({ method }) => method === "PUT")).toEqual([]);
  expect(here.org.rows("Account")).toHaveLength(1);
});

it("plans and checks everything in a dry run, and sends nothing", async () => {
  await using here = await openOrg();
  const checkpoint = memoryCheckpoint();
  const rows = Array.from({ length: 25 }, (_, at) => ({ Name: `row ${at}` }));
  await using result = await here.sf.bulk.load({
    object: "Account",
    operation: "insert",
    source: records(rows),
    maxRecordsPerJob: 10,
    dryRun: true,
    checkpoint,
  });
  expect(result.totals).toEqual({ rows: 25, succeeded: 0, failed: 0, unprocessed: 25 });
  expect(result.jobs.map((job) => [job.state, job.id, job.rows])).toEqual([
    ["Planned", undefined, 10],
    ["Planned", undefined, 10],
    ["Planned", undefined, 5],
  ]);
  expect(checkpoint.text).toBeUndefined();
  expect(here.org.jobs()).toEqual([]);
  const bad = records([{ Name: "a", Nope: "b" }]);
  await expect(
    here.sf.bulk.load({ object: "Account", operation: "insert", source: bad, dryRun: true }),
  ).rejects.toMatchObject({ code: "INPUT", column: "Nope" });
});

it("counts the NUL bytes that it was told to leave out", async () => {
  await using here = await openOrg();
  async function* bytes(): AsyncGenerator<string> {
    yield "Name\na\0b\n\0c\n";
  }
  const source = csvStream(bytes(), { nulBytes: "drop", name: "in.csv" });
  await using result = await here.sf.bulk.load({ object: "Account", operation: "insert", source });
  expect(result.warnings).toEqual(["2 NUL bytes of in.csv were left out"]);
  expect(here.org.rows("Account").map((row) => row["Name"])).toEqual(["ab", "c"]);
});

it("writes values as the rule table of records says", async () => {
  await using here = await openOrg();
  const ids = here.org.insert("Account", [
    { Name: "a", Site: "old", NumberOfEmployees: 1 },
    { Name: "b", Site: "old", NumberOfEmployees: 1 },
    { Name: "c", Site: "old", NumberOfEmployees: 1 },
  ]);
  const source = records([
    { Id: ids[0], Site: null, NumberOfEmployees: 7 },
    { Id: ids[1], Site: undefined, NumberOfEmployees: null },
    { Id: ids[2], Site: "" },
  ]);
  await using result = await here.sf.bulk.load({ object: "Account", operation: "update", source });
  expect(result.ok).toBe(true);
  const rows = here.org.rows("Account").map(({ Site, NumberOfEmployees }) => [Site, NumberOfEmployees]);
  expect(rows).toEqual([
    [null, 7],
    ["old", null],
    ["old", 1],
  ]);
});
