import { type LocalOrg, startLocalOrg } from "kinetic-local-org";
import { afterAll, beforeAll, expect, it } from "vitest";

let org: LocalOrg;
beforeAll(async () => {
  org = await startLocalOrg();
});
afterAll(() => org.close());

const get = (path: string): Promise<Response> =>
  fetch(`${org.url}/services/data/v53.0/${path}`, {
    headers: { Authorization: `Bearer ${org.accessToken()}` },
  });
const query = (soql: string): Promise<Response> => get(`query/?q=${encodeURIComponent(soql)}`);

it("refuses a URI of more than 16,384 bytes", async () => {
  const long = (bytes: number): Promise<Response> =>
    query(`SELECT Id FROM Account WHERE Name = '${"x".repeat(bytes)}'`);
  expect((await long(16_000)).status).toBe(200);
  expect((await long(16_384)).status).toBe(414);
});

it("pages over HTTP", async () => {
  org.insert(
    "Lead",
    Array.from({ length: 2001 }, (_, i) => ({ LastName: `L${i}`, Company: "x" })),
  );
  const first = (await (await query("SELECT LastName FROM Lead")).json()) as {
    nextRecordsUrl: string;
    totalSize: number;
  };
  expect(first.totalSize).toBe(2001);
  const rest = (await (await get(first.nextRecordsUrl.slice("/services/data/v53.0/".length))).json()) as {
    done: boolean;
    records: { LastName: string }[];
  };
  expect([rest.done, rest.records.map((record) => record.LastName)]).toEqual([true, ["L2000"]]);
});
