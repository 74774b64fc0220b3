import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SoqlError } from "../../src/soql/errors.ts";
import type { Store } from "../../src/store/types.ts";
import { compile, openOrg } from "./fixture.ts";

let store: Store;
beforeAll(() => {
  store = openOrg();
});
afterAll(() => store.close());

function refusal(soql: string): { code: string; message: string } {
  try {
    compile(store, soql);
  } catch (error) {
    if (!(error instanceof SoqlError)) throw error;
    return { code: error.errorCode, message: error.message };
  }
  throw new Error(`${soql} was accepted`);
}

const HINT = "Please reference your WSDL or the describe call for the appropriate names.";
const noColumn = (name: string, entity: string): string =>
  `No such column '${name}' on entity '${entity}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. ${HINT}`;
const noType = (name: string): string =>
  `sObject type '${name}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. ${HINT}`;

describe("the words of Salesforce's refusals", () => {
  it("points at a column that does not exist", () => {
    expect(refusal("SELECT Bacon__c FROM Account LIMIT 2")).toEqual({
      code: "INVALID_FIELD",
      message: `\nSELECT Bacon__c FROM Account LIMIT 2\n       ^\nERROR at Row:1:Column:8\n${noColumn("Bacon__c", "Account")}`,
    });
  });

  it("points at an object that does not exist, also when a column has its name", () => {
    expect(refusal("SELECT Xyzzy FROM Xyzzy")).toEqual({
      code: "INVALID_TYPE",
      message: `\nSELECT Xyzzy FROM Xyzzy\n                  ^\nERROR at Row:1:Column:19\n${noType("Xyzzy")}`,
    });
    expect(refusal("select count() from XYZZY").message).toBe(
      `\nselect count() from XYZZY\n                    ^\nERROR at Row:1:Column:21\n${noType("XYZZY")}`,
    );
  });

  it("shows thirty characters around the mistake, rounded to whole words", () => {
    expect(refusal("SELECT Id,Name,BillingCity,IsDeleted FROM Accout").message).toBe(
      `\nName,BillingCity,IsDeleted FROM Accout\n                                ^\nERROR at Row:1:Column:43\n${noType("Accout")}`,
    );
    expect(refusal("SELECT Id, ApiName, Status FROM Opportunity WHERE Name = 'x'").message).toContain(
      "\nSELECT Id, ApiName, Status FROM Opportunity\n           ^\nERROR at Row:1:Column:12\n",
    );
  });

  it("counts rows and columns over line breaks", () => {
    expect(refusal("SELECT Id\nFROM Account\nWHERE Nope = 1").message).toContain("ERROR at Row:3:Column:7");
  });

  it("says only what token was unexpected where the query does not begin with SELECT", () => {
    expect(refusal("SELEKT Name FROM Account")).toEqual({
      code: "MALFORMED_QUERY",
      message: "unexpected token: SELEKT",
    });
  });

  it.each([
    ["SELECT Name FROM Account WHERE Name = = 'x'", 39, "unexpected token: '='"],
    ["SELECT Name, FROM Account", 14, "unexpected token: 'FROM'"],
    ["SELECT Name FROM", 17, "unexpected token: '<EOF>'"],
    ["SELECT Name FROM Account WHERE (Name = 'a'", 43, "unexpected token: '<EOF>'"],
    ["SELECT Name FROM Account WHERE Name = 'a' AND Name = 'b' OR Name = 'c'", 58, "unexpected token: 'OR'"],
    ["SELECT Name FROM Account WHERE Name = 'a' AND NOT Name = 'b'", 47, "unexpected token: 'NOT'"],
    ["SELECT Name FROM Account ORDER BY Name WHERE Name = 'a'", 40, "unexpected token: 'WHERE'"],
    ["SELECT Name FROM Account WHERE Name = 'x", 39, "line 1:38 mismatched character '<EOF>' expecting '''"],
  ])("%s", (soql, at, message) => {
    const { code, message: text } = refusal(soql);
    expect(code).toBe("MALFORMED_QUERY");
    expect(text.endsWith(`ERROR at Row:1:Column:${at}\n${message}`), text).toBe(true);
  });

  it.each([
    [
      "SELECT Nope.Name FROM Contact",
      "INVALID_FIELD",
      "Didn't understand relationship 'Nope' in field path.",
    ],
    [
      "SELECT Id, (SELECT Id FROM Nopes) FROM Account",
      "INVALID_TYPE",
      "Didn't understand relationship 'Nopes' in FROM part of query call.",
    ],
    [
      "SELECT Id FROM Account WHERE Id = 'somethingwonky'",
      "INVALID_QUERY_FILTER_OPERATOR",
      "invalid ID field: somethingwonky",
    ],
    [
      "SELECT Id FROM Account WHERE Id LIKE '001%'",
      "INVALID_QUERY_FILTER_OPERATOR",
      "invalid operator on id field",
    ],
    [
      "SELECT Id FROM Widget__c WHERE Live__c > true",
      "INVALID_QUERY_FILTER_OPERATOR",
      "invalid operator on boolean field",
    ],
    [
      "SELECT Id FROM Account WHERE Name INCLUDES ('x')",
      "INVALID_QUERY_FILTER_OPERATOR",
      "invalid operator on string field",
    ],
    [
      "SELECT Id FROM Account WHERE CreatedDate > '2020-01-01'",
      "INVALID_FIELD",
      "value of filter criterion for field 'CreatedDate' must be of type dateTime and should not be enclosed in quotes",
    ],
    ["SELECT Id FROM Account WHERE CreatedDate > 2020-01-01", "INVALID_FIELD", "must be of type dateTime"],
    [
      "SELECT Id FROM Account WHERE Name = 5",
      "INVALID_FIELD",
      "value of filter criterion for field 'Name' must be of type string and should be enclosed in quotes",
    ],
    [
      "SELECT Id FROM Widget__c WHERE Count__c = '5'",
      "INVALID_FIELD",
      "must be of type int and should not be enclosed in quotes",
    ],
    [
      "SELECT Id FROM Widget__c WHERE Note__c LIKE 'a%'",
      "INVALID_FIELD",
      "field 'Note__c' can not be filtered in a query call",
    ],
    [
      "SELECT Id FROM Account WHERE BillingAddress = null",
      "INVALID_FIELD",
      "field 'BillingAddress' can not be filtered in a query call",
    ],
    [
      "SELECT Id FROM Widget__c ORDER BY Note__c",
      "INVALID_FIELD",
      "field 'Note__c' can not be sorted in a query call",
    ],
    [
      "SELECT COUNT(Id), Size__c FROM Widget__c GROUP BY Size__c",
      "INVALID_FIELD",
      "field 'Size__c' can not be grouped in a query call",
    ],
    ["SELECT Name, COUNT(Id) FROM Widget__c", "MALFORMED_QUERY", "Field must be grouped or aggregated: Name"],
    [
      "SELECT COUNT(Id) FROM Widget__c LIMIT 1",
      "MALFORMED_QUERY",
      "Non-grouped query that uses overall aggregate functions cannot also use LIMIT",
    ],
    [
      "SELECT Id FROM Account OFFSET 2001",
      "NUMBER_OUTSIDE_VALID_RANGE",
      "Maximum SOQL offset allowed is 2000",
    ],
    [
      "SELECT FIELDS(ALL) FROM Account",
      "MALFORMED_QUERY",
      "The SOQL FIELDS function must have a LIMIT of at most 200",
    ],
    [
      "SELECT Id FROM Account WHERE Id IN (SELECT Name FROM Contact)",
      "MALFORMED_QUERY",
      "semi join sub-selects can only query id fields, cannot use: 'Name'",
    ],
    ["SELECT Id, Id FROM Account", "MALFORMED_QUERY", "duplicate field selected: Id"],
    [
      `SELECT Id FROM Account WHERE Name = '${"x".repeat(100_000)}'`,
      "MALFORMED_QUERY",
      "SOQL statements cannot be longer than 100000 characters.",
    ],
  ])("refuses %s", (soql, code, message) => {
    const { code: actual, message: text } = refusal(soql);
    expect(actual).toBe(code);
    expect(text).toContain(message);
  });
});

