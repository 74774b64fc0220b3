import { describe, expect, it } from "vitest";
import { type HeldRows, resultStore } from "../../src/output/index.ts";

const rows = (text: string): HeldRows => ({
  soql: "SELECT Name FROM Account",
  source: "rest",
  records: [{ attributes: { type: "Account" }, Name: text }],
  totalSize: 1,
});

describe("rows that are held", () => {
  it("stay, so that a repeated call finds them", () => {
    const store = resultStore();
    const handle = store.keep(rows("a"));
    expect(store.get(handle)).toEqual(rows("a"));
    expect(store.get(handle)).toEqual(rows("a"));
  });

  it("go when their time is over", () => {
    let time = 0;
    const store = resultStore({ ttlMs: 1000, now: () => time });
    const handle = store.keep(rows("a"));
    time = 1000;
    expect(store.get(handle)).toBeUndefined();
  });

  it("go when there are too many bytes, the oldest first", () => {
    const store = resultStore({ maxBytes: 2500 });
    const [first, second, third] = ["a", "b", "c"].map((letter) => store.keep(rows(letter.repeat(1000))));
    expect(store.get(first ?? "")).toBeUndefined();
    expect(store.get(second ?? "")).toBeDefined();
    expect(store.get(third ?? "")).toBeDefined();
  });
});
