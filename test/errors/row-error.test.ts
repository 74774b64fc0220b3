import fc from "fast-check";
import { parseRowError, recordError, redact, withRemediations } from "kinetic-core";
import { describe, expect, it } from "vitest";

describe("parseRowError", () => {
  it.each([
    [
      "REQUIRED_FIELD_MISSING:Required fields are missing: [LastName]:LastName --",
      {
        code: "REQUIRED_FIELD_MISSING",
        message: "Required fields are missing: [LastName]",
        fields: ["LastName"],
      },
    ],
    [
      "INVALID_FIELD:Failed to deserialize field at col 3. Due to, '12:30' is not a valid value for the type xsd:date:CloseDate --",
      {
        code: "INVALID_FIELD",
        message:
          "Failed to deserialize field at col 3. Due to, '12:30' is not a valid value for the type xsd:date",
        fields: ["CloseDate"],
      },
    ],
    [
      "ENTITY_IS_DELETED:entity is deleted:--",
      { code: "ENTITY_IS_DELETED", message: "entity is deleted", fields: [] },
    ],
    [
      "ENTITY_IS_DELETED:entity is deleted: --",
      { code: "ENTITY_IS_DELETED", message: "entity is deleted", fields: [] },
    ],
    ["X_Y:a:First__c,Last__c --", { code: "X_Y", message: "a", fields: ["First__c", "Last__c"] }],
    ["X_Y:a:ns__A__c, Owner.Email --", { code: "X_Y", message: "a", fields: ["ns__A__c", "Owner.Email"] }],
    [
      "FIELD_CUSTOM_VALIDATION_EXCEPTION:Pick one: a, b -- or c:Type --",
      { code: "FIELD_CUSTOM_VALIDATION_EXCEPTION", message: "Pick one: a, b -- or c", fields: ["Type"] },
    ],
    [
      "FIELD_CUSTOM_VALIDATION_EXCEPTION:see https://example.org/x y",
      { code: "FIELD_CUSTOM_VALIDATION_EXCEPTION", message: "see https://example.org/x y", fields: [] },
    ],
    ["STRING_TOO_LONG", { code: "UNKNOWN", message: "STRING_TOO_LONG", fields: [] }],
    ["something: odd", { code: "something", message: "odd", fields: [] }],
    ["", { code: "UNKNOWN", message: "", fields: [] }],
    [":::", { code: "UNKNOWN", message: ":::", fields: [] }],
    ["two words: and more", { code: "UNKNOWN", message: "two words: and more", fields: [] }],
  ])("reads %j", (text, expected) => {
    expect(parseRowError(text)).toMatchObject(expected);
  });

  it.each([
    ["UNABLE_TO_LOCK_ROW:unable to obtain exclusive access to this record or 1 records: 0015g0:--", true],
    ["TooManyLockFailure:x:--", true],
    ["CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY:T: BeforeInsert: UNABLE_TO_LOCK_ROW, unable to obtain:--", true],
    ["UNKNOWN_EXCEPTION:An unexpected error occurred. ErrorId: 1-2 (3):--", true],
    ["SERVER_UNAVAILABLE:busy:--", true],
    ["REQUIRED_FIELD_MISSING:x:LastName --", false],
    ["STORAGE_LIMIT_EXCEEDED:storage limit exceeded:--", false],
    ["DUPLICATE_VALUE:duplicate value found:--", false],
    ["ALL_OR_NONE_OPERATION_ROLLED_BACK:rolled back:--", false],
    ["", false],
  ])("tells whether %j may be sent again unchanged", (text, transient) => {
    expect(parseRowError(text).transient).toBe(transient);
  });

  it("gives advice for the code and the message", () => {
    expect(
      parseRowError("INVALID_FIELD:Foreign key external ID: x not found for field E__c:E__c --").remediation
        .id,
    ).toBe("lookup-by-external-id-missing");
    const catalogue = withRemediations({ replace: { "row-locked": { summary: "Nochmals senden." } } });
    expect(parseRowError("UNABLE_TO_LOCK_ROW:x:--", catalogue).remediation.summary).toBe("Nochmals senden.");
  });

  it("is total, frozen, and loses no text", () => {
    const part = fc.oneof(fc.string(), fc.constantFrom(":", " --", "CODE", "A__c", ",", "é", "\u0000"));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const text = parts.join("");
        // What looks like a secret is taken out, and then the text is another one.
        fc.pre(redact(text) === text);
        const error = parseRowError(text);
        expect(Object.isFrozen(error)).toBe(true);
        expect(error.code).not.toBe("");
        expect(error.remediation.summary).not.toBe("");
        expect(text).toContain(error.message);
      }),
    );
  });

  it("reads back any code, message and fields in the documented form", () => {
    const code = fc.stringMatching(/^[A-Z][A-Z_]{1,30}$/);
    const field = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_]{0,20}$/);
    const message = fc.stringMatching(/^[a-z][a-z: '.,]{0,40}[a-z]$/);
    fc.assert(
      fc.property(code, message, fc.array(field, { minLength: 1, maxLength: 3 }), (one, two, three) => {
        expect(parseRowError(`${one}:${two}:${three.join(",")} --`)).toMatchObject({
          code: one,
          message: two,
          fields: three,
        });
      }),
    );
  });
});

describe("recordError", () => {
  it("takes the record's own fault before one that it shares", () => {
    const error = recordError([
      { statusCode: "ALL_OR_NONE_OPERATION_ROLLED_BACK", message: "rolled back", fields: [] },
      {
        statusCode: "REQUIRED_FIELD_MISSING",
        message: "Required fields are missing: [Name]",
        fields: ["Name"],
      },
      { statusCode: "STRING_TOO_LONG", message: "too long", fields: ["Name", "Fax"] },
    ]);
    expect(error).toMatchObject({
      code: "REQUIRED_FIELD_MISSING",
      fields: ["Name", "Fax"],
      transient: false,
    });
    expect(error.remediation.id).toBe("required-field-missing");
  });

  it("takes errorCode too, and is total", () => {
    expect(recordError([{ errorCode: "NOT_FOUND", message: "gone" }])).toMatchObject({
      code: "NOT_FOUND",
      message: "gone",
    });
    expect(recordError([])).toMatchObject({ code: "UNKNOWN", message: "", fields: [] });
    expect(recordError([{}])).toMatchObject({ code: "UNKNOWN" });
  });

  it("redacts the message", () => {
    expect(recordError([{ statusCode: "X", message: "got client_secret=canary" }]).message).not.toContain(
      "canary",
    );
  });

  it.each(["duplicateResut", "duplicateResult"])(
    "names the records that a duplicate rule matched: %s",
    (name) => {
      const matched = {
        matchResults: [{ matchRecords: [{ record: { Id: "003A" } }, { record: { Id: "003B" } }] }],
      };
      const entry = { statusCode: "DUPLICATES_DETECTED", message: "Use one of these", [name]: matched };
      expect(recordError([entry])).toMatchObject({
        code: "DUPLICATES_DETECTED",
        duplicateIds: ["003A", "003B"],
      });
      expect(recordError([{ statusCode: "DUPLICATE_VALUE" }])).not.toHaveProperty("duplicateIds");
    },
  );
});
