import { z } from "zod";

/**
 * No value. It says so in words, since zod writes a union of bare types as a list of them (`"type": ["string", "null"]`), which
 * hosts that know one type for each value refuse.
 */
export const empty: z.ZodNull = z.null().describe("empty");

/** A value that a record can hold. */
export const scalar: z.ZodType<string | number | boolean | null> = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  empty,
]);

/** API name of an object. */
export const objectName: z.ZodString = z.string().regex(/^[A-Za-z]\w*$/);

/** API name of a field, or a path over parents. */
export const fieldName: z.ZodString = z.string().regex(/^[A-Za-z][\w.]*$/);

/** A record id of 15 or 18 characters. */
export const recordId: z.ZodString = z.string().regex(/^[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?$/);

/** What of the answer is missing, and the call that gets it. */
export const notices: z.ZodOptional<z.ZodArray<z.ZodString>> = z.array(z.string()).optional();

/** Columns and rows. */
export const table: {
  readonly columns: z.ZodArray<z.ZodString>;
  readonly rows: z.ZodArray<z.ZodArray<typeof scalar>>;
} = { columns: z.array(z.string()), rows: z.array(z.array(scalar)) };

/** Calls of 24 hours as the latest answer told them. */
export const apiUsage: z.ZodOptional<z.ZodObject<{ used: z.ZodNumber; max: z.ZodNumber }>> = z
  .object({ used: z.number(), max: z.number() })
  .optional();
