import { InputError } from "../errors/index.ts";
import { compileMapping, type FieldPlan, type MappingPlan } from "./compile.ts";
import type { Mapping } from "./mapping.ts";
import type { MappingFunctions } from "./transforms.ts";
import { BadValue, isMissing, type Source } from "./value.ts";

/** Options of {@link createMapper}. */
export interface MapperOptions {
  /** What `{ custom: name }` calls. */
  readonly functions?: MappingFunctions | undefined;
}

/** What became of a source row. */
export type MappedRow =
  | {
      /** Place in the source, from 0. */
      readonly index: number;
      readonly status: "mapped";
      /** The record to write. */
      readonly fields: Readonly<Record<string, unknown>>;
      /** Values that could not be mapped, and are null as `onError: "null"` says. */
      readonly errors: readonly InputError[];
    }
  | {
      readonly index: number;
      /** Left out for a value that could not be mapped, as `onError: "skip"` says. */
      readonly status: "skipped";
      /** Every such value of the row. */
      readonly errors: readonly InputError[];
    }
  | {
      readonly index: number;
      /** Left out by `where`. */
      readonly status: "filtered";
    };

/** A mapping that was checked. */
export interface Mapper {
  /** The fields that it sets, in order. */
  readonly fields: readonly string[];
  /**
   * Maps one row.
   * @throws InputError naming row and column, for a value that cannot be mapped where `onError` is `fail`
   */
  map(source: object, index: number): MappedRow;
  /**
   * Maps rows as they come, one at a time.
   * @throws InputError as `map` does
   */
  apply(rows: Iterable<object> | AsyncIterable<object>): AsyncGenerator<MappedRow>;
}

/**
 * Checks a mapping once, for any number of rows.
 *
 * @throws ConfigurationError naming everything that is wrong with the mapping
 * @example
 * ```ts
 * const mapper = createMapper({
 *   fields: {
 *     Name: "company.name",
 *     AnnualRevenue: { from: "revenue", transforms: [{ number: { decimal: ",", group: "." } }], onError: "null" },
 *     Rating: { from: "score", transforms: [{ lookup: { table: { A: "Hot", B: "Warm" }, otherwise: "Cold" } }] },
 *     Type: { value: "Customer" },
 *   },
 * });
 * for await (const row of mapper.apply([{ company: { name: "Acme" }, revenue: "1.000,50", score: "A" }]))
 *   if (row.status === "mapped") console.log(row.fields);
 * ```
 */
export function createMapper(mapping: Mapping, options: MapperOptions = {}): Mapper {
  const plan = compileMapping(mapping, options.functions ?? {});
  return {
    fields: plan.fields.map(({ target }) => target),
    map: (source, index) => mapRow(plan, source, index),
    async *apply(rows) {
      let index = 0;
      for await (const source of rows) {
        yield mapRow(plan, source, index);
        index += 1;
      }
    },
  };
}

function mapRow(plan: MappingPlan, source: object, index: number): MappedRow {
  if (typeof source !== "object" || source === null || Array.isArray(source))
    throw new InputError("A source record is an object of values by key", { row: index + 1 });
  const record = source as Source;
  if (plan.where?.(record) === false) return { index, status: "filtered" };
  const fields: Record<string, unknown> = {};
  const errors: InputError[] = [];
  let skip = false;
  for (const field of plan.fields) {
    const value = fieldValue(field, record);
    if (value instanceof BadValue) {
      const error = errorOf(value, { row: index + 1, column: field.target });
      if (field.onError === "fail") throw error;
      errors.push(error);
      skip ||= field.onError === "skip";
      put(fields, field.target, null);
    } else if (value !== undefined) put(fields, field.target, value);
  }
  return skip ? { index, status: "skipped", errors } : { index, status: "mapped", fields, errors };
}

/** The value to write; `undefined` leaves the field alone. */
function fieldValue(field: FieldPlan, source: Source): unknown {
  if (field.test?.(source) === false) return undefined;
  let value = field.read(source);
  for (const step of field.steps) {
    if (isMissing(value)) break;
    value = step(value, source);
    if (value instanceof BadValue) return value;
  }
  if (!isMissing(value)) return value;
  if (field.fallback !== undefined) return field.fallback;
  if (field.required) return new BadValue("is missing, and is required");
  return value === null || field.blank === "null" ? null : undefined;
}

function put(fields: Record<string, unknown>, target: string, value: unknown): void {
  const [name = target, inner] = target.split(".");
  // A reference by no external id is no reference: the lookup itself is emptied by its own field.
  fields[name] = inner === undefined || value === null ? value : { [inner]: value };
}

function errorOf(bad: BadValue, place: { readonly row: number; readonly column: string }): InputError {
  return new InputError(`The value for ${place.column} ${bad.reason}`, { ...place, cause: bad.cause });
}
