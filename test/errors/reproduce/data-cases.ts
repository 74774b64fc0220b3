import { asking, asUser, type Case, loading, type Place } from "./place.ts";

const account = (fields: object) => asking("POST", "sobjects/Account", fields);
const trip = (fields: object) => asking("POST", "sobjects/Trip__c", fields);
const newAccount = ({ org }: Place): string => org.insert("Account", [{ Name: "Acme" }])[0] ?? "";
const about = (call: (id: string) => ReturnType<typeof asking>) => (place: Place) =>
  call(newAccount(place))(place);
/** Rows that the org's own rules refuse: `beforeSave` of the org answers with the code that the row's name begins with. */
const ruled = (code: string, words = "no"): Case["run"] => account({ Name: `${code}: ${words}` });

/** Values and rows that are refused. */
export const dataCases: readonly Case[] = [
  { remedy: "required-field-missing", run: account({}) },
  { remedy: "text-too-long", run: account({ Name: "x".repeat(256) }) },
  { remedy: "json-malformed", run: account({ Name: "x", NumberOfEmployees: "many" }) },
  { remedy: "value-not-of-field-type", run: loading("Account", [{ Name: "x", NumberOfEmployees: "many" }]) },
  { remedy: "number-out-of-range", run: trip({ Km__c: 1e9 }) },
  { remedy: "email-invalid", run: trip({ Mail__c: "nobody" }) },
  { remedy: "picklist-value", run: trip({ Kind__c: "Flight" }) },
  { remedy: "field-unknown", run: account({ Name: "x", Nothing__c: 1 }) },
  { remedy: "lookup-by-external-id-missing", run: trip({ Next__r: { Ext__c: "none" } }) },
  { remedy: "id-malformed", run: account({ Name: "x", ParentId: "nonsense" }) },
  { remedy: "lookup-no-access", run: account({ Name: "x", ParentId: "001000000000ZZZ" }) },
  {
    remedy: "reference-invalid",
    run: asUser((sf) =>
      sf.collections.update([{ Id: "001000000000ZZZAAA", Name: "x" }], { object: "Account" }),
    ),
  },
  { remedy: "record-not-found", run: asking("GET", "sobjects/Account/001000000000ZZZ") },
  {
    remedy: "record-deleted",
    run: about((id) =>
      asUser(async (sf) => {
        await sf.sobject("Account").delete(id);
        await sf.sobject("Account").delete(id);
      }),
    ),
  },
  {
    remedy: "duplicate-value",
    run: asUser(async (sf) => {
      await sf.sobject("Trip__c").create({ Ext__c: "same" });
      await sf.sobject("Trip__c").create({ Ext__c: "same" });
    }),
  },
  {
    remedy: "multiple-matches",
    run: asUser(async (sf) => {
      for (let i = 0; i < 2; i++) await sf.sobject("Trip__c").create({ Code__c: "twice" });
      await sf.sobject("Trip__c").upsert({ field: "Code__c", value: "twice" }, {});
    }),
  },
  {
    remedy: "duplicate-external-id",
    run: asUser(async (sf) => {
      for (let i = 0; i < 2; i++) await sf.sobject("Trip__c").create({ Code__c: "double" });
      return sf.collections.upsert([{ Code__c: "double" }], {
        object: "Trip__c",
        externalIdField: "Code__c",
      });
    }),
  },
  { remedy: "external-id-not-found", run: asking("PATCH", "sobjects/Account/Rid__c/1", { Name: "x" }) },
  { remedy: "not-an-external-id", run: ruled("INVALID_EXTERNAL_ID_FIELD_NAME") },
  {
    remedy: "name-taken",
    run: asUser(async (sf, { username }) =>
      sf.sobject("User").create({
        Username: username,
        LastName: "x",
        Alias: "x",
        CommunityNickname: "x",
        Email: "x@example.com",
        TimeZoneSidKey: "GMT",
        LocaleSidKey: "en_US",
        EmailEncodingKey: "UTF-8",
        LanguageLocaleKey: "en_US",
        ProfileId: (await sf.query<{ Id: string }>("SELECT Id FROM Profile LIMIT 1").first())?.Id,
      }),
    ),
  },
  {
    remedy: "delete-refused",
    run: asUser(async (sf, { org }) => {
      const [id = ""] = org.insert("Account", [{ Name: "Acme" }]);
      org.insert("Case", [{ Subject: "x", AccountId: id }]);
      await sf.sobject("Account").delete(id);
    }),
  },
  {
    remedy: "lead-converted",
    run: asUser(async (sf, { org }) => {
      const [id = ""] = org.insert("Lead", [{ LastName: "x", Company: "x", IsConverted: true }]);
      await sf.sobject("Lead").update(id, { LastName: "y" });
    }),
  },
  {
    remedy: "record-changed-meanwhile",
    run: about((id) =>
      asUser((sf) => sf.sobject("Account").update(id, { Site: "x" }, { ifUnmodifiedSince: new Date(0) })),
    ),
  },
  {
    remedy: "rolled-back-with-others",
    run: asUser((sf) =>
      sf.collections.create([{ Name: "good" }, {}], { object: "Account", allOrNone: true }),
    ),
  },
  {
    remedy: "composite-halted",
    run: asUser(async (sf) => {
      const { steps } = await sf.composite(
        (c) => ({ good: c.create("Account", { Name: "x" }), bad: c.create("Account", {}) }),
        { allOrNone: true },
      );
      return steps.good.ok ? undefined : steps.good.error;
    }),
  },
  { remedy: "collection-empty", run: asking("POST", "composite/sobjects", { records: [] }) },
  {
    remedy: "too-many-records",
    run: asking("DELETE", `composite/sobjects?ids=${Array(201).fill("001000000000001AAA").join(",")}`),
  },
  { remedy: "argument-missing", run: asking("GET", "sobjects/Account/updated") },
  { remedy: "json-malformed", run: asking("POST", "sobjects/Account", [1]) },
  {
    remedy: "request-envelope",
    run: asking("POST", "composite", {
      compositeRequest: Array(26).fill({
        method: "GET",
        url: "/services/data/v68.0/limits",
        referenceId: "same",
      }),
    }),
  },
  { remedy: "method-not-allowed", run: asking("PUT", "limits") },
  { remedy: "api-version-retired", run: asking("GET", "/services/data/v20.0/limits") },
  {
    remedy: "replication-window",
    run: asking("GET", "sobjects/Account/updated?start=2010-01-01T00:00:00Z&end=2010-01-02T00:00:00Z"),
  },
  { remedy: "file-too-large", run: ruled("FILE_SIZE_LIMIT_EXCEEDED") },
  { remedy: "validation-rule", run: ruled("FIELD_CUSTOM_VALIDATION_EXCEPTION") },
  { remedy: "row-locked", run: loading("Account", [{ Name: "UNABLE_TO_LOCK_ROW: busy" }]) },
  {
    remedy: "automation-row-locked",
    run: ruled("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "UNABLE_TO_LOCK_ROW"),
  },
];
