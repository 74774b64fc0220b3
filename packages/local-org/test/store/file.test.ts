import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSchema } from "../../src/schema/define.ts";
import { createIdSource } from "../../src/schema/ids.ts";
import { openStore } from "../../src/store/store.ts";
import { clock, ctx, PART, USER, WIDGET, widgetStore } from "./fixture.ts";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "local-org-store-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

describe("a data file", () => {
  it("keeps the rows, and its ids go on where they stopped", () => {
    const file = join(directory, "org.db");
    const first = widgetStore({ file });
    const one = first.insert("Widget__c", { Must__c: "1" }, ctx);
    first.close();
    const second = widgetStore({ file });
    expect(second.count("Widget__c")).toBe(1);
    const two = second.insert("Widget__c", { Must__c: "2" }, ctx);
    expect(one.ok && two.ok && one.id !== two.id).toBe(true);
    second.close();
  });

  it("takes new objects and fields", () => {
    const file = join(directory, "org.db");
    widgetStore({ file }).close();
    const more = {
      name: "Widget__c",
      fields: [
        { name: "Late__c", type: "string" as const },
        { name: "Flag__c", type: "boolean" as const },
      ],
    };
    const schema = createSchema([
      USER,
      WIDGET,
      more,
      PART,
      { name: "Extra__c", keyPrefix: "a09", fields: [] },
    ]);
    const store = openStore({ schema, ids: createIdSource(1), clock, file });
    const made = store.insert("Widget__c", { Must__c: "x", Late__c: "late" }, ctx);
    expect(made.ok && store.get("Widget__c", made.id)).toMatchObject({ Late__c: "late", Flag__c: 0 });
    expect(store.insert("Extra__c", { Name: "e" }, ctx).ok).toBe(true);
    store.close();
  });

  it("belongs to one org at a time", () => {
    const file = join(directory, "org.db");
    const first = widgetStore({ file });
    expect(() => widgetStore({ file })).toThrow("it is locked by another local org");
    first.close();
    widgetStore({ file }).close();
  });

  it("says what to do when it cannot be opened", () => {
    const file = join(directory, "missing", "org.db");
    expect(() => widgetStore({ file })).toThrow(
      /Cannot open the data file .*org\.db.*remove the directory .*org\.db\.lock/s,
    );
  });
});
