import { readdirSync, readFileSync } from "node:fs";
import { generateTypes } from "kinetic-core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { inProject } from "../support/built.ts";
import { openOrg } from "../support/org.ts";

let printed = "";

beforeEach(() => {
  printed = "";
  vi.spyOn(console, "log").mockImplementation((...values) => {
    printed += `${values.join(" ")}\n`;
  });
  for (const name of Object.keys(process.env)) if (name.startsWith("SF_")) vi.stubEnv(name, undefined);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

/** What each example prints, in this order. */
const EXAMPLES: Readonly<Record<string, readonly (string | RegExp)[]>> = {
  "sign-in": [
    /^first client: org 00D\w{15}, API 68\.0$/m,
    /^second client: org 00D\w{15}, API 68\.0$/m,
    /^logins: 1$/m,
    "Run As user: admin@example.com",
    /^refused: invalid_grant; /m,
  ],
  query: [
    "account: Acme\naccount: Globex\naccount: Initech",
    "found: Acme",
    "count: 3",
    "Basel: 3",
    "hostile: 0",
  ],
  records: [
    "created: true, site: null",
    "by collections: 1 of 2",
    "row 1: REQUIRED_FIELD_MISSING LastName; ",
    "composite: true",
  ],
  "bulk-load": [
    "1000 rows: 996 stored, 4 refused, 0 not processed",
    "row 8 (load-7): REQUIRED_FIELD_MISSING Name; ",
    "row 758 (load-757)",
    /^,REQUIRED_FIELD_MISSING:.*,load-7,$/m,
  ],
  "bulk-export": ["loaded: 500", 'to the file: 500 rows, "Name","NumberOfEmployees"', "employees: 124750"],
  sync: [
    "4 rows: 1 left out, 1 not mapped, 2 written",
    /^row 1 \(map\): .*"n\/a".*AnnualRevenue/m,
    /^Umbrella \d+ Hot Raccoon$/m,
    "Stark 7 Cold unknown",
  ],
  types: [
    "Account.ts, Contact.ts, User.ts, index.ts",
    "Acme of Ada Admin: 12",
    "the org agrees: RequestError",
    /^false$/m,
  ],
  errors: [
    "a field that is not there: REQUEST_REJECTED INVALID_FIELD, 1 attempt(s); ",
    "an id that is none: INPUT -, ",
    "a server that is busy once: done",
    "an answer that was lost: OUTCOME_UNKNOWN -, 1 attempt(s); ",
    "accounts in the org: 1",
  ],
  testing: [
    "reset-before during the upload: 300 customers, each once",
    "reset-after during the upload: 300 customers, each once",
    "after the session died: 300",
  ],
  files: ["files of the account: 1", "32000 bytes, the same: true"],
};

describe("an example", () => {
  it("stands for each file, and each is tested here", () => {
    const programs = readdirSync(inProject("examples")).filter(
      (name) => name.endsWith(".ts") && name !== "org.ts",
    );
    expect(programs.sort()).toEqual(
      Object.keys(EXAMPLES)
        .map((name) => `${name}.ts`)
        .sort(),
    );
  });

  it.each(Object.entries(EXAMPLES))("runs to its end: %s", async (name, lines) => {
    const before = process.exitCode;
    await import(inProject(`examples/${name}.ts`));
    expect(process.exitCode).toBe(before);
    let rest = printed;
    for (const line of lines) {
      expect(rest).toMatch(line);
      const at = typeof line === "string" ? rest.indexOf(line) : rest.search(line);
      rest = rest.slice(at + 1);
    }
  });

  it("has types that are those of the org", async () => {
    await using here = await openOrg();
    const describes = await here.sf.describeMany(["Account", "Contact", "User"]);
    const files = generateTypes(describes, { typeCheck: true });
    for (const { path, text } of files) {
      expect(readFileSync(inProject(`examples/org-types/${path}`), "utf8")).toBe(text);
    }
  });
});
