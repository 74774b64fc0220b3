import { z } from "zod";

/** A value that a record can hold. */
export const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** API name of an object. */
export const objectName = z
  .string()
  .regex(/^[A-Za-z]\w*$/)
  .describe("API name of an object, e.g. Account or Invoice__c");

/** API name of a field. */
export const fieldName = z.string().regex(/^[A-Za-z][\w.]*$/);

/** A record id of 15 or 18 characters. */
export const recordId = z.string().regex(/^[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?$/);

/** Rows as columns and arrays, with how to go on. */
export const rowsOutput = z.object({
  totalSize: z.int().describe("Rows of the whole result"),
  returned: z.int(),
  done: z.boolean(),
  columns: z.array(z.string()),
  rows: z.array(z.array(scalar)),
  nextCursor: z.string().optional(),
  notices: z.array(z.string()),
});
