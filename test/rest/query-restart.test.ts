import { parseQuery } from "@jetstreamapp/soql-parser-js";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { quickClient } from "../support/client.ts";
import { type OpenOrg, openOrg } from "../support/org.ts";
import { json, startServer } from "../support/server.ts";

const ID = "001000000000002AAA";
const warnings = vi.spyOn(process, "emitWarning").mockImplementation(() => undefined);
afterEach(() => warnings.mockClear());
afterAll(() => warnings.mockRestore());

/** Asks a query whose cursor is lost after its first page of two rows; what is asked for then, if anything is. */
async function askedAfterLoss(soql: string, extendedErrorCode?: string): Promise<string | undefined> {
  const asked: string[] = [];
  await using server = await startServer((request, response) => {
    const q = new URL(request.path, "http://x").searchParams.get("q");
    if (q === null) {
      const extendedErrorDetails = extendedErrorCode === undefined ? undefined : [{ extendedErrorCode }];
      json(response, 400, [
        { errorCode: "INVALID_QUERY_LOCATOR", message: "invalid query locator", extendedErrorDetails },
      ]);
      return;
    }
    asked.push(q);
    const records = [{ Id: "001000000000001AAA" }, { Id: ID }];
    if (asked.length > 1) json(response, 200, { totalSize: 2, done: true, records });
    else
      json(response, 200, {
        totalSize: 4,
        done: false,
        nextRecordsUrl: "/services/data/v68.0/query/x-2",
        records,
      });
  });
  await using sf = quickClient(server.url).sf;
  const rows = await sf
    .query(soql)
    .all()
    .catch((error: unknown) => error);
  if (asked.length === 2) expect(rows).toHaveLength(4);
  else expect(rows).toMatchObject({ code: "INCOMPLETE_RESULT", expected: 4, received: 2 });
  expect(warnings).toHaveBeenCalledTimes(asked.length - 1);
  return asked[1];
}

describe("a query whose cursor is lost", () => {
  it.each([
    ["SELECT Id FROM Account ORDER BY Id", `SELECT Id FROM Account WHERE Id > '${ID}' ORDER BY Id`],
    [
      "select Id, (SELECT Id FROM Contacts WHERE Name = ')' ORDER BY Name) from Account a where Name = 'x ORDER BY Id' or Name = 'it\\'s' order  by id asc nulls last limit 9",
      `select Id, (SELECT Id FROM Contacts WHERE Name = ')' ORDER BY Name) from Account a WHERE (Name = 'x ORDER BY Id' or Name = 'it\\'s') AND Id > '${ID}' order  by id asc nulls last LIMIT 7`,
    ],
    [
      "SELECT Id FROM Account USING SCOPE mine WHERE Id IN (SELECT AccountId FROM Contact WHERE LastName = 'a') ORDER BY Id",
      `SELECT Id FROM Account USING SCOPE mine WHERE (Id IN (SELECT AccountId FROM Contact WHERE LastName = 'a')) AND Id > '${ID}' ORDER BY Id`,
    ],
  ])("goes on behind its last row: %s", async (soql, expected) => {
    await expect(askedAfterLoss(soql)).resolves.toBe(expected);
  });

  it.each([
    "SELECT Id FROM Account",
    "SELECT Id FROM Account ORDER BY Name",
    "SELECT Id FROM Account ORDER BY Id DESC",
    "SELECT Id FROM Account ORDER BY Id, Name",
    "SELECT Id FROM Account ORDER BY Owner.Id",
    "SELECT Id FROM Account WITH SECURITY_ENFORCED ORDER BY Id",
    "SELECT Id FROM Account WHERE Name != 'a' WITH SECURITY_ENFORCED ORDER BY Id",
    "SELECT Id FROM Account ORDER BY Id OFFSET 3",
    "SELECT Id FROM Account ORDER BY Id FOR VIEW",
    "SELECT Id, COUNT(Name) FROM Account GROUP BY Id ORDER BY Id",
    "SELECT Id FROM Account, Account.Contacts c ORDER BY Id",
  ])("says that rows are missing where the order does not tell which: %s", async (soql) => {
    await expect(askedAfterLoss(soql)).resolves.toBeUndefined();
  });

  it("does not go on as another user", async () => {
    const soql = "SELECT Id FROM Account ORDER BY Id";
    await expect(askedAfterLoss(soql, "UNAUTHORIZED_USER_FOR_CURSOR")).resolves.toBeUndefined();
    await expect(askedAfterLoss(soql, "QUERY_LOCATOR_EXPIRED")).resolves.toBeDefined();
  });

  it("keeps every condition, whatever texts are in it", async () => {
    const text = fc
      .array(fc.constantFrom("'", "\\", "(", ")", " ORDER BY Id ", " WHERE ", " FROM ", "LIMIT 3", "a", ","))
      .map((parts) => `'${parts.join("").replace(/['\\]/g, "\\$&")}'`);
    const condition = fc
      .array(fc.tuple(fc.constantFrom("AND", "OR"), text), { minLength: 1, maxLength: 3 })
      .map((all) => all.map(([, value]) => `Name = ${value}`).join(` ${all[0]?.[0]} `));
    await fc.assert(
      fc.asyncProperty(condition, async (where) => {
        warnings.mockClear();
        const again = await askedAfterLoss(`SELECT Id, Name FROM Account WHERE ${where} ORDER BY Id ASC`);
        const expected = `SELECT Id, Name FROM Account WHERE (${where}) AND Id > '${ID}' ORDER BY Id ASC`;
        expect(parseQuery(again ?? "")).toEqual(parseQuery(expected));
      }),
      { numRuns: 40 },
    );
  });
});

