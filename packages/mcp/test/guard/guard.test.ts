import { records, type SalesforceClient } from "kinetic-core";
import type { LocalOrg } from "kinetic-local-org";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { guardPolicy } from "../../src/guard/index.ts";
import { type Org, openOrg } from "../../src/orgs/index.ts";
import { resolveSettings } from "../../src/settings/index.ts";
import { localOrg, orgConfig } from "../harness.ts";

const ID = "001000000000001";
let org: LocalOrg;
let opened: Org;
beforeAll(async () => {
  org = await localOrg({ rows: { Account: [{ Id: ID, Name: "Acme" }] } });
  const guard: Parameters<typeof openOrg>[1]["guard"] = (facts) => guardPolicy(resolveSettings(), facts);
  opened = openOrg(orgConfig(org), { guard, apiFloorPercent: 5 });
});
afterAll(async () => {
  await opened.close();
  await org.close();
});

/** What a faulty tool might do with the client that it is given. */
const WRITES: Readonly<Record<string, (sf: SalesforceClient) => Promise<unknown>>> = {
  "create a record": (sf) => sf.sobject("Account").create({ Name: "x" }),
  "update a record": (sf) => sf.sobject("Account").update(ID, { Name: "x" }),
  "upsert a record": (sf) => sf.sobject("Account").upsert({ field: "Id", value: ID }, { Name: "x" }),
  "delete a record": (sf) => sf.sobject("Account").delete(ID),
  "update by the UI API": (sf) => sf.ui.update(ID, { Name: "x" }),
  "write records together": (sf) =>
    sf.composite((steps) => ({ a: steps.create("Account", { Name: "x" }, { referenceId: "a" }) })),
  "create many records": (sf) => sf.collections.create([{ Name: "x" }], { object: "Account" }),
  "load records": (sf) =>
    sf.bulk.load({ object: "Account", operation: "insert", source: records([{ Name: "x" }]) }),
  "make an ingest job": (sf) => sf.bulk.createIngestJob({ object: "Account", operation: "insert" }),
  "make a query job": (sf) => sf.bulk.createQueryJob({ query: "SELECT Id FROM Account" }),
  "upload a file": (sf) => sf.files.upload({ source: Buffer.from("x"), fileName: "x.txt" }),
  "run Apex": (sf) => sf.tooling.executeAnonymous("delete [SELECT Id FROM Account];"),
  "call Apex REST": (sf) => sf.apex.get("orders"),
  "run an action": (sf) =>
    sf.actions.invoke({ kind: "standard", name: "emailSimple", inputs: [{ subject: "x" }] }),
  "make a class": (sf) => sf.tooling.sobject("ApexClass").create({ Body: "x" }),
  "send any request": (sf) => sf.request({ method: "DELETE", path: `sobjects/Account/${ID}` }),
  "hide a method in a query": (sf) =>
    sf.request({ method: "GET", path: `sobjects/Account/${ID}?_HttpMethod=DELETE` }),
};

describe("the guard below the tools", () => {
  it.each(Object.entries(WRITES))("does not let a tool %s, and nothing is sent", async (_, write) => {
    await opened.identity();
    const before = org.requests().length;
    await expect(write(opened.client)).rejects.toThrow(/does not send/);
    const sent = org.requests().slice(before);
    // A describe may be read before the write.
    expect(sent.filter(({ method, url }) => method !== "GET" || /_HttpMethod|apexrest/.test(url))).toEqual(
      [],
    );
    expect(org.rows("Account")).toHaveLength(1);
  });
});
