import type { RemediationEntry } from "./entry.ts";

const CORE_PAGE = "SOAP API Developer Guide, Core Data Types Used in API Calls";
const COMPOSITE_PAGE = "REST API Developer Guide, Composite";

/** What to do when other parts of the same call, or automation of the org, stop a save. */
export const transactionEntries: readonly RemediationEntry[] = [
  {
    id: "automation-row-locked",
    match: {
      errorCode: [
        "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
        "CANNOT_EXECUTE_FLOW_TRIGGER",
        "FLOW_EXCEPTION",
        "APEX_ERROR",
        "APEX_FAILED",
      ],
      message: /\bUNABLE_TO_LOCK_ROW\b|unable to obtain exclusive access/i,
    },
    summary: "Send the refused records again; the org's automation met a locked record.",
    cause: "A trigger or flow of the org wanted a record that another transaction held locked.",
    steps: [
      "Send only the refused rows again.",
      "Sort the input by the parent record.",
      "Have the trigger or flow that the message names touch fewer records.",
    ],
    who: "developer",
    retryHelps: true,
    doc: "Salesforce Developers, Record Locking Cheat Sheet",
  },
  {
    id: "rolled-back-with-others",
    match: { errorCode: ["ALL_OR_NONE_OPERATION_ROLLED_BACK"] },
    summary: "Correct the record that really failed; this one was only rolled back with it.",
    cause: "The call asked for all or none, and another record of the call was refused.",
    steps: [
      "Find the record of the same call with another code.",
      "Send all of them again, or without allOrNone.",
    ],
    who: "developer",
    retryHelps: false,
    doc: "REST API Developer Guide, sObject Collections",
  },
  {
    id: "composite-halted",
    match: { errorCode: ["PROCESSING_HALTED"] },
    summary:
      "Correct the part that really failed; this one was rolled back or could not start because of it.",
    cause: "Another part of the same composite or graph request failed.",
    steps: [
      "Find the part with another code.",
      "After 14 failed graphs the rest of a call is not tried: send it again.",
    ],
    who: "developer",
    retryHelps: false,
    doc: COMPOSITE_PAGE,
  },
  {
    id: "composite-reference",
    match: { errorCode: ["PROCESSING_HALTED"], message: /invalid reference specified/i },
    summary: "Correct the reference: spelling and case of its id and field, and the order of the parts.",
    cause: "A reference such as @{ref.id} found no value in the answer of the part that it names.",
    steps: [
      "Creating answers id, querying answers Id: case matters.",
      "Use array positions for lists: @{ref.records[0].Id}.",
    ],
    who: "developer",
    retryHelps: false,
    doc: COMPOSITE_PAGE,
  },
  {
    id: "batch-halted",
    match: { errorCode: ["BATCH_PROCESSING_HALTED"] },
    summary: "Correct the first part that failed; the parts after it were not run.",
    cause: "The batch was told to halt on the first error.",
    steps: ["Find the first failed part.", "Send the parts from there on again."],
    who: "developer",
    retryHelps: false,
    doc: "REST API Developer Guide, Batch",
  },
  {
    id: "trigger-refused",
    match: { errorCode: ["CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY"] },
    summary:
      "Read the inner exception in the message and have the trigger it names corrected, or the record.",
    cause: "An Apex trigger of the org stopped the save.",
    steps: [
      "The message names trigger, line and exception.",
      "Setup > Debug Logs: log the integration user and send one of the records again.",
      "Setup > Installed Packages, if the trigger has a namespace.",
    ],
    who: "developer",
    retryHelps: false,
    doc: CORE_PAGE,
  },
  {
    id: "flow-refused",
    match: { errorCode: ["CANNOT_EXECUTE_FLOW_TRIGGER", "FLOW_EXCEPTION"] },
    summary: "Open the flow that the message names and correct it, or the record it could not handle.",
    cause: "A flow of the org failed while the record was saved.",
    steps: [
      "Setup > Flows > the flow: debug it with this record.",
      "Read the flow error email that the org's admin got.",
      "Quote the error id of the message to Salesforce support if the flow looks right.",
    ],
    who: "admin",
    retryHelps: false,
    doc: "Salesforce Help, Troubleshoot Flows",
  },
  {
    id: "apex-failed",
    match: { errorCode: ["APEX_ERROR", "APEX_FAILED"] },
    summary: "Read the Apex debug log: a class of the org threw an exception and did not catch it.",
    cause: "Apex code of the org failed. Whether it had written something before, only that code can tell.",
    steps: [
      "Setup > Debug Logs: log the integration user and repeat the call.",
      "Setup > Apex Jobs for asynchronous code.",
    ],
    who: "developer",
    retryHelps: false,
    doc: "Apex Developer Guide, Exposing Apex Classes as REST Web Services",
  },
  {
    id: "record-in-transaction",
    match: { errorCode: ["SELF_REFERENCE_FROM_TRIGGER", "RECORD_IN_USE_BY_WORKFLOW"] },
    summary: "Send the record again; if it stays, have the trigger or workflow changed.",
    cause: "The record is at work in another stage of the same or another transaction.",
    steps: [
      "Send the refused records again.",
      "Look for a trigger that writes to the records it was called for.",
    ],
    who: "developer",
    retryHelps: true,
    doc: CORE_PAGE,
  },
  {
    id: "circular-dependency",
    match: { errorCode: ["CIRCULAR_DEPENDENCY", "CIRCULAR_OBJECT_GRAPH"] },
    summary: "Break the circle: leave one of the references out and set it in a second call.",
    cause: "The records refer to each other in a circle.",
    steps: ["Draw the references of the records in the call."],
    who: "developer",
    retryHelps: false,
    doc: CORE_PAGE,
  },
  {
    id: "mixed-dml",
    match: { errorCode: ["MIXED_DML_OPERATION"] },
    summary: "Write setup objects (User, PermissionSetAssignment, GroupMember) in a call of their own.",
    cause: "Setup objects and other objects cannot be written in one transaction.",
    steps: ["Split the call.", "If a trigger does it: have it do one part asynchronously."],
    who: "developer",
    retryHelps: false,
    doc: "Apex Developer Guide, sObjects That Cannot Be Used Together in DML Operations",
  },
];
