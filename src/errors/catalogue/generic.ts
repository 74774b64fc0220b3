import type { Remediation } from "../remediation.ts";
import type { RemediationEntry } from "./entry.ts";

const STATUS_PAGE = "REST API Developer Guide, Status Codes and Error Responses";

/** The last resort, for facts that say nothing at all. */
export const genericRemediation: Remediation = Object.freeze({
  id: "unknown-error",
  summary: "Read the message; if it does not explain itself, quote the ids below to Salesforce support.",
  cause: "The answer fits no error that the SDK knows.",
  steps: Object.freeze([
    "Look the code up in the REST API Developer Guide and the SOAP API Developer Guide (Core Data Types Used in API Calls).",
    "Repeat the call alone, with the smallest input that still fails.",
    "Open a case with Salesforce support and quote the request id and the error id.",
  ]),
  who: "developer",
  retryHelps: false,
  doc: STATUS_PAGE,
});

/** Answers by status, for codes that no other entry knows. */
export const genericEntries: readonly RemediationEntry[] = [
  {
    id: "http-400",
    match: { status: [400] },
    summary: "Change the request as the message says.",
    cause: "Salesforce read the request and refused it. The code is not one that the SDK has advice for.",
    steps: [
      "Read the message and the named fields.",
      "Compare object, field names and values with a describe of the object.",
    ],
    who: "developer",
    retryHelps: false,
    doc: STATUS_PAGE,
  },
  {
    id: "http-401",
    match: { status: [401] },
    summary: "Log in again and check that calls go to the instance URL of that login.",
    cause: "Salesforce did not accept the access token, and one fresh token did not help.",
    steps: [
      "Check that the token and the instance URL come from the same login.",
      "Setup > Session Settings: look for session locking to an IP address or a domain.",
      "Setup > Login History: look up the integration user and the status of its last logins.",
    ],
    who: "developer",
    retryHelps: false,
    doc: STATUS_PAGE,
  },
  {
    id: "http-403",
    match: { status: [403] },
    summary: "Give the user the permission that the message names.",
    cause: "The token is good, but this user may not do this.",
    steps: [
      "Setup > Users > the integration user > Permission Set Assignments: check what it has.",
      "Grant the missing object, field or system permission in a permission set.",
    ],
    who: "admin",
    retryHelps: false,
    doc: STATUS_PAGE,
  },
  {
    id: "http-404",
    match: { status: [404] },
    summary: "Check the path, the API version and the id, and whether this user may see the record.",
    cause:
      "There is no such resource for this user: Salesforce answers the same for what is missing and what is hidden.",
    steps: [
      "Check object name, id and API version in the path.",
      "Check that the instance URL belongs to the org that holds the record.",
      "Open the record as the integration user, or check sharing and object permissions.",
    ],
    who: "developer",
    retryHelps: false,
    doc: STATUS_PAGE,
  },
  {
    id: "http-405",
    match: { status: [405] },
    summary: "Use an HTTP method that the resource takes.",
    cause: "The resource exists, but not for this HTTP method.",
    steps: ["Read the allowed methods in the message.", "Check that the path names the resource you mean."],
    who: "developer",
    retryHelps: false,
    doc: STATUS_PAGE,
  },
  {
    id: "http-409",
    match: { status: [409] },
    summary: "Read the present state again, then decide.",
    cause:
      "The request contradicts the present state of the resource. Bulk results answer so when they are asked for with another API version than the job's.",
    steps: [
      "Read the record or the job again.",
      "Read Bulk results with the API version that the job was made with.",
    ],
    who: "developer",
    retryHelps: false,
    doc: STATUS_PAGE,
  },
  {
    id: "http-410",
    match: { status: [410] },
    summary: "Use a newer API version.",
    cause: "The API version in the path was retired.",
    steps: [
      "GET /services/data lists the versions that this org serves.",
      "Set the client's API version to one of them.",
    ],
    who: "developer",
    retryHelps: false,
    doc: "REST API Developer Guide, API End-of-Life",
  },
  {
    id: "http-412",
    match: { status: [412] },
    summary: "Read the record again, merge your change, and send it with the new condition.",
    cause: "The record was changed after you read it, so the condition in the request no longer holds.",
    steps: [
      "Read the record and its ETag or Last-Modified.",
      "Apply your change to the fresh record and send it again.",
    ],
    who: "developer",
    retryHelps: false,
    doc: "REST API Developer Guide, Conditional Requests",
  },
  {
    id: "http-414",
    match: { status: [414, 431] },
    summary: "Shorten the URL: fewer fields or ids, or send the query in a composite request.",
    cause: "The URL, or the URL with its headers, is longer than 16,384 bytes after percent-encoding.",
    steps: [
      "Split the field list or the IN list over several queries.",
      "Or send the query inside a composite request, whose URL is part of the body.",
      "Or use a Bulk API 2.0 query, which carries SOQL in the body.",
    ],
    who: "developer",
    retryHelps: false,
    doc: STATUS_PAGE,
  },
  {
    id: "http-415",
    match: { status: [415, 406] },
    summary: "Send and accept application/json (text/csv for Bulk API 2.0 data).",
    cause: "The resource does not take, or cannot give, this media type.",
    steps: ["Check the Content-Type and Accept headers of the request."],
    who: "developer",
    retryHelps: false,
    doc: STATUS_PAGE,
  },
  {
    id: "http-420",
    match: { status: [420] },
    summary: "Check that the org still exists and that the host is right; try again once or twice.",
    cause:
      "Salesforce Edge knows no route to this host: a deleted or expired org, a mistyped My Domain, or a move in progress.",
    steps: [
      "Open the instance URL in a browser.",
      "Setup > My Domain: compare the host.",
      "Look the instance up on Salesforce Trust.",
    ],
    who: "developer",
    retryHelps: true,
    doc: STATUS_PAGE,
  },
  {
    id: "http-429",
    match: { status: [429] },
    summary: "Send fewer calls at once and wait before the next one.",
    cause:
      "Something on the way limits the rate of calls. Salesforce itself does not document this status: look at proxies too.",
    steps: ["Lower the concurrency of the client.", "Wait for Retry-After when the answer gives it."],
    who: "developer",
    retryHelps: true,
    doc: STATUS_PAGE,
  },
  {
    id: "http-4xx",
    match: { status: ["4xx"] },
    summary: "Change the request as the message says.",
    cause: "Salesforce refused the request as it is.",
    steps: ["Read the message.", "Look the status up in the REST API Developer Guide."],
    who: "developer",
    retryHelps: false,
    doc: STATUS_PAGE,
  },
  {
    id: "http-503",
    match: { status: [502, 503, 504] },
    summary: "Wait and try again; look at Salesforce Trust when it lasts.",
    cause: "The instance was too busy, under maintenance, or not reachable from Salesforce's edge.",
    steps: [
      "Look the instance up on Salesforce Trust.",
      "Try again later with growing pauses.",
      "For a write without an external id: find out first whether it went through.",
    ],
    who: "salesforce",
    retryHelps: true,
    doc: STATUS_PAGE,
  },
  {
    id: "http-5xx",
    match: { status: ["5xx"] },
    summary: "Try again later; quote the request id and the error id to Salesforce support when it stays.",
    cause: "Something failed inside Salesforce, or in Apex code that answered the call.",
    steps: [
      "For Apex REST: read the Apex debug log of the user.",
      "Look the instance up on Salesforce Trust.",
      "Open a case with Salesforce support and quote the ids.",
    ],
    who: "salesforce",
    retryHelps: true,
    doc: STATUS_PAGE,
  },
];
