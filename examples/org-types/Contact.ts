// Written from the describes of an org. Do not change it: write it anew instead.
import type { AddressValue, CreateFields, DateText, DateTimeText, RecordId, UpdateFields } from "kinetic-core";

/** Contact: its fields as a query returns them. */
export interface Contact {
  /** Account ID. */
  AccountId: RecordId<"Account"> | null;
  /** Assistant's Name. */
  AssistantName: string | null;
  /** Asst. Phone. */
  AssistantPhone: string | null;
  /** Birthdate. */
  Birthdate: DateText | null;
  /** Allow Customer Portal Self-Registration. */
  CanAllowPortalSelfReg: boolean;
  /** Clean Status. */
  CleanStatus: "Matched" | "Different" | "Acknowledged" | "NotFound" | "Inactive" | "Pending" | "SelectMatch" | "Skipped" | null;
  /** Created By ID. */
  CreatedById: RecordId<"User">;
  /** Created Date. */
  CreatedDate: DateTimeText;
  /** Department. */
  Department: string | null;
  /** Contact Description. */
  Description: string | null;
  /** Do Not Call. */
  DoNotCall: boolean;
  /** Email. */
  Email: string | null;
  /** Email Bounced Date. */
  EmailBouncedDate: DateTimeText | null;
  /** Email Bounced Reason. */
  EmailBouncedReason: string | null;
  /** Business Fax. */
  Fax: string | null;
  /** First Name. */
  FirstName: string | null;
  /** Email Opt Out. */
  HasOptedOutOfEmail: boolean;
  /** Fax Opt Out. */
  HasOptedOutOfFax: boolean;
  /** Home Phone. */
  HomePhone: string | null;
  /** Contact ID. */
  Id: RecordId<"Contact">;
  /** Individual ID. */
  IndividualId: RecordId<"Individual"> | null;
  /** Deleted. */
  IsDeleted: boolean;
  /** Is Email Bounced. */
  IsEmailBounced: boolean;
  /** Data.com Key. */
  Jigsaw: string | null;
  /** Jigsaw Contact ID. */
  JigsawContactId: string | null;
  /** Last Activity. */
  LastActivityDate: DateText | null;
  /** Last Stay-in-Touch Request Date. */
  LastCURequestDate: DateTimeText | null;
  /** Last Stay-in-Touch Save Date. */
  LastCUUpdateDate: DateTimeText | null;
  /** Last Modified By ID. */
  LastModifiedById: RecordId<"User">;
  /** Last Modified Date. */
  LastModifiedDate: DateTimeText;
  /** Last Name. */
  LastName: string;
  /** Last Referenced Date. */
  LastReferencedDate: DateTimeText | null;
  /** Last Viewed Date. */
  LastViewedDate: DateTimeText | null;
  /** Lead Source. */
  LeadSource: "Web" | "Phone Inquiry" | "Partner Referral" | "Purchased List" | "Other" | (string & {}) | null;
  /** Mailing Address. */
  MailingAddress: AddressValue | null;
  /** Mailing City. */
  MailingCity: string | null;
  /** Mailing Country. */
  MailingCountry: string | null;
  /** Mailing Geocode Accuracy. */
  MailingGeocodeAccuracy: "Address" | "NearAddress" | "Block" | "Street" | "ExtendedZip" | "Zip" | "Neighborhood" | "City" | "County" | "State" | "Unknown" | null;
  /** Mailing Latitude. */
  MailingLatitude: number | null;
  /** Mailing Longitude. */
  MailingLongitude: number | null;
  /** Mailing Zip/Postal Code. */
  MailingPostalCode: string | null;
  /** Mailing State/Province. */
  MailingState: string | null;
  /** Mailing Street. */
  MailingStreet: string | null;
  /** Master Record ID. */
  MasterRecordId: RecordId<"Contact"> | null;
  /** Mobile Phone. */
  MobilePhone: string | null;
  /** Full Name. */
  Name: string;
  /** Other Address. */
  OtherAddress: AddressValue | null;
  /** Other City. */
  OtherCity: string | null;
  /** Other Country. */
  OtherCountry: string | null;
  /** Other Geocode Accuracy. */
  OtherGeocodeAccuracy: "Address" | "NearAddress" | "Block" | "Street" | "ExtendedZip" | "Zip" | "Neighborhood" | "City" | "County" | "State" | "Unknown" | null;
  /** Other Latitude. */
  OtherLatitude: number | null;
  /** Other Longitude. */
  OtherLongitude: number | null;
  /** Other Phone. */
  OtherPhone: string | null;
  /** Other Zip/Postal Code. */
  OtherPostalCode: string | null;
  /** Other State/Province. */
  OtherState: string | null;
  /** Other Street. */
  OtherStreet: string | null;
  /** Owner ID. */
  OwnerId: RecordId<"User">;
  /** Business Phone. */
  Phone: string | null;
  /** Photo URL. */
  PhotoUrl: string | null;
  /** Reports To ID. */
  ReportsToId: RecordId<"Contact"> | null;
  /** Salutation. */
  Salutation: "Mr." | "Ms." | "Mrs." | "Dr." | "Prof." | (string & {}) | null;
  /** System Modstamp. */
  SystemModstamp: DateTimeText;
  /** Title. */
  Title: string | null;
}

/** What `create` takes for Contact. */
export type ContactCreate = CreateFields<Contact, "LastName", "CreatedById" | "CreatedDate" | "Id" | "IsDeleted" | "IsEmailBounced" | "JigsawContactId" | "LastActivityDate" | "LastCURequestDate" | "LastCUUpdateDate" | "LastModifiedById" | "LastModifiedDate" | "LastReferencedDate" | "LastViewedDate" | "MailingAddress" | "MasterRecordId" | "Name" | "OtherAddress" | "PhotoUrl" | "SystemModstamp", never, "Account" | "Individual" | "Owner" | "ReportsTo">;

/** What `update` takes for Contact. */
export type ContactUpdate = UpdateFields<Contact, "CreatedById" | "CreatedDate" | "Id" | "IsDeleted" | "IsEmailBounced" | "JigsawContactId" | "LastActivityDate" | "LastCURequestDate" | "LastCUUpdateDate" | "LastModifiedById" | "LastModifiedDate" | "LastReferencedDate" | "LastViewedDate" | "MailingAddress" | "MasterRecordId" | "Name" | "OtherAddress" | "PhotoUrl" | "SystemModstamp", never, "Account" | "Individual" | "Owner" | "ReportsTo">;

/** What the compiler knows of Contact. */
export interface ContactTypes {
  readonly name: "Contact";
  readonly fields: Contact;
  readonly create: ContactCreate;
  readonly update: ContactUpdate;
  readonly parents: {
    readonly Account: "Account" | null;
    readonly CreatedBy: "User";
    readonly Individual: "Individual" | null;
    readonly LastModifiedBy: "User";
    readonly MasterRecord: "Contact" | null;
    readonly Owner: "User";
    readonly ReportsTo: "Contact" | null;
  };
  readonly children: {
    readonly Assets: "Asset";
    readonly Attachments: "Attachment";
    readonly CampaignMembers: "CampaignMember";
    readonly Cases: "Case";
    readonly ContentDocumentLinks: "ContentDocumentLink";
    readonly ContractsSigned: "Contract";
    readonly Events: "Event";
    readonly OpportunityContactRoles: "OpportunityContactRole";
    readonly Tasks: "Task";
    readonly Users: "User";
  };
}
