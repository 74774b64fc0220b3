import fc from "fast-check";
import { parseErrorBody, parseJobErrorMessage } from "kinetic-core";
import { describe, expect, it } from "vitest";

const NOT_FOUND = { errorCode: "NOT_FOUND", message: "gone" };
const FOUND = { code: "NOT_FOUND", message: "gone", fields: [] };

/** One body for each shape that Salesforce gives errors. */
const SHAPES: readonly (readonly [name: string, body: unknown, expected: readonly unknown[]])[] = [
  ["a REST array", [NOT_FOUND, { ...NOT_FOUND, fields: ["A"] }], [FOUND, { ...FOUND, fields: ["A"] }]],
  ["a single object", NOT_FOUND, [FOUND]],
  [
    "OAuth",
    { error: "invalid_grant", error_description: "inactive user" },
    [{ code: "invalid_grant", message: "inactive user", fields: [] }],
  ],
  [
    "OAuth without a description",
    { error: "unknown_error" },
    [{ code: "unknown_error", message: "", fields: [] }],
  ],
  [
    "extended details of a cursor",
    [
      {
        errorCode: "INVALID_QUERY_LOCATOR",
        message: "m",
        extendedErrorDetails: [{ extendedErrorCode: "QUERY_LOCATOR_EXPIRED" }, 7],
      },
    ],
    [{ code: "INVALID_QUERY_LOCATOR", message: "m", fields: [], extendedCodes: ["QUERY_LOCATOR_EXPIRED"] }],
  ],
  ...["duplicateResut", "duplicateResult"].map(
    (key) =>
      [
        key,
        [
          {
            [key]: {
              allowSave: true,
              matchResults: [{ matchRecords: [{ record: { Id: "003A" } }, { record: { Id: "003B" } }] }],
            },
            errorCode: "DUPLICATES_DETECTED",
            message: "Use one of these records?",
          },
        ],
        [
          {
            code: "DUPLICATES_DETECTED",
            message: "Use one of these records?",
            fields: [],
            duplicateIds: ["003A", "003B"],
          },
        ],
      ] as const,
  ),
  [
    "a composite answer",
    {
      compositeResponse: [
        { body: { id: "1", success: true, errors: [] }, httpStatusCode: 201, referenceId: "a" },
        { body: [NOT_FOUND], httpStatusCode: 404, referenceId: "b" },
        { body: null, httpStatusCode: 204, referenceId: "c" },
      ],
    },
    [{ ...FOUND, status: 404, referenceId: "b" }],
  ],
  [
    "one part of a composite answer",
    { body: [NOT_FOUND], httpHeaders: {}, httpStatusCode: 404, referenceId: "x" },
    [{ ...FOUND, status: 404, referenceId: "x" }],
  ],
  [
    "a graph answer",
    {
      graphs: [
        {
          graphId: "g",
          graphResponse: {
            compositeResponse: [{ body: [NOT_FOUND], httpStatusCode: 404, referenceId: "r" }],
          },
          isSuccessful: false,
        },
      ],
    },
    [{ ...FOUND, status: 404, referenceId: "r" }],
  ],
  [
    "a batch answer",
    {
      hasErrors: true,
      results: [
        { statusCode: 200, result: { message: "not an error" } },
        { statusCode: 404, result: [NOT_FOUND] },
      ],
    },
    [{ ...FOUND, status: 404 }],
  ],
  [
    "a tree answer",
    {
      hasErrors: true,
      results: [
        {
          referenceId: "r1",
          errors: [{ statusCode: "REQUIRED_FIELD_MISSING", message: "m", fields: ["Name"] }],
        },
      ],
    },
    [{ code: "REQUIRED_FIELD_MISSING", message: "m", fields: ["Name"], referenceId: "r1" }],
  ],
  [
    "a collection answer",
    [
      { id: "1", success: true, errors: [] },
      { success: false, errors: [{ statusCode: "STRING_TOO_LONG", message: "m", fields: [] }] },
    ],
    [{ code: "STRING_TOO_LONG", message: "m", fields: [] }],
  ],
  [
    "a published event",
    { id: "e0", success: true, errors: [{ statusCode: "OPERATION_ENQUEUED", message: "uuid", fields: [] }] },
    [],
  ],
  [
    "an invocable action",
    [
      {
        actionName: "x",
        errors: [{ statusCode: "FLOW_EXCEPTION", message: "m", fields: [] }],
        isSuccess: false,
      },
      { actionName: "x", errors: null, isSuccess: true },
    ],
    [{ code: "FLOW_EXCEPTION", message: "m", fields: [] }],
  ],
  [
    "the UI API",
    [
      {
        errorCode: "INVALID_INPUT",
        message: "general",
        enhancedErrorType: "RecordError",
        output: {
          errors: [],
          fieldErrors: { Name: [{ errorCode: "REQUIRED_FIELD_MISSING", field: "Name", message: "needed" }] },
        },
      },
    ],
    [
      { code: "INVALID_INPUT", message: "general", fields: [] },
      { code: "REQUIRED_FIELD_MISSING", message: "needed", fields: ["Name"] },
    ],
  ],
  [
    "GraphQL",
    {
      data: null,
      errors: [
        {
          message: "bad",
          paths: [],
          locations: [{ line: 1, column: 2 }],
          extensions: { ErrorType: "InvalidSyntax" },
        },
      ],
    },
    [{ code: "InvalidSyntax", message: "bad", fields: [] }],
  ],
  [
    "a failed Bulk job",
    { id: "750", state: "Failed", errorMessage: "InvalidBatch : InvalidBatch : Field name not found : X" },
    [{ code: "InvalidBatch", message: "Field name not found : X", fields: [] }],
  ],
  ["a running Bulk job", { id: "750", state: "InProgress", numberRecordsProcessed: 0 }, []],
  [
    "the older Bulk API in JSON",
    { exceptionCode: "InvalidJob", exceptionMessage: "no" },
    [{ code: "InvalidJob", message: "no", fields: [] }],
  ],
  ["an object with a message alone", { message: "odd" }, [{ message: "odd", fields: [] }]],
  ["null", null, []],
  ["a number", 42, []],
  ["an empty array", [], []],
  ["wrong types everywhere", [{ errorCode: 7, message: [], fields: "Name" }, "text", 1, null, [[]]], []],
  [
    "fields of wrong types",
    [{ errorCode: "X", message: 5, fields: [1, "A", null] }],
    [{ code: "X", message: "", fields: ["A"] }],
  ],
  ["a list of URLs (300)", ["/a", "/b"], []],
];

