import { cp, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type House, makeHouse, root } from "./house.ts";

const page = "# Architecture\n\n<!-- rooms:start -->\n<!-- rooms:end -->\n\nThe end.\n";
const rooms = {
  src: { errors: { job: "errors", imports: [] }, http: { job: "bytes travel", imports: ["errors"] } },
};

describe("the room table", () => {
  let house: House;
  const table = (...args: readonly string[]) => house.node("scripts/rooms.mjs", ...args);
  const written = (): Promise<string> => readFile(join(house.path, "ARCHITECTURE.md"), "utf8");

  beforeEach(async () => {
    house = await makeHouse();
    await cp(join(root, "scripts"), join(house.path, "scripts"), { recursive: true });
    await house.file("rooms.json", JSON.stringify(rooms));
    await house.file("ARCHITECTURE.md", page);
    await house.file("src/errors/a.ts", "export const a = 1;\n");
    expect((await table("--write")).code).toBe(0);
  });
  afterEach(() => house.remove());

  it("is written between its marks, with rooms that hold no file yet called planned", async () => {
    const text = await written();
    expect(text).toContain("| `errors/` | errors | nothing |\n");
    expect(text).toContain("| `http/` (planned) | bytes travel | `errors` |\n");
    expect(text).toMatch(/^# Architecture\n[\s\S]*\nThe end\.\n$/);
    expect((await table()).code).toBe(0);
  });

  it("differs once rooms.json changed, and says how to write it anew", async () => {
    await house.file("rooms.json", JSON.stringify({ src: { errors: { job: "all errors", imports: [] } } }));
    const { code, stderr } = await table();
    expect(code).toBe(1);
    expect(stderr).toContain("npm run rooms:write");
  });

  it("has a row for every folder", async () => {
    await house.file("src/helpers/a.ts", "export const a = 1;\n");
    const { code, stderr } = await table();
    expect(code).toBe(1);
    expect(stderr).toContain("src/helpers/ has no row");
  });

  it("names no import of a room that does not exist", async () => {
    await house.file("rooms.json", JSON.stringify({ src: { errors: { job: "errors", imports: ["gone"] } } }));
    const { code, stderr } = await table("--write");
    expect(code).toBe(1);
    expect(stderr).toContain("src/errors may import gone");
  });
});
