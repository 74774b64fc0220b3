// Written from the describes of an org. Do not change it: write it anew instead.
import type { CreateFields, DateText, DateTimeText, RecordId, UpdateFields } from "kinetic-core";

/** Opportunity: its fields as a query returns them. */
export interface Opportunity {
  /** Account ID. */
  AccountId: RecordId<"Account"> | null;
  /** Amount. */
  Amount: number | null;
  /** Campaign ID. */
  CampaignId: RecordId<"Campaign"> | null;
  /** Close Date. */
  CloseDate: DateText;
  /** Contact ID. */
  ContactId: RecordId<"Contact"> | null;
  /** Created By ID. */
  CreatedById: RecordId<"User">;
  /** Created Date. */
  CreatedDate: DateTimeText;
  /** Description. */
  Description: string | null;
  /** Expected Amount. */
  ExpectedRevenue: number | null;
  /** Fiscal Period. */
  Fiscal: string | null;
  /** Fiscal Quarter. */
  FiscalQuarter: number | null;
  /** Fiscal Year. */
  FiscalYear: number | null;
  /** Forecast Category. */
  ForecastCategory: "Omitted" | "Pipeline" | "BestCase" | "MostLikely" | "Forecast" | "Closed";
  /** Forecast Category. */
  ForecastCategoryName: "Omitted" | "Pipeline" | "Best Case" | "Commit" | "Closed" | null;
  /** Has Open Activity. */
  HasOpenActivity: boolean;
  /** Has Line Item. */
  HasOpportunityLineItem: boolean;
  /** Has Overdue Task. */
  HasOverdueTask: boolean;
  /** Opportunity ID. */
  Id: RecordId<"Opportunity">;
  /** Closed. */
  IsClosed: boolean;
  /** Deleted. */
  IsDeleted: boolean;
  /** Private. */
  IsPrivate: boolean;
  /** Won. */
  IsWon: boolean;
  /** Last Activity. */
  LastActivityDate: DateText | null;
  /** Opportunity History ID. */
  LastAmountChangedHistoryId: RecordId<"OpportunityHistory"> | null;
  /** Opportunity History ID. */
  LastCloseDateChangedHistoryId: RecordId<"OpportunityHistory"> | null;
  /** Last Modified By ID. */
  LastModifiedById: RecordId<"User">;
  /** Last Modified Date. */
  LastModifiedDate: DateTimeText;
  /** Last Referenced Date. */
  LastReferencedDate: DateTimeText | null;
  /** Last Stage Change Date. */
  LastStageChangeDate: DateTimeText | null;
  /** Last Viewed Date. */
  LastViewedDate: DateTimeText | null;
  /** Lead Source. */
  LeadSource: "Web" | "Phone Inquiry" | "Partner Referral" | "Purchased List" | "Other" | (string & {}) | null;
  /** Name. */
  Name: string;
  /** Next Step. */
  NextStep: string | null;
  /** Owner ID. */
  OwnerId: RecordId<"User">;
  /** Price Book ID. */
  Pricebook2Id: RecordId<"Pricebook2"> | null;
  /** Probability (%). */
  Probability: number | null;
  /** Stage. */
  StageName: "Prospecting" | "Qualification" | "Needs Analysis" | "Value Proposition" | "Id. Decision Makers" | "Perception Analysis" | "Proposal/Price Quote" | "Negotiation/Review" | "Closed Won" | "Closed Lost" | (string & {});
  /** System Modstamp. */
  SystemModstamp: DateTimeText;
  /** Quantity. */
  TotalOpportunityQuantity: number | null;
  /** Opportunity Type. */
  Type: "Existing Customer - Upgrade" | "Existing Customer - Replacement" | "Existing Customer - Downgrade" | "New Customer" | (string & {}) | null;
}

/** What `create` takes for Opportunity. */
export type OpportunityCreate = CreateFields<Opportunity, "CloseDate" | "Name" | "StageName", "CreatedById" | "CreatedDate" | "ExpectedRevenue" | "Fiscal" | "FiscalQuarter" | "FiscalYear" | "ForecastCategory" | "HasOpenActivity" | "HasOpportunityLineItem" | "HasOverdueTask" | "Id" | "IsClosed" | "IsDeleted" | "IsWon" | "LastActivityDate" | "LastAmountChangedHistoryId" | "LastCloseDateChangedHistoryId" | "LastModifiedById" | "LastModifiedDate" | "LastReferencedDate" | "LastStageChangeDate" | "LastViewedDate" | "SystemModstamp", never, "Account" | "Campaign" | "Owner" | "Pricebook2">;

/** What `update` takes for Opportunity. */
export type OpportunityUpdate = UpdateFields<Opportunity, "ContactId" | "CreatedById" | "CreatedDate" | "ExpectedRevenue" | "Fiscal" | "FiscalQuarter" | "FiscalYear" | "ForecastCategory" | "HasOpenActivity" | "HasOpportunityLineItem" | "HasOverdueTask" | "Id" | "IsClosed" | "IsDeleted" | "IsWon" | "LastActivityDate" | "LastAmountChangedHistoryId" | "LastCloseDateChangedHistoryId" | "LastModifiedById" | "LastModifiedDate" | "LastReferencedDate" | "LastStageChangeDate" | "LastViewedDate" | "SystemModstamp", never, "Account" | "Campaign" | "Owner" | "Pricebook2">;

/** What the compiler knows of Opportunity. */
export interface OpportunityTypes {
  readonly name: "Opportunity";
  readonly fields: Opportunity;
  readonly create: OpportunityCreate;
  readonly update: OpportunityUpdate;
  readonly parents: {
    readonly Account: "Account" | null;
    readonly Campaign: "Campaign" | null;
    readonly CreatedBy: "User";
    readonly LastAmountChangedHistory: "OpportunityHistory" | null;
    readonly LastCloseDateChangedHistory: "OpportunityHistory" | null;
    readonly LastModifiedBy: "User";
    readonly Owner: "User";
    readonly Pricebook2: "Pricebook2" | null;
  };
  readonly children: {
    readonly Attachments: "Attachment";
    readonly ContentDocumentLinks: "ContentDocumentLink";
    readonly Events: "Event";
    readonly OpportunityContactRoles: "OpportunityContactRole";
    readonly OpportunityHistories: "OpportunityHistory";
    readonly OpportunityLineItems: "OpportunityLineItem";
    readonly Quotes: "Quote";
    readonly Tasks: "Task";
  };
}
