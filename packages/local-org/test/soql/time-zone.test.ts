import { type LocalOrg, startLocalOrg } from "kinetic-local-org";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

let org: LocalOrg;
beforeAll(async () => {
  org = await startLocalOrg();
  org.store.update(
    "User",
    { Id: org.userId, TimeZoneSidKey: "America/Los_Angeles" },
    { userId: org.userId, source: "seed" },
  );
  org.insert("Account", [
    { Name: "late", CreatedDate: "2026-07-01T03:30:00.000Z" },
    { Name: "early", CreatedDate: "2026-07-01T18:30:00.000Z" },
  ]);
});
afterAll(() => org.close());

describe("convertTimezone()", () => {
  it("groups by the user's days and hours, not by UTC's", async () => {
    const by = async (what: string): Promise<unknown> =>
      (await org.query(`SELECT ${what} d, COUNT(Id) n FROM Account GROUP BY ${what} ORDER BY ${what}`)).map(
        ({ d, n }) => [d, n],
      );
    expect(await by("DAY_ONLY(CreatedDate)")).toEqual([["2026-07-01", 2]]);
    expect(await by("DAY_ONLY(convertTimezone(CreatedDate))")).toEqual([
      ["2026-06-30", 1],
      ["2026-07-01", 1],
    ]);
    expect(await by("HOUR_IN_DAY(convertTimezone(CreatedDate))")).toEqual([
      [11, 1],
      [20, 1],
    ]);
  });

  it("filters by the user's days", async () => {
    const soql = "SELECT Name FROM Account WHERE DAY_ONLY(convertTimezone(CreatedDate)) = 2026-06-30";
    expect(await org.query(soql)).toMatchObject([{ Name: "late" }]);
  });
});
