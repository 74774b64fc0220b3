import { describe, expect, it } from "vitest";
import { quickClient } from "../support/client.ts";
import { json, type Responder, refuse, startServer } from "../support/server.ts";

const ID = "001000000000001AAA";

async function call(respond: Responder) {
  const server = await startServer(respond);
  const { sf } = quickClient(server.url);
  return {
    server,
    account: sf.sobject("Account"),
    [Symbol.asyncDispose]: async () => {
      await sf.close();
      await server.close();
    },
  };
}

describe("sobject", () => {
  it("encodes the external id, takes it out of the body, and tells a new record from an old one", async () => {
    await using one = await call((_, response, call) =>
      call === 1
        ? json(response, 201, { id: ID, success: true, created: true })
        : json(response, 200, { id: ID, success: true, created: false }),
    );
    const upsert = () =>
      one.account.upsert({ field: "Ext__c", value: "a/b?c#d%" }, { Ext__c: "x", Name: "Acme" });
    await expect(upsert()).resolves.toEqual({ id: ID, created: true });
    await expect(upsert()).resolves.toEqual({ id: ID, created: false });
    expect(one.server.seen[0]!.path).toBe("/services/data/v68.0/sobjects/Account/Ext__c/a%2Fb%3Fc%23d%25");
    expect(JSON.parse(one.server.seen[0]!.body.toString())).toEqual({ Name: "Acme" });
  });

  it("reads an empty answer to an upsert as an update", async () => {
    await using one = await call((_, response) => json(response, 204, undefined));
    await expect(one.account.upsert({ field: "Ext__c", value: "1" }, { Name: "x" })).resolves.toEqual({
      id: undefined,
      created: false,
    });
  });

  it("says which records an ambiguous external id means", async () => {
    const urls = ["/services/data/v68.0/sobjects/Account/1", "/services/data/v68.0/sobjects/Account/2"];
    await using one = await call((_, response) => json(response, 300, urls));
    await expect(one.account.upsert({ field: "Ext__c", value: "1" }, {})).rejects.toMatchObject({
      code: "CONFLICT",
      status: 300,
      matches: urls,
    });
  });

  it("takes a delete whose answer was lost for done when the record is gone afterwards", async () => {
    await using one = await call((_, response, call) => {
      if (call === 1) response.destroy();
      else refuse(response, 404, "ENTITY_IS_DELETED", "entity is deleted");
    });
    await expect(one.account.delete(ID)).resolves.toBeUndefined();
    expect(one.server.seen).toHaveLength(2);
  });

  it("reports a record that was gone before", async () => {
    await using one = await call((_, response) =>
      refuse(response, 404, "ENTITY_IS_DELETED", "entity is deleted"),
    );
    await expect(one.account.delete(ID)).rejects.toMatchObject({
      code: "NOT_FOUND",
      errorCode: "ENTITY_IS_DELETED",
    });
  });

  it("reads the fields asked for", async () => {
    await using one = await call((_, response) =>
      json(response, 200, { attributes: { type: "Account" }, Name: "x" }),
    );
    await expect(one.account.retrieve(ID, { fields: ["Name", "Site"] })).resolves.toMatchObject({
      Name: "x",
    });
    expect(one.server.seen[0]!.path).toBe(`/services/data/v68.0/sobjects/Account/${ID}?fields=Name%2CSite`);
  });

  it("compresses a large body, and the server reads the same", async () => {
    await using one = await call((_, response) => json(response, 201, { id: ID, success: true }));
    await one.account.create({ Description: "x".repeat(100_000) });
    expect(one.server.seen[0]!.headers["content-encoding"]).toBe("gzip");
    expect(one.server.seen[0]!.body.length).toBeLessThan(1_000);
  });

  it.each<[string, (account: Awaited<ReturnType<typeof call>>["account"]) => Promise<unknown>]>([
    ["an id of a wrong length", (account) => account.retrieve("001")],
    ["an id with a path in it", (account) => account.delete("../../limits00000")],
    ["an update of nothing", (account) => account.update(ID, {})],
    ["an upsert without a value", (account) => account.upsert({ field: "Ext__c", value: "" }, {})],
    ["an external id field that is none", (account) => account.upsert({ field: "a/b", value: "1" }, {})],
  ])("refuses %s before the network", async (_, act) => {
    await using one = await call((_, response) => json(response, 200, {}));
    await expect(act(one.account)).rejects.toMatchObject({ code: "INPUT" });
    expect(one.server.seen).toHaveLength(0);
  });
});
