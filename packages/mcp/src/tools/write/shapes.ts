import { z } from "zod";
import { empty, fieldName, notices, recordId, scalar, table } from "../shapes.ts";

/** Fields of a record, by their API names. */
export const record: z.ZodRecord<z.ZodString, typeof scalar> = z.record(fieldName, scalar);

/** Most records of one call; the settings may allow less. */
const MAX_RECORDS = 200;

/** Records to write. */
export const records: z.ZodArray<typeof record> = z.array(record).min(1).max(MAX_RECORDS);

/** Ids of records. */
export const recordIds: z.ZodArray<typeof recordId> = z.array(recordId).min(1).max(MAX_RECORDS);

/** Whether one failure undoes all. */
export const allOrNone: z.ZodDefault<z.ZodBoolean> = z
  .boolean()
  .default(false)
  .describe("One failure undoes all");

/** Whether to only tell what would be done. */
export const dryRun: z.ZodDefault<z.ZodBoolean> = z
  .boolean()
  .default(false)
  .describe("Only tell what would be done");

/** What became of records, by their place in the input. */
export const writeOutput: z.ZodObject = z.object({
  dryRun: z.boolean(),
  totals: z.object({
    rows: z.number(),
    succeeded: z.number(),
    failed: z.number(),
    unknown: z.number(),
    unprocessed: z.number(),
  }),
  ids: z.array(z.union([z.string(), empty])).optional(),
  created: z.array(z.number()).optional(),
  failures: z
    .array(
      z.object({
        status: z.string(),
        code: z.string(),
        message: z.string(),
        fields: z.array(z.string()),
        fix: z.string(),
        rows: z.array(z.number()),
        matches: z.array(z.string()).optional(),
      }),
    )
    .optional(),
  changes: z.object(table).optional(),
  next: z.object({ tool: z.string(), args: z.record(z.string(), scalar) }).optional(),
  notices,
});
