import { cp, symlink } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import houses from "../../rooms.json" with { type: "json" };
import { type House, makeHouse, root } from "./house.ts";

interface Import {
  readonly from: string;
  readonly to: string;
}

interface Row {
  readonly house: string;
  readonly room: string;
  readonly allowed: readonly string[];
  readonly all: readonly string[];
}

const rows: readonly Row[] = Object.entries(houses).flatMap(([house, rooms]) =>
  Object.entries(rooms).map(([room, { imports }]) => ({
    house,
    room,
    allowed: imports,
    all: Object.keys(rooms),
  })),
);

const importsOf = (pick: (row: Row, other: string) => boolean): readonly Import[] =>
  rows.flatMap((row) =>
    row.all
      .filter((other) => other !== row.room && pick(row, other))
      .map((other) => ({
        from: `${row.house}/${row.room}/imports-${other}.ts`,
        to: `${row.house}/${other}/leaf.ts`,
      })),
  );

const legal = importsOf((row, other) => row.allowed.includes(other));
const illegal = importsOf((row, other) => !row.allowed.includes(other));

let house: House;

const relative = ({ from, to }: Import): string => `${"../".repeat(from.split("/").length - 1)}${to}`;

interface Violation {
  readonly from: string;
  readonly to: string;
  readonly rule: { readonly name: string };
}

async function cruise(): Promise<readonly Violation[]> {
  const bin = join(root, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs");
  const args = ["--config", ".dependency-cruiser.cjs", "--output-type", "json", "src", "packages"];
  const { stdout, stderr } = await house.node(bin, ...args);
  if (stdout === "") throw new Error(stderr);
  return (JSON.parse(stdout) as { summary: { violations: Violation[] } }).summary.violations;
}

let violations: readonly Violation[];
const found = (from: string, rule: string): readonly string[] =>
  violations.filter((each) => each.from === from && each.rule.name === rule).map(({ to }) => to);

describe("the room rules", () => {
  beforeAll(async () => {
    // One file of each room imports one file of every other room.
    house = await makeHouse();
    const configuration = [
      ".dependency-cruiser.cjs",
      "rooms.json",
      "package.json",
      "tsconfig.base.json",
      "tsconfig.test.json",
    ];
    await Promise.all(configuration.map((name) => cp(join(root, name), join(house.path, name))));
    await symlink(join(root, "node_modules"), join(house.path, "node_modules"), "dir");
    for (const row of rows) await house.file(`${row.house}/${row.room}/leaf.ts`, "export const leaf = 1;\n");
    for (const each of [...legal, ...illegal]) {
      await house.file(each.from, `import { leaf } from "${relative(each)}";\nexport const use = leaf;\n`);
    }
    await house.file(
      "src/errors/round.ts",
      'import { b } from "./trip.ts";\nexport const a = (): number => b();\n',
    );
    await house.file(
      "src/errors/trip.ts",
      'import { a } from "./round.ts";\nexport const b = (): number => a();\n',
    );
    await house.file("src/index.ts", 'export { leaf } from "../packages/local-org/src/index.ts";\n');
    await house.file("src/errors/dev.ts", 'import fc from "fast-check";\nexport const use = fc;\n');
    await house.file("src/errors/lost.ts", 'import { gone } from "./gone.ts";\nexport const use = gone;\n');
    await house.file(
      "packages/local-org/src/index.ts",
      'export { leaf } from "../../../src/errors/leaf.ts";\n',
    );
    violations = await cruise();
  }, 60_000);

  afterAll(() => house.remove());

  it("catch every import between rooms that rooms.json does not allow, and no other", () => {
    const between = violations
      .filter(({ from, rule }) => from.includes("/imports-") && rule.name.includes("imports only"))
      .map(({ from, to }) => ({ from, to }));
    const order = (a: Import, b: Import): number => a.from.localeCompare(b.from);
    expect(illegal.length).toBeGreaterThan(40);
    expect([...between].sort(order)).toEqual([...illegal].sort(order));
  });

  it("catch a cycle", () => {
    expect(found("src/errors/round.ts", "no cycles")).toEqual(["src/errors/trip.ts"]);
  });

  it("catch the core importing a package of the workspace", () => {
    expect(found("src/index.ts", "the core never imports from packages/")).toHaveLength(1);
  });

  it("catch the local org importing the client", () => {
    const rule = "the local org does not know the client it is to prove";
    expect(found("packages/local-org/src/index.ts", rule)).toHaveLength(1);
  });

  it("catch a dependency that consumers would not have", () => {
    expect(found("src/errors/dev.ts", "the core depends on its seven packages only")).toHaveLength(1);
  });

  it("catch an import of nothing", () => {
    expect(found("src/errors/lost.ts", "everything resolves")).toHaveLength(1);
  });
});
