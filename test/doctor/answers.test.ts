import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type DoctorSubject, diagnose } from "../../src/doctor/index.ts";
import { NotFoundError } from "../../src/errors/index.ts";

const userId = "005000000000001AAA";

/** A client that somebody signed in with, whose calls are answered by any JSON. */
function answeredBy(next: () => unknown): DoctorSubject {
  return {
    login: { flow: "access-token" },
    signIn: async () => ({ instanceUrl: "https://example.my.salesforce.com", userId }),
    userInfo: async () => next(),
    skewMs: () => 0,
    apiVersion: async () => "68.0",
    get: async () => next(),
    query: async () => [next()],
    describe: async () => next(),
    probeIngest: async () => undefined,
    missing: (message) => new NotFoundError(message),
  };
}

/** JSON, among it such that comes near what the org answers. */
const member = fc.constantFrom(
  "Id",
  "Name",
  "name",
  "fields",
  "version",
  "Max",
  "Profile",
  "Username",
  "user_id",
);
const near = fc.letrec((tie) => ({
  value: fc.oneof(fc.jsonValue(), fc.array(tie("value"), { maxLength: 2 }), tie("members")),
  members: fc.dictionary(member, fc.oneof(fc.string(), tie("value")), { maxKeys: 5 }),
}));

/** What passes for a describe, with anything else in it: what the checks of objects and fields rest on. */
const described = fc
  .tuple(fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }), near.members, fc.array(near.members))
  .map(([[queryable, createable, updateable, deletable], rest, fields]) => ({
    ...(rest as object),
    ...{ name: "Account", queryable, createable, updateable, deletable },
    fields: [{ name: "Name" }, ...fields.map((field) => ({ ...(field as object), name: "Site" }))],
  }));

describe("a diagnosis", () => {
  it("is made whatever JSON answers in place of the org", async () => {
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(near.value), fc.option(described), async (answers, describe) => {
        const next = () => answers.next().value;
        const subject = answeredBy(next);
        const answered = describe === null ? subject : { ...subject, describe: async () => describe };
        const objects = [
          { object: "Account", access: ["read", "edit", "viewAll"], fields: ["Name", "Site"] },
        ] as const;
        const { checks } = await diagnose(answered, { objects }, () => 0);
        for (const { evidence, verdict, remedy } of checks) {
          expect(evidence).not.toBe("");
          expect(evidence).not.toContain("undefined");
          expect(remedy === undefined).toBe(verdict === "pass" || verdict === "skip");
        }
      }),
      { numRuns: 150 },
    );
  });

  // A describe of none of whose flags anything was said once led to "the user may not see …: undefined".
  it.each([null, 1, "", [[]], {}, { unexpected: true }, { name: "Account", fields: [] }])(
    "finds that %j is no answer",
    async (body) => {
      const subject = answeredBy(() => body);
      const { verdict, checks } = await diagnose(subject, { objects: ["Account"] }, () => 0);
      expect(verdict).toBe("fail");
      for (const id of ["org", "user", "api-version", "limit DailyApiRequests", "object Account"]) {
        const found = checks.find((check) => check.id === id);
        expect(found, id).toMatchObject({ verdict: "fail", remedy: { id: "unexpected-response" } });
        expect(found?.evidence, id).toContain("not what");
      }
    },
  );
});
