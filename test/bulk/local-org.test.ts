import { records } from "kinetic-core";
import { describe, expect, it } from "vitest";
import { openOrg } from "./open-org.ts";

const ENDED = ["JobComplete", "Failed", "Aborted"];

describe("bulk against the local org", () => {
  it("refuses columns that the object does not have before any job is made, naming all of them", async () => {
    await using here = await openOrg();
    const load = here.sf.bulk.load({
      object: "Account",
      operation: "insert",
      source: records([{ Name: "Acme", Nmae: "x", "Boss.Email": "y" }]),
    });
    await expect(load).rejects.toMatchObject({ code: "INPUT", row: 0, column: "Nmae" });
    await expect(load).rejects.toThrow(/Account has no field Nmae, Boss\.Email/);
    expect(here.org.jobs()).toEqual([]);
  });

  it("knows fields whatever their case, and fields of a related record", async () => {
    await using here = await openOrg();
    await using result = await here.sf.bulk.load({
      object: "Contact",
      operation: "insert",
      source: records([{ lastname: "Muster", "ReportsTo.Email": null }]),
    });
    expect(result.totals).toMatchObject({ rows: 1, succeeded: 1 });
  });

  it("says that an object is not there before any job is made", async () => {
    await using here = await openOrg();
    const source = records([{ Name: "x" }]);
    const load = here.sf.bulk.load({ object: "Acount", operation: "insert", source });
    await expect(load).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(here.org.jobs()).toEqual([]);
  });

  it.each([20, 60, 120, 250, 500])("leaves no job open when it is aborted after %i ms", async (ms) => {
    await using here = await openOrg();
    await here.sf.whoAmI();
    const rows = Array.from({ length: 30_000 }, (_, row) => ({
      Name: `row ${row}`,
      Description: "x".repeat(50),
    }));
    const source = records(rows);
    const reason = new Error("enough");
    const controller = new AbortController();
    setTimeout(() => controller.abort(reason), ms);
    const load = here.sf.bulk.load({
      object: "Account",
      operation: "insert",
      source,
      maxRecordsPerJob: 5_000,
      signal: controller.signal,
    });
    const outcome = await load.then(
      (result) => result.close(),
      (error: unknown) => error,
    );
    expect([undefined, reason]).toContain(outcome);
    expect(here.org.jobs().filter(({ state }) => !ENDED.includes(state))).toEqual([]);
  });
});
