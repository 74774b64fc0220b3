import type { LocalOrg } from "kinetic-local-org";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Call, startOrg } from "../api.ts";

let org: LocalOrg;
let call: Call;
beforeAll(async () => {
  ({ org, call } = await startOrg({
    users: [{ username: "admin@example.com" }, { username: "plain@example.com", viewSetup: false }],
    rows: {
      RecordType: [{ Name: "Household", DeveloperName: "HH", SobjectType: "Account", IsActive: true }],
      Account: [{ Name: "Old", LastModifiedDate: "2020-01-01T00:00:00Z" }, { Name: "New" }],
    },
  }));
});
afterAll(() => org.close());

type Json = Record<string, unknown>;

describe("discovery", () => {
  it("lists the versions to anybody", async () => {
    const answer = await call("GET", "/services/data", { token: null });
    const versions = answer.json as Json[];
    expect(versions).toHaveLength(38);
    expect(versions[0]).toEqual({ label: "Summer '14", url: "/services/data/v31.0", version: "31.0" });
    expect(versions.at(-1)).toEqual({ label: "Winter '27", url: "/services/data/v68.0", version: "68.0" });
  });

  it("lists resources that all answer", async () => {
    const resources = (await call("GET", "/services/data/v60.0/")).json as Record<string, string>;
    expect(resources["identity"]).toBe(`${org.url}/id/${org.organizationId}/${org.userId}`);
    for (const name of ["sobjects", "limits", "recent"])
      expect((await call("GET", resources[name]!)).status).toBe(200);
  });

  it("describes with the members that the version knew, and links to what the object has", async () => {
    const described = async (version: string, object: string): Promise<Json> =>
      (await call("GET", `/services/data/v${version}/sobjects/${object}/describe`)).json as Json;
    const [old, young] = [await described("42.0", "Account"), await described("60.0", "Account")];
    const added = (key: (json: Json) => Json): string[] =>
      Object.keys(key(young)).filter((name) => !(name in key(old)));
    expect(added((json) => json)).toEqual(
      expect.arrayContaining(["associateEntityType", "deepCloneable", "implementsInterfaces", "isInterface"]),
    );
    const field = (json: Json): Json => (json["fields"] as Json[])[0] ?? {};
    expect(added(field)).toEqual(["aiPredictionField", "formulaTreatNullNumberAsZero"]);
    expect(added((json) => (json["recordTypeInfos"] as Json[])[0] ?? {})).toEqual(["developerName"]);
    const links = async (object: string): Promise<string[]> =>
      Object.keys((await described("60.0", object))["urls"] as Json);
    expect(await links("Group")).toEqual(["rowTemplate", "describe", "sobject"]);
    expect(await links("Event")).toContain("eventSeriesUpdates");
  });

  it("tells what is left of the allocations, to those who may see the setup", async () => {
    const limits = (await call("GET", "limits")).json as Record<string, { Max: number; Remaining: number }>;
    expect(limits["DailyApiRequests"]?.Max).toBe(5_000_000);
    expect(limits["DailyBulkV2QueryJobs"]).toEqual({ Max: 10_000, Remaining: 10_000 });
    const refused = await call("GET", "limits", { token: org.accessToken("plain@example.com") });
    expect([refused.status, refused.json]).toEqual([
      403,
      [{ message: "limits resource is not enabled", errorCode: "API_DISABLED_FOR_ORG" }],
    ]);
  });

  it("counts rows", async () => {
    expect((await call("GET", "limits/recordCount?sObjects=Account,Nope")).json).toEqual({
      sObjects: [{ count: 2, name: "Account" }],
    });
  });

  it("tells what was touched last", async () => {
    const recent = (await call("GET", "recent?limit=2")).json as Json[];
    expect(recent).toHaveLength(2);
    expect(recent.every((item) => "attributes" in item && "Id" in item && "Name" in item)).toBe(true);
    expect((await call("GET", "recent?limit=x")).status).toBe(400);
  });

  it("leaves what was touched last as it is where a call says so", async () => {
    const names = async () => ((await call("GET", "recent")).json as Json[]).map(({ Name }) => Name);
    const unseen = { headers: { "Sforce-Mru": "updateMru=false" } };
    const before = await names();
    const made = await call("POST", "sobjects/Account", { body: { Name: "Unseen" }, ...unseen });
    const path = `sobjects/Account/${String((made.json as Json)["id"])}`;
    await call("PATCH", path, { body: { Site: "x" }, ...unseen });
    await call("GET", path, unseen);
    expect(await names()).toEqual(before);
    await call("GET", path);
    expect((await names()).sort()).toEqual([...before, "Unseen"].sort());
    await call("DELETE", path);
    expect(await names()).toEqual(before);
  });
});

describe("describe", () => {
  it("lists the objects", async () => {
    const answer = await call("GET", "sobjects");
    const { encoding, maxBatchSize, sobjects } = answer.json as {
      encoding: string;
      maxBatchSize: number;
      sobjects: Json[];
    };
    expect([encoding, maxBatchSize]).toEqual(["UTF-8", 200]);
    expect(sobjects.map((one) => one["name"])).toContain("OpportunityLineItem");
    expect(answer.headers.get("etag")).toMatch(/^"/);
  });

  it("tells the basics of one, and its recent rows", async () => {
    const { objectDescribe, recentItems } = (await call("GET", "sobjects/Account")).json as {
      objectDescribe: Json;
      recentItems: Json[];
    };
    expect(objectDescribe).toMatchObject({ name: "Account", keyPrefix: "001" });
    expect(recentItems.map((item) => item["Name"])).toEqual(["New", "Old"]);
  });

  it("tells everything of one, with its record types", async () => {
    const json = (await call("GET", "sobjects/account/describe")).json as {
      recordTypeInfos: Json[];
      fields: Json[];
      urls: Json;
    };
    expect(json.recordTypeInfos.map((type) => type["developerName"])).toEqual(["HH", "Master"]);
    expect(json.fields).toHaveLength(org.schema.object("Account")!.fields.length);
    expect(json.urls["uiNewRecord"]).toBe(`${org.url}/001/e`);
  });

  it("is 304 for who has it, and 404 for an object that is none", async () => {
    const first = await call("GET", "sobjects/Account/describe");
    const headers = { "if-modified-since": first.headers.get("last-modified")! };
    const again = await call("GET", "sobjects/Account/describe", { headers });
    expect([again.status, again.text]).toEqual([304, ""]);
    expect((await call("GET", "sobjects/Nope/describe")).status).toBe(404);
  });
});
