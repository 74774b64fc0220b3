// Written from the describes of an org. Do not change it: write it anew instead.
import type { CreateFields, DateTimeText, RecordId, UpdateFields } from "kinetic-core";

/** Case: its fields as a query returns them. */
export interface Case {
  /** Account ID. */
  AccountId: RecordId<"Account"> | null;
  /** Asset ID. */
  AssetId: RecordId<"Asset"> | null;
  /** Case Number. */
  CaseNumber: string;
  /** Closed Date. */
  ClosedDate: DateTimeText | null;
  /** Internal Comments. */
  Comments: string | null;
  /** Contact Email. */
  ContactEmail: string | null;
  /** Contact Fax. */
  ContactFax: string | null;
  /** Contact ID. */
  ContactId: RecordId<"Contact"> | null;
  /** Contact Mobile. */
  ContactMobile: string | null;
  /** Contact Phone. */
  ContactPhone: string | null;
  /** Created By ID. */
  CreatedById: RecordId<"User">;
  /** Created Date. */
  CreatedDate: DateTimeText;
  /** Description. */
  Description: string | null;
  /** Case ID. */
  Id: RecordId<"Case">;
  /** Closed. */
  IsClosed: boolean;
  /** Deleted. */
  IsDeleted: boolean;
  /** Escalated. */
  IsEscalated: boolean;
  /** Last Modified By ID. */
  LastModifiedById: RecordId<"User">;
  /** Last Modified Date. */
  LastModifiedDate: DateTimeText;
  /** Last Referenced Date. */
  LastReferencedDate: DateTimeText | null;
  /** Last Viewed Date. */
  LastViewedDate: DateTimeText | null;
  /** Master Record ID. */
  MasterRecordId: RecordId<"Case"> | null;
  /** Case Origin. */
  Origin: "Phone" | "Email" | "Web" | (string & {}) | null;
  /** Owner ID. */
  OwnerId: RecordId<"Group" | "User">;
  /** Parent Case ID. */
  ParentId: RecordId<"Case"> | null;
  /** Priority. */
  Priority: "High" | "Medium" | "Low" | (string & {}) | null;
  /** Case Reason. */
  Reason: "Installation" | "Equipment Complexity" | "Performance" | "Breakdown" | "Equipment Design" | "Feedback" | "Other" | (string & {}) | null;
  /** Status. */
  Status: "New" | "Working" | "Escalated" | "Closed" | (string & {}) | null;
  /** Subject. */
  Subject: string | null;
  /** Company. */
  SuppliedCompany: string | null;
  /** Email Address. */
  SuppliedEmail: string | null;
  /** Name. */
  SuppliedName: string | null;
  /** Phone. */
  SuppliedPhone: string | null;
  /** System Modstamp. */
  SystemModstamp: DateTimeText;
  /** Case Type. */
  Type: "Mechanical" | "Electrical" | "Electronic" | "Structural" | "Other" | (string & {}) | null;
}

/** What `create` takes for Case. */
export type CaseCreate = CreateFields<Case, never, "CaseNumber" | "ClosedDate" | "ContactEmail" | "ContactFax" | "ContactMobile" | "ContactPhone" | "CreatedById" | "CreatedDate" | "Id" | "IsClosed" | "IsDeleted" | "LastModifiedById" | "LastModifiedDate" | "LastReferencedDate" | "LastViewedDate" | "MasterRecordId" | "SystemModstamp", never, "Account" | "Asset" | "Contact" | "Owner" | "Parent">;

/** What `update` takes for Case. */
export type CaseUpdate = UpdateFields<Case, "CaseNumber" | "ClosedDate" | "ContactEmail" | "ContactFax" | "ContactMobile" | "ContactPhone" | "CreatedById" | "CreatedDate" | "Id" | "IsClosed" | "IsDeleted" | "LastModifiedById" | "LastModifiedDate" | "LastReferencedDate" | "LastViewedDate" | "MasterRecordId" | "SystemModstamp", never, "Account" | "Asset" | "Contact" | "Owner" | "Parent">;

/** What the compiler knows of Case. */
export interface CaseTypes {
  readonly name: "Case";
  readonly fields: Case;
  readonly create: CaseCreate;
  readonly update: CaseUpdate;
  readonly parents: {
    readonly Account: "Account" | null;
    readonly Asset: "Asset" | null;
    readonly Contact: "Contact" | null;
    readonly CreatedBy: "User";
    readonly LastModifiedBy: "User";
    readonly MasterRecord: "Case" | null;
    readonly Owner: "Group" | "User";
    readonly Parent: "Case" | null;
  };
  readonly children: {
    readonly Attachments: "Attachment";
    readonly CaseComments: "CaseComment";
    readonly Cases: "Case";
    readonly ContentDocumentLinks: "ContentDocumentLink";
    readonly Events: "Event";
    readonly Tasks: "Task";
  };
}