describe("against the local org", () => {
  let here: OpenOrg;
  beforeAll(async () => {
    here = await openOrg({});
    here.org.insert(
      "Account",
      Array.from({ length: 1_050 }, (_, at) => ({ Name: `Acme ${at}` })),
    );
  });
  afterAll(() => here[Symbol.asyncDispose]());
  const soql = "SELECT Id, Name FROM Account ORDER BY Id";
  const THREE_DAYS = 3 * 24 * 60 * 60;

  it("reads each row once, though every cursor expires before its second page", async () => {
    const names: unknown[] = [];
    const totals = new Set<number>();
    for await (const page of here.sf.query(soql, { pageSize: 200, prefetch: 0 }).pages()) {
      for (const row of page.records) names.push(row["Name"]);
      totals.add(page.totalSize);
      here.org.advanceClock(THREE_DAYS);
    }
    expect(names).toEqual(Array.from({ length: 1_050 }, (_, at) => `Acme ${at}`));
    expect([...totals]).toEqual([1_050]);
    expect(warnings).toHaveBeenCalledTimes(5);
    expect(warnings.mock.calls[0]?.[0]).toMatch(/after 200 of 1050 rows/);
  });

  it("goes on when the session ends between two pages and takes the cursor along", async () => {
    let pages = 0;
    const rows: unknown[] = [];
    for await (const page of here.sf.query(soql, { pageSize: 200, prefetch: 0 }).pages()) {
      rows.push(...page.records);
      pages += 1;
      if (pages !== 2) continue;
      here.org.expireSessions();
      here.org.advanceClock(THREE_DAYS);
    }
    expect(rows).toHaveLength(1_050);
    expect(warnings).toHaveBeenCalledTimes(1);
  });

  it("fails with what was read where the order is another", async () => {
    const read = async (): Promise<void> => {
      const query = here.sf.query("SELECT Id FROM Account ORDER BY Name", { pageSize: 200, prefetch: 0 });
      for await (const _ of query.pages()) here.org.advanceClock(THREE_DAYS);
    };
    await expect(read()).rejects.toMatchObject({ code: "INCOMPLETE_RESULT", expected: 1_050, received: 200 });
  });
});
