import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Store } from "../../src/store/types.ts";
import { ADMIN, column, openOrg } from "./fixture.ts";

/** A row as this test knows it. */
interface Widget {
  readonly Name: string;
  readonly Colour__c: string | null;
  readonly Count__c: number | null;
  readonly Live__c: boolean;
  readonly Day__c: string | null;
}

/** A condition: how it is written, and what it means by the rules of the SOQL reference. */
interface Condition {
  readonly soql: string;
  readonly holds: (row: Widget) => boolean;
}

const COLOURS = ["Red", "Green", "Blue", "Été"];
const DAYS = ["2026-11-20", "2026-11-21", "2026-11-22", "2026-11-23"];
const nullable = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { freq: 3 });

const widgets = fc.array(
  fc.record({
    Colour__c: nullable(fc.constantFrom(...COLOURS)),
    Count__c: nullable(fc.integer({ min: -3, max: 3 })),
    Live__c: fc.boolean(),
    Day__c: nullable(fc.constantFrom(...DAYS)),
  }),
  { maxLength: 12 },
);

type Compare = (a: string | number, b: string | number) => boolean;
const ORDERING: Readonly<Record<string, Compare>> = {
  "=": (a, b) => a === b,
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
};

/** `!=` holds for a row without a value, every other comparison does not. */
function comparison(operator: string, value: string | number | null, literal: string | number): boolean {
  if (operator === "!=") return value !== literal;
  return value !== null && (ORDERING[operator]?.(value, literal) ?? false);
}

const operators = fc.constantFrom("=", "!=", "<", "<=", ">", ">=");

const numbers: fc.Arbitrary<Condition> = fc
  .tuple(operators, fc.integer({ min: -3, max: 3 }))
  .map(([operator, n]) => ({
    soql: `Count__c ${operator} ${n}`,
    holds: (row) => comparison(operator, row.Count__c, n),
  }));

const days: fc.Arbitrary<Condition> = fc
  .tuple(operators, fc.constantFrom(...DAYS))
  .map(([operator, day]) => ({
    soql: `Day__c ${operator} ${day === "2026-11-22" ? "TODAY" : day}`,
    holds: (row) => comparison(operator, row.Day__c, day),
  }));

const lower = (value: string | null): string | null => value?.toLowerCase() ?? null;

const texts: fc.Arbitrary<Condition> = fc
  .tuple(fc.constantFrom("=", "!="), fc.constantFrom(...COLOURS), fc.boolean())
  .map(([operator, colour, shout]) => ({
    soql: `Colour__c ${operator} '${shout ? colour.toUpperCase() : colour}'`,
    holds: (row) => comparison(operator, lower(row.Colour__c), colour.toLowerCase()),
  }));

const lists: fc.Arbitrary<Condition> = fc
  .tuple(fc.constantFrom("IN", "NOT IN"), fc.subarray([...COLOURS, null], { minLength: 1 }))
  .map(([operator, chosen]) => ({
    soql: `Colour__c ${operator} (${chosen.map((one) => (one === null ? "null" : `'${one}'`)).join(",")})`,
    holds: (row) => chosen.includes(row.Colour__c) === (operator === "IN"),
  }));

const patterns: fc.Arbitrary<Condition> = fc.constantFrom("r%", "%E%", "_ed", "%n", "é%").map((pattern) => ({
  soql: `Colour__c LIKE '${pattern}'`,
  holds: (row) => {
    const source = pattern.toLowerCase().replaceAll("%", ".*").replaceAll("_", ".");
    return row.Colour__c !== null && new RegExp(`^${source}$`).test(row.Colour__c.toLowerCase());
  },
}));

const nulls: fc.Arbitrary<Condition> = fc
  .tuple(fc.constantFrom("Colour__c", "Count__c", "Day__c"), fc.boolean())
  .map(([field, negated]) => ({
    soql: `${field} ${negated ? "!=" : "="} null`,
    holds: (row) => (row[field as keyof Widget] === null) !== negated,
  }));

const booleans: fc.Arbitrary<Condition> = fc
  .tuple(fc.constantFrom("=", "!="), fc.boolean())
  .map(([operator, value]) => ({
    soql: `Live__c ${operator} ${value}`,
    holds: (row) => (row.Live__c === value) === (operator === "="),
  }));

/** Trees of AND, OR and NOT over comparisons, every operator in parentheses. */
const { condition } = fc.letrec<{ condition: Condition; leaf: Condition }>((tie) => ({
  leaf: fc.oneof(numbers, days, texts, lists, patterns, nulls, booleans),
  condition: fc.oneof(
    { maxDepth: 4 },
    { weight: 3, arbitrary: tie("leaf") },
    {
      weight: 1,
      arbitrary: tie("condition").map((inner) => ({
        soql: `(NOT (${inner.soql}))`,
        holds: (row: Widget) => !inner.holds(row),
      })),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.constantFrom("AND", "OR"), fc.array(tie("condition"), { minLength: 2, maxLength: 3 }))
        .map(([word, parts]) => ({
          soql: `(${parts.map((part) => part.soql).join(` ${word} `)})`,
          holds: (row: Widget) =>
            word === "AND" ? parts.every((part) => part.holds(row)) : parts.some((part) => part.holds(row)),
        })),
    },
  ),
}));

let store: Store;
beforeAll(() => {
  store = openOrg();
});
afterAll(() => store.close());

it("finds the rows for which a condition holds, and no others", () => {
  fc.assert(
    fc.property(widgets, fc.array(condition, { minLength: 1, maxLength: 5 }), (rows, conditions) => {
      const named: Widget[] = rows.map((row, i) => ({ Name: `w${String(i).padStart(2, "0")}`, ...row }));
      store.transaction(() => {
        store.db.exec('DELETE FROM "Widget__c"');
        for (const row of named) store.insert("Widget__c", { ...row }, { userId: ADMIN, source: "seed" });
      });
      for (const { soql, holds } of conditions) {
        const found = column(store, `SELECT Name FROM Widget__c WHERE ${soql}`);
        expect(found, soql).toEqual(named.filter(holds).map((row) => row.Name));
      }
    }),
    { numRuns: 150 },
  );
});
