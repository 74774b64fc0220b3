import type { RemediationEntry } from "./entry.ts";

const GUIDE = "Bulk API 2.0 and Bulk API Developer Guide";
const BULK_LIMITS_PAGE =
  "Salesforce Developer Limits and Allocations Quick Reference, Bulk API and Bulk API 2.0";

const OF_A_JOB = /\/jobs\/(?:ingest|query)\//;

/** The guide names the status and not the code: the same holds with a code beside it and without. */
const otherVersion = {
  summary: "Read the results with the API version that the job was made with.",
  cause: "Results are given only in the API version of their job.",
  steps: ["Get the job and read its apiVersion.", "Keep the version with the job's id."],
  who: "developer",
  retryHelps: false,
  doc: `${GUIDE}, Get Results for a Query Job`,
} as const;

/** What to do about refused and failed Bulk API 2.0 jobs. */
export const bulkEntries: readonly RemediationEntry[] = [
  {
    id: "bulk-job-not-found",
    match: { errorCode: ["NOT_FOUND", "NotFound", "NOTFOUND"], request: /\/jobs\/(?:ingest|query)\/[^/]+/ },
    summary: "Check the job id and the instance URL; jobs and their results are gone 7 days after they end.",
    cause:
      "This org has no such job: deleted, older than 7 days, of another org, or an ingest id asked for as a query.",
    steps: [
      "Setup > Bulk Data Load Jobs: look for the job.",
      "Check that the instance URL belongs to the org that the job was made in.",
      "The API version is hardly ever the reason: Bulk API 2.0 queries exist since 47.0.",
    ],
    who: "developer",
    retryHelps: false,
    doc: `${GUIDE}, Get Information About a Job`,
  },
  {
    id: "bulk-job-id",
    match: { errorCode: ["InvalidJob", "INVALIDJOB"] },
    summary: "Read the message; use the id of a job that exists here, or correct the job's settings.",
    cause: "The job does not exist or was deleted, or its settings are not valid.",
    steps: [
      "Setup > Bulk Data Load Jobs: look for the job.",
      "Check object, operation and externalIdFieldName (upsert only).",
    ],
    who: "developer",
    retryHelps: false,
    doc: `${GUIDE}, Errors`,
  },
  {
    id: "bulk-job-state",
    match: { errorCode: ["InvalidJobState", "INVALIDJOBSTATE"] },
    summary: "Read the job's state first; this step is not possible in it.",
    cause:
      "The job has gone on: data is taken once, while Open; closed, aborted and finished jobs do not change any more.",
    steps: [
      "Get the job and read its state.",
      "To load more, make a new job.",
      "Results are there only when the job has ended.",
    ],
    who: "developer",
    retryHelps: false,
    doc: `${GUIDE}, Job States`,
  },
  {
    id: "bulk-batch-invalid",
    match: { errorCode: ["InvalidBatch", "INVALIDBATCH"] },
    summary: "Correct the file as the message says and load it with a new job.",
    cause:
      "Salesforce could not use the file's header or form, so the whole job failed. Nothing was processed.",
    steps: [
      "Check header, delimiter, line ending and encoding against the job's settings.",
      "Load all unprocessed rows with a new job.",
    ],
    who: "developer",
    retryHelps: false,
    doc: `${GUIDE}, Prepare CSV Files`,
  },
  {
    id: "bulk-header-field",
    match: { errorCode: ["InvalidBatch", "INVALIDBATCH"], message: /field name not found/i },
    summary: "Correct the column name in the header: it must be a field's API name that this user may write.",
    cause:
      "The header names a field that this user does not know on this object. An invisible byte order mark before the first name looks the same.",
    steps: [
      "Compare with a describe of the object made by the same user, field-level security included.",
      "Relationships: Owner.Email, Parent__r.Ext__c; polymorphic ones with their object: Contact:Who.Email.",
      "Remove a byte order mark, and check the delimiter.",
    ],
    who: "developer",
    retryHelps: false,
    doc: `${GUIDE}, Prepare CSV Files`,
  },
  {
    id: "bulk-client-input",
    match: { errorCode: ["ClientInputError", "CLIENTINPUTERROR"] },
    summary: "Write the file in the form that the job says: delimiter, line ending, UTF-8.",
    cause: "The file cannot be read as the CSV that the job announced.",
    steps: [
      "Compare the file with columnDelimiter and lineEnding of the job.",
      "Convert the file to UTF-8.",
      "Look for a quotation mark that is not doubled.",
    ],
    who: "developer",
    retryHelps: false,
    doc: `${GUIDE}, Prepare CSV Files`,
  },
  {
    id: "bulk-line-ending",
    match: { errorCode: ["ClientInputError", "CLIENTINPUTERROR"], message: /lineending/i },
    summary: "Set the job's lineEnding to that of the file (LF or CRLF), and use one kind throughout.",
    cause: "The line ends of the file are not those that the job announced.",
    steps: [
      "Files from Windows mostly have CRLF.",
      "Look for both kinds in one file, also inside quoted values.",
    ],
    who: "developer",
    retryHelps: false,
    doc: `${GUIDE}, Prepare CSV Files`,
  },
  {
    id: "bulk-quota",
    match: { errorCode: ["ExceededQuota", "EXCEEDEDQUOTA"] },
    summary: "Wait until the 24-hour count falls, then load the unprocessed rows with a new job.",
    cause: "The org's allowance of batches, records or jobs of the last 24 hours is used up.",
    steps: [
      "GET the limits resource: DailyBulkApiBatches, DailyBulkV2QueryJobs.",
      "Load fewer, larger jobs: a batch is 10,000 records.",
    ],
    who: "admin",
    retryHelps: false,
    doc: BULK_LIMITS_PAGE,
  },
  {
    id: "bulk-quota-generic-code",
    match: {
      errorCode: ["LIMIT_EXCEEDED", "EXCEEDED_QUOTA", "API_ERROR"],
      message: /\b24[ -]?h(?:ou)?rs?\b|bulk v2 query jobs|daily bulk|batches per/i,
    },
    summary: "Wait until the 24-hour count falls; keep the checkpoint and go on then.",
    cause: "The org's allowance of Bulk jobs, batches or records of the last 24 hours is used up.",
    steps: [
      "GET the limits resource: DailyBulkApiBatches, DailyBulkV2QueryJobs, DailyBulkV2QueryFileStorageMB.",
      "Run fewer and larger jobs.",
    ],
    who: "admin",
    retryHelps: false,
    doc: BULK_LIMITS_PAGE,
  },
  {
    id: "bulk-not-enabled",
    match: { errorCode: ["FeatureNotEnabled", "FEATURENOTENABLED"] },
    summary:
      "Hard delete needs the permission “Bulk API Hard Delete”; other operations need only “API Enabled” and access to the object.",
    cause: "This org or user may not do this operation in bulk.",
    steps: [
      "Setup > Permission Sets > System Permissions: Bulk API Hard Delete, for hardDelete only.",
      "Else check API Enabled, the object's permissions and the edition. Modify All Data and further OAuth scopes are not needed.",
      "If the object is not available in bulk, use REST for it.",
    ],
    who: "admin",
    retryHelps: false,
    doc: `${GUIDE}, Errors`,
  },
  {
    id: "bulk-object-unsupported",
    match: { errorCode: ["INVALIDENTITY", "InvalidEntity"] },
    summary: "Use REST for this object: Bulk API does not serve it.",
    cause: "Some objects are not available in bulk although they can be queried.",
    steps: ["Query it with REST, or write it with collections of 200 records."],
    who: "developer",
    retryHelps: false,
    doc: `${GUIDE}, Errors`,
  },
  {
    id: "bulk-user",
    match: { errorCode: ["InvalidUser", "INVALIDUSER"] },
    summary: "Work on the job as the user who made it, or give this user “Manage Data Integrations”.",
    cause: "The job belongs to another user.",
    steps: [
      "Setup > Bulk Data Load Jobs: see who submitted the job.",
      "Setup > Permission Sets > System Permissions: Manage Data Integrations.",
    ],
    who: "admin",
    retryHelps: false,
    doc: `${GUIDE}, Errors`,
  },
  {
    id: "bulk-url",
    match: { errorCode: ["InvalidUrl", "INVALIDURL", "InvalidXML", "INVALIDXML"] },
    summary: "Correct the path or body of the Bulk call.",
    cause: "The call is not one that the Bulk API knows.",
    steps: [
      "Bulk API 2.0: /services/data/vXX.X/jobs/ingest and /jobs/query, with JSON.",
      "Paths with /services/async/ are those of the older Bulk API.",
    ],
    who: "developer",
    retryHelps: false,
    doc: `${GUIDE}, Errors`,
  },
  {
    id: "bulk-timeout",
    match: { errorCode: ["Timeout", "TIMEOUT"] },
    summary:
      "Make each batch lighter: fewer columns, or less automation on the object; then load the unprocessed rows again.",
    cause: "A batch of up to 10,000 rows took more than 5 minutes each time it was tried.",
    steps: [
      "Look for slow triggers, flows and sharing recalculations on the object.",
      "Query jobs: filter by an indexed field; leave ORDER BY and LIMIT out.",
    ],
    who: "developer",
    retryHelps: false,
    doc: BULK_LIMITS_PAGE,
  },
  {
    id: "bulk-retried-too-often",
    match: { message: /retried more than (?:fifteen|ten|twenty|\d+) times|tried (?:this batch )?\w+ times/i },
    summary: "Split the work: smaller slices of the query, or lighter batches.",
    cause: "Salesforce tried a part of the job again and again and gave it up.",
    steps: [
      "Query jobs: slice by CreatedDate or Id; leave ORDER BY and LIMIT out.",
      "Ingest jobs: look for slow automation and locks on the object.",
    ],
    who: "developer",
    retryHelps: false,
    doc: BULK_LIMITS_PAGE,
  },
  {
    id: "bulk-query-feature",
    match: { message: /not supported in bulk|aggregate relationships not supported|bulk v2 query with csv/i },
    summary: "Take out what bulk queries do not support, or use a REST query.",
    cause:
      "Bulk queries know no GROUP BY, aggregates, OFFSET, TYPEOF, child subqueries, and no compound or base64 fields.",
    steps: ["Select the components of address and geolocation fields.", "Query child objects on their own."],
    who: "developer",
    retryHelps: false,
    doc: `${GUIDE}, SOQL Considerations`,
  },
  {
    id: "bulk-second-upload",
    match: { message: /found multiple contents/i },
    summary: "Upload the data of a job once; make another job for more.",
    cause: "The job already has its data.",
    steps: ["Get the job: if it is Open with data, close it.", "Make a new job for further rows."],
    who: "developer",
    retryHelps: false,
    doc: `${GUIDE}, Upload Job Data`,
  },
  {
    id: "bulk-results-other-version",
    match: { status: [409], request: OF_A_JOB },
    ...otherVersion,
  },
  {
    id: "bulk-results-conflict",
    match: { errorCode: ["CONFLICT"], request: OF_A_JOB },
    ...otherVersion,
  },
  {
    id: "bulk-api-error",
    match: { errorCode: ["API_ERROR"] },
    summary: "Read the message: the Bulk API puts all sorts of refusals under this code.",
    cause: "The Bulk API refused the job or the call.",
    steps: [
      "Check object, operation, fields and state of the job.",
      "Try the same query or record with REST: it often says more.",
    ],
    who: "developer",
    retryHelps: false,
    doc: `${GUIDE}, Errors`,
  },
];
