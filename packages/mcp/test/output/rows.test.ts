import { describe, expect, it } from "vitest";
import { toTable } from "../../src/output/index.ts";

const attributes = { type: "Account", url: "/services/data/v68.0/sobjects/Account/001" };

describe("records as a table", () => {
  it("says field names once, and drops what Salesforce adds", () => {
    expect(
      toTable([
        { attributes, Id: "1", Name: "A" },
        { attributes, Id: "2", Name: null },
      ]),
    ).toEqual({
      columns: ["Id", "Name"],
      rows: [
        ["1", "A"],
        ["2", null],
      ],
    });
  });

  it("makes dotted columns of parents, also where one is missing", () => {
    const owner = { attributes: { type: "User" }, Name: "Ada" };
    const table = toTable([
      { attributes, Owner: owner },
      { attributes, Owner: null },
    ]);
    expect(table).toEqual({ columns: ["Owner.Name"], rows: [["Ada"], [null]] });
  });

  it("makes the number and the first few of the rows of a child query", () => {
    const child = (LastName: string) => ({ attributes: { type: "Contact" }, LastName });
    const records = ["A", "B", "C", "D"].map(child);
    const { rows } = toTable([{ attributes, Contacts: { totalSize: 4, done: true, records } }]);
    const first = [{ LastName: "A" }, { LastName: "B" }, { LastName: "C" }];
    expect(JSON.parse(String(rows[0]?.[0]))).toEqual({ count: 4, first });
  });

  it("hides masked columns, of parents and of children, too", () => {
    const masked = new Set(["email", "owner.email", "contacts.email"]);
    const contacts = { totalSize: 1, records: [{ attributes, Email: "secret-1" }] };
    const owner = { attributes, Email: "secret-2" };
    const table = toTable([{ attributes, Email: "secret-3", Owner: owner, Contacts: contacts }], { masked });
    expect(JSON.stringify(table)).not.toContain("secret");
  });

  it("cuts long texts and says by how much", () => {
    const { rows } = toTable([{ Text: "x".repeat(50) }], { maxCell: 10 });
    expect(rows[0]?.[0]).toBe(`${"x".repeat(10)}… (+40 characters)`);
  });
});
