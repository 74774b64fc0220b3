import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cursorCodec } from "../../src/output/index.ts";

const owner = { orgId: "00D000000000001EAA", userId: "005000000000001AAA" };

describe("a cursor", () => {
  it("opens for whom it was sealed", () => {
    const codec = cursorCodec();
    expect(codec.open(codec.seal({ handle: "a" }, owner), owner)).toEqual({ handle: "a" });
  });

  it("does not open for another org or user", () => {
    const codec = cursorCodec();
    const cursor = codec.seal({ handle: "a" }, owner);
    expect(() => codec.open(cursor, { ...owner, orgId: "00D000000000002EAA" })).toThrow(
      "another org or user",
    );
    expect(() => codec.open(cursor, { ...owner, userId: "005000000000002AAA" })).toThrow(
      "another org or user",
    );
  });

  it("expires", () => {
    let time = 0;
    const codec = cursorCodec({ ttlMs: 1000, now: () => time });
    const cursor = codec.seal({}, owner);
    time = 1001;
    expect(() => codec.open(cursor, owner)).toThrow("has expired");
  });

  it("does not open when anything of it was changed, nor when another server made it", () => {
    const codec = cursorCodec();
    const cursor = codec.seal({ handle: "a" }, owner);
    expect(() => cursorCodec().open(cursor, owner)).toThrow("none that this server gave");
    fc.assert(
      fc.property(fc.nat(cursor.length - 1), fc.constantFrom("A", "z", "-", "."), (at, letter) => {
        const changed = cursor.slice(0, at) + letter + cursor.slice(at + 1);
        // The last letter of a base64 text may stand for the same bytes.
        fc.pre(changed !== cursor && at < cursor.length - 1);
        expect(() => codec.open(changed, owner)).toThrow("none that this server gave");
      }),
      { numRuns: 100 },
    );
    for (const text of ["", ".", "a.b", "…"])
      expect(() => codec.open(text, owner)).toThrow("none that this server");
  });
});
