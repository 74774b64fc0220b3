import { asking, asUser, type Case, loading } from "./place.ts";

const query = (soql: string) => asking("GET", `query?q=${encodeURIComponent(soql)}`);
const bulkQuery = (soql: string) => asking("POST", "jobs/query", { operation: "query", query: soql });
const job = (more: object) =>
  asking("POST", "jobs/ingest", { object: "Account", operation: "insert", contentType: "CSV", ...more });

export const queryCases: readonly Case[] = [
  { remedy: "query-malformed", run: query("SELECT FROM Account") },
  { remedy: "search-malformed", run: asking("GET", `search?q=${encodeURIComponent("FIND x")}`) },
  { remedy: "query-filter", run: query("SELECT Id FROM Account WHERE Name INCLUDES ('x')") },
  { remedy: "query-filter-value", run: query("SELECT Id FROM Account WHERE CreatedDate = 'x'") },
  { remedy: "query-field-use", run: query("SELECT Id FROM Account ORDER BY Description") },
  { remedy: "query-cursor-lost", run: asking("GET", "query/01g000000000001AAA-2000") },
  { remedy: "query-cursor-malformed", run: asking("GET", "query/nonsense") },
  {
    remedy: "query-batch-size",
    run: asUser((sf) =>
      sf.request({
        method: "GET",
        path: "query?q=SELECT+Id+FROM+Account",
        headers: { "Sforce-Query-Options": "batchSize=1" },
      }),
    ),
  },
  { remedy: "http-414", run: query(`SELECT Id FROM Account WHERE Name = '${"x".repeat(16_384)}'`) },
  { remedy: "bulk-job-not-found", run: asUser((sf) => sf.bulk.ingestJob("750000000000001AAA").info()) },
  { remedy: "bulk-job-id", run: job({ object: "Nothing__c" }) },
  {
    remedy: "bulk-job-state",
    run: asUser(async (sf) => {
      const { id } = await sf.bulk.createIngestJob({ object: "Account", operation: "insert" });
      await sf.request({
        method: "PATCH",
        path: `jobs/ingest/${id}`,
        body: { json: { state: "InProgress" } },
      });
    }),
  },
  { remedy: "bulk-not-enabled", run: job({ operation: "hardDelete" }) },
  { remedy: "bulk-quota", org: { bulk: { dailyQueryJobs: 0 } }, run: bulkQuery("SELECT Id FROM Account") },
  { remedy: "bulk-query-feature", run: bulkQuery("SELECT COUNT(Id) c FROM Account GROUP BY Name") },
  ...(
    [
      ["bulk-header-field", "InvalidBatch : InvalidBatch : Field name not found : Nothing__c"],
      [
        "bulk-line-ending",
        "ClientInputError : LineEnding is invalid on user data. Current LineEnding setting is LF",
      ],
      ["bulk-retried-too-often", "InternalServerError : Retried more than fifteen times"],
      ["row-locked", "TooManyLockFailure : Too many lock failures"],
    ] as const
  ).map(
    ([remedy, failMessage]): Case => ({
      remedy,
      org: { bulk: { fault: () => ({ failAfterRows: 0, failMessage }) } },
      run: loading("Account", [{ Name: "x" }]),
    }),
  ),
  {
    remedy: "bulk-user",
    run: async (place) => {
      const made = await asking("POST", "jobs/ingest", {
        object: "Account",
        operation: "insert",
        contentType: "CSV",
      })(place);
      const { id } = (made as { body: { id: string } }).body;
      return asking(
        "GET",
        `jobs/ingest/${id}/successfulResults`,
      )({ ...place, username: "robot0@example.com" });
    },
  },
  {
    remedy: "bulk-results-conflict",
    run: asUser(async (sf) => {
      const made = await sf.bulk.createQueryJob({ query: "SELECT Id FROM Account" });
      await made.wait();
      await sf.request({
        method: "GET",
        path: `/services/data/v60.0/jobs/query/${made.id}/results`,
        headers: { accept: "text/csv" },
      });
    }),
  },
  {
    remedy: "query-cursor-other-user",
    run: async (place) => {
      place.org.insert(
        "Account",
        Array.from({ length: 201 }, () => ({ Name: "Acme" })),
      );
      let locator: string | undefined;
      await asUser(async (sf) => {
        for await (const page of sf.query("SELECT Id FROM Account", { pageSize: 200 }).pages()) {
          locator = page.locator;
          break;
        }
      })(place);
      return asking("GET", locator ?? "")({ ...place, username: "robot0@example.com" });
    },
  },
  {
    remedy: "bulk-second-upload",
    run: asUser(async (sf) => {
      const made = await sf.bulk.createIngestJob({ object: "Account", operation: "insert" });
      await made.upload("Name\nx\n");
      await made.upload("Name\nx\n");
    }),
  },
];