describe("parseErrorBody", () => {
  it.each(SHAPES)("reads %s", (_name, body, expected) => {
    expect(parseErrorBody(JSON.stringify(body))).toEqual(expected);
    expect(parseErrorBody(`\uFEFF \n${JSON.stringify(body, null, 2)}\n`)).toEqual(expected);
  });

  it.each([
    ["", []],
    ["  \n", []],
    ["Bad_OAuth_Token", [{ code: "Bad_OAuth_Token", message: "Bad_OAuth_Token", fields: [] }]],
    ['"Bad_OAuth_Token"', [{ code: "Bad_OAuth_Token", message: "Bad_OAuth_Token", fields: [] }]],
    ["plain words", [{ message: "plain words", fields: [] }]],
    ["<html><body>Down</body></html>", []],
    ["<!-- x --> <!DOCTYPE html><title>Down</title>", []],
    [
      '[{"message":"No such column \\"X\\"","errorCode":"INVALID_FIELD","fie',
      [{ code: "INVALID_FIELD", message: 'No such column "X"', fields: [] }],
    ],
    ['[{"errorCode":"INVALID_FIELD","message":"No su', [{ code: "INVALID_FIELD", message: "", fields: [] }]],
    ['{"id":"001', []],
    [
      '<?xml version="1.0"?><soapenv:Envelope><soapenv:Body><soapenv:Fault><faultcode>sf:INVALID_LOGIN</faultcode><faultstring>INVALID_LOGIN: Invalid &lt;user&gt;</faultstring></soapenv:Fault></soapenv:Body></soapenv:Envelope>',
      [{ code: "INVALID_LOGIN", message: "INVALID_LOGIN: Invalid <user>", fields: [] }],
    ],
    [
      '<error xmlns="http://www.force.com/2009/06/asyncapi/dataload"><exceptionCode>InvalidBatch</exceptionCode><exceptionMessage>Records not processed</exceptionMessage></error>',
      [{ code: "InvalidBatch", message: "Records not processed", fields: [] }],
    ],
    ["<Errors><Error><errorCode>NOT_FOUND</errorCode><message>gone</message></Error></Errors>", [FOUND]],
    ["<odd/>", []],
  ])("reads the text %j", (body, expected) => {
    expect(parseErrorBody(body)).toEqual(expected);
  });

  it("is total over JSON of any shape that uses the known names", () => {
    const key = fc.constantFrom(
      "errors",
      "results",
      "compositeResponse",
      "graphs",
      "graphResponse",
      "output",
      "fieldErrors",
      "body",
      "result",
      "statusCode",
      "httpStatusCode",
      "errorCode",
      "message",
      "fields",
      "extensions",
      "extendedErrorDetails",
      "duplicateResut",
      "matchResults",
      "error",
      "state",
      "errorMessage",
      "__proto__",
      "referenceId",
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 6 },
        fc.constantFrom(null, true, 404, "X", "", "Failed"),
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(key, tie("value"), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(value, (json) => {
        for (const error of parseErrorBody(JSON.stringify(json))) {
          expect(typeof error.message).toBe("string");
          expect(error.fields.every((field) => typeof field === "string")).toBe(true);
        }
      }),
    );
  });

  it("is total over text cut anywhere", () => {
    const whole = SHAPES.map(([, body]) => JSON.stringify(body));
    for (const text of whole) {
      for (let end = 0; end < text.length; end += 1)
        expect(Array.isArray(parseErrorBody(text.slice(0, end)))).toBe(true);
    }
  });

  it("stays bounded on hostile bodies", () => {
    const deep = `${"[".repeat(200_000)}${"]".repeat(200_000)}`;
    const wide = `[${'{"errorCode":"X"},'.repeat(50_000)}{}]`;
    const started = performance.now();
    expect(parseErrorBody(deep)).toEqual([]);
    expect(parseErrorBody(wide)).toHaveLength(2000);
    expect(parseErrorBody(`{"message":"${"\\\\".repeat(500_000)}`)).toEqual([]);
    expect(parseErrorBody("<".repeat(500_000))).toEqual([]);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

describe("parseJobErrorMessage", () => {
  it.each([
    [
      "InvalidBatch : InvalidBatch : Field name not found : Employees",
      "InvalidBatch",
      "Field name not found : Employees",
    ],
    [
      "ClientInputError : LineEnding is invalid on user data. Current LineEnding setting is LF",
      "ClientInputError",
      "LineEnding is invalid on user data. Current LineEnding setting is LF",
    ],
    ["ExceededQuota : ApiBatchItems Limit exceeded.", "ExceededQuota", "ApiBatchItems Limit exceeded."],
    ["InvalidBatch : InvalidBatch", "InvalidBatch", "InvalidBatch"],
    ["Something odd happened", undefined, "Something odd happened"],
    ["Two words : and more", undefined, "Two words : and more"],
    ["", undefined, ""],
  ])("reads %j", (text, code, message) => {
    expect(parseJobErrorMessage(text)).toEqual({
      ...(code === undefined ? {} : { code }),
      message,
      fields: [],
    });
  });
});
