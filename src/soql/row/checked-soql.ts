import type { SalesforceRecord } from "../../schema/index.ts";
import type { QueryProblem, QueryRow } from "./query-row.ts";

/**
 * The argument of `query`: the text itself, or, where the org's types show that the query cannot work, the reason in
 * words, which the compiler then prints. `Query` is the type of the text; a type that is no text is taken as the row's.
 */
export type CheckedSoql<Org extends object, Query> = Query extends string
  ? object extends Org
    ? string
    : string extends Query
      ? string
      : OrSentence<Query, QueryProblem<Org, Query>>
  : string;

type OrSentence<Query, Problem> = [Problem] extends [never] ? Query : Sentence<Problem>;

type Sentence<Problem> = [Problem] extends [infer Reason extends string] ? `SOQL: ${Reason}` : never;

/** The rows of a query: by its text where that is known, else by the given row type, else any record. */
export type RowOf<Org extends object, Query> = Query extends string
  ? object extends Org
    ? SalesforceRecord
    : string extends Query
      ? SalesforceRecord
      : QueryRow<Org, Query>
  : Query;
