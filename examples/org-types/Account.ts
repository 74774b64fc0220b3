// Written from the describes of an org. Do not change it: write it anew instead.
import type { AddressValue, CreateFields, DateText, DateTimeText, RecordId, UpdateFields } from "kinetic-core";

/** Account: its fields as a query returns them. */
export interface Account {
  /** Account Number. */
  AccountNumber: string | null;
  /** Account Source. */
  AccountSource: "Web" | "Phone Inquiry" | "Partner Referral" | "Purchased List" | "Other" | (string & {}) | null;
  /** Annual Revenue. */
  AnnualRevenue: number | null;
  /** Billing Address. */
  BillingAddress: AddressValue | null;
  /** Billing City. */
  BillingCity: string | null;
  /** Billing Country. */
  BillingCountry: string | null;
  /** Billing Geocode Accuracy. */
  BillingGeocodeAccuracy: "Address" | "NearAddress" | "Block" | "Street" | "ExtendedZip" | "Zip" | "Neighborhood" | "City" | "County" | "State" | "Unknown" | null;
  /** Billing Latitude. */
  BillingLatitude: number | null;
  /** Billing Longitude. */
  BillingLongitude: number | null;
  /** Billing Zip/Postal Code. */
  BillingPostalCode: string | null;
  /** Billing State/Province. */
  BillingState: string | null;
  /** Billing Street. */
  BillingStreet: string | null;
  /** Created By ID. */
  CreatedById: RecordId<"User">;
  /** Created Date. */
  CreatedDate: DateTimeText;
  /** Account Description. */
  Description: string | null;
  /** Account Fax. */
  Fax: string | null;
  /** Account ID. */
  Id: RecordId<"Account">;
  /** Industry. */
  Industry: "Agriculture" | "Apparel" | "Banking" | "Biotechnology" | "Chemicals" | "Communications" | "Construction" | "Consulting" | "Education" | "Electronics" | "Energy" | "Engineering" | "Entertainment" | "Environmental" | "Finance" | "Food & Beverage" | "Government" | "Healthcare" | "Hospitality" | "Insurance" | "Machinery" | "Manufacturing" | "Media" | "Not For Profit" | "Recreation" | "Retail" | "Shipping" | "Technology" | "Telecommunications" | "Transportation" | "Utilities" | "Other" | (string & {}) | null;
  /** Deleted. */
  IsDeleted: boolean;
  /** Data.com Key. */
  Jigsaw: string | null;
  /** Jigsaw Company ID. */
  JigsawCompanyId: string | null;
  /** Last Activity. */
  LastActivityDate: DateText | null;
  /** Last Modified By ID. */
  LastModifiedById: RecordId<"User">;
  /** Last Modified Date. */
  LastModifiedDate: DateTimeText;
  /** Last Referenced Date. */
  LastReferencedDate: DateTimeText | null;
  /** Last Viewed Date. */
  LastViewedDate: DateTimeText | null;
  /** Master Record ID. */
  MasterRecordId: RecordId<"Account"> | null;
  /** Account Name. */
  Name: string;
  /** Employees. */
  NumberOfEmployees: number | null;
  /** Owner ID. */
  OwnerId: RecordId<"User">;
  /** Ownership. */
  Ownership: "Public" | "Private" | "Subsidiary" | "Other" | (string & {}) | null;
  /** Parent Account ID. */
  ParentId: RecordId<"Account"> | null;
  /** Account Phone. */
  Phone: string | null;
  /** Photo URL. */
  PhotoUrl: string | null;
  /** Account Rating. */
  Rating: "Hot" | "Warm" | "Cold" | (string & {}) | null;
  /** Record Type ID. */
  RecordTypeId: RecordId<"RecordType"> | null;
  /** Shipping Address. */
  ShippingAddress: AddressValue | null;
  /** Shipping City. */
  ShippingCity: string | null;
  /** Shipping Country. */
  ShippingCountry: string | null;
  /** Shipping Geocode Accuracy. */
  ShippingGeocodeAccuracy: "Address" | "NearAddress" | "Block" | "Street" | "ExtendedZip" | "Zip" | "Neighborhood" | "City" | "County" | "State" | "Unknown" | null;
  /** Shipping Latitude. */
  ShippingLatitude: number | null;
  /** Shipping Longitude. */
  ShippingLongitude: number | null;
  /** Shipping Zip/Postal Code. */
  ShippingPostalCode: string | null;
  /** Shipping State/Province. */
  ShippingState: string | null;
  /** Shipping Street. */
  ShippingStreet: string | null;
  /** SIC Code. */
  Sic: string | null;
  /** SIC Description. */
  SicDesc: string | null;
  /** Account Site. */
  Site: string | null;
  /** System Modstamp. */
  SystemModstamp: DateTimeText;
  /** Ticker Symbol. */
  TickerSymbol: string | null;
  /** Account Type. */
  Type: "Prospect" | "Customer - Direct" | "Customer - Channel" | "Channel Partner / Reseller" | "Installation Partner" | "Technology Partner" | "Other" | (string & {}) | null;
  /** Website. */
  Website: string | null;
}

/** What `create` takes for Account. */
export type AccountCreate = CreateFields<Account, "Name", "BillingAddress" | "CreatedById" | "CreatedDate" | "Id" | "IsDeleted" | "JigsawCompanyId" | "LastActivityDate" | "LastModifiedById" | "LastModifiedDate" | "LastReferencedDate" | "LastViewedDate" | "MasterRecordId" | "PhotoUrl" | "ShippingAddress" | "SystemModstamp", never, "Owner" | "Parent" | "RecordType">;

/** What `update` takes for Account. */
export type AccountUpdate = UpdateFields<Account, "BillingAddress" | "CreatedById" | "CreatedDate" | "Id" | "IsDeleted" | "JigsawCompanyId" | "LastActivityDate" | "LastModifiedById" | "LastModifiedDate" | "LastReferencedDate" | "LastViewedDate" | "MasterRecordId" | "PhotoUrl" | "ShippingAddress" | "SystemModstamp", never, "Owner" | "Parent" | "RecordType">;

/** What the compiler knows of Account. */
export interface AccountTypes {
  readonly name: "Account";
  readonly fields: Account;
  readonly create: AccountCreate;
  readonly update: AccountUpdate;
  readonly parents: {
    readonly CreatedBy: "User";
    readonly LastModifiedBy: "User";
    readonly MasterRecord: "Account" | null;
    readonly Owner: "User";
    readonly Parent: "Account" | null;
    readonly RecordType: "RecordType" | null;
  };
  readonly children: {
    readonly Assets: "Asset";
    readonly Attachments: "Attachment";
    readonly Cases: "Case";
    readonly ChildAccounts: "Account";
    readonly Contacts: "Contact";
    readonly ContentDocumentLinks: "ContentDocumentLink";
    readonly Contracts: "Contract";
    readonly Events: "Event";
    readonly Opportunities: "Opportunity";
    readonly Orders: "Order";
    readonly Quotes: "Quote";
    readonly Tasks: "Task";
    readonly Users: "User";
  };
}
