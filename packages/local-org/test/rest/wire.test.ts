import type { LocalOrg, ObjectSpec } from "kinetic-local-org";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Answer, type Call, caller, startOrg } from "../api.ts";
import { hasWire, readWire, shapeOf, type WireRecord } from "../wire.ts";

const OBJECTS: readonly ObjectSpec[] = [
  {
    name: "__CUSTOM_OBJECT_NAME____c",
    keyPrefix: "a1e",
    fields: [{ name: "ExternalId__c", type: "string", length: 40, externalId: true, unique: true }],
  },
  {
    name: "CustomObject__c",
    keyPrefix: "a0c",
    fields: [
      { name: "Friend__c", type: "reference", referenceTo: ["Contact"], relationshipName: "Friend__r" },
      { name: "SynchronizationId__c", type: "string", length: 40 },
    ],
  },
  {
    name: "CustomObjectDetail__c",
    keyPrefix: "a0d",
    fields: [
      {
        name: "CustomObject__c",
        type: "reference",
        referenceTo: ["CustomObject__c"],
        relationshipName: "CustomObject__r",
        relationshipOrder: 0,
        cascadeDelete: true,
        nillable: false,
      },
    ],
  },
  { name: "Spaceship__c", fields: [{ name: "Website__c", type: "url", nillable: false }] },
  { name: "Movie__c", keyPrefix: "a0m", fields: [{ name: "ReleaseDate__c", type: "date" }] },
  { name: "Account", fields: [{ name: "email_field__c", label: "email_field", type: "email" }] },
  {
    name: "Contact",
    fields: [
      { name: "email_field__c", label: "email field", type: "email" },
      { name: "checkbox_field__c", type: "boolean" },
    ],
  },
];

/** Rows that must be there before a request can be made again, by object. */
const REQUIRED: Readonly<Record<string, Record<string, unknown>>> = {
  Account: { Name: "x" },
  Campaign: { Name: "x" },
  Contact: { LastName: "x" },
  ContentVersion: { PathOnClient: "a.bin", VersionData: "AAEC" },
  Lead: { LastName: "x", Company: "x" },
  PermissionSet: { Name: "x", Label: "x" },
};

/** Recordings that are not made again, and why. */
const ALLOWED: Readonly<Record<string, string>> = {
  "rec-oauth-ok-012": "the username-password flow is blocked, as it is by default in every org since 2023",
  "rec-describe-014": "held to it in test/schema/describe.test.ts, in a newer version",
  "rec-describe-027": "of an org with its own objects",
  "rec-describe-028": "of an org with its own objects",
  "eli-crud-read-003": "the recorder changed the id in the path",
};

const AREAS =
  /^(?:rec|eli)-(?:crud|collections|upsert|read-by|delete-by|describe|oauth|identity|replication|blob|recordCount)/;

let org: LocalOrg;
let call: Call;
const records: readonly WireRecord[] = hasWire
  ? [...readWire("recorded").values(), ...readWire("recorded-elided").values()].filter(({ id }) =>
      AREAS.test(id),
    )
  : [];
const tally = { matched: 0, allowed: 0 };

beforeAll(async () => {
  ({ org } = await startOrg({
    apiVersions: { min: 26, max: 68 },
    objects: OBJECTS,
    users: [{ username: "admin@example.com" }, { username: "old@example.com", passwordExpired: true }],
  }));
});
afterAll(async () => {
  await org.close();
  if (hasWire)
    console.log(`recorded records, describes and tokens: ${tally.matched} matched, ${tally.allowed} allowed`);
});

const ID = /\b[a-zA-Z0-9]{15}(?:[A-Z0-5]{3})?\b/g;
const pathOf = (record: WireRecord): string =>
  record.request.url
    .replace(/^https?:\/\/[^/]+/, "")
    .replace(/\/v(?:XX|xx)\.0/, "/v60.0")
    .replaceAll("%2C", ",");
const bodyOf = (record: WireRecord): string =>
  typeof record.request.body === "string" ? record.request.body : "";

