import type { Exchange } from "./exchanges.ts";
import type { Outgoing, Stage } from "./stage.ts";

/** Rows that must be there before a request can be made again, by object. */
const REQUIRED: Readonly<Record<string, Record<string, unknown>>> = {
  Account: { Name: "x" },
  Campaign: { Name: "x" },
  Contact: { LastName: "x" },
  Custom_Object__c: { Name: "x" },
  ContentVersion: { PathOnClient: "a.bin", VersionData: "AAEC" },
  Franchise__c: { Name: "x" },
  Lead: { LastName: "x", Company: "x" },
  Movie__c: { Name: "x" },
  PermissionSet: { Name: "x", Label: "x" },
};

const describing = (object: string): unknown => ({
  compositeRequest: [
    { method: "GET", url: `/services/data/v60.0/sobjects/${object}/describe`, referenceId: object },
  ],
});

/** Requests whose body was not recorded, and that their answer tells. */
const BODIES: Readonly<Record<string, unknown>> = {
  "hand-composite-003": describing("Account"),
  "hand-composite-004": describing("TestObject15__c"),
  "hand-crud-create-002": { Name: "x" },
  "hand-crud-create-004": { Name: "x" },
  "hand-crud-create-006": { AssigneeId: "005ak000005hvjJAAQ", PermissionSetId: "0PSak00000M9uBBGAZ" },
  "hand-crud-create-007": { Name: "x", AccountNumer: "1" },
  "hand-crud-update-001": { Name: "y" },
  "hand-crud-update-002": { MasterRecordId: "001000000000001AAA" },
  "hand-collections-001": {
    allOrNone: true,
    records: [
      { attributes: { type: "Contact" }, FirstName: "a" },
      { attributes: { type: "Contact" }, LastName: "b" },
    ],
  },
  "hand-collections-004": {
    allOrNone: true,
    records: [
      { attributes: { type: "Contact" }, id: "003ak00000luKU1AAM", LastName: "a" },
      { attributes: { type: "Contact" }, id: "003ak00000luKU2AAM", unknownField_LastName: "b" },
    ],
  },
  "hand-collections-006": { allOrNone: true, records: [] },
};

const ID = /\b[a-zA-Z0-9]{15}(?:[A-Z0-5]{3})?\b/g;
const PREFIXES: Readonly<Record<string, string>> = {
  a00: "CustomObject__c",
  "00D": "Organization",
  "005": "User",
};

/** The object whose rows an id of a request names. */
function objectOf(stage: Stage, text: string, id: string): string | undefined {
  const { schema } = stage.org;
  const named = new RegExp(`/sobjects/([A-Za-z_]\\w+)/${id}`).exec(text)?.[1];
  if (named !== undefined) return schema.object(named)?.name;
  return PREFIXES[id.slice(0, 3)] ?? schema.byPrefix(id)?.name;
}

function rowFor(stage: Stage, exchange: Exchange, object: string): string {
  const { org } = stage;
  if (object === "User") return org.userId;
  if (object === "Organization") return org.organizationId;
  const converted = exchange.answer.includes("CANNOT_UPDATE_CONVERTED_LEAD") ? { IsConverted: true } : {};
  const data = exchange.binary ? { VersionData: exchange.answer } : {};
  const [id = ""] = org.insert(object, [{ ...(REQUIRED[object] ?? {}), ...converted, ...data }]);
  if (exchange.answer.includes("ENTITY_IS_DELETED")) org.store.delete(object, id, { userId: org.userId });
  return id;
}

/** Puts a row in the place of every id that a request names, and returns the text with our ids. */
function withRows(stage: Stage, exchange: Exchange, text: string): string {
  const missing = /"NOT_FOUND"/.test(exchange.answer) || exchange.fidelity === "no rows";
  let ours = text;
  for (const id of new Set(text.match(ID) ?? [])) {
    const object = objectOf(stage, text, id);
    if (!stage.known.has(id) && object !== undefined && !missing) {
      stage.known.set(id, rowFor(stage, exchange, object));
    }
    ours = ours.replaceAll(id, stage.known.get(id) ?? id);
  }
  return ours;
}

const custom = (stage: Stage, key: string): void =>
  void stage.org.insert("Custom_Object__c", [{ Name: "x", ExternalId__c: key }]);

/** What else has to be there for some of the recordings. */
const MORE: Readonly<Record<string, (stage: Stage, body: string) => void>> = {
  "rec-collections-015": (stage, body) => {
    const [first] = (JSON.parse(body) as { records: Record<string, unknown>[] }).records;
    if (first) stage.org.insert("CampaignMember", [first]);
  },
  "hand-replication-001": ({ org }) => {
    const [id = ""] = org.insert("Whizbang", [{ Name: "x" }]);
    org.store.delete("Whizbang", id, { userId: org.userId });
  },
  "rec-replication-002": (stage) => custom(stage, "k"),
  "rec-delete-by-external-id-001": (stage) => custom(stage, "external_id"),
  "rec-read-by-external-id-003": (stage) => custom(stage, "external_id"),
  "rec-read-by-external-id-004": (stage) => custom(stage, "upsert_external_insert"),
  "rec-upsert-006": (stage) => custom(stage, "external_id"),
  "eli-collections-004": (stage) =>
    void stage.org.insert("Contact", [{ LastName: "x", Email: "user24@example.com" }]),
  "hand-crud-create-006": (stage, body) =>
    void stage.org.insert("PermissionSetAssignment", [JSON.parse(body) as Record<string, unknown>]),
  "eli-recordCount-001": (stage) => void stage.org.insert("Account", [{ Name: "x" }]),
};

function tokenFor(stage: Stage, exchange: Exchange): string | undefined {
  if (exchange.answer.includes("INVALID_SESSION_ID")) return "00D000000000001!stale";
  if (exchange.answer.includes("EXPIRED_PASSWORD")) return stage.org.accessToken("old@example.com");
  return undefined;
}

/** Makes the org such that a recorded request has its recorded effect, and returns that request with our ids. */
export function prepareRecords(stage: Stage, exchange: Exchange): Outgoing {
  const { id, method } = exchange;
  const given = id in BODIES && exchange.body === "" ? JSON.stringify(BODIES[id]) : exchange.body;
  const asked = exchange.path.replaceAll("%2C", ",").replace("/ORGID", `/${stage.org.organizationId}`);
  const path = withRows(stage, exchange, asked.replace(/\/deleted$/, "/deleted?start=&end="));
  const body = withRows(stage, exchange, given.replaceAll("__USER_ID__", stage.org.userId));
  MORE[id]?.(stage, body);
  const shifted = path.replace(/start=[^&]*&end=.*/, "start=2026-11-22T10:20:00Z&end=2026-11-22T10:21:00Z");
  const hasBody = !["GET", "DELETE"].includes(method) && body !== "";
  return { method, path: shifted, token: tokenFor(stage, exchange), body: hasBody ? body : undefined };
}