describe("what this org does not do", () => {
  it.each([
    ["SELECT Id FROM Widget__c WHERE Clock__c = 10:00:00Z", "time literals"],
    [
      "SELECT Id FROM Account WHERE DISTANCE(BillingAddress, GEOLOCATION(1,2), 'mi') < 20",
      "DISTANCE() in WHERE",
    ],
    ["SELECT COUNT(Id) FROM Account GROUP BY ROLLUP(Name)", "GROUP BY ROLLUP()"],
    [
      "SELECT Name, COUNT(Id) FROM Account GROUP BY Name HAVING NOT (COUNT(Id) > 1 AND Name LIKE 'x')",
      "this form of condition",
    ],
    ["SELECT convertCurrency(AnnualRevenue) FROM Account", "convertCurrency() in SELECT"],
    ["SELECT a.Id, c.Name FROM Contact c, c.Account a", "relationships named in FROM"],
    ["SELECT Id FROM Account USING SCOPE team", "USING SCOPE"],
    ["SELECT Id FROM Account WHERE AnnualRevenue > USD500", "currency literals"],
    ["SELECT Id FROM Account WHERE NumberOfEmployees > null", "> with null"],
  ])("%s", (soql, what) => {
    const { code, message } = refusal(soql);
    expect(code).toBe("NOT_IMPLEMENTED");
    expect(message).toContain(what);
    expect(message).toMatch(/ in SOQL$/);
  });
});