/** The object whose rows the ids of a request name. */
function objectOf(record: WireRecord, id: string): string | undefined {
  const path = pathOf(record);
  const named = /\/sobjects\/([A-Za-z_]\w+)/.exec(path)?.[1];
  if (named !== undefined && path.includes(id)) return org.schema.object(named)?.name;
  const known: Record<string, string> = { a00: "CustomObject__c", "00D": "Organization", "005": "User" };
  return known[id.slice(0, 3)] ?? org.schema.byPrefix(id)?.name;
}

/** Puts a row in the place of every id that a request names, and returns the request with our ids. */
function arrange(record: WireRecord): { path: string; body: string } {
  let path = pathOf(record);
  let body = bodyOf(record).replace("__USER_ID__", org.userId);
  const missing = /NOT_FOUND/.test(String(record.response.body ?? ""));
  for (const id of new Set(`${path} ${body}`.match(ID) ?? [])) {
    const object = objectOf(record, id);
    if (object === undefined || missing) continue;
    const ours = rowFor(record, object);
    path = path.replaceAll(id, ours);
    body = body.replaceAll(id, ours);
  }
  return { path, body };
}

function rowFor(record: WireRecord, object: string): string {
  if (object === "User") return org.userId;
  if (object === "Organization") return org.organizationId;
  const converted = record.id === "rec-collections-017" ? { IsConverted: true } : {};
  const [id] = org.insert(object, [{ ...(REQUIRED[object] ?? {}), ...converted }]);
  if (/ENTITY_IS_DELETED/.test(String(record.response.body)))
    org.store.delete(object, id!, { userId: org.userId });
  return id!;
}

/** What else has to be there for some of the recordings. */
const MORE: Readonly<Record<string, (body: string) => void>> = {
  "rec-collections-015": (body) => {
    const [first] = (JSON.parse(body) as { records: Record<string, unknown>[] }).records;
    org.insert("CampaignMember", [first!]);
  },
  "rec-replication-002": () => void custom("k"),
  "rec-delete-by-external-id-001": () => void custom("external_id"),
  "rec-read-by-external-id-003": () => void custom("external_id"),
  "rec-read-by-external-id-004": () => void custom("upsert_external_insert"),
  "rec-upsert-006": () => void custom("external_id"),
  "eli-collections-004": () => void org.insert("Contact", [{ LastName: "x", Email: "user24@example.com" }]),
  "eli-recordCount-001": () => void org.insert("Account", [{ Name: "x" }]),
};

function custom(key: string): void {
  org.insert("__CUSTOM_OBJECT_NAME____c", [{ Name: "x", ExternalId__c: key }]);
}

function contentType(record: WireRecord, body: string): Record<string, string> {
  if (body === "") return {};
  return {
    "content-type": record.id.startsWith("rec-oauth")
      ? "application/x-www-form-urlencoded"
      : "application/json",
  };
}

function tokenFor(record: WireRecord): string | null {
  const text = String(record.response.body ?? "");
  if (text.includes("INVALID_SESSION_ID")) return "00D000000000001!stale";
  if (text.includes("EXPIRED_PASSWORD")) return org.accessToken("old@example.com");
  return org.accessToken();
}

async function send(record: WireRecord): Promise<Answer> {
  org.reset();
  call = caller(org);
  if (record.id === "rec-oauth-ok-002") return refresh();
  if (record.id === "rec-identity-001") return call("GET", `/id/${org.organizationId}/${org.userId}`);
  const { path, body } = arrange(record);
  MORE[record.id]?.(body);
  const hasBody = !["GET", "DELETE"].includes(record.request.method) && body !== "";
  const options = {
    token: tokenFor(record),
    ...(hasBody ? { body, headers: contentType(record, body) } : {}),
  };
  const shifted = path.replace(/start=[^&]+&end=.*/, "start=2026-11-22T10:20:00Z&end=2026-11-22T10:21:00Z");
  return call(record.request.method, shifted, options);
}

function refresh(): Promise<Answer> {
  const form = { grant_type: "refresh_token", refresh_token: org.refreshToken(), client_id: org.clientId };
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  return call("POST", "/services/oauth2/token", {
    token: null,
    body: new URLSearchParams(form).toString(),
    headers,
  });
}

const HEADERS = [
  "content-type",
  "location",
  "sforce-limit-info",
  "www-authenticate",
  "etag",
  "last-modified",
] as const;

