import { remediationCatalogue } from "kinetic-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dataCases } from "./reproduce/data-cases.ts";
import { faultCase } from "./reproduce/fault-cases.ts";
import { loginCases } from "./reproduce/login-cases.ts";
import { adviceOf, type Case, openPlaces, type Place } from "./reproduce/place.ts";
import { queryCases } from "./reproduce/query-cases.ts";
import { accessCases } from "./reproduce/session-cases.ts";

const cases: readonly Case[] = [...loginCases, ...accessCases, ...dataCases, ...queryCases];
const shared = cases.filter(({ org }) => org === undefined);

let places: readonly Place[];
beforeAll(async () => {
  places = await openPlaces(shared, {
    objects: [
      {
        name: "Trip__c",
        fields: [
          { name: "Km__c", type: "double", precision: 5, scale: 1 },
          { name: "Mail__c", type: "email" },
          { name: "Kind__c", type: "picklist", picklistValues: ["Walk"], restrictedPicklist: true },
          { name: "Ext__c", type: "string", length: 20, externalId: true, unique: true },
          { name: "Code__c", type: "string", length: 20, externalId: true },
          { name: "Next__c", type: "reference", referenceTo: ["Trip__c"], relationshipName: "Next__r" },
        ],
      },
    ],
    beforeSave: ({ values }) => {
      const [, statusCode = "", message = ""] = /^([A-Z_]+): (.*)$/.exec(String(values.get("Name"))) ?? [];
      return statusCode === "" ? undefined : [{ statusCode, message, fields: [] }];
    },
    profiles: [
      {
        name: "Blinkered",
        systemPermissions: { ApiEnabled: true },
        objects: { Account: "read-write" },
        fields: { "Account.Fax": "none", "Account.Site": "read" },
      },
    ],
  });
});
afterAll(() => places[0]?.org.close());

describe("what the catalogue advises, brought about in the local org", () => {
  it.each(cases.map((one) => [one.remedy, one] as const))("%s", async (remedy, one) => {
    const own = one.org === undefined ? undefined : (await openPlaces([one], one.org))[0];
    const place = own ?? places[shared.indexOf(one)];
    if (place === undefined) throw new Error("no place for this case");
    const advice = await adviceOf(one.run(place));
    await own?.org.close();
    expect(advice).toBe(remedy);
  });
});

/** Entries that stand for no refusal of an org: what the SDK itself finds out is held to elsewhere, by code. */
const others = remediationCatalogue.filter(
  ({ id, match }) => match.code === undefined && !cases.some(({ remedy }) => remedy === id),
);

/** What a client is never told by an org, and why. */
const UNTOLD: Readonly<Record<string, string>> = {
  "http-401": "a token that is not taken is a session that ended, whatever else the answer says",
  "bulk-results-other-version": "the local org names a code with the status",
  "http-4xx": "the SDK's own class of error says more",
  "http-5xx": "the SDK's own class of error says more",
  "page-instead-of-error": "a page is told apart by its type: see unexpected-page",
  "not-modified": "304 is what a caller has asked for, and no error",
};

describe("what no setting of the local org brings about", () => {
  it.each(others.filter(({ id }) => UNTOLD[id] === undefined).map((entry) => [entry.id, entry] as const))(
    "%s comes as a fault",
    async (id, entry) => {
      const place = places[0];
      if (place === undefined) throw new Error("no place for this case");
      expect(await adviceOf(faultCase(entry).run(place))).toBe(id);
    },
  );
});
