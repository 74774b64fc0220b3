import type { CollectionResult, RowOutcome } from "kinetic-core";
import { countWithin, dataBudget, type ToolOutput } from "../../output/index.ts";
import type { ToolContext } from "../tool.ts";

/** What was done, for the words about it. */
export interface Done {
  readonly object: string;
  /** Past form, e.g. `created`. */
  readonly verb: string;
  readonly result: CollectionResult;
  /** When it was begun: what to look for when an answer was lost. */
  readonly since: Date;
}

/**
 * Tells what became of the records, failures of one kind together.
 * @throws the error of the call where it was refused as a whole: then nothing was done
 */
export async function outcomeOf(done: Done, context: ToolContext): Promise<ToolOutput> {
  const { object, verb, result } = done;
  const { totals, rows } = result;
  const [first] = result.unsettled();
  if (first !== undefined && totals.unprocessed === totals.rows) throw first.cause;
  const ids = rows.map((row) => ("id" in row && row.id !== undefined ? row.id : null));
  const created = rows.flatMap((row) =>
    row.status === "succeeded" && row.created === true ? [row.index] : [],
  );
  const all = failuresOf(rows);
  const kept = countWithin(all, dataBudget(context.settings.maxBytes) / 2);
  const next = totals.unknown > 0 ? await lookFor(done, context) : whyNot(object, all);
  const notices = [
    ...(totals.unknown > 0
      ? [
          `${totals.unknown} answers were lost: those records may be ${verb}. Look before you send them again.`,
        ]
      : []),
    ...(totals.unprocessed > 0 ? [`${totals.unprocessed} records were certainly not touched.`] : []),
    ...(kept < all.length ? [`+${all.length - kept} more kinds of failures.`] : []),
  ];
  return {
    summary: `${totals.succeeded} of ${totals.rows} ${object} records ${verb}${totals.failed > 0 ? `, ${totals.failed} refused` : ""}${totals.unknown > 0 ? `, OUTCOME_UNKNOWN for ${totals.unknown}: do not send them again, call sf_query first` : ""}.`,
    data: {
      dryRun: false,
      totals,
      ids,
      created: verb === "upserted" ? created : undefined,
      failures: all.length > 0 ? all.slice(0, kept) : undefined,
      next,
      notices: notices.length > 0 ? notices : undefined,
    },
  };
}

interface Kind {
  readonly status: string;
  readonly code: string;
  readonly message: string;
  readonly fields: readonly string[];
  readonly fix: string;
  readonly rows: number[];
  /** Records that a duplicate rule matched. */
  readonly matches?: readonly string[] | undefined;
}

function failuresOf(rows: readonly RowOutcome[]): readonly Kind[] {
  const kinds = new Map<string, Kind>();
  for (const row of rows) {
    if (row.status === "succeeded") continue;
    const { code, message, fields, remediation, duplicateIds: matches } = row.error;
    const key = JSON.stringify([row.status, code, message, matches]);
    const known = kinds.get(key);
    if (known !== undefined) known.rows.push(row.index);
    else
      kinds.set(key, {
        status: row.status,
        code,
        message,
        fields,
        fix: remediation.summary,
        rows: [row.index],
        matches,
      });
  }
  return [...kinds.values()];
}

/** Salesforce's codes of what this user may not do with a record (SOAP API Developer Guide, "StatusCode"). */
const NOT_ALLOWED = /^(?:INSUFFICIENT_ACCESS|CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY)/;

function whyNot(object: string, kinds: readonly Kind[]) {
  const [match] = kinds.flatMap(({ matches = [] }) => matches);
  if (match !== undefined) return { tool: "sf_get_record", args: { object, id: match } };
  if (!kinds.some(({ code }) => NOT_ALLOWED.test(code))) return undefined;
  return { tool: "sf_permissions", args: { object } };
}

/** The query that shows what the user wrote since the call began. */
async function lookFor({ object, verb, since }: Done, { org, signal }: ToolContext) {
  const { userId } = await org.identity(signal);
  const [by, at] =
    verb === "created" ? ["CreatedById", "CreatedDate"] : ["LastModifiedById", "SystemModstamp"];
  const from = since.toISOString().replace(/\.\d+/, "");
  const soql = `SELECT Id, ${at} FROM ${object} WHERE ${by} = '${userId}' AND ${at} >= ${from} ORDER BY ${at} DESC LIMIT 200`;
  return { tool: "sf_query", args: { soql, ...(verb === "deleted" ? { api: "all" } : {}) } };
}