/** Which of the telling headers are there, and the content type as it is. */
function present(get: (name: string) => string | null | undefined): Record<string, unknown> {
  return Object.fromEntries(
    HEADERS.map((name) => [
      name,
      name === "content-type" ? (get(name)?.replace("; ", ";") ?? null) : get(name) != null,
    ]),
  );
}

function recordedHeaders(record: WireRecord): Record<string, unknown> {
  const lower = new Map(
    Object.entries(record.response.headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return present((name) => lower.get(name));
}

const json = (text: string): unknown => JSON.parse(text) as unknown;
const withoutIds = (text: string): string => text.replace(ID, "ID");

/** The kinds of the values that both have: null fits everything. */
function kinds(value: unknown, other: Record<string, unknown>): Record<string, string> {
  const entries = Object.entries(value as Record<string, unknown>).filter(
    ([key, inner]) => key in other && inner !== null && other[key] !== null,
  );
  return Object.fromEntries(
    entries.map(([key, inner]) => [key, Array.isArray(inner) ? "array" : typeof inner]),
  );
}

/** Holds the body of a read to the recorded one, as far as both know the same members. */
function expectMembers(ours: Record<string, unknown>, theirs: Record<string, unknown>): void {
  expect(kinds(ours, theirs)).toEqual(kinds(theirs, ours));
  if ("attributes" in theirs) expect(Object.keys(ours)[0]).toBe("attributes");
  const shared = Object.keys(theirs).filter((key) => key in ours);
  expect(shared.length).toBeGreaterThan(0);
}

function expectBody(answer: Answer, record: WireRecord): void {
  const { body } = record.response;
  if (typeof body !== "string" || body === "") {
    if (typeof body !== "object" || body === null) expect(answer.text).toBe("");
    return;
  }
  const theirs = json(body);
  if (record.response.status >= 400) expect(json(withoutIds(answer.text))).toEqual(json(withoutIds(body)));
  else if (/describe|read-\d|identity|oauth/.test(record.id)) {
    expectMembers(answer.json as Record<string, unknown>, theirs as Record<string, unknown>);
  } else if (/collections/.test(record.id)) {
    // Every row has a fate of its own: errors word for word, ids by their shape.
    expect(json(withoutIds(answer.text))).toEqual(json(withoutIds(body)));
  } else expect(shapeOf(answer.json)).toEqual(shapeOf(theirs));
}

/** Headers that those versions did not have yet, or that the recorder left out. */
const OTHER_HEADERS: readonly (readonly [RegExp, readonly string[], string])[] = [
  [
    /describe/,
    ["etag", "last-modified"],
    "the recordings have them now and then; here every describe has them",
  ],
  [/crud-read|read-by/, ["etag", "last-modified"], "recorded where Salesforce had them, not in 2014"],
  [/blob/, ["content-type"], "bytes"],
];

function expectHeaders(answer: Answer, record: WireRecord): void {
  const names = OTHER_HEADERS.filter(([pattern]) => pattern.test(record.id)).flatMap(([, list]) => list);
  const drop = (headers: Record<string, unknown>): Record<string, unknown> =>
    Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));
  expect(drop(present((name) => answer.headers.get(name)))).toEqual(drop(recordedHeaders(record)));
}

describe.skipIf(!hasWire)("recorded records, describes and tokens (skipped without ../shared/wire)", () => {
  it.each(records.filter(({ id }) => !(id in ALLOWED)).map((record) => [record.id, record] as const))(
    "%s",
    async (_id, record) => {
      const answer = await send(record);
      expect([answer.status, answer.text.slice(0, 300)]).toEqual([record.response.status, expect.anything()]);
      expectBody(answer, record);
      if (record.fidelity.startsWith("wire-full")) expectHeaders(answer, record);
      tally.matched++;
    },
  );

  it("leaves out nothing without a reason", () => {
    const ids = new Set(records.map((record) => record.id));
    for (const [id, reason] of Object.entries(ALLOWED)) {
      expect([id, ids.has(id), reason.length > 10]).toEqual([id, true, true]);
      tally.allowed++;
    }
  });
});
