import type { Tool } from "@modelcontextprotocol/client";
import fc from "fast-check";

/** A call of a tool, as some model might make it. */
export interface RandomCall {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** Values that get a call past its schema, and values that try to make more of it than it is for. */
const POOLS: Readonly<Record<string, readonly unknown[]>> = {
  soql: [
    "SELECT Id, Name FROM Account",
    "SELECT Id FROM Account FOR UPDATE",
    "SELECT Id FROM Account FOR VIEW",
    "SELECT Id FROM Account UPDATE TRACKING",
    "SELECT Id, (SELECT Id FROM Contacts) FROM Account",
    "DELETE FROM Account",
    "SELECT Id FROM Account; DELETE Account",
    "SELECT Id FROM Account&_HttpMethod=DELETE",
    "SELECT Id FROM Account WHERE Name = 'x' OR 1 = 1",
  ],
  object: [
    "Account",
    "Contact",
    "ContentVersion",
    "User",
    "Nothing__c",
    "Account/001000000000001",
    "../tooling",
  ],
  name: ["Account", "Contact", "Nothing__c", "evil.txt"],
  id: ["001000000000001", "001000000000001AAA", "068000000000001", "750000000000001", "../../x"],
  jobId: ["750000000000001", "750R00000000001", "x/../../sobjects"],
  part: ["query", "success", "failed", "unprocessed"],
  cursor: ["abc.def", "", "."],
  fields: [["Id"], ["Name", "Id"], ["Nmae"], ["Id FROM Account"]],
  path: ["orders/1", "../data/v68.0/sobjects/Account", "/etc/passwd", "..%2f..", "../secret.csv"],
  csvPath: ["/etc/passwd", "../secret.csv", "rows.csv"],
  saveTo: ["x.csv", "../x.csv", "/etc/x.csv"],
  method: ["GET", "POST", "DELETE", "PATCH"],
  records: [[{ Name: "Written" }], [{ Id: "001000000000001", Name: "Written" }]],
  rows: [[{ Name: "Written" }], [{ Id: "001000000000001" }]],
  ids: [["001000000000001"]],
  externalIdField: ["Id", "Name"],
  dryRun: [false, true],
  user: ["admin@example.com", "' OR Name != '"],
};

/** Random calls of tools: arguments by their schemas, by what is known of their names, and wrong ones. */
export function randomCalls(tools: readonly Pick<Tool, "name" | "inputSchema">[]): fc.Arbitrary<RandomCall> {
  return fc.oneof(...tools.map(callsOf));
}

function callsOf({ name, inputSchema }: Pick<Tool, "name" | "inputSchema">): fc.Arbitrary<RandomCall> {
  const properties = (inputSchema.properties ?? {}) as Readonly<Record<string, Schema>>;
  const required = inputSchema.required ?? [];
  const known = fc.record(
    Object.fromEntries(Object.entries(properties).map(([key, schema]) => [key, valuesOf(key, schema)])),
    { requiredKeys: [...required] },
  );
  const args = fc.oneof(
    { weight: 9, arbitrary: known },
    { weight: 1, arbitrary: fc.dictionary(fc.string({ maxLength: 10 }), fc.jsonValue({ maxDepth: 2 })) },
  );
  return args.map((one) => ({ name, args: one as RandomCall["args"] }));
}

interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

function valuesOf(key: string, schema: Schema): fc.Arbitrary<unknown> {
  const pool = POOLS[key];
  return fc.oneof(
    { weight: 6, arbitrary: pool === undefined ? byType(key, schema) : fc.constantFrom(...pool) },
    { weight: 2, arbitrary: byType(key, schema) },
    { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
  );
}

function byType(key: string, schema: Schema): fc.Arbitrary<unknown> {
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (schema.type === "boolean") return fc.boolean();
  if (schema.type === "integer") return fc.integer({ min: -1, max: 2001 });
  if (schema.type === "number") return fc.double({ min: 0, max: 100, noNaN: true });
  if (schema.type === "array") return fc.array(valuesOf(`${key}[]`, schema.items ?? {}), { maxLength: 3 });
  if (schema.type === "object") {
    const parts = Object.entries(schema.properties ?? {});
    return fc.record(Object.fromEntries(parts.map(([name, one]) => [name, valuesOf(name, one)])), {
      requiredKeys: [...(schema.required ?? [])],
    });
  }
  return fc.string({ maxLength: 30 });
}
