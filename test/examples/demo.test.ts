import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { readOptions } from "../../examples/demo/options.ts";
import { runDemo } from "../../examples/demo/run.ts";

const folder = mkdtempSync(join(tmpdir(), "kinetic-demo-"));
let printed = "";

beforeEach(() => {
  printed = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  for (const name of Object.keys(process.env)) if (name.startsWith("SF_")) vi.stubEnv(name, undefined);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

const demo = (...args: string[]) => {
  const options = readOptions(args);
  if (options === undefined) throw new Error("the demo was to run");
  return runDemo(options, new AbortController().signal);
};

describe("the demo", () => {
  it("loads, reports what was refused, exports, and proves that what came out is what went in", async () => {
    await expect(demo("--rows", "400")).resolves.toBe(true);
    expect(printed).toMatch(/399 of 400 rows stored/);
    expect(printed).toMatch(/1 x STRING_TOO_LONG \(TickerSymbol\): row 220\n.*why:.*\n.*do:/);
    expect(printed).toMatch(/What came out is what went in\./);
    expect(printed).toMatch(/same content +yes/);
  });

  it("takes a file of the user's own, with quotes, line breaks and letters of any kind", async () => {
    const file = join(folder, "own.csv");
    writeFileSync(file, '\uFEFFName;Site\r\n"a ""q""; é\r\nx";日本\r\nb;\r\n');
    await expect(demo("--file", file)).resolves.toBe(true);
    expect(readFileSync(".demo/exported.csv", "utf8")).toContain("日本");
  });

  it("ends with one error, before anything is sent, for a column that the object does not have", async () => {
    const file = join(folder, "unknown.csv");
    writeFileSync(file, "Name,Nope\na,b\n");
    await expect(demo("--file", file)).rejects.toMatchObject({ code: "INPUT", source: file, column: "Nope" });
  });

  it.each([["--rows", "0"], ["--rows", "x"], ["--nope"], ["--rows", "1", "--file", "x"]])(
    "refuses %s %s with what to type instead",
    (...args) => {
      expect(() => readOptions(args)).toThrow();
    },
  );
});
