// Written from the describes of an org. Do not change it: write it anew instead.
import type { CreateFields, DateText, DateTimeText, RecordId, RequiredLookup, TimeText, UpdateFields } from "kinetic-core";

/** Invoice: its fields as a query returns them. */
export interface Invoice__c {
  /** Account. */
  Account__c: RecordId<"Account"> | null;
  /** At. */
  At__c: TimeText | null;
  /** Created By ID. */
  CreatedById: RecordId<"User">;
  /** Created Date. */
  CreatedDate: DateTimeText;
  /** Due. */
  Due__c: DateText | null;
  /** Record ID. */
  Id: RecordId<"Invoice__c">;
  /** Deleted. */
  IsDeleted: boolean;
  /** Last Modified By ID. */
  LastModifiedById: RecordId<"User">;
  /** Last Modified Date. */
  LastModifiedDate: DateTimeText;
  /** Invoice Name. */
  Name: string | null;
  /** Number. */
  Number__c: string;
  /** Owner ID. */
  OwnerId: RecordId<"Group" | "User">;
  /** Payer. */
  Payer__c: RecordId<"Contact">;
  /** Sent. */
  Sent__c: DateTimeText | null;
  /** State. */
  State__c: "Draft" | "Sent" | "Paid" | null;
  /** System Modstamp. */
  SystemModstamp: DateTimeText;
  /** Tags. Values joined by a semicolon. */
  Tags__c: string | null;
  /** Total. */
  Total__c: number | null;
}

/** What `create` takes for Invoice__c. */
export type Invoice__cCreate = CreateFields<Invoice__c, "Number__c", "CreatedById" | "CreatedDate" | "Id" | "IsDeleted" | "LastModifiedById" | "LastModifiedDate" | "SystemModstamp", "Tags__c", "Account__r" | "Owner" | "Payer__r"> & RequiredLookup<Invoice__c, "Payer__c", "Payer__r">;

/** What `update` takes for Invoice__c. */
export type Invoice__cUpdate = UpdateFields<Invoice__c, "CreatedById" | "CreatedDate" | "Id" | "IsDeleted" | "LastModifiedById" | "LastModifiedDate" | "SystemModstamp", "Tags__c", "Account__r" | "Owner" | "Payer__r">;

/** What the compiler knows of Invoice__c. */
export interface Invoice__cTypes {
  readonly name: "Invoice__c";
  readonly fields: Invoice__c;
  readonly create: Invoice__cCreate;
  readonly update: Invoice__cUpdate;
  readonly parents: {
    readonly Account__r: "Account" | null;
    readonly CreatedBy: "User";
    readonly LastModifiedBy: "User";
    readonly Owner: "Group" | "User";
    readonly Payer__r: "Contact";
  };
  readonly children: {};
}
