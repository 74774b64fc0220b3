/** Which rows of which job, and from where on. */
export interface ResultPlace {
  readonly jobId: string;
  readonly part: "query" | "success" | "failed" | "unprocessed";
  /** Page of a query's results. */
  readonly locator?: string | undefined;
  /** Rows of the page, or of the list, that were shown before. */
  readonly skip: number;
}
