/** Standard objects: what is sold to whom. In the notation of notation.ts. */
export const SALES: string = `
object Account 001 "Account" "Accounts" +feedEnabled +mergeable
  Id id
  @deleted
  MasterRecordId ref(Account) ro -permission rel=MasterRecord
  Name string(255) required name -permission info=switchablepersonname "Account Name"
  Type picklist(255) "Account Type" = Prospect; Customer - Direct; Customer - Channel; Channel Partner / Reseller; Installation Partner; Technology Partner; Other
  RecordTypeId ref(RecordType) -permission rel=RecordType
  ParentId ref(Account) rel=Parent children=ChildAccounts "Parent Account ID"
  @address Billing
  @address Shipping
  Phone phone(40) "Account Phone"
  Fax phone(40) "Account Fax"
  AccountNumber string(40)
  Website url(255)
  PhotoUrl url(255) ro -permission info=imageurl "Photo URL"
  Sic string(20) "SIC Code"
  Industry picklist(255) = Agriculture; Apparel; Banking; Biotechnology; Chemicals; Communications; Construction; Consulting; Education; Electronics; Energy; Engineering; Entertainment; Environmental; Finance; Food & Beverage; Government; Healthcare; Hospitality; Insurance; Machinery; Manufacturing; Media; Not For Profit; Recreation; Retail; Shipping; Technology; Telecommunications; Transportation; Utilities; Other
  AnnualRevenue currency(18,0)
  NumberOfEmployees int(8) "Employees"
  Ownership picklist(255) = Public; Private; Subsidiary; Other
  TickerSymbol string(20)
  Description textarea(32000) info=plaintextarea "Account Description"
  Rating picklist(255) "Account Rating" = Hot; Warm; Cold
  Site string(80) "Account Site"
  OwnerId ref(User) required defaulted -permission rel=Owner
  @audit
  LastActivityDate date ro -permission "Last Activity"
  LastViewedDate datetime ro -permission
  LastReferencedDate datetime ro -permission
  Jigsaw string(20) "Data.com Key"
  JigsawCompanyId string(20) ro -permission rel=JigsawCompany
  AccountSource picklist(255) = Web; Phone Inquiry; Partner Referral; Purchased List; Other
  SicDesc string(80) "SIC Description"

object Contact 003 "Contact" "Contacts" +feedEnabled +mergeable
  Id id
  @deleted
  MasterRecordId ref(Contact) ro -permission rel=MasterRecord
  AccountId ref(Account) rel=Account children=Contacts cascade
  LastName string(80) required -permission in=Name info=personname
  FirstName string(40) -permission in=Name info=personname
  Salutation picklist(40) -permission in=Name info=personname = Mr.; Ms.; Mrs.; Dr.; Prof.
  Name string(121) required ro name -permission info=personname "Full Name"
  @address Other
  @address Mailing
  Phone phone(40) "Business Phone"
  Fax phone(40) "Business Fax"
  MobilePhone phone(40)
  HomePhone phone(40)
  OtherPhone phone(40)
  AssistantPhone phone(40) "Asst. Phone"
  ReportsToId ref(Contact) rel=ReportsTo
  Email email(80) +idLookup
  Title string(128)
  Department string(80)
  AssistantName string(40) "Assistant's Name"
  LeadSource picklist(40) = Web; Phone Inquiry; Partner Referral; Purchased List; Other
  Birthdate date
  Description textarea(32000) info=plaintextarea "Contact Description"
  OwnerId ref(User) required defaulted -permission rel=Owner
  @audit
  LastActivityDate date ro -permission "Last Activity"
  LastCURequestDate datetime ro -permission "Last Stay-in-Touch Request Date"
  LastCUUpdateDate datetime ro -permission "Last Stay-in-Touch Save Date"
  LastViewedDate datetime ro -permission
  LastReferencedDate datetime ro -permission
  EmailBouncedReason string(255) -permission
  EmailBouncedDate datetime -permission
  IsEmailBounced bool ro -permission
  PhotoUrl url(255) ro -permission info=imageurl "Photo URL"
  Jigsaw string(20) "Data.com Key"
  JigsawContactId string(20) ro -permission rel=JigsawContact
  CleanStatus picklist(40) restricted = Matched>In Sync; Different; Acknowledged>Reviewed; NotFound>Not Found; Inactive; Pending>Not Compared; SelectMatch>Select Match; Skipped
  IndividualId ref(Individual) -permission rel=Individual
  DoNotCall bool
  HasOptedOutOfEmail bool "Email Opt Out"
  HasOptedOutOfFax bool "Fax Opt Out"
  CanAllowPortalSelfReg bool "Allow Customer Portal Self-Registration"

object Lead 00Q "Lead" "Leads" +feedEnabled +mergeable
  Id id
  @deleted
  MasterRecordId ref(Lead) ro -permission rel=MasterRecord
  LastName string(80) required -permission in=Name info=personname
  FirstName string(40) -permission in=Name info=personname
  Salutation picklist(40) -permission in=Name info=personname = Mr.; Ms.; Mrs.; Dr.; Prof.
  Name string(121) required ro name -permission info=personname "Full Name"
  Title string(128)
  Company string(255) required -permission
  @address -
  Phone phone(40)
  MobilePhone phone(40)
  Fax phone(40)
  Email email(80) +idLookup
  Website url(255)
  PhotoUrl url(255) ro -permission info=imageurl "Photo URL"
  Description textarea(32000) info=plaintextarea
  LeadSource picklist(255) = Web; Phone Inquiry; Partner Referral; Purchased List; Other
  Status picklist(255) required defaulted -permission = Open - Not Contacted*; Working - Contacted; Closed - Converted; Closed - Not Converted
  Industry picklist(255) = Agriculture; Apparel; Banking; Biotechnology; Chemicals; Communications; Construction; Consulting; Education; Electronics; Energy; Engineering; Entertainment; Environmental; Finance; Food & Beverage; Government; Healthcare; Hospitality; Insurance; Machinery; Manufacturing; Media; Not For Profit; Recreation; Retail; Shipping; Technology; Telecommunications; Transportation; Utilities; Other
  Rating picklist(255) = Hot; Warm; Cold
  AnnualRevenue currency(18,0)
  NumberOfEmployees int(8) "Employees"
  OwnerId ref(Group|User) required defaulted -permission rel=Owner
  IsConverted bool createOnly -permission "Converted"
  ConvertedDate date ro -permission
  ConvertedAccountId ref(Account) ro -permission rel=ConvertedAccount
  ConvertedContactId ref(Contact) ro -permission rel=ConvertedContact
  ConvertedOpportunityId ref(Opportunity) ro -permission rel=ConvertedOpportunity
  IsUnreadByOwner bool -permission "Unread By Owner"
  @audit
  LastActivityDate date ro -permission "Last Activity"
  LastViewedDate datetime ro -permission
  LastReferencedDate datetime ro -permission
  Jigsaw string(20) "Data.com Key"
  JigsawContactId string(20) ro -permission rel=JigsawContact
  CleanStatus picklist(40) restricted = Matched>In Sync; Different; Acknowledged>Reviewed; NotFound>Not Found; Inactive; Pending>Not Compared; SelectMatch>Select Match; Skipped
  CompanyDunsNumber string(9) "Company D-U-N-S Number"
  DandbCompanyId ref(DandBCompany) rel=DandbCompany "D&B Company ID"
  EmailBouncedReason string(255) updateOnly -permission
  EmailBouncedDate datetime updateOnly -permission
  IndividualId ref(Individual) -permission rel=Individual

object Opportunity 006 "Opportunity" "Opportunities" +deepCloneable +feedEnabled
  Id id
  @deleted
  AccountId ref(Account) rel=Account children=Opportunities cascade
  IsPrivate bool "Private"
  Name string(120) required name -permission +idLookup
  Description textarea(32000) info=plaintextarea
  StageName picklist(255) required -permission "Stage" = Prospecting; Qualification; Needs Analysis; Value Proposition; Id. Decision Makers; Perception Analysis; Proposal/Price Quote; Negotiation/Review; Closed Won; Closed Lost
  Amount currency(18,2)
  Probability percent(3,0) defaulted "Probability (%)"
  ExpectedRevenue currency(18,2) ro "Expected Amount"
  TotalOpportunityQuantity double(18,2) "Quantity"
  CloseDate date required -permission
  Type picklist(255) "Opportunity Type" = Existing Customer - Upgrade; Existing Customer - Replacement; Existing Customer - Downgrade; New Customer
  NextStep string(255)
  LeadSource picklist(255) = Web; Phone Inquiry; Partner Referral; Purchased List; Other
  IsClosed bool ro -permission "Closed"
  IsWon bool ro -permission "Won"
  ForecastCategory picklist(40) required ro restricted -permission = Omitted; Pipeline; BestCase>Best Case; MostLikely>Most Likely; Forecast>Commit; Closed
  ForecastCategoryName picklist(255) defaulted restricted -permission "Forecast Category" = Omitted; Pipeline; Best Case; Commit; Closed
  CampaignId ref(Campaign) rel=Campaign children=Opportunities
  HasOpportunityLineItem bool ro -permission "Has Line Item"
  Pricebook2Id ref(Pricebook2) defaulted -permission rel=Pricebook2 "Price Book ID"
  OwnerId ref(User) required defaulted -permission rel=Owner
  @audit
  LastActivityDate date ro -permission "Last Activity"
  LastStageChangeDate datetime ro -permission
  FiscalQuarter int(8) ro -permission in=Fiscal
  FiscalYear int(8) ro -permission in=Fiscal
  Fiscal string(6) ro -permission "Fiscal Period"
  ContactId ref(Contact) createOnly -permission
  LastViewedDate datetime ro -permission
  LastReferencedDate datetime ro -permission
  HasOpenActivity bool ro -filter -sort -permission
  HasOverdueTask bool ro -filter -sort -permission
  LastAmountChangedHistoryId ref(OpportunityHistory) ro -permission rel=LastAmountChangedHistory "Opportunity History ID"
  LastCloseDateChangedHistoryId ref(OpportunityHistory) ro -permission rel=LastCloseDateChangedHistory "Opportunity History ID"

object OpportunityContactRole 00K "Opportunity Contact Role" "Opportunity Contact Role" -mruEnabled -searchLayoutable -searchable -undeletable
  Id id "Contact Role ID"
  OpportunityId ref(Opportunity) required createOnly -permission rel=Opportunity children=OpportunityContactRoles cascade
  ContactId ref(Contact) required -permission rel=Contact children=OpportunityContactRoles cascade
  Role picklist(40) -permission = Business User; Decision Maker; Economic Buyer; Economic Decision Maker; Evaluator; Executive Sponsor; Influencer; Technical Buyer; Other
  IsPrimary bool -permission "Primary"
  @audit
  @deleted

object OpportunityHistory 008 "Opportunity History" "Opportunity History" -createable -deletable -layoutable -mruEnabled -searchable -triggerable -undeletable -updateable
  Id id
  OpportunityId ref(Opportunity) required ro -permission rel=Opportunity children=OpportunityHistories cascade
  CreatedById ref(User) required ro defaulted -permission rel=CreatedBy
  CreatedDate datetime required ro defaulted -permission
  StageName picklist(255) ro -permission
  Amount currency(18,2) ro -permission
  ExpectedRevenue currency(18,2) ro -permission
  CloseDate date ro -permission
  Probability percent(3,0) ro -permission
  ForecastCategory picklist(40) ro -permission "To ForecastCategory"
  SystemModstamp datetime required ro defaulted -permission
  @deleted

object Campaign 701 "Campaign" "Campaigns" +deepCloneable
  Id id
  @deleted
  Name string(80) required name -permission +idLookup
  ParentId ref(Campaign) rel=Parent children=ChildCampaigns "Parent Campaign ID"
  Type picklist(40) defaulted = Conference*; Webinar; Trade Show; Public Relations; Partners; Referral Program; Advertisement; Banner Ads; Direct Mail; Email; Telemarketing; Other
  Status picklist(40) defaulted = Planned*; In Progress; Completed; Aborted
  StartDate date
  EndDate date
  ExpectedRevenue currency(18,0) "Expected Revenue in Campaign"
  BudgetedCost currency(18,0) "Budgeted Cost in Campaign"
  ActualCost currency(18,0) "Actual Cost in Campaign"
  ExpectedResponse percent(10,2) "Expected Response (%)"
  NumberSent double(18,0) "Num Sent in Campaign"
  IsActive bool "Active"
  Description textarea(32000) info=plaintextarea
  NumberOfLeads int(9) required ro "Leads in Campaign"
  NumberOfConvertedLeads int(9) required ro "Converted Leads in Campaign"
  NumberOfContacts int(9) required ro "Contacts in Campaign"
  NumberOfResponses int(9) required ro "Responses in Campaign"
  NumberOfOpportunities int(9) required ro "Opportunities in Campaign"
  NumberOfWonOpportunities int(9) required ro "Won Opportunities in Campaign"
  AmountAllOpportunities currency(18,0) required ro "Value Opportunities in Campaign"
  AmountWonOpportunities currency(18,0) required ro "Value Won Opportunities in Campaign"
  OwnerId ref(User) required defaulted -permission rel=Owner
  @audit
  LastActivityDate date ro -permission "Last Activity"
  LastViewedDate datetime ro -permission
  LastReferencedDate datetime ro -permission
  CampaignMemberRecordTypeId ref(RecordType) -permission rel=CampaignMemberRecordType "Record Type ID"

object CampaignMember 00v "Campaign Member" "Campaign Members" -mruEnabled -searchable -undeletable
  Id id
  @deleted
  CampaignId ref(Campaign) required createOnly -permission rel=Campaign children=CampaignMembers cascade
  LeadId ref(Lead) createOnly -permission rel=Lead children=CampaignMembers cascade
  ContactId ref(Contact) createOnly -permission rel=Contact children=CampaignMembers cascade
  Status picklist(40) defaulted -permission = Sent*; Responded
  HasResponded bool ro -permission "Responded"
  @audit
  FirstRespondedDate date ro -permission
`;
