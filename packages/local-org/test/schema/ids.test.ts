import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createIdSource, normaliseId, toId18 } from "../../src/schema/ids.ts";

const characters = [..."0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"];
const id15 = fc
  .array(fc.constantFrom(...characters), { minLength: 15, maxLength: 15 })
  .map((chars) => chars.join(""));

describe("ids", () => {
  it("computes the check characters of real ids", () => {
    expect(toId18("0014S000007NxgW")).toBe("0014S000007NxgWQAS");
    expect(toId18("7014S0000009 7Hc".replace(" ", ""))).toBe("7014S00000097HcQAI");
    expect(toId18("012000000000000")).toBe("012000000000000AAA");
  });

  it("finds the id again when a system has lost its case", () => {
    fc.assert(
      fc.property(id15, (id) => {
        const full = toId18(id);
        expect(normaliseId(id)).toBe(full);
        expect(normaliseId(full)).toBe(full);
        expect(normaliseId(full.toLowerCase())).toBe(full);
        expect(normaliseId(full.toUpperCase())).toBe(full);
      }),
    );
  });

  it.each(["", "001", "001B000001Lp1G", "0014S000007NxgWQ", "0014S000007NxgWQA9", "001-S000007NxgW"])(
    "does not take %j for an id",
    (text) => {
      expect(normaliseId(text)).toBeUndefined();
    },
  );

  it("makes different ids for ever, the same ones for the same seed, and goes on after the last", () => {
    const source = createIdSource(1);
    const made = Array.from({ length: 5000 }, () => source.next("001"));
    expect(new Set(made).size).toBe(5000);
    expect(made).toEqual([...made].sort());
    expect(made.every((id) => normaliseId(id) === id)).toBe(true);
    expect(createIdSource(1).next("001")).toBe(made[0]);
    expect(createIdSource(2).next("001")).not.toBe(made[0]);
    const later = createIdSource(1);
    later.resume(made.at(-1)!);
    expect(later.next("001")).toBe(source.next("001"));
    expect(source.ordinal(made[41]!)).toBe(42);
  });
});
