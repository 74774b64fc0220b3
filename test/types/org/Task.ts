// Written from the describes of an org. Do not change it: write it anew instead.
import type { CreateFields, DateText, DateTimeText, RecordId, UpdateFields } from "kinetic-core";

/** Task: its fields as a query returns them. */
export interface Task {
  /** Account ID. */
  AccountId: RecordId<"Account"> | null;
  /** Due Date Only. */
  ActivityDate: DateText | null;
  /** Call Result. */
  CallDisposition: string | null;
  /** Call Duration. */
  CallDurationInSeconds: number | null;
  /** Call Object Identifier. */
  CallObject: string | null;
  /** Call Type. */
  CallType: "Internal" | "Inbound" | "Outbound" | null;
  /** Created By ID. */
  CreatedById: RecordId<"User">;
  /** Created Date. */
  CreatedDate: DateTimeText;
  /** Description. */
  Description: string | null;
  /** Activity ID. */
  Id: RecordId<"Task">;
  /** Archived. */
  IsArchived: boolean;
  /** Closed. */
  IsClosed: boolean;
  /** Deleted. */
  IsDeleted: boolean;
  /** High Priority. */
  IsHighPriority: boolean;
  /** Create Recurring Series of Tasks. */
  IsRecurrence: boolean;
  /** Reminder Set. */
  IsReminderSet: boolean;
  /** Last Modified By ID. */
  LastModifiedById: RecordId<"User">;
  /** Last Modified Date. */
  LastModifiedDate: DateTimeText;
  /** Assigned To ID. */
  OwnerId: RecordId<"User">;
  /** Priority. */
  Priority: "High" | "Normal" | "Low" | (string & {});
  /** Recurrence Activity ID. */
  RecurrenceActivityId: RecordId<"Task"> | null;
  /** Recurrence Day of Month. */
  RecurrenceDayOfMonth: number | null;
  /** Recurrence Day of Week Mask. */
  RecurrenceDayOfWeekMask: number | null;
  /** Recurrence End. */
  RecurrenceEndDateOnly: DateText | null;
  /** Recurrence Instance. */
  RecurrenceInstance: "First" | "Second" | "Third" | "Fourth" | "Last" | null;
  /** Recurrence Interval. */
  RecurrenceInterval: number | null;
  /** Recurrence Month of Year. */
  RecurrenceMonthOfYear: "January" | "February" | "March" | "April" | "May" | "June" | "July" | "August" | "September" | "October" | "November" | "December" | null;
  /** Repeat This Task. */
  RecurrenceRegeneratedType: "RecurrenceRegenerateAfterDueDate" | "RecurrenceRegenerateAfterToday" | "RecurrenceRegenerated" | null;
  /** Recurrence Start. */
  RecurrenceStartDateOnly: DateText | null;
  /** Recurrence Time Zone. */
  RecurrenceTimeZoneSidKey: "Asia/Tokyo" | "Europe/Berlin" | "Europe/Paris" | "Europe/London" | "GMT" | "America/New_York" | "America/Chicago" | "America/Denver" | "America/Los_Angeles" | (string & {}) | null;
  /** Recurrence Type. */
  RecurrenceType: "RecursDaily" | "RecursEveryWeekday" | "RecursMonthly" | "RecursMonthlyNth" | "RecursWeekly" | "RecursYearly" | "RecursYearlyNth" | null;
  /** Reminder Date/Time. */
  ReminderDateTime: DateTimeText | null;
  /** Status. */
  Status: "Not Started" | "In Progress" | "Completed" | "Waiting on someone else" | "Deferred" | (string & {});
  /** Subject. */
  Subject: "Call" | "Send Letter" | "Send Quote" | "Other" | (string & {}) | null;
  /** System Modstamp. */
  SystemModstamp: DateTimeText;
  /** Task Subtype. */
  TaskSubtype: "Task" | "Email" | "ListEmail" | "Cadence" | "Call" | null;
  /** Related To ID. */
  WhatId: RecordId<"Account" | "Asset" | "Campaign" | "Case" | "Contract" | "Opportunity" | "Order" | "Product2"> | null;
  /** Name ID. */
  WhoId: RecordId<"Contact" | "Lead"> | null;
}

/** What `create` takes for Task. */
export type TaskCreate = CreateFields<Task, never, "AccountId" | "CreatedById" | "CreatedDate" | "Id" | "IsArchived" | "IsClosed" | "IsDeleted" | "IsHighPriority" | "LastModifiedById" | "LastModifiedDate" | "RecurrenceActivityId" | "SystemModstamp", never, "Owner" | "What" | "Who">;

/** What `update` takes for Task. */
export type TaskUpdate = UpdateFields<Task, "AccountId" | "CreatedById" | "CreatedDate" | "Id" | "IsArchived" | "IsClosed" | "IsDeleted" | "IsHighPriority" | "IsRecurrence" | "LastModifiedById" | "LastModifiedDate" | "RecurrenceActivityId" | "SystemModstamp" | "TaskSubtype", never, "Owner" | "What" | "Who">;

/** What the compiler knows of Task. */
export interface TaskTypes {
  readonly name: "Task";
  readonly fields: Task;
  readonly create: TaskCreate;
  readonly update: TaskUpdate;
  readonly parents: {
    readonly Account: "Account" | null;
    readonly CreatedBy: "User";
    readonly LastModifiedBy: "User";
    readonly Owner: "User";
    readonly What: "Account" | "Asset" | "Campaign" | "Case" | "Contract" | "Opportunity" | "Order" | "Product2" | null;
    readonly Who: "Contact" | "Lead" | null;
  };
  readonly children: {
    readonly Attachments: "Attachment";
    readonly ContentDocumentLinks: "ContentDocumentLink";
    readonly RecurringTasks: "Task";
  };
}
